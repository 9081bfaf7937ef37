"""Whose view of borders: which state each disputed area is counted to.

``default`` keeps the codes of the sources: ISO 3166-1 as GeoNames applies it, with XK for Kosovo. ``de-facto`` counts
an area to the state that holds it, and to none where an authority of its own does. ``un`` counts Kosovo to Serbia and
Taiwan to China as well. A state's code ("IN") takes that state's claims for granted, as ``tables/places`` list them.
The reviewed table ``worldviews.tsv`` says what ``de-facto`` and ``un`` change, and in every view where the outlines are
those of a larger state.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from gazetteer.borders import Outline, countries_at, division_outlines, outline
from gazetteer.errors import GazetteerError
from gazetteer.sources.tables import listed, read_table

DEFAULT = "default"
DE_FACTO = "de-facto"
VIEWS = (DEFAULT, DE_FACTO, "un")
TABLE = Path(__file__).with_name("worldviews.tsv")
NOBODY = "-"
BOX = "bbox:"
_DEGREES = 1e5
_CODE_LETTERS = 2


@dataclass(frozen=True)
class Area:
    """Land that a view counts to another state: of these countries, the divisions and what lies in the ring.

    Without divisions and ring, all that these countries hold. ``code`` is empty where no state is meant.
    """

    code: str
    countries: frozenset[str]
    divisions: tuple[str, ...] = ()
    ring: tuple[tuple[float, float], ...] = ()
    name: str = ""

    @cached_property
    def outline(self) -> Outline | None:
        """The ring as an outline."""
        return outline([self.ring]) if self.ring else None

    @property
    def whole(self) -> bool:
        """Whether it is all of its countries."""
        return not self.divisions and not self.ring

    def has_shape(self, drawn: str | None, area: str | None) -> bool:
        """Whether a shape of :mod:`gazetteer.shapes` belongs to it: as drawn of a country, all of it or an area of its own."""
        of_it = area is not None and area in (self.name, *self.divisions)
        return of_it if drawn is None else drawn in self.countries and (self.whole or of_it)

    def contains(self, lat: float, lon: float) -> bool:
        """Whether a point of its countries lies in the area."""
        parts = [part for code in self.divisions for part in division_outlines(code)]
        return self.whole or any(part.contains(lat, lon) for part in (*parts, *filter(None, [self.outline])))


def areas(view: str, meta: Mapping[str, Any], country_ids: Mapping[str, str]) -> tuple[Area, ...]:
    """What a view counts otherwise than the sources do; the first that fits a place or point holds.

    Args:
        view: its name, or the ISO code of a state.
        meta: what the index says of disputed areas and their members.
        country_ids: place id of each country -> its ISO code.

    Raises:
        GazetteerError: there is no such view.
    """
    if view in VIEWS:
        return reviewed_areas(view)
    if len(view) == _CODE_LETTERS and view in meta["countries"]:
        return (*_claims(view, meta, country_ids), *_reviewed(DEFAULT))
    raise GazetteerError(f"there is no worldview {view!r}; use {', '.join(VIEWS)}, or the ISO code of a state")


def reviewed_areas(view: str) -> tuple[Area, ...]:
    """What one of ``VIEWS`` counts otherwise."""
    return tuple(_reviewed(view))


def _reviewed(view: str) -> Iterator[Area]:
    for row in read_table(TABLE):
        if not row[view]:
            continue
        code = "" if row[view] == NOBODY else row[view]
        ring = tuple((float(lon), float(lat)) for lon, lat in (point.split(",") for point in row["ring"].split()))
        yield Area(code, frozenset(listed(row["countries"])), listed(row["divisions"]), ring, row["area"])


def _claims(state: str, meta: Mapping[str, Any], country_ids: Mapping[str, str]) -> Iterator[Area]:
    """The disputed areas that the state claims: countries and areas with members; a point alone has no extent."""
    for ident, (claimed_by, _) in sorted(meta["disputed"].items()):
        if state not in claimed_by:
            continue
        claimants = frozenset(party for party in claimed_by if len(party) == _CODE_LETTERS)
        members = meta["members"].get(ident, ())
        divisions = tuple(member for member in members if "-" in member and not member.startswith(BOX))
        box = next((member for member in members if member.startswith(BOX)), "")
        if ident in country_ids:
            yield Area(state, frozenset([country_ids[ident]]))
        elif divisions or box:
            yield Area(state, claimants, divisions, _box(box))


def _box(member: str) -> tuple[tuple[float, float], ...]:
    if not member:
        return ()
    west, south, east, north = map(float, member.removeprefix(BOX).split(","))
    return (west, south), (east, south), (east, north), (west, north)


@dataclass(frozen=True, slots=True)
class Columns:
    """What a view needs to know of the places: country (an index of codes), first-order division, and point."""

    country: Sequence[int]
    admin1: Sequence[int]
    lat: Sequence[int]
    lon: Sequence[int]


def recoded(view: Sequence[Area], columns: Columns, codes: Sequence[str], divisions: Mapping[str, int]) -> "array[int]":
    """The column of countries as the view has it."""
    country = array("H", columns.country)
    number = {code: place for place, code in enumerate(codes)}
    disputed: dict[int, list[tuple[Area, frozenset[int]]]] = defaultdict(list)
    for area in view:
        within = frozenset(divisions[code] for code in area.divisions if code in divisions)
        for code in area.countries & number.keys():
            disputed[number[code]].append((area, within))
    for place, own in enumerate(columns.country):
        for area, within in disputed.get(own, ()):
            if area.whole or place in within or columns.admin1[place] in within or _inside(area, columns, place):
                country[place] = number[area.code]
                break
    return country


def _inside(area: Area, columns: Columns, place: int) -> bool:
    return area.outline is not None and area.outline.contains(columns.lat[place] / _DEGREES, columns.lon[place] / _DEGREES)


def country_on_land(view: Sequence[Area], lat: float, lon: float) -> tuple[bool, str | None]:
    """Whether the point is on land, and the code of the country there as the view has it."""
    drawn = next(countries_at(lat, lon), None)
    claimed = next((area.code for area in view if _covers(area, drawn, lat, lon)), None)
    if claimed is not None:
        return True, claimed or None
    return drawn is not None, drawn


def _covers(area: Area, drawn: str | None, lat: float, lon: float) -> bool:
    """Whether the area has the point; land that no outline has (the Golan Heights) is covered by a ring alone."""
    if drawn is None:
        return area.outline is not None and area.outline.contains(lat, lon)
    return drawn in area.countries and area.contains(lat, lon)
