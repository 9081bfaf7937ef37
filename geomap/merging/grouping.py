"""Sightings -> groups: which of them are one happening, and why. The same groups for any order of sightings.

Firm sightings of one place and type that share a day make a group. Everything looser (a neighbouring type, a spot beside
a town, "last week", no day at all) joins a group only where exactly one fits, and is never the bridge between two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date as Date
from datetime import timedelta
from math import asin, cos, radians, sin, sqrt

from gazetteer.place import PlaceKind
from geomap.incidents import IncidentType, Merged, Witness
from geomap.merging.copies import count_sources
from geomap.merging.sighting import LONGEST_DAYS, Sighting, merge_key

EARTH_KM = 6371.0
# How far a named facility, or "near" a town, may lie from the town that another document names; by UCDP precision.
# City airports lie 5 to 15 km out; "near" is said of less than an hour's walk to half an hour's drive.
REACH_KM = {1: 10.0, 2: 20.0}
# So many documents are named with each merged incident; more would make the output grow with the square of them.
MOST_NAMED = 20

# What one document calls the one and another the other: the first joins the second.
_CALLED = {
    IncidentType.PROTESTS: (IncidentType.RIOTS,),
    IncidentType.EXPLOSIONS: (IncidentType.BATTLES, IncidentType.VIOLENCE_AGAINST_CIVILIANS),
    IncidentType.CRIME: (IncidentType.VIOLENCE_AGAINST_CIVILIANS,),
    IncidentType.OTHER: tuple(kind for kind in IncidentType if kind is not IncidentType.OTHER),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One happening and every sighting of it. ``id`` is the least of the sightings' own."""

    id: str
    sightings: tuple[Sighting, ...]
    merged: Merged


@dataclass(slots=True, eq=False)
class _Core:
    """A group in the making: ``first`` to ``last`` are the days that its firm sightings share."""

    sightings: list[Sighting]
    first: Date
    last: Date
    why: list[str] = field(default_factory=list)

    @property
    def head(self) -> Sighting:
        return self.sightings[0]

    def holds(self, documents: Iterable[str]) -> bool:
        return not {each.document for each in self.sightings}.isdisjoint(documents)

    def days(self) -> Iterator[Date]:
        return _days(self.first, self.last)

    def admits(self, other: _Core) -> bool:
        """Whether they share a day and no document."""
        apart = other.first > self.last or self.first > other.last
        return not apart and not self.holds(each.document for each in other.sightings)

    def take(self, other: _Core, why: str) -> None:
        self.sightings += other.sightings
        self.first, self.last = max(self.first, other.first), min(self.last, other.last)
        self.why.append(why)


def group_incidents(sightings: Iterable[Sighting]) -> tuple[Group, ...]:
    """Every sighting in exactly one group, in the order of the groups' ids; those of each ``merge_key`` by themselves."""
    blocks: dict[str, list[Sighting]] = defaultdict(list)
    for sighting in sightings:
        blocks[merge_key(sighting)].append(sighting)
    return tuple(sorted((group for block in blocks.values() for group in _block(block)), key=_order))


def _order(group: Group) -> tuple[str, tuple[str, ...]]:
    return group.id, group.sightings[0].order


def _block(block: Sequence[Sighting]) -> Iterator[Group]:
    ordered = sorted(block, key=lambda sighting: sighting.order)
    cores = _gathered(list(_cores([each for each in ordered if each.firm])))
    loose = [each for each in ordered if not each.firm]
    left = list(_placed(loose, cores))
    yield from (_group(core.sightings, core.why) for core in cores)
    yield from (_group(members, why) for members, why in _leftovers(left))


# Firm sightings.


def _cores(firm: Sequence[Sighting]) -> Iterator[_Core]:
    """Those of one place and type that share a day; by the earliest last day, so that no chain of days forms."""
    same: dict[tuple[str, str], list[Sighting]] = defaultdict(list)
    for sighting in firm:
        same[sighting.place, sighting.type].append(sighting)
    for members in same.values():
        core: _Core | None = None
        for each in sorted(members, key=lambda sighting: (str(sighting.last), sighting.order)):
            first, last = _span(each)
            if core is None or first > core.last or core.holds([each.document]):
                if core is not None:
                    yield core
                core = _Core([each], first, last)
            else:
                core.sightings.append(each)
                core.first = max(core.first, first)
        if core is not None:
            yield core


def _gathered(cores: list[_Core]) -> list[_Core]:
    """Cores of another type, or beside a town, in the one core they can belong to; that one belongs to no other."""
    by_day = _by_day(cores)
    wanted = {id(core): _only(core, by_day) for core in cores}
    kept = []
    for core in cores:
        target, why = wanted[id(core)] or (core, "")
        if target is core or wanted[id(target)] is not None or not target.admits(core):
            kept.append(core)
        else:
            target.take(core, why)
    return kept


def _only(core: _Core, by_day: dict[Date, list[_Core]]) -> tuple[_Core, str] | None:
    """The one other core that this one may join, and why; ``None`` where there is none, or a choice."""
    found = {id(other): other for day in core.days() for other in by_day[day] if other is not core}
    fitting = [(other, why) for other in found.values() if (why := _joins(core.head, other.head)) is not None]
    return fitting[0] if len(fitting) == 1 else None


