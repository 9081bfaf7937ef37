"""Airports with an IATA code: PyPI airportsdata (OurAirports, public domain)."""

from collections.abc import Iterator
from dataclasses import dataclass

from gazetteer.place import PlaceKind
from gazetteer.sources import PlaceRow, Source
from gazetteer.sources.tables import extract

SOURCE = Source(
    "OurAirports",
    "airportsdata 20260905",
    "2026-09-05",
    "public domain",
    "7,884 airports with an IATA code",
    "PyPI airportsdata",
)


@dataclass(frozen=True, slots=True)
class Airport:
    """An airport, its IATA code, and the city that it serves."""

    place: PlaceRow
    iata: str
    city: str


def airports() -> Iterator[Airport]:
    """Every airport, as a facility."""
    for row in extract("airports"):
        ident = f"geomap:airport-{row['iata'].lower()}"
        place = PlaceRow(ident, PlaceKind.FACILITY, row["name"], float(row["lat"]), float(row["lon"]), row["country"])
        yield Airport(place, row["iata"], row["city"])
