"""The tables of one language compiled into one look-up a word; see :mod:`geomap.roles.lexicon` for how they are used."""

from __future__ import annotations

import json
from array import array
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate

import marisa_trie

from gazetteer.mapped import Parts
from gazetteer.names import WORD, fold
from geomap.errors import SourceError
from geomap.roles.frames import EMPTY, PART_ROLES, SLOTS, read_frames, read_pairs
from geomap.roles.lexicon import (
    ACTORS_TABLE,
    BARE,
    CUES_TABLE,
    ENDING,
    EXACT,
    FINITE,
    FUNCTIONS_TABLE,
    LANGUAGES,
    NONFINITE,
    PARTICIPLE,
    STEM,
    Rest,
    expression,
)

CUES = ("lemma", "pos", "class", "forms", "nonfinite", "participles", "particle", "slots")
ACTORS = ("lemma", "class", "forms")
FUNCTIONS = ("word", "function", "value")
PARTS_OF_SPEECH = frozenset({"verb", "noun", "adj"})
HEAD_CLASSES = frozenset(
    {"state", "force", "people", "agency", "spokesman", "aid", "place", "seat", "post", "asset", "culture", "time", "other"}
)
ANY_OTHER = "act"
"""The class of any other verb. Such verbs are one cue, whatever their lemma: they only show where a clause has its verb."""
# A stem or ending in a table has at least so many letters, lest it match what it was not meant for.
SHORTEST_STEM = 3


@dataclass(slots=True)
class Entry:
    """What one form can be, as rows add to it; cues by their numbers."""

    verbs: dict[int, int] = field(default_factory=dict)
    nouns: list[int] = field(default_factory=list)
    adjectives: list[int] = field(default_factory=list)
    head: str | None = None
    functions: dict[str, str] = field(default_factory=dict)
    leads: bool = False
    """Whether expressions of several words begin with it."""


class Compiler:
    """Reads the tables of one language, row by row, into words."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.words: dict[str, Entry] = {}
        self.stems: dict[str, Entry] = {}
        self.capital: dict[str, Entry] = {}
        self.longer: dict[str, dict[Rest, Entry]] = defaultdict(dict)
        self.cues, self.particles = _Lines(), _Lines()
        self.grammar: dict[str, str] = {}
        self.articles: frozenset[str] = frozenset()
        self.forms: dict[str, list[str]] = defaultdict(list)
        """By folded word the forms in the tables that are written with diacritics."""

    def parts(self) -> Parts:
        """The parts of the compiled file; raises SourceError at a row that breaks a rule."""
        functions = list(self._rows(FUNCTIONS_TABLE, FUNCTIONS))
        self.articles = frozenset(fold(row[0]) for row, _ in functions if row[1:] == ["det", "article"])
        for row, where in self._rows(CUES_TABLE, CUES):
            self._cue(row, where)
        for row, where in self._rows(ACTORS_TABLE, ACTORS):
            self._head(row, where)
        for row, where in functions:
            self._function(row, where)
        return self._packed()

    def _packed(self) -> Parts:
        exact = self._exact()
        bare = self._without_marks()
        lengths = sorted({len(part) - 1 for part in self.stems}, reverse=True)
        numbers = _Numbers()
        words = {EXACT + form: numbers.of(entry) for form, entry in exact.items()}
        words |= {BARE + form: numbers.of(entry) for form, entry in bare.items()}
        words |= {_part_key(part): numbers.of(entry) for part, entry in self.stems.items()}
        for first, longer in self.longer.items():
            words |= {expression((first, *rest)): numbers.of(entry) for rest, entry in longer.items()}
        capital = {form: numbers.of(entry) for form, entry in sorted(self.capital.items())}
        longest = max((len(rest) for longer in self.longer.values() for rest in longer), default=0) + 1
        about = {"grammar": self.grammar, "bare": bool(bare), "lengths": lengths, "capital": capital, "longest": longest}
        trie = marisa_trie.Trie(sorted(words))
        number_of = array("H", [0]) * len(trie)
        for key, number in words.items():
            number_of[trie[key]] = number
        texts = _texts("words", numbers.texts) | _texts("cues", self.cues.texts) | _texts("particles", self.particles.texts)
        return {"keys": trie.tobytes(), "word": number_of, "about": _line(about).encode(), **texts}

    def _exact(self) -> dict[str, Entry]:
        """The words as they are written, and whether expressions begin with them."""
        exact = dict(self.words)
        for first in self.longer:
            for key in (first, *self.forms.get(first, ())):
                exact.setdefault(key, Entry()).leads = True
        return exact

    def _without_marks(self) -> dict[str, Entry]:
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
        own = read_pairs(slots, PART_ROLES | SLOTS, where)
        particles = () if particle == EMPTY else self._particles(particle)
        bare = name == ANY_OTHER and not own and not particles
        cue = self.cues.of(_line(["" if bare else lemma, pos, name, own, self.particles.of(_line(particles))]))
        for cell, form in ((finite, FINITE), (nonfinite, NONFINITE), (participles, PARTICIPLE)):
            for written in cell.split() if cell != EMPTY else ():
                _add_cue(self._word(written, where), pos, cue, form)

    def _particles(self, cell: str) -> tuple[Rest, ...]:
        """The particles of a cell, those with an article also without it, as headlines write them."""
        found = [_folded(one) for one in cell.split("|")]
        return tuple(dict.fromkeys([*found, *(one[1:] for one in found if len(one) > 1 and one[0] in self.articles)]))

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
            self.capital.setdefault(written, Entry()).functions[function] = value
        else:
            self._word(written, where).functions[function] = value

    def _word(self, written: str, where: str) -> Entry:
        """The entry to fill for a form: a word, several joined by ``_``, or a stem or ending with ``*``."""
        if "*" in written:
            if len(written) <= SHORTEST_STEM or "_" in written:
                raise SourceError(f"{where}: {written!r} is too short a stem, or more than one word")
            return self.stems.setdefault(_starred(written), Entry())
        first, *rest = _folded(written)
        if not rest:
            lower = written.lower()
            if lower != first and lower not in self.forms[first]:
                self.forms[first].append(lower)
            return self.words.setdefault(lower, Entry())
        return self.longer[first].setdefault(tuple(rest), Entry())


class _Lines:
    """Lines, each numbered once however often it comes."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}

    @property
    def texts(self) -> list[str]:
        """The lines by number."""
        return list(self._known)

    def of(self, line: str) -> int:
        """The number of a line."""
        return self._known.setdefault(line, len(self._known))


