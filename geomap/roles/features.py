"""What the classifier sees of a mention: language-independent features of its slot, its cues and what stands around."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from geomap.mentions import MentionKind
from geomap.places import Resolution
from geomap.roles.analysis import Analysis, country_of
from geomap.roles.happening import Ground, Happening
from geomap.roles.record import Role
from geomap.text import Text

_RANK = {role: rank for rank, role in enumerate(Role)}
IDLE = frozenset({"act", "do", "undergo"})
"""Frames that say nothing of roles."""
# A text of so few words is a headline or a single sentence.
SHORT_TEXT = 16


def best(grounds: Sequence[Ground]) -> Ground:
    """The nearest ground; of equally near ones that of the earlier role; one for no role only where there is no other."""
    return min(grounds, key=lambda ground: (ground.role == Role.MENTION, -ground.nearness, _RANK[Role(ground.role)], ground.at))


class Features:
    """The features of the mentions of one text."""

    def __init__(self, text: Text, resolutions: Sequence[Resolution], analysis: Analysis) -> None:
        self.text = text
        self.resolutions = resolutions
        self.analysis = analysis
        self.ruled = {number: best(grounds).role for number, grounds in analysis.grounds.items() if grounds}
        self.frames = Counter(happening.cue.frame.name for found in analysis.by_sentence.values() for happening in found)
        self.roles_of: dict[str, set[str]] = {}
        for number, role in self.ruled.items():
            country = country_of(resolutions[number])
            if country is not None:
                self.roles_of.setdefault(country, set()).add(role)

    def of(self, number: int) -> list[str]:
        """The features of one mention, in no order that matters."""
        return [*self._grounds(number), *self._place(number), *self._around(number)]

    def _grounds(self, number: int) -> Iterator[str]:
        yield "bias"
        grounds = self.analysis.grounds.get(number, [])
        if not grounds:
            yield "ground=none"
            return
        first = best(grounds)
        yield f"ground={first.role}/{first.nearness}"
        yield f"role={first.role}"
        yield f"frame={first.cue.frame.name}:{first.slot}"
        yield f"pos={first.cue.pos}:{first.role}"
        yield f"idiom={bool(first.cue.particles)}:{first.role}"
        for role in {ground.role for ground in grounds}:
            yield f"any={role}"

    def _place(self, number: int) -> Iterator[str]:
        resolution = self.resolutions[number]
        outer, own = self.analysis.slots.get(number, ("", ""))
        demonym = resolution.mention.kind is MentionKind.DEMONYM
        kind = resolution.place.kind.value if resolution.place is not None else "none"
        area = "country" if kind == "country" else "none" if kind == "none" else "local"
        heads = {stand.head or "self" for stand in self.analysis.stands.get(number, ())} or {"unread"}
        yield f"kind={kind}:{demonym}"
        yield f"slot={outer}:{own}"
        yield f"area={area}:{demonym}:{outer}"
        for head in heads:
            yield f"head={head}"
            yield f"head={head}:{outer}"
        if resolution.place is not None and resolution.place.claimed_by:
            yield "claimed"
            yield f"claimed:{outer}"

    def _around(self, number: int) -> Iterator[str]:
        analysis, mention = self.analysis, self.resolutions[number].mention
        outer, own = analysis.slots.get(number, ("", ""))
        clause = analysis.clause_of.get(number)
        near = _names(analysis.by_clause.get(id(clause), ()))
        sentence = self.text.sentence_of[mention.first] if mention.first < len(self.text.words) else 0
        wide = _names(analysis.by_sentence.get(sentence, ())) - near
        demonym = mention.kind is MentionKind.DEMONYM
        for name in near:
            yield f"clause={name}"
            yield f"clause={name}:{outer}"
            yield f"clause={name}:{own}:{demonym}"
        for name in wide:
            yield f"sentence={name}:{outer or own}"
        if not near and not wide:
            yield "nothing"
        if clause is not None:
            yield f"mood={clause.kind}:{clause.negated}:{clause.unreal}"
        yield from self._document(number, sentence)

    def _document(self, number: int, sentence: int) -> Iterator[str]:
        country = country_of(self.resolutions[number])
        for role in self.roles_of.get(country or "", ()):
            yield f"elsewhere={role}:{self.ruled.get(number) == role}"
        for name in ("sport", "trade", "culture", "travel"):
            if self.frames[name]:
                yield f"topic={name}"
        if not any(name not in IDLE for name in self.frames):
            yield "topic=none"
        yield f"first={sentence == 0}"
        yield f"short={len(self.text.words) <= SHORT_TEXT}"


def _names(happenings: Sequence[Happening]) -> set[str]:
    return {
        happening.cue.frame.name + ("" if happening.real and not happening.denied else "!")
        for happening in happenings
        if happening.cue.frame.name not in IDLE
    }
