"""RoleAssignment -> Relation: who does what to whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from gazetteer.place import PlaceKind
from geomap.incidents.descriptions import Description, find_descriptions
from geomap.incidents.record import Relation, RelationKind
from geomap.roles.analysis import Analysis, analyse, country_of
from geomap.roles.assignment import CONFIDENCE, evidence_of
from geomap.roles.clause import Clause
from geomap.roles.happening import CLAUSE, Happening, Link
from geomap.roles.record import Reading, Role, RoleAssignment
from geomap.text import Text

# A relation whose other side is taken from the rest of the document, not from the clause: half as sure.
IMPLICIT = 0.5
# The share of a document's mentions that a country must have for "the president" to be its president.
LEAST_SHARE = 0.3

# The other side is named in the clause, but not where the cue looks for it.
BESIDE = 0.9

_SOURCE_ROLES = {
    RelationKind.ACCUSES: Role.ACCUSER,
    RelationKind.SUPPORTS: Role.ALLY,
    RelationKind.ATTACKS: Role.AGGRESSOR,
    RelationKind.MEDIATES: Role.MEDIATOR,
}

_TARGETS: Mapping[RelationKind, tuple[Role, frozenset[str]]] = {
    RelationKind.ACCUSES: (Role.ACCUSED, frozenset()),
    RelationKind.SUPPORTS: (Role.MENTION, frozenset({"to", "at", "for", "object2"})),
    RelationKind.CLAIMS: (Role.CONTESTED_AREA, frozenset()),
}
"""Who else in the clause may be the other side: the role it has, and where it stands."""
_DONE_TO = {"accuses": ("object", "against"), "attacks": ("object", "on", "against"), "supports": ("object", "to")}


def find_relations(text: Text, roles: Sequence[RoleAssignment]) -> tuple[Relation, ...]:
    """Who does what to whom, each pair once, in the order of the text.

    Where the clause leaves out whom ("he called in the help of Russia") and the document is clearly about one country,
    the relation goes to it, with half the confidence: to the nearest mention of its name or government, else of a place
    in it. "The country" and "the two neighbours" are the countries named just before, where only they can be meant.
    """
    if len(roles) < 2:
        return ()
    analysis = analyse(text, tuple(role.resolution for role in roles))
    found: dict[tuple[str, int, int], Relation] = {}
    for relation in _relations(text, analysis, roles):
        key = (relation.kind, relation.source, relation.target)
        if key not in found or found[key].confidence < relation.confidence:
            found[key] = relation
    return tuple(sorted(found.values(), key=lambda relation: (relation.evidence.start, relation.source, relation.target)))


def _relations(text: Text, analysis: Analysis, roles: Sequence[RoleAssignment]) -> Iterator[Relation]:
    descriptions = find_descriptions(text, roles)
    for link in analysis.links:
        kind = RelationKind(link.kind)
        wanted = _SOURCE_ROLES.get(kind)
        for source in link.sources:
            if wanted is not None and roles[source].role is not wanted:
                continue
            for target, certainty in _targets(analysis, roles, link, source, descriptions):
                yield _relation(text, kind, source, target, CONFIDENCE[link.nearness] * certainty, link.clause, link.at)
    for sentence in sorted({text.sentence_of[found.at] for found in descriptions}):
        for happening in analysis.by_sentence.get(sentence, ()):
            yield from _by_description(text, roles, happening, descriptions)


def _relation(text: Text, kind: RelationKind, source: int, target: int, confidence: float, clause: Clause, at: int) -> Relation:
    evidence = evidence_of(text, clause.first, clause.past, at)
    return Relation(kind=kind, source=source, target=target, confidence=round(confidence, 4), evidence=evidence)


def _targets(
    analysis: Analysis, roles: Sequence[RoleAssignment], link: Link, source: int, descriptions: Sequence[Description]
) -> Iterator[tuple[int, float]]:
    own = country_of(roles[source].resolution)
    others = [target for target in link.targets if own is None or country_of(roles[target].resolution) != own]
    if others:
        yield from ((target, 1.0) for target in others if target != source)
    elif not link.targets:
        beside = list(_beside(analysis, roles, link, own)) or list(_described(roles, link.clause, own, descriptions))
        yield from ((target, BESIDE) for target in beside if target != source)
        if not beside and link.kind == RelationKind.SUPPORTS:
            nearest = _nearest(roles, source, link.at)
            if nearest is not None:
                yield nearest, IMPLICIT


def _beside(analysis: Analysis, roles: Sequence[RoleAssignment], link: Link, own: str | None) -> Iterator[int]:
    """The other side where it stands elsewhere in the clause: "delivers tanks to Ukraine", by role or by slot."""
    role, slots = _TARGETS.get(RelationKind(link.kind), (None, frozenset()))
    for number, clause in analysis.clause_of.items():
        if clause is link.clause and number not in link.sources and country_of(roles[number].resolution) != own:
            outer = analysis.slots.get(number, ("", ""))[0]
            if roles[number].role is role and (not slots or outer in slots):
                yield number


def _described(
    roles: Sequence[RoleAssignment], clause: Clause, own: str | None, descriptions: Sequence[Description]
) -> Iterator[int]:
    """ "Accused the country": the one named before it that is not the accuser."""
    for found in descriptions:
        if clause.first <= found.at < clause.past and (clause.subject is None or found.at >= clause.subject.past):
            meant = {country: number for country, number in found.named.items() if country != own}
            if len(meant) == found.countries:
                yield from meant.values()


def _by_description(
    text: Text, roles: Sequence[RoleAssignment], happening: Happening, descriptions: Sequence[Description]
) -> Iterator[Relation]:
    """ "The country accused Moscow": its source is the one country named before."""
    clause, kind = happening.clause, happening.cue.frame.relation
    if (
        kind is None
        or kind not in _DONE_TO
        or clause.passive
        or clause.subject is None
        or happening.denied
        or not happening.real
    ):
        return
    done = [stand.number for slot in _DONE_TO[kind] for stand in happening.fillers.get(slot, ())]
    for found in descriptions:
        if clause.subject.first <= found.at < clause.subject.past and not clause.subject.mentions():
            for target in done:
                struck = country_of(roles[target].resolution)
                meant = [number for country, number in found.named.items() if country != struck]
                if len(meant) == found.countries == 1:
                    yield _relation(
                        text, RelationKind(kind), meant[0], target, CONFIDENCE[CLAUSE] * IMPLICIT, clause, happening.at
                    )


def _nearest(roles: Sequence[RoleAssignment], source: int, at: int) -> int | None:
    """Of the document's own country the nearest mention: of its name or government, else of a place in it."""
    country = main_country(roles)
    own = country_of(roles[source].resolution)
    if country is None or country == own:
        return None
    near = [number for number, role in enumerate(roles) if country_of(role.resolution) == country]
    return min(
        near,
        key=lambda number: (_unlike(roles[number]), abs(roles[number].resolution.mention.first - at), number),
        default=None,
    )


def _unlike(role: RoleAssignment) -> int:
    """How little a mention stands for its state: its name, its government or people, a place in it."""
    place = role.resolution.place
    if place is not None and place.kind is PlaceKind.COUNTRY and role.role is not Role.SOURCE:
        return 0
    return 1 if role.reading is Reading.ACTOR else 2


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
