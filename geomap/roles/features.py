"""What is weighed when a mention gets its role: what the rules say, its slot, and what happens around it.

A feature is a string such as ``clause=attack:in``; ``model.py`` holds what each is worth to each role. None names a place,
a word or a language, so that what was learned in one language serves the others.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from geomap.mentions import MentionKind
from geomap.places import Resolution
from geomap.roles.analysis import Analysis, country_of
from geomap.roles.happening import Ground, Happening, Link, best
from geomap.roles.record import Role
from geomap.roles.speech import Speech
from geomap.text import Text

IDLE = frozenset({"act", "do", "undergo"})
"""Frames that say nothing of roles by themselves."""
# A text of so few words is a headline or a single sentence.
SHORT_TEXT = 16
# Within so many words of each other, two names of one country name one place: "the Danish island of Bornholm".
NEAR = 5
MANY = 4
"""So many countries in a sentence, or more."""
# Distances to cues are told apart up to this number of steps of three words.
FARTHEST = 4


class _Cue(NamedTuple):
    at: int
    name: str
    sign: str
    """Empty, or "!" where it is denied or not real."""
    event: bool


class Features:
    """The features of the mentions of one text; ``ruled`` are the roles that the rules give."""

    def __init__(self, text: Text, resolutions: Sequence[Resolution], analysis: Analysis, ruled: Sequence[Role]) -> None:
        self.text = text
        self.resolutions = resolutions
        self.analysis = analysis
        self.ruled = tuple(str(role) for role in ruled)
        self.countries = [country_of(resolution) for resolution in resolutions]
        sentences = text.sentence_of
        self.sentence = [sentences[one.mention.first] if one.mention.first < len(sentences) else 0 for one in resolutions]
        self.kinds = [one.place.kind.value if one.place is not None else "none" for one in resolutions]
        self.cues = {sentence: _cues(found) for sentence, found in analysis.by_sentence.items()}
        self.in_clause = {clause: _cues(found) for clause, found in analysis.by_clause.items()}
        self.told: list[list[str]] = [[] for _ in resolutions]
        self.order = sorted(range(len(resolutions)), key=lambda number: (resolutions[number].mention.first, number))
        self.rank = {number: rank for rank, number in enumerate(self.order)}
        self.roles_in = _counted(self.ruled, self.sentence)
        self.roles_of_country = _counted(self.ruled, self.countries)
        self.roles_in_of_country = _counted(self.ruled, zip(self.sentence, self.countries, strict=True))
        self.countries_in: defaultdict[int, set[str | None]] = defaultdict(set)
        for where, country in zip(self.sentence, self.countries, strict=True):
            self.countries_in[where].add(country)
        self.inside: dict[int, list[int]] = {}
        for number, clause in analysis.clause_of.items():
            self.inside.setdefault(id(clause), []).append(number)
        self.short = f"short={len(text.words) <= SHORT_TEXT}"
        for speech in analysis.speeches:
            self._tell(speech)
        for link in analysis.links:
            self._tie(link)

    def of(self, number: int) -> set[str]:
        """The features of one mention."""
        return {
            *self._grounds(number), *self._place(number), *self._clause(number), *self._sentence(number),
            *self._neighbours(number), *self._around(number), *self._document(number), *self.told[number], self.short,
        }  # fmt: skip

    def slot(self, number: int) -> str:
        """The slot of a mention's own phrase, else of its outermost."""
        outer, own = self.analysis.slots.get(number, ("", ""))
        return own or outer

    def _grounds(self, number: int) -> Iterator[str]:
        yield f"rule={self.ruled[number]}"
        grounds = self.analysis.grounds.get(number, [])
        if not grounds:
            yield "ground=none"
            return
        first = best(grounds)
        yield f"ground={first.role}/{first.nearness}"
        yield frame_of(first)
        yield f"pos={first.cue.pos}:{first.role}"
        if first.alleged:
            yield "alleged"
        for role in {ground.role for ground in grounds}:
            yield f"any={role}"

    def _place(self, number: int) -> Iterator[str]:
        resolution = self.resolutions[number]
        outer, own = self.analysis.slots.get(number, ("", ""))
        demonym = resolution.mention.kind is MentionKind.DEMONYM
        kind = self.kinds[number]
        yield f"kind={kind}:{demonym}"
        yield f"outer={outer}"
        yield f"own={own}"
        yield f"own={own}:{kind}:{demonym}"
        for head in {stand.head or "self" for stand in self.analysis.stands.get(number, ())} or {"unread"}:
            yield f"head={head}"
            yield f"head={head}:{own}"
        if resolution.place is not None and resolution.place.claimed_by:
            yield "claimed"
            yield f"claimed:{own}"

    def _clause(self, number: int) -> Iterator[str]:
        clause = self.analysis.clause_of.get(number)
        slot, country = self.slot(number), self.kinds[number] == "country"
        demonym = self.resolutions[number].mention.kind is MentionKind.DEMONYM
        heads = {stand.head or "self" for stand in self.analysis.stands.get(number, ())}
        for cue in self.in_clause.get(id(clause), ()):
            for head in heads:
                yield f"clause={cue.name}{cue.sign}:head={head}"
            yield f"clause={cue.name}{cue.sign}"
            yield f"clause={cue.name}{cue.sign}:{slot}"
            yield f"clause={cue.name}:{country}:{demonym}"
            if cue.event:
                yield f"event{cue.sign}:{slot}:{country}"
        if clause is not None:
            yield f"mood={clause.kind}:{clause.negated}:{clause.unreal}"
            yield f"passive={clause.passive}:{slot}"

    def _sentence(self, number: int) -> Iterator[str]:
        mention, sentence = self.resolutions[number].mention, self.sentence[number]
        slot, country = self.slot(number), self.kinds[number] == "country"
        inside = {cue.name for cue in self.in_clause.get(id(self.analysis.clause_of.get(number)), ())}
        cues = self.cues.get(sentence, ())
        for cue in cues:
            if cue.name not in inside:
                yield f"sentence={cue.name}{cue.sign}"
                yield f"sentence={cue.name}{cue.sign}:{slot}"
            if cue.event:
                yield f"told_event{cue.sign}:{slot}:{country}"
        if not cues:
            yield "nothing"
            yield f"nothing:{slot}"
        before = next((cue for cue in reversed(cues) if cue.at < mention.first), None)
        after = next((cue for cue in cues if cue.at >= mention.past), None)
        for side, near, words in (
            ("before", before, mention.first - before.at if before else 0),
            ("after", after, after.at - mention.past if after else 0),
        ):
            if near is not None:
                yield f"{side}={near.name}"
                yield f"{side}={near.name}:{slot}"
                yield f"{side}:{min(words // 3, FARTHEST)}"
        for side, other in (("last", sentence - 1), ("next", sentence + 1)):
            for cue in self.cues.get(other, ()):
                yield f"{side}={cue.name}"
                if cue.event:
                    yield f"{side}_event:{slot}:{country}"

    def _neighbours(self, number: int) -> Iterator[str]:
        slot, sentence, country, own = self.slot(number), self.sentence[number], self.countries[number], self.ruled[number]
        beside = _others(self.roles_in[sentence], own)
        for role in beside:
            yield f"beside={role}"
            yield f"beside={role}:{slot}"
        if not beside:
            yield "alone"
        if country is not None:
            for role in _others(self.roles_in_of_country[sentence, country], own):
                if role != Role.MENTION:
                    yield f"same={role}"
        for steps in range(1, NEAR + 2):
            yield from self._beside(number, steps, "+")
            yield from self._beside(number, -steps, "-")

    def _beside(self, number: int, steps: int, side: str) -> Iterator[str]:
        """Of the name so many names after this one, or before it, in the same sentence."""
        at = self.rank[number] + steps
        other = self.order[at] if 0 <= at < len(self.order) else number
        if other == number or self.sentence[other] != self.sentence[number]:
            return
        role, here, there = self.ruled[other], self.resolutions[number].mention, self.resolutions[other].mention
        words = there.first - here.past if steps > 0 else here.first - there.past
        if self.countries[number] is not None and self.countries[number] == self.countries[other] and words <= NEAR:
            areas = f"{self.kinds[number] == 'country'}:{self.kinds[other] == 'country'}"
            yield f"within{side}={role}"
            yield f"within{side}={areas}:{role}"
        if abs(steps) == 1:
            yield f"next{side}={role}"
            if words <= 1:
                yield f"joined{side}={role}"

    def _around(self, number: int) -> Iterator[str]:
        """Of the sentences beside this one, and how many countries this one names."""
        sentence, country = self.sentence[number], self.countries[number]
        for side, beside in (("last", sentence - 1), ("next", sentence + 1)):
            for role, count in self.roles_in[beside].items():
                same = self.roles_in_of_country[beside, country][role]
                if same:
                    yield f"{side}:same={role}"
                if count > same:
                    yield f"{side}:other={role}"
        named = f"countries={min(len(self.countries_in[sentence]), MANY)}"
        yield named
        yield f"{named}:{self.slot(number)}"

    def _document(self, number: int) -> Iterator[str]:
        country, sentence = self.countries[number], self.sentence[number]
        if country is not None:
            for role in _others(self.roles_of_country[country], self.ruled[number]):
                yield f"elsewhere={role}"
        first = self.text.sentences[sentence][0] if sentence < len(self.text.sentences) else 0
        yield f"first={sentence == 0}"
        yield f"position={min(self.resolutions[number].mention.first - first, 5)}"

    def _tie(self, link: Link) -> None:
        """Which side of a relation they are."""
        for number in link.sources:
            self.told[number].append(f"doer={link.kind}")
        for number in link.targets:
            self.told[number] += [f"done={link.kind}", f"done={link.kind}:{self.slot(number)}"]

    def _tell(self, speech: Speech) -> None:
        """Who speaks, and of whom: another country, and whether of anything that it did."""
        analysis, frame = self.analysis, speech.cue.frame.name
        speakers = {stand.number for stand in speech.speakers}
        own = {self.countries[number] for number in speakers}
        scope = {id(clause) for clause in speech.scope}
        inside = [number for clause in scope for number in self.inside.get(clause, ()) if number not in speakers]
        others = [number for number in inside if self.countries[number] not in own]
        blamed = any(self.ruled[number] in (Role.ACCUSED, Role.AGGRESSOR) for number in others)
        events = any(
            one.cue.frame.event and one.real for clause in speech.scope for one in analysis.by_clause.get(id(clause), ())
        )
        for number in speakers:
            self.told[number] += [
                f"speaks={frame}",
                f"speaks={bool(others)}:{blamed}:{events}",
                f"speaks={frame}:{bool(others)}",
            ]
        for number in inside:
            whose = "nobody" if not speakers else "own" if self.countries[number] in own else "other"
            slot = self.slot(number)
            self.told[number] += [f"told={whose}:{speech.observer}", f"told={whose}:{slot}", f"told={whose}:{frame}"]
            if any(one.cue.frame.event for one in analysis.by_clause.get(id(analysis.clause_of[number]), ())):
                self.told[number].append(f"told={whose}:event:{slot}")


def frame_of(ground: Ground) -> str:
    """The feature that says in which slot of which frame a mention stands."""
    return f"frame={ground.cue.frame.name}:{ground.slot}"


def _counted(roles: Iterable[str], by: Iterable[object]) -> defaultdict[object, Counter[str]]:
    """How often each role is given, by whatever each mention is counted under."""
    found: defaultdict[object, Counter[str]] = defaultdict(Counter)
    for role, key in zip(roles, by, strict=True):
        found[key][role] += 1
    return found


def _others(counts: Counter[str], own: str) -> list[str]:
    """The roles that are given to another than a mention whose role is ``own``."""
    return [role for role, count in counts.items() if count > (role == own)]


def _cues(happenings: Sequence[Happening]) -> tuple[_Cue, ...]:
    found = (
        _Cue(one.at, one.cue.frame.name, "" if one.real and not one.denied else "!", one.cue.frame.event is not None)
        for one in happenings
        if one.cue.frame.name not in IDLE
    )
    return tuple(sorted(found, key=lambda cue: (cue.at, cue.name)))
