"""From the form of a word to the grammatical cases that it can be: Киева gen, российскими ins, Polskę acc.

The knowledge is in ``geomap/languages/<lang>/cases.tsv`` (endings of names, adjectives and nouns; the longest wins) and,
for names without an ending there, in ``inflection.tsv``. Roles take subject, object and agent from it, not from order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from geomap.errors import SourceError
from geomap.languages.inflection import EMPTY, Inflection, read_inflection

LANGUAGES = Path(__file__).parent.parent / "languages"
TABLE = "cases.tsv"
HEADER = ("ending", "kind", "cases", "note")
CASES = ("nom", "gen", "dat", "acc", "ins", "loc")
ANY = frozenset(CASES)
"""Nothing is known: a name that does not change, a word of a language without cases."""
OBLIQUE = ANY - {"nom"}
"""After German "den" or "dem": no subject."""
NAME, LISTED, ADJECTIVE, NOUN, PLURAL, INFINITIVE = "name", "listed", "adj", "noun", "plural", "infinitive"
NEUTER = "neuter"
"""A name in any form, a name as the gazetteer lists it, an adjective, a noun, a verb with a plural
subject, an infinitive, a verb whose subject is neuter or nobody."""
KINDS = (NAME, LISTED, ADJECTIVE, NOUN, PLURAL, INFINITIVE, NEUTER)
# Two letters are the shortest capitals that are no name with endings: US, ЕС; names in full capitals do not change.
_SHORTEST_NAME = 3

Endings = Mapping[tuple[str, str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class CaseTable:
    """The endings of one language by kind and ending; ``longest`` in letters."""

    endings: Endings
    longest: int
    inflection: Inflection

    def by_ending(self, word: str, *kinds: str) -> frozenset[str] | None:
        """The cases that the longest known ending of these kinds allows, ``None`` where none is known."""
        lower = word.lower()
        for start in range(max(0, len(lower) - self.longest), len(lower)):
            found = [cases for kind in kinds if (cases := self.endings.get((kind, lower[start:])))]
            if found:
                return frozenset().union(*found)
        return None

    def kinds(self, word: str) -> set[str]:
        """Which of adjective and noun the longest known ending of a word is."""
        lower = word.lower()
        endings = (lower[start:] for start in range(max(0, len(lower) - self.longest), len(lower)))
        found = ({kind for kind in (ADJECTIVE, NOUN) if (kind, ending) in self.endings} for ending in endings)
        return next(filter(None, found), set())

    def of_name(self, word: str, listed: bool) -> frozenset[str]:
        """The cases of a name: one that the gazetteer lists in this very form, or one that it knows by another form."""
        if len(word) < _SHORTEST_NAME or word.isupper():
            return ANY
        known = self.by_ending(word, NAME)
        if known is None and not listed:
            known = self._by_rule(word)
        return known or self.by_ending(word, LISTED) or ANY

    def _by_rule(self, word: str) -> frozenset[str]:
        rules = [cases.split("|") for _, kind, cases in self.inflection.bases(word) if kind == "name" and cases != EMPTY]
        return ANY.intersection(case for cases in rules for case in cases)


@cache
def read_cases(lang: str) -> CaseTable | None:
    """The case endings of ``lang``, ``None`` where it has no table; raises SourceError at a row that breaks a rule."""
    path = LANGUAGES / lang / TABLE
    if not path.is_file():
        return None
    lines = path.read_text(encoding="utf-8").splitlines()
    if not lines or tuple(lines[0].split("\t")) != HEADER:
        raise SourceError(f"{path}, row 1: expected the header {' '.join(HEADER)}, tab-separated")
    endings = dict(_row(line, f"{path}, row {row}") for row, line in enumerate(lines[1:], start=2))
    longest = max((len(ending) for _, ending in endings), default=0)
    return CaseTable(endings, longest, read_inflection(lang))


def _row(line: str, where: str) -> tuple[tuple[str, str], frozenset[str]]:
    cells = line.split("\t")
    if len(cells) != len(HEADER) or not all(cells):
        raise SourceError(f"{where}: expected {' '.join(HEADER)}, none empty, found {line!r}")
    ending, kind, cases, _ = cells
    if kind not in KINDS:
        raise SourceError(f"{where}: kind {kind!r} is not one of {', '.join(KINDS)}")
    if not set(cases.split("|")) <= ANY:
        raise SourceError(f"{where}: {cases!r} is not a list of {', '.join(CASES)}")
    return (kind, ending), frozenset(cases.split("|"))


def case_of(word: str, lang: str) -> frozenset[str]:
    """The cases that a word can be: a place's adjective, its people, or any noun in lower case; ``ANY`` where unknown."""
    table = read_cases(lang)
    if table is None:
        return ANY
    common = table.by_ending(word, ADJECTIVE, NOUN) or ANY
    return common if word[:1].islower() else table.of_name(word, listed=False) | common


def name_cases(words: Sequence[str], lang: str, *, listed: bool) -> frozenset[str]:
    """The cases of a name of one or more words; ``listed`` where the gazetteer has it in this very form."""
    table = read_cases(lang)
    cases = ANY
    for place, word in enumerate(words if table is not None else ()):
        describes = word[:1].islower() or (place < len(words) - 1 and is_adjective(word, lang))
        cases = cases & (case_of(word.lower(), lang) if describes else _of_name(table, word, listed)) or cases
    return cases


def declined(words: tuple[str, ...], joins: Sequence[str]) -> tuple[str, ...]:
    """The words of a name that change: of those that hyphens join the last, Порт-о-Пренсе, but not Франкфурт-на-Майне."""
    return words if len(words) < 2 or set(joins) != {"-"} or words[1].lower() in _RIVERS else words[-1:]


_RIVERS = frozenset({"на", "над", "nad"})


def _of_name(table: CaseTable | None, word: str, listed: bool) -> frozenset[str]:
    return ANY if table is None else table.of_name(word, listed)


def is_adjective(word: str, lang: str) -> bool:
    """Whether the longest known ending of a word is one of adjectives only: российскими, nowych."""
    table = read_cases(lang)
    return table is not None and table.kinds(word) == {ADJECTIVE}


def is_plural(word: str, lang: str) -> bool:
    """Whether a finite verb has a subject in the plural, or an unnamed "they": обстреляли, обвиняют."""
    table = read_cases(lang)
    return table is not None and table.by_ending(word, PLURAL) is not None


def is_neuter(word: str, lang: str) -> bool:
    """Whether a finite verb has a neuter subject or none: накрыло, zalało."""
    table = read_cases(lang)
    return table is not None and table.by_ending(word, NEUTER) is not None


def is_infinitive(word: str, lang: str) -> bool:
    """Whether a verb form that is not finite is an infinitive, not an adverbial participle: помочь, wysłać."""
    table = read_cases(lang)
    return table is not None and table.by_ending(word, INFINITIVE) is not None
