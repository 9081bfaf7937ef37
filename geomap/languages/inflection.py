"""From a word as it stands in a text to the names it may be a form of: Харкова -> Харків, Pradze -> Praga.

The knowledge is in ``<lang>/inflection.tsv``: a word that ends in ``suffix`` may be a form of a name that ends in
``base`` instead. The rules only propose; whether there is such a name is for the gazetteer to say.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from geomap.errors import LanguageError, SourceError

LANGUAGES = Path(__file__).parent
TABLE = "inflection.tsv"
HEADER = ("suffix", "base", "kind", "case", "note")
KINDS = ("name", "demonym")
CASES = ("nom", "gen", "dat", "acc", "ins", "loc", "voc", "pl")
EMPTY = "-"

Base = tuple[str, str, str]
# How many letters to cut off, what to add, kind, case.
Rule = tuple[int, str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inflection:
    """The endings of one language.

    ``rules`` holds under a suffix every rule for a word of which it is the longest known suffix, those of the shorter
    suffixes included. ``longest`` is the length of the longest suffix, in letters.
    """

    lang: str
    rules: Mapping[str, tuple[Rule, ...]]
    longest: int

    def bases(self, word: str) -> tuple[Base, ...]:
        """What ``word`` may be a form of, the word itself excluded: (base word, kind, case), longest suffix first.

        ``kind`` is ``name`` (a case form of the name) or ``demonym`` (an adjective or inhabitant made from it).
        ``case`` is as in the table: cases joined by ``|``, or ``-``. The stem is as written: МОСКВЫ gives МОСКВа.
        """
        tail = word[-self.longest :].lower()
        for start in range(len(tail)):
            rules = self.rules.get(tail[start:])
            if rules:
                bases = [(word[:-cut] + ending, kind, case) for cut, ending, kind, case in rules]
                return tuple(bases if start else [base for base in bases if base[0]])
        return ()


@cache
def read_inflection(lang: str) -> Inflection:
    """The endings of ``lang`` (ISO 639-1).

    Raises LanguageError for a language without a table, SourceError for a table with a row that breaks a rule.
    """
    known = sorted(path.parent.name for path in LANGUAGES.glob(f"*/{TABLE}"))
    if lang not in known:
        raise LanguageError(f"no inflection table for the language {lang!r}; there are {', '.join(known)}")
    return _read(lang, LANGUAGES / lang / TABLE)


def _read(lang: str, path: Path) -> Inflection:
    lines = path.read_text(encoding="utf-8").splitlines()
    if not lines or tuple(lines[0].split("\t")) != HEADER:
        raise SourceError(f"{path}, row 1: expected the header {' '.join(HEADER)}, tab-separated")
    table: dict[str, tuple[Base, ...]] = defaultdict(tuple)
    for row, line in enumerate(lines[1:], start=2):
        suffix, base = _rule(line, f"{path}, row {row}")
        table[suffix] += (base,)
    rules = {suffix: tuple(_fitting(suffix, table)) for suffix in table}
    return Inflection(lang=lang, rules=rules, longest=max(map(len, rules), default=0))


def _fitting(word: str, table: Mapping[str, tuple[Base, ...]]) -> Iterator[Rule]:
    """The rules of every suffix of ``word``, longest first."""
    for start in range(len(word)):
        for base in table.get(word[start:], ()):
            yield len(word) - start, *base


def _rule(line: str, where: str) -> tuple[str, Base]:
    cells = line.split("\t")
    if len(cells) != len(HEADER) or not all(cells[:-1]):
        raise SourceError(f"{where}: expected {' '.join(HEADER)}, with only the note empty, found {line!r}")
    suffix, base, kind, case, _ = cells
    if kind not in KINDS:
        raise SourceError(f"{where}: kind {kind!r} is not one of {', '.join(KINDS)}")
    if case != EMPTY and not set(case.split("|")) <= set(CASES):
        raise SourceError(f"{where}: case {case!r} is neither {EMPTY!r} nor a list of {', '.join(CASES)}")
    return suffix, ("" if base == EMPTY else base, kind, case)
