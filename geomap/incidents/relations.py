"""RoleAssignment -> Relation: who does what to whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from geomap.incidents.record import Relation, RelationKind
from geomap.roles.analysis import Analysis, analyse, country_of
from geomap.roles.assignment import CONFIDENCE, evidence_of
from geomap.roles.happening import Link
from geomap.roles.record import Role, RoleAssignment
from geomap.text import Text

# A relation whose other side is taken from the rest of the document, not from the clause: half as sure.
IMPLICIT = 0.5
# The share of a document's mentions that a country must have for "the president" to be its president.
LEAST_SHARE = 0.3

_SOURCE_ROLES = {
    RelationKind.ACCUSES: Role.ACCUSER,
    RelationKind.SUPPORTS: Role.ALLY,
    RelationKind.ATTACKS: Role.AGGRESSOR,
    RelationKind.MEDIATES: Role.MEDIATOR,
}


def find_relations(text: Text, roles: Sequence[RoleAssignment]) -> tuple[Relation, ...]:
    """Who does what to whom, each pair once, in the order of the text.

    Where the clause leaves out whom ("he called in the help of Russia") and the document is clearly about one country,
    the relation goes to the nearest mention of it, with half the confidence.
    """
    analysis = analyse(text, tuple(role.resolution for role in roles))
    found: dict[tuple[str, int, int], Relation] = {}
    for relation in _relations(text, analysis, roles):
        key = (relation.kind, relation.source, relation.target)
        if key not in found or found[key].confidence < relation.confidence:
            found[key] = relation
    return tuple(sorted(found.values(), key=lambda relation: (relation.evidence.start, relation.source, relation.target)))


def _relations(text: Text, analysis: Analysis, roles: Sequence[RoleAssignment]) -> Iterator[Relation]:
    for link in analysis.links:
        kind = RelationKind(link.kind)
        wanted = _SOURCE_ROLES.get(kind)
        for source in link.sources:
            if wanted is not None and roles[source].role is not wanted:
                continue
            for target, certainty in _targets(roles, link, source):
                yield Relation(
                    kind=kind,
                    source=source,
                    target=target,
                    confidence=round(CONFIDENCE[link.nearness] * certainty, 4),
                    evidence=evidence_of(text, link.clause.first, link.clause.past, link.at),
                )


def _targets(roles: Sequence[RoleAssignment], link: Link, source: int) -> Iterator[tuple[int, float]]:
    own = country_of(roles[source].resolution)
    others = [target for target in link.targets if own is None or country_of(roles[target].resolution) != own]
    if others:
        yield from ((target, 1.0) for target in others if target != source)
    elif not link.targets and link.kind == RelationKind.SUPPORTS:
        nearest = _nearest(roles, source, link.at)
        if nearest is not None:
            yield nearest, IMPLICIT


def _nearest(roles: Sequence[RoleAssignment], source: int, at: int) -> int | None:
    """The mention of the document's own country that stands nearest to the cue."""
    country = main_country(roles)
    own = country_of(roles[source].resolution)
    if country is None or country == own:
        return None
    near = [number for number, role in enumerate(roles) if country_of(role.resolution) == country]
    return min(near, key=lambda number: (abs(roles[number].resolution.mention.first - at), number), default=None)


def main_country(roles: Iterable[RoleAssignment]) -> str | None:
    """The one country that a document is about: the only one with an incident, else that of most mentions."""
    counts: Counter[str] = Counter()
    struck: set[str] = set()
    for role in roles:
        country = country_of(role.resolution)
        if country is not None:
            counts[country] += 1
            struck.update([country] if role.role is Role.INCIDENT_SITE else [])
    if len(struck) == 1:
        return struck.pop()
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] < LEAST_SHARE * counts.total():
        return None
    return ranked[0][0] if len(ranked) == 1 or ranked[0][1] > ranked[1][1] else None
