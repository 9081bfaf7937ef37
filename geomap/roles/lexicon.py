"""The tables of one language compiled into one look-up a word: cues, heads of noun phrases and function words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from gazetteer.names import WORD, fold
from geomap.errors import SourceError
from geomap.roles.frames import EMPTY, NO_ROLE, PART_ROLES, SLOTS, Frame, read_frames, read_pairs

LANGUAGES = Path(__file__).parent.parent / "languages"
CUES = ("lemma", "pos", "class", "forms", "nonfinite", "participles", "particle", "slots")
ACTORS = ("lemma", "class", "forms")
FUNCTIONS = ("word", "function", "value")
PARTS_OF_SPEECH = frozenset({"verb", "noun", "adj"})
HEAD_CLASSES = frozenset(
    {"state", "force", "people", "agency", "spokesman", "aid", "place", "seat", "post", "asset", "culture", "time", "other"}
)
# A stem or ending in a table has at least so many letters, lest it match what it was not meant for.
SHORTEST_STEM = 3
FINITE, NONFINITE, PARTICIPLE = 1, 2, 4

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


@dataclass(slots=True)
class Word:
    """What one folded word can be. Keys of ``longer`` are the words that must follow it."""

    verbs: tuple[tuple[Cue, int], ...] = ()
    nouns: tuple[Cue, ...] = ()
    adjectives: tuple[Cue, ...] = ()
    head: str | None = None
    functions: dict[str, str] = field(default_factory=dict)
    longer: tuple[tuple[Rest, Word], ...] = ()


@dataclass(slots=True)
class Lexicon:
    """All words of one language; ``grammar`` says how its clauses are built (see docs/languages.md)."""

    lang: str
    exact: dict[str, Word]
    bare: Mapping[str, Word]
    """By folded form the words written with diacritics; capitals often go without: "Etat", "BLESSES"."""
    capital: Mapping[str, Word]
    """Words that mean something else with a capital: the month May."""
    stems: Mapping[str, Word]
    endings: Mapping[str, Word]
    lengths: tuple[int, ...]
    grammar: Mapping[str, str]
    seen: dict[str, Word | None] = field(default_factory=dict)

    def key(self, written: str, folded: str, marked: bool) -> str:
        """How a word of a text is looked up: as it is written where the tables have it so ("à"), else folded ("a").

        In a text that is ``marked``, one with diacritics, a small word without them is no other word: "medio" not "medió".
        """
        lower = written.lower()
        if lower in self.exact:
            return lower
        return "" if marked and written == folded and folded in self.bare else folded

    def word(self, folded: str) -> Word | None:
        """What a word can be, by its exact form, else by the longest stem or ending in the tables."""
        found = self.exact.get(folded) or self.bare.get(folded)
        if found is not None or not self.lengths:
            return found
        if folded not in self.seen:
            if len(self.seen) > _WORDS_REMEMBERED:
                self.seen.clear()
            self.seen[folded] = self._by_part(folded)
        return self.seen[folded]

    def _by_part(self, folded: str) -> Word | None:
        for length in self.lengths:
            if length < len(folded):
                found = self.endings.get(folded[-length:]) or self.stems.get(folded[:length])
                if found is not None:
                    return found
        return self.stems.get(folded)


# Bounds the memory that remembered look-ups take: a few MB.
_WORDS_REMEMBERED = 50_000


@cache
def languages() -> tuple[str, ...]:
    """The languages that have role tables."""
    return tuple(sorted(path.parent.name for path in LANGUAGES.glob("*/cues.tsv")))


@cache
def read_lexicon(lang: str | None) -> Lexicon | None:
    """The lexicon of a language, ``None`` for one without tables; raises SourceError at a row that breaks a rule."""
    return _Compiler(lang).compile() if lang in languages() and lang is not None else None


class _Compiler:
    """Reads the tables of one language, row by row, into words."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.words: dict[str, Word] = {}
        self.parts: dict[str, Word] = {}
        self.capital: dict[str, Word] = {}
        self.longer: dict[str, dict[Rest, Word]] = defaultdict(dict)
        self.grammar: dict[str, str] = {}
        self.articles: frozenset[str] = frozenset()
        self.forms: dict[str, list[str]] = defaultdict(list)
        """By folded word the forms in the tables that are written with diacritics."""

    def compile(self) -> Lexicon:
        functions = list(self._rows("slots.tsv", FUNCTIONS))
        self.articles = frozenset(fold(row[0]) for row, _ in functions if row[1:] == ["det", "article"])
        for row, where in self._rows("cues.tsv", CUES):
            self._cue(row, where)
        for row, where in self._rows("actors.tsv", ACTORS):
            self._head(row, where)
        for row, where in functions:
            self._function(row, where)
        exact = dict(self.words)
        for first, longer in self.longer.items():
            found = tuple(sorted(longer.items(), key=lambda item: -len(item[0])))
            for key in (first, *self.forms.get(first, ())):
                exact.setdefault(key, Word()).longer = found
        bare = self._without_marks()
        stems = {key[:-1]: word for key, word in self.parts.items() if key[-1] == "*"}
        endings = {key[1:]: word for key, word in self.parts.items() if key[0] == "*"}
        lengths = tuple(sorted({*map(len, stems), *map(len, endings)}, reverse=True))
        return Lexicon(self.lang, exact, bare, self.capital, stems, endings, lengths, self.grammar)

    def _without_marks(self) -> dict[str, Word]:
        return {
            folded: _merged([self.words[form] for form in forms])
            for folded, forms in self.forms.items()
            if folded not in self.words
        }

    def _rows(self, name: str, header: tuple[str, ...]) -> Iterator[tuple[list[str], str]]:
        path = LANGUAGES / self.lang / name
        lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else ["\t".join(header)]
        if tuple(lines[0].split("\t")) != header:
            raise SourceError(f"{path}, row 1: expected the header {' '.join(header)}, tab-separated")
        for row, line in enumerate(lines[1:], start=2):
            cells = line.split("\t")
            if len(cells) != len(header) or not all(cells):
                raise SourceError(f"{path}, row {row}: expected {len(header)} cells, none empty, found {line!r}")
            yield cells, f"{path}, row {row}"

    def _cue(self, row: list[str], where: str) -> None:
        lemma, pos, name, finite, nonfinite, participles, particle, slots = row
        if pos not in PARTS_OF_SPEECH or name not in read_frames():
            raise SourceError(f"{where}: no such part of speech or class: {pos!r}, {name!r}")
        cue = self._made(lemma, pos, read_frames()[name], particle, slots, where)
        for cell, form in ((finite, FINITE), (nonfinite, NONFINITE), (participles, PARTICIPLE)):
            for written in cell.split() if cell != EMPTY else ():
                self._add_cue(self._word(written, where), cue, form)

    def _particles(self, cell: str) -> tuple[Rest, ...]:
        """The particles of a cell, those with an article also without it, as headlines write them."""
        found = [_folded(one) for one in cell.split("|")]
        return tuple(dict.fromkeys([*found, *(one[1:] for one in found if len(one) > 1 and one[0] in self.articles)]))

    def _made(self, lemma: str, pos: str, frame: Frame, particle: str, slots: str, where: str) -> Cue:
        own = read_pairs(slots, PART_ROLES | SLOTS, where)
        roles = {**frame.roles, **{slot: frame.roles.get(role, role) for slot, role in own.items()}}
        particles = () if particle == EMPTY else self._particles(particle)
        kept = {slot: role for slot, role in roles.items() if role != NO_ROLE}
        return Cue(lemma, pos, frame, kept, particles, frozenset(own) & frozenset(kept))

    @staticmethod
    def _add_cue(word: Word, cue: Cue, form: int) -> None:
        if cue.pos == "verb":
            before = dict(word.verbs)
            before[cue] = before.get(cue, 0) | form
            word.verbs = tuple(before.items())
        elif cue.pos == "noun":
            word.nouns = (*word.nouns, cue)
        else:
            word.adjectives = (*word.adjectives, cue)

    def _head(self, row: list[str], where: str) -> None:
        _, name, forms = row
        if name not in HEAD_CLASSES:
            raise SourceError(f"{where}: class {name!r} is not one of {', '.join(sorted(HEAD_CLASSES))}")
        for written in forms.split():
            self._word(written, where).head = name

    def _function(self, row: list[str], where: str) -> None:
        written, function, value = row
        if function == "grammar":
            self.grammar[written] = value
            return
        if function == "prep" and value not in SLOTS:
            raise SourceError(f"{where}: slot {value!r} is not one of {', '.join(sorted(SLOTS))}")
        if written[0].isupper() and self.grammar.get("nouns") != "capital":
            self.capital.setdefault(written, Word()).functions[function] = value
        else:
            self._word(written, where).functions[function] = value

    def _word(self, written: str, where: str) -> Word:
        """The entry to fill for a form: a word, several joined by ``_``, or a stem or ending with ``*``."""
        if "*" in written:
            if len(written) <= SHORTEST_STEM or "_" in written:
                raise SourceError(f"{where}: {written!r} is too short a stem, or more than one word")
            return self.parts.setdefault(_starred(written), Word())
        first, *rest = _folded(written)
        if not rest:
            lower = written.lower()
            if lower != first and lower not in self.forms[first]:
                self.forms[first].append(lower)
            return self.words.setdefault(lower, Word())
        return self.longer[first].setdefault(tuple(rest), Word())


def _merged(words: list[Word]) -> Word:
    """What any of several words can be."""
    whole = Word()
    for word in words:
        whole.verbs = tuple((dict(whole.verbs) | dict(word.verbs)).items())
        whole.nouns, whole.adjectives = (*whole.nouns, *word.nouns), (*whole.adjectives, *word.adjectives)
        whole.head = whole.head or word.head
        whole.functions |= word.functions
    return whole


def _folded(written: str) -> Rest:
    return tuple(fold(word) for word in WORD.findall(written.replace("_", " ")))


def _starred(written: str) -> str:
    (word,) = _folded(written.strip("*"))
    return f"*{word}" if written[0] == "*" else f"{word}*"
