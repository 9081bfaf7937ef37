"""RoleAssignment -> Relation: who does what to whom."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from gazetteer.place import PlaceKind
from geomap.incidents.descriptions import find_descriptions
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
    finder = _Finder(text, analyse(text, tuple(role.resolution for role in roles)), roles)
    found: dict[tuple[str, int, int], Relation] = {}
    for relation in finder.relations():
        key = (relation.kind, relation.source, relation.target)
        if key not in found or found[key].confidence < relation.confidence:
            found[key] = relation
    return tuple(sorted(found.values(), key=lambda relation: (relation.evidence.start, relation.source, relation.target)))


class _Finder:
    """Finds the relations of one text."""

    def __init__(self, text: Text, analysis: Analysis, roles: Sequence[RoleAssignment]) -> None:
        self.text = text
        self.analysis = analysis
        self.roles = roles
        self.countries = [country_of(role.resolution) for role in roles]
        self.descriptions = find_descriptions(text, roles)

    def relations(self) -> Iterator[Relation]:
        """Every relation, some of them twice."""
        for link in self.analysis.links:
            kind = RelationKind(link.kind)
            wanted = _SOURCE_ROLES.get(kind)
            for source in link.sources:
                if wanted is None or self.roles[source].role is wanted:
                    for target, certainty in self._targets(link, source):
                        sure = CONFIDENCE[link.nearness] * certainty
                        yield self._relation(kind, source, target, sure, link.clause, link.at)
        for sentence in sorted({self.text.sentence_of[found.at] for found in self.descriptions}):
            for happening in self.analysis.by_sentence.get(sentence, ()):
                yield from self._by_description(happening)

    def _relation(self, kind: RelationKind, source: int, target: int, confidence: float, clause: Clause, at: int) -> Relation:
        evidence = evidence_of(self.text, clause.first, clause.past, at)
        return Relation(kind=kind, source=source, target=target, confidence=round(confidence, 4), evidence=evidence)

    def _targets(self, link: Link, source: int) -> Iterator[tuple[int, float]]:
        own = self.countries[source]
        others = [target for target in link.targets if own is None or self.countries[target] != own]
        if others:
            yield from ((target, 1.0) for target in others if target != source)
        elif not link.targets:
            beside = self._beside(link, own) or self._described(link.clause, own)
            yield from ((target, BESIDE) for target in beside if target != source)
            if not beside and link.kind == RelationKind.SUPPORTS:
                nearest = self._nearest(source, link.at)
                yield from [] if nearest is None else [(nearest, IMPLICIT)]

    def _beside(self, link: Link, own: str | None) -> list[int]:
        """The other side where it stands elsewhere in the clause: "delivers tanks to Ukraine", by role or by slot."""
        role, slots = _TARGETS.get(RelationKind(link.kind), (None, frozenset()))
        return [
            number
            for number in self._in_clause.get(id(link.clause), ())
            if self.roles[number].role is role
            and number not in link.sources
            and self.countries[number] != own
            and (not slots or self.analysis.slots[number][0] in slots)
        ]

    @cached_property
    def _in_clause(self) -> dict[int, list[int]]:
        """The mentions of each clause, by the clause's identity."""
        found: dict[int, list[int]] = defaultdict(list)
        for number, clause in self.analysis.clause_of.items():
            found[id(clause)].append(number)
        return found

    def _described(self, clause: Clause, own: str | None) -> list[int]:
        """ "Accused the country": the one named before it that is not the accuser."""
        for found in self.descriptions:
            if clause.first <= found.at < clause.past and (clause.subject is None or found.at >= clause.subject.past):
                meant = [number for country, number in found.named.items() if country != own]
                if len(meant) == found.countries:
                    return meant
        return []

    def _by_description(self, happening: Happening) -> Iterator[Relation]:
        """ "The country accused Moscow": its source is the one country named before."""
        clause, kind, subject = happening.clause, happening.cue.frame.relation, happening.clause.subject
        told = happening.real and not happening.denied and not clause.passive
        if kind not in _DONE_TO or subject is None or subject.mentions() or not told:
            return
        done = [stand.number for slot in _DONE_TO[kind] for stand in happening.fillers.get(slot, ())]
        for found in self.descriptions:
            if subject.first <= found.at < subject.past:
                for target in done:
                    meant = [number for country, number in found.named.items() if country != self.countries[target]]
                    if len(meant) == found.countries == 1:
                        certainty = CONFIDENCE[CLAUSE] * IMPLICIT
                        yield self._relation(RelationKind(kind), meant[0], target, certainty, clause, happening.at)

    def _nearest(self, source: int, at: int) -> int | None:
        """Of the document's own country the nearest mention: of its name or government, else of a place in it."""
        if self._own is None or self._own == self.countries[source]:
            return None
        starts = [(unlike, abs(first - at), number) for unlike, first, number in self._own_mentions]
        return min(starts)[2] if starts else None

    @cached_property
    def _own(self) -> str | None:
        return main_country(self.roles)

    @cached_property
    def _own_mentions(self) -> list[tuple[int, int, int]]:
        return [
            (_unlike(role), role.resolution.mention.first, number)
            for number, role in enumerate(self.roles)
            if self.countries[number] == self._own
        ]


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
