"""Cyrillic names written in Latin letters as Dutch, English, German and French newspapers write them.

The reviewed tables ``tables/transliteration`` hold the rules: for each language of the reader its letters, and in
``alphabets.tsv`` the alphabets and countries of the languages that are written in Cyrillic. The longest run of letters
wins, then the rule for a source language, then the one with a context.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from gazetteer.sources.tables import TABLES, listed, read_table

READERS = ("de", "en", "fr", "nl")
"""The languages whose spelling of Cyrillic names is known."""
FOLDER = TABLES / "transliteration"
_VOWELS = frozenset("аеёиоуыэюяәөүұіїє")
_FRONT = frozenset("еёиэюяыіїє")
_SIGNS = frozenset("ьъ’'ʼ")
_HUSHING = frozenset("жчшщ")
_BETWEEN = frozenset(" -")
_NOTHING = "-"


@dataclass(frozen=True, slots=True)
class Rule:
    """What some letters become: where in a word, and in which source languages (none: in all)."""

    written: str
    where: tuple[str, ...]
    sources: tuple[str, ...]

    def fits(self, source: str, around: frozenset[str]) -> bool:
        """Whether it holds in this language, in one of these contexts."""
        return (not self.sources or source in self.sources) and (not self.where or not around.isdisjoint(self.where))


@dataclass(frozen=True, slots=True)
class Alphabet:
    """The letters of a language that is written in Cyrillic, and the countries whose places have names in it."""

    source: str
    countries: tuple[str, ...]
    letters: frozenset[str]


@cache
def alphabets() -> tuple[Alphabet, ...]:
    """Every language that is written in Cyrillic."""
    rows = read_table(FOLDER / "alphabets.tsv")
    return tuple(Alphabet(row["source"], listed(row["countries"]), frozenset(row["letters"])) for row in rows)


@cache
def _rules(reader: str) -> Mapping[str, tuple[Rule, ...]]:
    """Letters -> their rules, those for fewer languages and places first."""
    found: dict[str, list[Rule]] = defaultdict(list)
    for row in read_table(FOLDER / f"{reader}.tsv"):
        written = "" if row["written"] == _NOTHING else row["written"]
        found[row["letters"]].append(Rule(written, listed(row["where"]), listed(row["sources"])))
    return {letters: tuple(sorted(rules, key=_general)) for letters, rules in found.items()}


def _general(rule: Rule) -> tuple[bool, bool]:
    return not rule.sources, not rule.where


def sources_of(name: str, country: str) -> Iterator[str]:
    """The source languages in which a name of a place in this country may be: all its letters are in the alphabet."""
    letters = frozenset(name.lower()) - _BETWEEN
    for alphabet in alphabets():
        if country in alphabet.countries and letters <= alphabet.letters:
            yield alphabet.source


def transliterated(name: str, source: str, reader: str) -> str:
    """A Cyrillic name as newspapers in the reader's language write it; what is not Cyrillic stays.

    Args:
        name: as written, "Жаңаөзен".
        source: ISO 639-1 of the language that it is in, one of those of ``alphabets.tsv``.
        reader: one of ``READERS``.
    """
    rules, lower, written, at = _rules(reader), name.lower(), "", 0
    longest = max(map(len, rules))
    while at < len(name):
        size, rule = _rule_at(rules, lower, at, source, longest)
        piece = name[at] if rule is None else rule.written
        written += piece[:1].upper() + piece[1:] if name[at].isupper() else piece
        at += size
    return written


def _rule_at(rules: Mapping[str, tuple[Rule, ...]], word: str, at: int, source: str, longest: int) -> tuple[int, Rule | None]:
    for size in range(longest, 0, -1):
        around = _around(word, at, at + size)
        for rule in rules.get(word[at : at + size], ()):
            if rule.fits(source, around):
                return size, rule
    return 1, None


def _around(word: str, at: int, past: int) -> frozenset[str]:
    """The contexts that hold there, as the tables name them."""
    before, after = word[at - 1 : at], word[past : past + 1]
    holds = {
        "start": not before.isalpha() and before not in _SIGNS,
        "end": not after.isalpha() and after not in _SIGNS,
        "vowel": before in _VOWELS,
        "sign": before in _SIGNS,
        "front": after in _FRONT,
        "hush": before in _HUSHING,
        "between": before in _VOWELS and after in _VOWELS,
    }
    return frozenset(name for name, held in holds.items() if held)
