"""RoleAssignment -> Incident: each happening that has a site, told once however often it is named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from gazetteer.place import Place, PlaceKind
from geomap.incidents.dates import find_date
from geomap.incidents.record import DateRange, Incident, IncidentType
from geomap.roles.analysis import Analysis, analyse
from geomap.roles.assignment import evidence_of
from geomap.roles.happening import Ground, best
from geomap.roles.record import Role, RoleAssignment
from geomap.text import Text

# UCDP's codes for how exactly a place is known, by the kind of place.
PRECISION = {
    PlaceKind.FACILITY: 1,
    PlaceKind.SETTLEMENT: 1,
    PlaceKind.ADMIN2: 3,
    PlaceKind.ADMIN1: 4,
    PlaceKind.NATURAL: 5,
    PlaceKind.WATER: 5,
    PlaceKind.REGION: 5,
    PlaceKind.COUNTRY: 6,
}
NEAR_PRECISION = 2
"""Near, outside or off an exact spot."""

_EXACTNESS = {kind: rank for rank, kind in enumerate(PRECISION)}
_SITES = frozenset({Role.INCIDENT_SITE, Role.MEDIATOR})
_ACTORS = frozenset({Role.AGGRESSOR, Role.TARGET, Role.ACCUSED})


@dataclass(frozen=True, slots=True)
class _Site:
    """One mention where something happens: its ground, its place, and the sentence."""

    number: int
    ground: Ground
    place: Place
    sentence: int
    confidence: float


def find_incidents(text: Text, roles: Sequence[RoleAssignment]) -> tuple[Incident, ...]:
    """What happened and where, in the order of the text: one incident for each type and place.

    A country or province named beside a town in it belongs to the town's incident.
    """
    analysis = analyse(text, tuple(role.resolution for role in roles))
    groups = _grouped(list(_sites(text, analysis, roles)), roles)
    return tuple(_incident(text, analysis, roles, group) for group in groups)


def _sites(text: Text, analysis: Analysis, roles: Sequence[RoleAssignment]) -> Iterator[_Site]:
    for number, role in enumerate(roles):
        place = role.resolution.place
        grounds = [ground for ground in analysis.grounds.get(number, ()) if ground.role == role.role]
        if role.role not in _SITES or place is None or not grounds:
            continue
        ground = best(grounds)
        if role.role is Role.INCIDENT_SITE or ground.slot in ("in", "at", "near", "on"):
            sentence = text.sentence_of[role.resolution.mention.first]
            yield _Site(number, ground, place, sentence, role.confidence * role.resolution.confidence)


def _type(site: _Site) -> IncidentType:
    return IncidentType(site.ground.cue.frame.event or "other")


def _grouped(sites: list[_Site], roles: Sequence[RoleAssignment]) -> list[list[_Site]]:
    """Sites of one happening together: same type and same place, or one place within the other."""
    groups: list[list[_Site]] = []
    for site in sorted(sites, key=lambda site: (_EXACTNESS[site.place.kind], site.number)):
        home = next((group for group in groups if _same(group[0], site)), None)
        if home is None:
            groups.append([site])
        else:
            home.append(site)
    for group in groups:
        group.sort(key=lambda site: (_EXACTNESS[site.place.kind], site.number))
    return sorted(groups, key=lambda group: min(site.number for site in group))


def _same(known: _Site, site: _Site) -> bool:
    if known.place.id == site.place.id:
        return _type(known) is _type(site) or IncidentType.OTHER in (_type(known), _type(site))
    return contains(site.place, known.place) and (known.sentence == site.sentence or _type(known) is _type(site))


def contains(outer: Place, inner: Place) -> bool:
    """Whether an area is the country or division that a place lies in."""
    if outer.kind is PlaceKind.COUNTRY:
        return inner.kind is not PlaceKind.COUNTRY and outer.country == inner.country
    return outer.id in (inner.admin1_id, inner.admin2_id)


def _incident(text: Text, analysis: Analysis, roles: Sequence[RoleAssignment], group: list[_Site]) -> Incident:
    site = group[0]
    kind = next((_type(one) for one in group if _type(one) is not IncidentType.OTHER), IncidentType.OTHER)
    date = next(filter(None, (_date(text, one) for one in group)), None)
    clause = site.ground.clause
    return Incident(
        id=_identifier(text, kind, site.place, date),
        type=kind,
        mentions=tuple(sorted({one.number for one in group} | _involved(analysis, roles, group))),
        place=site.place,
        precision=_precision(site),
        date=date,
        confidence=round(max(one.confidence for one in group), 4),
        evidence=evidence_of(text, clause.first, clause.past, site.ground.at),
    )


def _involved(analysis: Analysis, roles: Sequence[RoleAssignment], group: list[_Site]) -> set[int]:
    """The attackers and the attacked of the same clauses."""
    clauses = {id(site.ground.clause) for site in group}
    return {
        number
        for number, grounds in analysis.grounds.items()
        for ground in grounds
        if id(ground.clause) in clauses and roles[number].role in _ACTORS and ground.role == roles[number].role
    }


def _precision(site: _Site) -> int:
    exact = PRECISION[site.place.kind]
    return NEAR_PRECISION if site.ground.slot == "near" and exact == 1 else exact


def _date(text: Text, site: _Site) -> DateRange | None:
    """The date of the clause, else of the sentence; else, in a dated report, none."""
    clause = site.ground.clause
    found = find_date(text, clause.first, clause.past)
    return found or find_date(text, *text.sentences[site.sentence])


def _identifier(text: Text, kind: IncidentType, place: Place, date: DateRange | None) -> str:
    """The same for the same document, type, place and date, whatever else changes."""
    key = "\x1f".join((text.document.id, kind, place.id, date.start.isoformat() if date else ""))
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
