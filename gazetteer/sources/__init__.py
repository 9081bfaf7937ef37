"""Where the gazetteer's facts come from: one file an upstream, each giving places and names."""

from dataclasses import dataclass

from gazetteer.place import PlaceKind, Strength

__all__ = ["NameRow", "PlaceRow", "Source", "Strength", "geonames"]


@dataclass(frozen=True, slots=True)
class Source:
    """An upstream, as ``gazetteer info`` and ``ATTRIBUTION.md`` name it; ``date`` is when that version was released."""

    name: str
    version: str
    date: str
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
    feature: str = ""
    """GeoNames feature code, "PPLC" or "A.ADM1"; empty where the source has none."""
    claimed_by: tuple[str, ...] = ()
    held_by: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    reviewed: bool = False
    """Whether the overlay lists it."""
    capital: bool = False
    """Whether it is the capital of its country."""


@dataclass(frozen=True, slots=True)
class NameRow:
    """A name on its way into the index; ``langs`` is empty where the source does not tag it."""

    place: str
    name: str
    strength: Strength
    langs: tuple[str, ...] = ()
    exact: bool = False
    """Whether its case counts."""
    preferred: bool = False
    """Whether it is the first choice among the names of its language."""


def geonames(ident: int | str) -> str:
    """The place id of a GeoNames id."""
    return f"geonames:{ident}"
