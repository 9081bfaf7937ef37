"""The words that dates are written with, by language: ``languages/*/dates.tsv``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

from gazetteer.names import WORD, fold
from geomap.errors import SourceError
from geomap.text import Text

LANGUAGES = Path(__file__).parent.parent / "languages"
HEADER = ("word", "kind", "value")
KINDS = frozenset(
    {
        "month", "weekday", "day", "number", "unit", "ago", "last", "next", "this", "since", "from", "until", "night",
        "into", "part", "decade", "same",
    }
)  # fmt: skip
"""``day`` is counted from publication, "-1" or "-1..0"; ``part`` is the third of a month or year; the rest as in docs."""
_STARTS = frozenset({"month", "weekday", "day", "unit", "decade"})
"""What makes a stretch of text worth reading for dates; so does a number of four digits."""
_YEAR_DIGITS = 4

Kinds = Mapping[str, str]
_NONE: Kinds = {}


@dataclass(slots=True)
class DateWords:
    """The words of one language: folded phrase, its words joined by a space, to its value in each kind that it has."""

    phrases: dict[str, dict[str, str]] = field(default_factory=dict)
    longest: dict[str, int] = field(default_factory=dict)
    """How many words the longest phrase has that begins with a word."""
    hearts: set[str] = field(default_factory=set)
    """The first words of all that can be a date by itself."""
    same: set[tuple[str, ...]] = field(default_factory=set)
    """The words of "the same day", which is that of the sentence before."""
    capital: set[str] = field(default_factory=set)
    """Words that the table writes with a capital, and that count only so: "May"."""

    def get(self, kind: str, phrase: str) -> str | None:
        """The value of a phrase of this kind."""
        return self.phrases.get(phrase, _NONE).get(kind)


class Item(NamedTuple):
    """A word of the text, or several that are one date word: numbers of the first and the word past the last."""

    first: int
    past: int
    word: str
    kinds: Kinds

    @property
    def number(self) -> int | None:
        """What it counts, in digits or letters."""
        if self.word.isdigit():
            return int(self.word) if len(self.word) <= _YEAR_DIGITS else None
        value = self.kinds.get("number")
        return int(value) if value else None


@cache
def read_date_words(lang: str | None) -> DateWords:
    """The date words of a language, none for one without a table; raises SourceError at a broken row."""
    words = DateWords()
    path = LANGUAGES / (lang or "-") / "dates.tsv"
    if not path.is_file():
        return words
    lines = path.read_text(encoding="utf-8").splitlines()
    if tuple(lines[0].split("\t")) != HEADER:
        raise SourceError(f"{path}, row 1: expected the header {' '.join(HEADER)}, tab-separated")
    for row, line in enumerate(lines[1:], start=2):
        cells = line.split("\t")
        if len(cells) != len(HEADER) or cells[1] not in KINDS:
            raise SourceError(f"{path}, row {row}: expected word, kind and value, found {line!r}")
        _add(words, *cells)
    return words


def _add(words: DateWords, written: str, kind: str, value: str) -> None:
    parts = [fold(word) for word in WORD.findall(written)]
    phrase = " ".join(parts)
    words.phrases.setdefault(phrase, {})[kind] = value
    words.longest[parts[0]] = max(len(parts), words.longest.get(parts[0], 1))
    if kind in _STARTS:
        words.hearts.add(parts[0])
    if kind == "same":
        words.same.add(tuple(parts))
    if written[0].isupper():
        words.capital.add(phrase)


def read_items(text: Text, first: int, past: int, words: DateWords, names: frozenset[int]) -> list[Item]:
    """The words from ``first`` to ``past``, longest phrases first.

    Words of names are no date words (Rio de Janeiro), but for what only parts a month or year: "Mitte" is also a borough.
    """
    found: list[Item] = []
    at = first
    folded, longest = text.folded, words.longest
    while at < past:
        plain = folded[at] not in longest
        item = Item(at, at + 1, folded[at], _NONE) if plain else _item(folded, text.words, at, past, words)
        if at in names and item.kinds.keys() != {"part"}:
            item = Item(at, at + 1, "", _NONE)
        found.append(item)
        at = item.past
    return found


def _item(folded: Sequence[str], written: Sequence[str], at: int, past: int, words: DateWords) -> Item:
    for length in range(min(words.longest[folded[at]], past - at), 0, -1):
        phrase = " ".join(folded[at : at + length])
        kinds = words.phrases.get(phrase)
        if kinds and not (phrase in words.capital and not written[at][0].isupper()):
            return Item(at, at + length, phrase, kinds)
    return Item(at, at + 1, folded[at], _NONE)


def has_date(text: Text, first: int, past: int, words: DateWords) -> bool:
    """Whether any word from ``first`` to ``past`` can be a date or a year, so that the rest need not be read."""
    folded = text.folded[first:past]
    return not words.hearts.isdisjoint(folded) or any(word[0] in "12" and len(word) >= _YEAR_DIGITS for word in folded)


def says_same_day(text: Text, first: int, past: int) -> bool:
    """Whether the words from ``first`` to ``past`` put what happened on the day that was told before."""
    folded = text.folded
    return any(
        folded[at : at + len(phrase)] == phrase
        for phrase in read_date_words(text.lang).same
        if phrase[0] in folded[first:past]
        for at in range(first, past)
    )
