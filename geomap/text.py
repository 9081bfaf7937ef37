"""Document -> Text: its words, sentences and language, found once and used by every later stage."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from gazetteer.names import JOINS, fold
from gazetteer.tries import LONGEST_ABBREVIATION, WORDS_AND_GAPS, Words, join
from geomap.documents import Document
from geomap.languages.cues import abbreviations, function_words
from geomap.languages.detection import detect_language

_SENTENCE_END = re.compile(r"[.!?…。！？]|\n\s*\n|\n\s*[-–—•*]\s")
LONGEST_SENTENCE = 400
"""Words. What goes on longer without a stop is a list, a table or an attack: read in pieces, so that work stays linear."""
_ORDINAL_STOP = frozenset({"de"})
"""Languages that write ordinals with a full stop and nouns with a capital."""
_ELIDED = frozenset({"all", "d", "dall", "dell", "l", "nell", "sant", "sull"})
"""Words that an apostrophe joins to the next one, whatever stands after it: "Reggio nell' Emilia"."""
_BREAK = "\x1f"
"""Stands between words that cannot belong to one name."""


@dataclass(frozen=True, eq=False)
class Text:
    """A document read into words.

    ``words`` are as written, ``folded`` as names are compared; ``starts`` and ``ends`` are their offsets in the
    document's text. ``sentences`` are ranges of words, first and past.
    """

    document: Document
    lang: str | None
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    gaps: tuple[str, ...]
    """What stands between each word and the next; after the last, the rest of the text."""
    sentences: tuple[tuple[int, int], ...]

    @cached_property
    def folded(self) -> tuple[str, ...]:
        """Each word as names are compared: no case, no diacritics."""
        return tuple(map(fold, self.words))

    @cached_property
    def sentence_of(self) -> tuple[int, ...]:
        """The sentence that each word is in."""
        found: list[int] = []
        for number, (first, past) in enumerate(self.sentences):
            found += [number] * (past - first)
        return tuple(found)

    def join(self, words: Iterable[str]) -> Words:
        """The words, one for each of the text's, as the gazetteer scans them."""
        return join(tuple(words), self.joins)

    @cached_property
    def joins(self) -> tuple[str, ...]:
        """After each word: a space where a name may run on, else a break."""
        return tuple(
            [" " if gap in JOINS or _runs_on(word, gap) else _BREAK for word, gap in zip(self.words, self.gaps, strict=True)]
        )


def read_text(document: Document) -> Text:
    """Split a document into words and sentences, and tell its language where it does not say."""
    text = document.text
    pieces = WORDS_AND_GAPS.split(text)
    offsets = tuple(accumulate(map(len, pieces)))
    words, gaps = pieces[1::2], pieces[2::2]
    lang = document.lang or detect_language(words)
    sentences = _sentences(words, gaps, lang)
    return Text(document, lang, tuple(words), offsets[:-1:2], offsets[1::2], tuple(gaps), sentences)


def _runs_on(word: str, gap: str) -> bool:
    """Whether a name may run on after a full stop or an apostrophe: "St. Gallen", "L' Aquila"; not after "Highway 2."."""
    if gap in (".", ". "):
        return len(word) <= LONGEST_ABBREVIATION and not word[-1].isdigit()
    return gap in ("' ", "’ ") and word.lower() in _ELIDED


def _sentences(words: list[str], gaps: list[str], lang: str | None) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    first = 0
    for place, gap in enumerate(gaps[:-1]):
        ended = len(gap) > 1 and _SENTENCE_END.search(gap) and _ends(words[place], gap, words[place + 1], lang)
        if ended or place + 1 - first >= LONGEST_SENTENCE:
            found.append((first, place + 1))
            first = place + 1
    if words:
        found.append((first, len(words)))
    return tuple(found)


def _ends(word: str, gap: str, following: str, lang: str | None) -> bool:
    """Whether a sentence ends here; not after "St." or "prof.", nor before a word in lower case, nor in "am 9. Oktober".

    After a short word with a capital it ends only before a word such as "The": "left Gao. The army", not "Gen. Haftar". So too
    after what a language shortens: in "в 2022 г. В Москве", not in "w 2022 r. Rosja" or "ok. 30 osób".
    """
    if "\n" in gap and gap.count("\n") > 1:
        return True
    if gap.rstrip(" ") == "." and word.lower() in abbreviations(None):
        return False
    short = len(word) <= LONGEST_ABBREVIATION and word[0].isupper()
    if gap.rstrip(" ") == "." and (short or word.lower() in abbreviations(lang)):
        initial = len(word) == 1 and word.isupper()
        return not initial and following[0].isupper() and fold(following) in function_words(lang)
    if lang in _ORDINAL_STOP and gap == ". " and word.isdigit() and len(word) <= len("31"):
        return False
    return not following[0].islower()
