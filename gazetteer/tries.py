"""Names and what they can mean: a trie of keys with, for each key, the places it names; and the scan of a text for them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

import marisa_trie

from gazetteer.mapped import MappedFile
from gazetteer.names import JOINS, WORD, fold
from gazetteer.place import Strength

LANGUAGES = ("en", "nl", "de", "fr", "es", "it", "pt", "pl", "ru", "uk", "ar", "tr", "zh")
"""The languages whose names are told apart when a name is looked up; the others share one bit."""
LANGUAGE_BIT = {lang: 1 << (4 + place) for place, lang in enumerate(LANGUAGES)}
OTHER_LANGUAGE_BIT = 1 << (4 + len(LANGUAGES))
DOTTED_BIT = 1 << 18
"""Set for an abbreviation that is written with a final full stop: "Calif.", not "Calif"."""
STRENGTH_MASK = 15
NOWHERE = 0xFFFF_FFFF
"""The place number of a name that has no place: a bloc, or a word that is never one."""

LONGEST_NAME = 64
"""Characters of a key that a scan looks at; the build leaves longer names out."""
# Bound the memory of what is read from the map: about 2 MB, 4 MB and 1 MB. An article of two thousand characters looks up some
# hundred beginnings of names; another reading costs two microseconds. Names whose case counts are asked for once a word.
KEYS_REMEMBERED = 4096
WORDS_REMEMBERED = 8_192
EXACT_REMEMBERED = 2048

WORDS_AND_GAPS = re.compile(f"({WORD.pattern})")
_BREAK = "\x1f"
_FULL_STOPS = (".", ". ")
# "St. Petersburg", "U.S. Virgin Islands": a full stop after so few letters does not end a name.
LONGEST_ABBREVIATION = 3


class Posting(NamedTuple):
    """One place that a name can mean: its number, how firmly the name is its own, and in which languages."""

    place: int
    attributes: int

    @property
    def strength(self) -> Strength:
        """How firmly the name belongs to the place."""
        return Strength(self.attributes & STRENGTH_MASK)

    @property
    def dotted(self) -> bool:
        """Whether the name ends in a full stop."""
        return bool(self.attributes & DOTTED_BIT)

    def in_language(self, lang: str | None) -> bool:
        """Whether a source tags the name as one of this language."""
        return bool(self.attributes & LANGUAGE_BIT.get(lang or "", OTHER_LANGUAGE_BIT))


class Match(NamedTuple):
    """A name of the gazetteer found in a text: the words ``first`` up to but not including ``past``."""

    first: int
    past: int
    postings: tuple[Posting, ...]


class Found(NamedTuple):
    """A name of the gazetteer found in a text: ``text[start:end]``."""

    start: int
    end: int
    postings: tuple[Posting, ...]


class Words(NamedTuple):
    """A text to scan: its words, each followed by a space, or by another sign where no name may run on.

    ``at`` gives the offset of each word in ``joined``.
    """

    joined: str
    at: Sequence[int]


class Names:
    """One trie of name keys with, for each key, the places it names."""

    def __init__(self, mapped: MappedFile, prefix: str, places: int, remembered: int = WORDS_REMEMBERED) -> None:
        """The parts of the file whose names begin with ``prefix``; ``places`` is how many places there are.

        ``remembered`` is how many beginnings of names are kept in memory.
        """
        self._mapped = mapped
        self._places = places
        self._trie = marisa_trie.Trie().map(mapped.part(prefix))
        self._first = mapped.numbers(f"{prefix}.first", "I")
        self._place = mapped.numbers(f"{prefix}.place", "I")
        self._attributes = mapped.numbers(f"{prefix}.attributes", "I")
        self.postings = lru_cache(maxsize=KEYS_REMEMBERED)(self._postings)
        self.beginning = lru_cache(maxsize=remembered)(self._read_beginning)

    def __contains__(self, key: str) -> bool:
        """Whether any place has this key."""
        return key in self._trie

    def __len__(self) -> int:
        """How many keys there are."""
        return len(self._trie)

    def _postings(self, key: int) -> tuple[Posting, ...]:
        start, past = self._first[key], self._first[key + 1]
        found = tuple(map(Posting, self._place[start:past], self._attributes[start:past]))
        for place, attributes in found:
            if (place >= self._places and place != NOWHERE) or attributes & STRENGTH_MASK > Strength.NEVER:
                raise self._mapped.damaged("a name has a place that there is not")
        return found

    def find(self, key: str) -> tuple[Posting, ...]:
        """The places of a key, likeliest first; empty where there are none."""
        number = self._trie.get(key)
        return () if number is None else self.postings(number)

    def items(self) -> Iterator[tuple[str, tuple[Posting, ...]]]:
        """Every key with its places, in the order of the keys' numbers in the trie."""
        for key, number in self._trie.iteritems():
            yield key, self._postings(number)

    def _read_beginning(self, words: str) -> tuple[tuple[Posting, ...], bool]:
        """The places of a key, and whether longer keys begin with its words."""
        return self.find(words), next(self._trie.iterkeys(f"{words} "), None) is not None

    def scan(self, words: Words, starts: Iterable[int], namespace: str = "") -> Iterator[Match]:
        """Every name that begins at one of the words ``starts``, shorter ones first; only keys in ``namespace``."""
        joined, beginning = words.joined, self.beginning
        at, last = (*words.at, len(joined)), len(words.at)
        for first in starts:
            start, past, longer = at[first], first, True
            while longer:
                past += 1
                end = at[past] - 1
                postings, longer = beginning(namespace + joined[start:end])
                if postings:
                    yield Match(first, past, postings)
                longer = longer and past < last and joined[end] == " "

    def scan_text(self, text: str) -> Iterator[Found]:
        """Every name in a text that begins with a capital, or with a letter of a script that has none."""
        pieces = WORDS_AND_GAPS.split(text)
        written, gaps = pieces[1::2], pieces[2::2]
        if not written:
            return
        words = join(list(map(fold, written)), list(map(_join, written, gaps)))
        offsets = list(accumulate(map(len, pieces)))
        starts = [number for number, word in enumerate(written) if not (word[0].islower() or word[0].isdigit())]
        for first, past, postings in self.scan(words, starts):
            yield Found(offsets[2 * first], offsets[2 * past - 1], postings)


def _join(word: str, gap: str) -> str:
    """What follows a word: a space where a name may run on over the gap, else a break."""
    return " " if gap in JOINS or (gap in _FULL_STOPS and len(word) <= LONGEST_ABBREVIATION) else _BREAK


def join(words: Sequence[str], joins: Sequence[str]) -> Words:
    """Words as a scan wants them, each with the one character that follows it."""
    followed = list(map(str.__add__, words, joins))
    at = [0, *accumulate(map(len, followed))]
    at.pop()
    return Words("".join(followed), at)
