"""What the words of one language can be: cues, heads of noun phrases and function words; looked up in the compiled tables."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from sys import intern
from typing import Any

from gazetteer import names
from gazetteer.mapped import MappedFile, Parts
from geomap.compiled import Compiled, Texts, trie_of
from geomap.roles.frames import NO_ROLE, TABLE, Frame, read_frames

LANGUAGES = Path(__file__).parent.parent / "languages"
CUES_TABLE, ACTORS_TABLE, FUNCTIONS_TABLE = "cues.tsv", "actors.tsv", "slots.tsv"
FINITE, NONFINITE, PARTICIPLE = 1, 2, 4
EXACT, BARE, STEM, ENDING, EXPRESSION = "=", "~", ">", "<", "+"
"""What stands before a key: a word as written; without the diacritics it is written with; the beginning or end of words; an
expression of several words."""
# When so many were looked up in a language, those that had not been since as many before are forgotten: about 1 MB. Another
# look-up takes a microsecond or two, and ten where a cue is read.
WORDS_REMEMBERED = 768

NO_FUNCTIONS: Mapping[str, str] = {}
UNSAID: list[Any] = [(), (), (), None, NO_FUNCTIONS, 0]
"""What a word is that its compiled line does not say."""

Rest = tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Cue:
    """One sense of a cue word. ``roles`` are its frame's, with its own overrides."""

    lemma: str
    pos: str
    frame: Frame
    roles: Mapping[str, str]
    particles: tuple[Rest, ...]
    own: frozenset[str] = frozenset()
    """The slots that the cue itself gives a role, not its frame."""


@dataclass(frozen=True, slots=True)
class Word:
    """What one folded word can be, or an expression; whether expressions of several words begin with it."""

    verbs: tuple[tuple[Cue, int], ...] = ()
    nouns: tuple[Cue, ...] = ()
    adjectives: tuple[Cue, ...] = ()
    head: str | None = None
    functions: Mapping[str, str] = field(default_factory=dict)
    leads: bool = False


class Lexicon:
    """All words of one language; ``grammar`` says how its clauses are built (see docs/languages.md)."""

    def __init__(self, lang: str, tables: MappedFile) -> None:
        self.lang = lang
        about = json.loads(bytes(tables.part("about")))
        self.grammar: Mapping[str, str] = about["grammar"]
        self.has_bare: bool = about["bare"]
        """Whether words are written with diacritics that capitals often go without: "Etat", "BLESSES"."""
        self.longest: int = about["longest"]
        """Words of the longest expression."""
        self._lengths: tuple[int, ...] = tuple(about["lengths"])
        self._keys = trie_of(tables, "keys")
        self._number_of = tables.numbers("word", "H")
        self._words, self._cues, self._particles = (Texts(tables, name) for name in ("words", "cues", "particles"))
        self._read_words: dict[int, Word] = {}
        self._read_cues: dict[int, Cue] = {}
        self._read_particles: dict[int, tuple[Rest, ...]] = {}
        self._seen: dict[str, Word | None] = {}
        self._seen_before: dict[str, Word | None] = {}
        self.capital: Mapping[str, Word] = {form: self._read(number) for form, number in about["capital"].items()}
        """Words that mean something else with a capital: the month May."""

    def __len__(self) -> int:
        """How many forms there are."""
        return len(self._keys)

    def key(self, written: str, folded: str, marked: bool) -> str:
        """How a word of a text is looked up: as it is written where the tables have it so ("à"), else folded ("a").

        In a text that is ``marked``, one with diacritics, a small word without them is no other word: "medio" not "medió".
        """
        lower = written.lower()
        if EXACT + lower in self._keys:
            return lower
        return "" if marked and written == folded and BARE + folded in self._keys else folded

    def word(self, folded: str) -> Word | None:
        """What a word can be, by its exact form, else by the longest stem or ending in the tables."""
        try:
            return self._seen[folded]
        except KeyError:
            if len(self._seen) >= WORDS_REMEMBERED:
                self._seen_before, self._seen = self._seen, {}
                self._read_words.clear()
            found = self._seen[folded] = self._recall(folded)
            return found

    def expressions(self, words: Sequence[str]) -> Iterator[tuple[int, Word]]:
        """The expressions that folded words begin with, the longest first: of how many words, and what each can be."""
        for key in reversed(self._keys.prefixes(expression(words))):
            yield key.count(" "), self._read(self._number_of[self._keys[key]])

    def _recall(self, folded: str) -> Word | None:
        if folded in self._seen_before:
            return self._seen_before[folded]
        number = self._find(folded)
        return None if number is None else self._read(number)

    def _find(self, folded: str) -> int | None:
        """The number of what a word is in the tables."""
        key = self._keys.get
        found = key(EXACT + folded)
        if found is None and self.has_bare:
            found = key(BARE + folded)
        if found is None and self._lengths:
            found = next((at for part in self._parts(folded) if (at := key(part)) is not None), None)
        return None if found is None else self._number_of[found]

    def _parts(self, folded: str) -> Iterator[str]:
        """The endings and stems that it can have, the longest first, and the stem that is the whole of it."""
        for length in self._lengths:
            if length < len(folded):
                yield ENDING + folded[-length:]
                yield STEM + folded[:length]
        yield STEM + folded

    def _read(self, number: int) -> Word:
        known = self._read_words.get(number)
        if known is None:
            said: list[Any] = json.loads(self._words[number])
            verbs, nouns, adjectives, head, functions, leads = [*said, *UNSAID[len(said) :]]
            known = self._read_words[number] = Word(
                tuple((self._cue(cue), form) for cue, form in verbs),
                tuple(map(self._cue, nouns)),
                tuple(map(self._cue, adjectives)),
                head,
                functions or NO_FUNCTIONS,
                bool(leads),
            )
        return known

    def _cue(self, number: int) -> Cue:
        """The cue of this number; always the same one."""
        known = self._read_cues.get(number)
        if known is None:
            lemma, pos, name, own, particles = json.loads(self._cues[number])
            known = self._read_cues[number] = made_cue(lemma, pos, read_frames()[name], own, self._particles_of(particles))
        return known

    def _particles_of(self, number: int) -> tuple[Rest, ...]:
        """The particles of this number; rows of many verbs share theirs."""
        known = self._read_particles.get(number)
        if known is None:
            known = self._read_particles[number] = tuple(
                tuple(map(intern, rest)) for rest in json.loads(self._particles[number])
            )
        return known


