"""A place and its names, as the gazetteer knows them."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum


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


class Strength(IntEnum):
    """How firmly a name belongs to its place, firmest first; stored in four bits of the index."""

    OFFICIAL = 0
    """The name under which the source lists it, or the usual name in a tagged language."""
    COMMON = 1
    """A reviewed other name: an exonym, a spelling, a metonym."""
    ALTERNATE = 2
    """One of the source's untagged alternate names."""
    ABBREVIATION = 3
    """A reviewed abbreviation; its case counts."""
    HISTORIC = 4
    """A former name."""
    GENERATED = 5
    """Made by rule from another name."""
    DEMONYM = 6
    """An adjective of the place."""
    PEOPLE = 7
    """Its inhabitants."""
    METONYM = 8
    """The seat of a government, for its state."""
    BLOC = 9
    """An organisation or vague actor that has no point on the map."""
    NEVER = 10
    """No place at all, whatever a source lists under it."""


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a place in one language: how firm it is, and whether its source marks it so."""

    text: str
    strength: Strength
    preferred: bool = False
    short: bool = False
    colloquial: bool = False


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
