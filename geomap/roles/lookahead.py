"""What stands further on in the sentence, and shows what a word is: a verb, a noun phrase, the particle of a verb."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gazetteer.names import fold
from geomap.roles.lexicon import FINITE, NONFINITE, PARTICIPLE, Cue, Lexicon, Rest, Word
from geomap.roles.units import sign
from geomap.text import Text

# A particle or idiom ("valt ... aan", "holds ... responsible") stands within so many words of its verb.
PARTICLE_WINDOW = 25
# Within how many words after "after", "before", "since" a finite verb makes them open a clause.
CLAUSE_WINDOW = 8
MOVING = frozenset({"force", "aid", "asset"})
"""Nouns of what moves by itself: as a particle they may be the subject before their verb."""
TURNED_DOWN = frozenset({"deny", "refuse"})
"""Frames of what is done with an accusation that somebody did make."""


def is_finite_form(form: int, only: bool) -> bool:
    """Whether a form is finite, and with ``only`` not a participle as well ("demonstriert")."""
    return bool(form & FINITE) and not (only and form & PARTICIPLE)


class Lookahead:
    """Looks around in one sentence; ``consumed`` are the words that idioms have taken."""

    def __init__(self, text: Text, lexicon: Lexicon, starts: Mapping[int, int], keys: Sequence[str]) -> None:
        self.text = text
        self.keys = keys
        self.folded = text.folded
        self.lexicon = lexicon
        self.starts = starts
        self.ordered = lexicon.grammar.get("order", "svo") == "svo"
        self.capital_nouns = lexicon.grammar.get("nouns") == "capital"
        self.consumed: set[int] = set()
        self.present: frozenset[str] = frozenset()
        self.ends: dict[int, int] = {}
        self.first = self.past = 0

    def enter(self, first: int, past: int) -> None:
        """Begin with the sentence of the words from ``first`` to ``past``."""
        self.first, self.past = first, past
        self.consumed.clear()
        self.ends.clear()
        self.present = frozenset(self.folded[first:past])

    def is_verb(self, at: int) -> bool:
        """Whether the word can be a verb."""
        if at >= self.past or at in self.starts:
            return False
        word = self.lexicon.word(self.keys[at])
        return word is not None and (bool(word.verbs) or "aux" in word.functions)

    def has_finite(self, at: int, *, only: bool = False) -> bool:
        """Whether a finite verb follows before the next sign; with ``only`` one that is no participle too."""
        for here in range(at, min(self.past, at + CLAUSE_WINDOW)):
            noun = here in self.starts or (self.capital_nouns and self.text.words[here][0].isupper())
            word = None if noun else self.lexicon.word(self.keys[here])
            if word is not None and ("aux" in word.functions or any(is_finite_form(form, only) for _, form in word.verbs)):
                return not word.nouns
            if sign(self.text.gaps[here]) in (",", "."):
                return False
        return False

    def content_follows(self, at: int) -> bool:
        """Whether a noun, a name or a word that is not in the tables comes at once."""
        if at >= self.past or sign(self.text.gaps[at - 1]) in (",", "."):
            return False
        if at in self.starts:
            return True
        word = self.lexicon.word(self.keys[at])
        return word is None or (bool(word.nouns or word.head or word.adjectives) and not word.functions)

    def phrase_follows(self, at: int) -> bool:
        """Whether a new noun phrase begins at once: a name, an article, a pronoun."""
        if at >= self.past or sign(self.text.gaps[at - 1]) in (",", "."):
            return False
        if at in self.starts:
            return True
        word = self.lexicon.word(self.keys[at])
        return word is not None and ("det" in word.functions or "pronoun" in word.functions)

    def infinitive_follows(self, at: int) -> bool:
        """Whether an infinitive ends the words up to the next sign: "om Beiroet te bombarderen", "um Kiew anzugreifen"."""
        for here in range(at, self.past):
            word = None if here in self.starts else self.lexicon.word(self.keys[here])
            if word is not None and "infinitive" in word.functions and self.is_verb(here + 1):
                return True
            if word is not None and word.verbs and all(form == NONFINITE for _, form in word.verbs):
                return True
            if sign(self.text.gaps[here]) in (",", "."):
                return False
        return False

    def small_word_follows(self, at: int) -> bool:
        """Whether a name, an article, a pronoun, a preposition or an adverb comes at once."""
        if at >= self.past or sign(self.text.gaps[at - 1]):
            return False
        word = self.lexicon.word(self.keys[at])
        return at in self.starts or (word is not None and bool(word.functions) and "aux" not in word.functions)

    def has_particle(self, at: int, past: int, cue: Cue) -> bool:
        """Whether one of the cue's particles stands in the clause; takes its words, unless they are a preposition."""
        present = self.present
        return any(particle[0] in present and self._stands(at, past, particle, cue) for particle in cue.particles)

    def _stands(self, at: int, past: int, particle: tuple[str, ...], cue: Cue) -> bool:
        folded = self.folded
        low, high = max(self.first, at - PARTICLE_WINDOW), min(self.past, past + PARTICLE_WINDOW) - len(particle) + 1
        length = len(particle)
        behind = () if self.ordered or (length == 1 and self._is_small(particle[0])) else range(at - length, low - 1, -1)
        for here in (*range(past, self._clause_end(past, high)), *behind):
            if folded[here] == particle[0] and folded[here : here + length] == particle:
                slot = length == 1 and self._is_slot(cue, particle[0]) and not self._is_time(here + 1)
                small = length == 1 and here >= at and self._is_small(particle[0])
                whole = not small or self._ends_clause(here + 1, near=here == past)
                kept = (self.ordered and length == 1 and self._is_aid(here)) or self._is_charge(cue, here + length - 1)
                if whole and not slot and not kept:
                    self.consumed.update(range(here, here + length))
                if whole or slot or (self.ordered and here == past):
                    return True
        if self.ordered:
            return length == 1 and self._subject_is(particle[0], at, low)
        return length > 1 and self._stands_apart(past, self._clause_end(past, high + length - 1), particle, cue)

    def _stands_apart(self, at: int, past: int, particle: Rest, cue: Cue) -> bool:
        """Whether an idiom stands in two parts, the prefix of its verb last: "spreekt zijn steun voor Israël uit"."""
        if particle[-1] not in self.present or not (self._is_small(particle[-1]) or fold(cue.lemma).startswith(particle[-1])):
            return False
        nouns = len(particle) - 1
        for here in range(at, past - nouns):
            if self.folded[here : here + nouns] == particle[:-1]:
                ends = range(here + nouns, past)
                last = next(
                    (one for one in ends if self.folded[one] == particle[-1] and self._ends_clause(one + 1, near=False)), None
                )
                if last is not None:
                    self.consumed.update((*(() if self._is_charge(cue, ends[0] - 1) else range(here, here + nouns)), last))
                return last is not None
        return False

    def _subject_is(self, word: str, at: int, low: int) -> bool:
        """Whether what moves or happens stands before its verb: "des chars sont entrés", "el avión cayó"."""
        return any(
            self.folded[here] == word and self._moves(self.lexicon.word(self.keys[here]))
            for here in range(self._clause_start(at, low), at)
        )

    def _is_aid(self, at: int) -> bool:
        """Whether the word names helpers: "desembarcaron los brigadistas de Japón", whose they are counts still."""
        word = self.lexicon.word(self.keys[at])
        return word is not None and word.head == "aid"

    def _is_charge(self, cue: Cue, at: int) -> bool:
        """Whether the word is the accusation that a verb turns down: whose "London's accusations" are counts still."""
        word = self.lexicon.word(self.keys[at]) if cue.frame.name in TURNED_DOWN else None
        return word is not None and any(each.frame.relation == "accuses" for each in word.nouns)

    @staticmethod
    def _moves(word: Word | None) -> bool:
        return word is not None and (word.head in MOVING or any(cue.frame.event for cue in word.nouns))

    def _clause_start(self, at: int, low: int) -> int:
        """How far before a verb its subject may stand: up to a stop, or a finite verb before "and" or a comma."""
        joined = False
        for here in range(at - 1, low - 1, -1):
            mark = sign(self.text.gaps[here])
            if mark == ".":
                return here + 1
            word = self.lexicon.word(self.keys[here]) if here not in self.starts else None
            joined = joined or mark == "," or (word is not None and "conj" in word.functions)
            if word is not None and joined and ("aux" in word.functions or any(form & FINITE for _, form in word.verbs)):
                return here + 1
        return low

    def _clause_end(self, at: int, high: int) -> int:
        """How far a verb's particle may stand: up to a stop, or a finite verb after "and" or a comma; found once a verb."""
        end = self.ends.get(at)
        if end is None:
            end = self.ends[at] = self._find_end(at, min(self.past, at + PARTICLE_WINDOW))
        return min(high, end)

    def _find_end(self, at: int, high: int) -> int:
        joined = False
        for here in range(at, high):
            word = self.lexicon.word(self.keys[here]) if here not in self.starts else None
            if word is not None and joined and any(form & FINITE for _, form in word.verbs):
                return here
            mark = sign(self.text.gaps[here])
            if mark == ".":
                return here + 1
            joined = joined or mark == "," or (word is not None and "conj" in word.functions)
        return high

    def _is_time(self, at: int) -> bool:
        word = self.lexicon.word(self.keys[at]) if at < self.past and at not in self.starts else None
        return word is not None and "time" in word.functions

    def _is_small(self, word: str) -> bool:
        known = self.lexicon.word(word)
        return known is not None and bool(known.functions)

    def _is_slot(self, cue: Cue, word: str) -> bool:
        """Whether a particle is a preposition that the cue gives a role, or one for "of": "naar Rusland", "van moord"."""
        known = self.lexicon.word(word)
        slot = known.functions.get("prep") if known is not None else None
        return slot in cue.roles or (slot == "of" and not self.ordered)

    def _ends_clause(self, at: int, *, near: bool) -> bool:
        """Whether what comes next shows that a particle was not a preposition."""
        if at >= self.past or sign(self.text.gaps[at - 1]) in (",", "."):
            return True
        if at in self.starts:
            return near and self.ordered
        word = self.lexicon.word(self.keys[at])
        if word is None or word.nouns or word.head is not None or "time" in word.functions:
            return False
        return "det" not in word.functions or "sub" in word.functions or "conj" in word.functions
