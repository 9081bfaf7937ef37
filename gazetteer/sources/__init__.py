"""Where the gazetteer's facts come from: one file an upstream, each giving places and names."""

from dataclasses import dataclass
from enum import IntEnum

from gazetteer.place import PlaceKind


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
class Source:
    """An upstream, as ``gazetteer info`` and ``ATTRIBUTION.md`` name it."""

    name: str
    version: str
    licence: str
    gives: str
    origin: str


@dataclass(slots=True)
class PlaceRow:
    """A place on its way into the index; parents are place ids."""

    id: str
    kind: PlaceKind
    name: str
    lat: float
    lon: float
    country: str = ""
    population: int = 0
    geonameid: int = 0
    admin1: str = ""
    admin2: str = ""
    prominence: int = 0
    claimed_by: tuple[str, ...] = ()
    held_by: tuple[str, ...] = ()
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NameRow:
    """A name on its way into the index; ``langs`` is empty where the source does not tag it."""

    place: str
    name: str
    strength: Strength
    langs: tuple[str, ...] = ()
    exact: bool = False
    """Whether its case counts."""


def geonames(ident: int | str) -> str:
    """The place id of a GeoNames id."""
    return f"geonames:{ident}"