def expression(words: Sequence[str]) -> str:
    """How an expression is written in the tables: a space after each word, so that none ends inside one."""
    return EXPRESSION + "".join(f"{word} " for word in words)


def made_cue(lemma: str, pos: str, frame: Frame, own: Mapping[str, str], particles: tuple[Rest, ...]) -> Cue:
    """A cue whose ``own`` slots overrule those of its frame; "accuse for=target"."""
    if not own:
        return Cue(lemma, intern(pos), frame, acting(frame), particles)
    roles, kept = _overruled(frame, tuple(own.items()))
    return Cue(lemma, intern(pos), frame, roles, particles, kept)


@cache
def _overruled(frame: Frame, own: tuple[tuple[str, str], ...]) -> tuple[Mapping[str, str], frozenset[str]]:
    """The slots of a frame that have a role where ``own`` overrules it, and those of them that are ``own``."""
    roles = {**frame.roles, **{intern(slot): frame.roles.get(role, intern(role)) for slot, role in own}}
    kept = {slot: role for slot, role in roles.items() if role != NO_ROLE}
    return kept, frozenset(slot for slot, _ in own) & frozenset(kept)


@cache
def acting(frame: Frame) -> Mapping[str, str]:
    """The slots of a frame that have a role; the same for all its cues."""
    return {slot: role for slot, role in frame.roles.items() if role != NO_ROLE}


@cache
def languages() -> tuple[str, ...]:
    """The languages that have role tables."""
    return tuple(sorted(path.parent.name for path in LANGUAGES.glob(f"*/{CUES_TABLE}")))


def compiled_words(lang: str) -> Compiled:
    """The tables of one language, and how they are compiled."""

    def make() -> Parts:
        from geomap.roles.compiling import Compiler

        return Compiler(lang).parts()

    here = Path(__file__)
    code = (here, here.with_name("compiling.py"), here.with_name("frames.py"), Path(names.__file__))
    tables = (LANGUAGES / lang / name for name in (CUES_TABLE, ACTORS_TABLE, FUNCTIONS_TABLE))
    return Compiled(f"roles.{lang}", (*code, TABLE, *tables), make)


@cache
def read_lexicon(lang: str | None) -> Lexicon | None:
    """The lexicon of a language, ``None`` for one without tables.

    Raises:
        TableError: its compiled tables are damaged.
        SourceError: they had to be compiled, and a row breaks a rule.
    """
    return Lexicon(lang, compiled_words(lang).open()) if lang in languages() and lang is not None else None
