"""Airports, stations, ports, islands and other points with GeoNames ids: PyPI NeoBase (OpenTravelData, CC BY 4.0)."""

from collections.abc import Iterator

from gazetteer.place import PlaceKind
from gazetteer.sources import NameRow, PlaceRow, Source, Strength, geonames
from gazetteer.sources.geonames_cities import usable
from gazetteer.sources.tables import extract

SOURCE = Source(
    "OpenTravelData",
    "NeoBase 0.37",
    "2026-08-26",
    "CC BY 4.0",
    "GeoNames ids and names of airports, stations, ports, islands, parks and small places",
    "PyPI NeoBase",
)

_KIND_OF_CLASS = {
    "P": PlaceKind.SETTLEMENT, "S": PlaceKind.FACILITY, "L": PlaceKind.NATURAL, "T": PlaceKind.NATURAL,
    "H": PlaceKind.WATER, "A": PlaceKind.ADMIN2,
}  # fmt: skip
_FACILITIES = frozenset(["L.PRT", "L.INSM"])


def points() -> Iterator[tuple[PlaceRow, str]]:
    """Each point with its IATA code (airports only); ``admin1`` and ``admin2`` hold GeoNames codes: "KZ.02"."""
    for row in extract("travel"):
        feature = row["feature"]
        kind = PlaceKind.FACILITY if feature in _FACILITIES else _KIND_OF_CLASS[feature[0]]
        place = PlaceRow(geonames(row["geonameid"]), kind, row["name"], float(row["lat"]), float(row["lon"]), row["country"])
        place.geonameid, place.feature = int(row["geonameid"]), feature
        place.admin1 = f"{place.country}.{row['admin1']}"
        place.admin2 = f"{place.admin1}.{row['admin2']}"
        yield place, row["iata"]


def names() -> Iterator[NameRow]:
    """The names of the points by language; those without one are alternate names."""
    for row in extract("travel_names"):
        if usable(row["name"]):
            langs = tuple(filter(None, [row["lang"]]))
            yield NameRow(geonames(row["geonameid"]), row["name"], Strength.OFFICIAL if langs else Strength.ALTERNATE, langs)
