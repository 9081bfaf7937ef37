"""One text read once: its clauses, what happens in them, and the grounds for roles. Roles, incidents and relations share it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from geomap.places import Resolution
from geomap.roles.clause import Clause, chain, slot_of
from geomap.roles.clauses import split_clauses
from geomap.roles.declension import mark_cases
from geomap.roles.grounds import SentenceReader
from geomap.roles.happening import Ground, Happening, Link, Stand
from geomap.roles.lexicon import read_lexicon
from geomap.roles.phrases import Chunker
from geomap.roles.speech import Speech, accusations, allege, find_speeches
from geomap.text import Text

_PLAIN = frozenset({"crime", "explosion"})
"""Frames whose verbs are meant as they say beside sport too: "was neergestoken"; not "shoots wide"."""
_GRAVE = frozenset({"explosions_remote_violence", "violence_against_civilians", "disaster", "crime"})
"""Events whose nouns sport does not use, as it does "attack", "battle" and "clash"."""


@dataclass(slots=True, eq=False)
class Analysis:
    """What was read in a text. ``grounds`` are by mention number."""

    links: list[Link] = field(default_factory=list)
    grounds: dict[int, list[Ground]] = field(default_factory=lambda: defaultdict(list))
    stands: dict[int, list[Stand]] = field(default_factory=lambda: defaultdict(list))
    slots: dict[int, tuple[str, str]] = field(default_factory=dict)
    """The slot of each mention's outermost phrase in its clause, and of its own phrase."""
    clause_of: dict[int, Clause] = field(default_factory=dict)
    by_clause: dict[int, list[Happening]] = field(default_factory=lambda: defaultdict(list))
    """What happens in each clause, by the clause's identity."""
    by_sentence: dict[int, list[Happening]] = field(default_factory=dict)
    peaceful: set[int] = field(default_factory=set)
    """Sentences of sport."""
    speeches: list[Speech] = field(default_factory=list)


_READ: WeakKeyDictionary[Text, tuple[tuple[Resolution, ...], Analysis]] = WeakKeyDictionary()


def analyse(text: Text, resolutions: Sequence[Resolution]) -> Analysis:
    """The analysis of a text with these mentions; made once for each text."""
    known = _READ.get(text)
    wanted = tuple(resolutions)
    if known is None or known[0] != wanted:
        known = (wanted, _Reader(text, wanted).read())
        _READ[text] = known
    return known[1]


class _Reader:
    def __init__(self, text: Text, resolutions: tuple[Resolution, ...]) -> None:
        self.text = text
        self.resolutions = resolutions
        self.analysis = Analysis()
        self.countries = [country_of(resolution) for resolution in resolutions]

    def read(self) -> Analysis:
        lexicon = read_lexicon(self.text.lang)
        if lexicon is None:
            return self.analysis
        starts: dict[int, int] = {}
        for number, resolution in enumerate(self.resolutions):
            starts.setdefault(resolution.mention.first, number)
        chunker = Chunker(self.text, lexicon, self.resolutions, starts)
        sentences = self.text.sentence_of
        wanted = sorted({sentences[first] for first in starts if first < len(sentences)})
        for sentence in wanted:
            self._sentence(chunker, sentence)
        return self.analysis

    def _sentence(self, chunker: Chunker, sentence: int) -> None:
        grammar = chunker.lexicon.grammar
        units = chunker.read(*self.text.sentences[sentence])
        if grammar.get("case") == "yes":
            units = mark_cases(units, self.text, chunker.lexicon, self.resolutions)
        clauses = split_clauses(units, grammar, chunker.ahead.consumed)
        reader = SentenceReader(clauses, self.resolutions, grammar, frozenset(chunker.ahead.consumed))
        happenings = list(reader.happenings())
        grounds: list[Ground] = []
        life = any(happening.cue.frame.name == "culture" for happening in happenings)
        for happening in happenings:
            dies = life and happening.cue.frame.name == "casualty" and happening.cue.pos == "verb"
            if happening.real and not happening.denied and not dies:
                own = list(reader.grounds(happening))
                grounds += own
                link = reader.link(happening, own)
                self.analysis.links += [link] if link is not None else []
        speeches = find_speeches(reader, happenings)
        self.analysis.speeches += speeches
        for speech in speeches:
            grounds = allege(grounds, speech, happenings, self.countries)
            self.analysis.links += accusations(speech, grounds)
        self.analysis.by_sentence[sentence] = happenings
        sport = [happening for happening in happenings if happening.cue.frame.name == "sport"]
        told = [happening for happening in happenings if happening.cue.frame.event in _GRAVE and happening.real]
        grave = any(happening.cue.pos == "noun" or happening.cue.frame.name in _PLAIN for happening in told)
        if not grave and (len(sport) > 1 or any(happening.cue.pos == "noun" for happening in sport)):
            self.analysis.peaceful.add(sentence)
        for ground in grounds:
            self.analysis.grounds[ground.number].append(ground)
        self._keep(reader, happenings)

    def _keep(self, reader: SentenceReader, happenings: list[Happening]) -> None:
        analysis = self.analysis
        for happening in happenings:
            analysis.by_clause[id(happening.clause)].append(happening)
        for clause in reader.clauses:
            for phrase in clause.phrases:
                for number in phrase.mentions():
                    analysis.clause_of[number] = clause
                    analysis.slots[number] = (slot_of(clause, chain(phrase)[-1]), phrase.root().value)
        for stands in reader.stands.values():
            for stand in stands:
                analysis.stands[stand.number].append(stand)


def country_of(resolution: Resolution) -> str | None:
    """The country of the place a mention means, its own id where it has none."""
    place = resolution.place
    return None if place is None else place.country or place.id