class _Numbers:
    """What forms can be, each numbered once however many forms are the same."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._known: dict[tuple[object, ...], int] = {}

    def of(self, entry: Entry) -> int:
        """The number of what an entry says."""
        functions = tuple(entry.functions.items())
        key = (tuple(entry.verbs.items()), tuple(entry.nouns), tuple(entry.adjectives), entry.head, functions, entry.leads)
        if key not in self._known:
            self._known[key] = len(self.texts)
            self.texts.append(_line(_shortened([*key[:4], entry.functions, int(entry.leads)])))
        return self._known[key]


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _shortened(values: list[object]) -> list[object]:
    """What is left without the empty ones at the end."""
    while values and not values[-1]:
        values.pop()
    return values


def _texts(name: str, texts: list[str]) -> Parts:
    """The parts that :class:`geomap.compiled.Texts` reads."""
    lines = [text.encode() for text in texts]
    return {name: b"".join(lines), f"{name}.first": array("I", [0, *accumulate(map(len, lines))])}


def _part_key(part: str) -> str:
    return ENDING + part[1:] if part[0] == "*" else STEM + part[:-1]


def _add_cue(entry: Entry, pos: str, cue: int, form: int) -> None:
    if pos == "verb":
        entry.verbs[cue] = entry.verbs.get(cue, 0) | form
        return
    cues = entry.nouns if pos == "noun" else entry.adjectives
    if cue not in cues:
        cues.append(cue)


def _merged(entries: list[Entry]) -> Entry:
    """What any of several forms can be."""
    whole = Entry()
    for entry in entries:
        whole.verbs |= entry.verbs
        whole.nouns += entry.nouns
        whole.adjectives += entry.adjectives
        whole.head = whole.head or entry.head
        whole.functions |= entry.functions
    return whole


def _folded(written: str) -> Rest:
    return tuple(fold(word) for word in WORD.findall(written.replace("_", " ")))


def _starred(written: str) -> str:
    (word,) = _folded(written.strip("*"))
    return f"*{word}" if written[0] == "*" else f"{word}*"
