"""A place, as the gazetteer knows it."""

from dataclasses import dataclass
from enum import StrEnum


class PlaceKind(StrEnum):
    """What sort of place it is; also how precisely it says where something happened."""

    COUNTRY = "country"
    REGION = "region"
    ADMIN1 = "admin1"
    ADMIN2 = "admin2"
    SETTLEMENT = "settlement"
    FACILITY = "facility"
    WATER = "water"
    NATURAL = "natural"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place with coordinates.

    ``lat`` and ``lon`` are decimal degrees in EPSG:4326: the place's own point, or a representative one for an area.
    ``country`` is ISO 3166-1 alpha-2; ``None`` where no single state holds it (the Balkans, the Black Sea).
    ``admin1`` and ``admin2`` are the names of the areas it lies in, ``admin1_id`` and ``admin2_id`` their place ids.
    ``claimed_by`` and ``held_by`` name the states, or the de-facto authority, that dispute it and that control it.
    """

    id: str
    name: str
    kind: PlaceKind
    lat: float
    lon: float
    geonameid: int | None = None
    country: str | None = None
    admin1: str | None = None
    admin1_id: str | None = None
    admin2: str | None = None
    admin2_id: str | None = None
    population: int | None = None
    claimed_by: tuple[str, ...] = ()
    held_by: tuple[str, ...] = ()