def _joins(one: Sighting, other: Sighting) -> str | None:
    """Why the first, on the same days, is what the second tells of; ``None`` where it need not be."""
    alike = one.type is other.type
    called = other.type in _CALLED.get(one.type, ())
    if one.place == other.place:
        return f"{one.type} is what another document calls {other.type}" if called else None
    near = _beside(one, other)
    return near if near and (alike or called) else None


def _beside(one: Sighting, other: Sighting) -> str | None:
    """A facility, or a spot "near" a town, beside the town that another document names."""
    aside = one.kind is PlaceKind.FACILITY or one.precision == 2
    if not aside or other.kind is not PlaceKind.SETTLEMENT or other.precision != 1 or one.precision not in REACH_KM:
        return None
    distance = _kilometres(one, other)
    return f"{one.name} lies {distance:.0f} km from {other.name}" if distance <= REACH_KM[one.precision] else None


# Loose sightings.


def _placed(loose: Sequence[Sighting], cores: Sequence[_Core]) -> Iterator[Sighting]:
    """Put each loose sighting into the one core it fits; give back those that fit none, or several."""
    by_day = _by_place_and_day(cores)
    fitting = [(sighting, _fitting(sighting, by_day)) for sighting in loose]
    for sighting, core in fitting:
        if core is None or core.holds([sighting.document]):
            yield sighting
        else:
            core.sightings.append(sighting)
            core.why.append(f"{_when(sighting)}, and no other like it in those days")


_Spot = tuple[str, str, Date]


def _by_place_and_day(cores: Sequence[_Core]) -> dict[_Spot, list[_Core]]:
    """The cores by every place and type that they go by, and day."""
    found: dict[_Spot, list[_Core]] = defaultdict(list)
    for core in cores:
        for place, kind in sorted({(each.place, each.type) for each in core.sightings}):
            for day in core.days():
                found[place, kind, day].append(core)
    return found


def _fitting(sighting: Sighting, by_day: dict[_Spot, list[_Core]]) -> _Core | None:
    if not 0 < sighting.days <= LONGEST_DAYS:
        return None
    days = _days(*_span(sighting))
    found = {id(core): core for day in days for core in by_day.get((sighting.place, sighting.type, day), ())}
    return next(iter(found.values())) if len(found) == 1 else None


def _leftovers(left: Sequence[Sighting]) -> Iterator[tuple[list[Sighting], list[str]]]:
    """Of what fits no core: those that say the same place, type and days, one of each document."""
    same: dict[tuple[str, ...], list[list[Sighting]]] = defaultdict(list)
    for number, each in enumerate(left):
        telling = 0 < each.days <= LONGEST_DAYS
        key = (each.place, each.type, str(each.first), str(each.last), str(each.dated), "" if telling else str(number))
        home = next((group for group in same[key] if each.document not in {one.document for one in group}), None)
        if home is None:
            same[key].append([each])
        else:
            home.append(each)
    yield from ((group, [_when(group[0])]) for groups in same.values() for group in groups)


def _when(sighting: Sighting) -> str:
    return f"said of {sighting.first} to {sighting.last}" if sighting.dated else f"no day named: published {sighting.last}"


# What comes out.


def _group(members: Sequence[Sighting], why: Sequence[str]) -> Group:
    ordered = sorted(members, key=lambda sighting: sighting.order)
    documents = {each.document: (each.outlet, each.sketch) for each in ordered}
    sources = count_sources(documents)
    reasons = [f"same place and type: {members[0].name}, {members[0].type}"] if len(members) > 1 else []
    if members[0].firm:
        shared = max(_span(each)[0] for each in members if each.firm)
        reasons.append(f"same day: {shared}")
    if sources < len(documents):
        reasons.append(f"{len(documents)} documents count as {sources}: one outlet, or near copies of one text, counts once")
    witnesses = tuple(Witness(document=ident, outlet=documents[ident][0]) for ident in sorted(documents)[:MOST_NAMED])
    whole = tuple(dict.fromkeys((*reasons[:2], *sorted(why), *reasons[2:])))
    merged = Merged(sources=sources, reports=len(documents), documents=witnesses, why=whole)
    return Group(id=min(each.id for each in ordered), sightings=tuple(ordered), merged=merged)


def _by_day(cores: Iterable[_Core]) -> dict[Date, list[_Core]]:
    found: dict[Date, list[_Core]] = defaultdict(list)
    for core in cores:
        for day in core.days():
            found[day].append(core)
    return found


def _span(sighting: Sighting) -> tuple[Date, Date]:
    return sighting.first or Date.min, sighting.last or Date.min


def _days(first: Date, last: Date) -> Iterator[Date]:
    return (first + timedelta(days=step) for step in range((last - first).days + 1))


def _kilometres(one: Sighting, other: Sighting) -> float:
    """The great-circle distance."""
    lat, other_lat = radians(one.lat), radians(other.lat)
    half = sin((other_lat - lat) / 2) ** 2 + cos(lat) * cos(other_lat) * sin(radians(other.lon - one.lon) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(min(1.0, half)))
