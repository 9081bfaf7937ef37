"""A span of the text -> the sentence around it, and offsets as JavaScript counts them."""

import re
from bisect import bisect_left
from collections.abc import Callable
from itertools import pairwise

from geomap.roles import Evidence

# Where a sentence ends: its mark with any closing quotes, before a space; a full-width mark; a new line.
SENTENCE_END = re.compile(r"""[.!?…؟]+["'”’»)\]]*(?=\s)|[。！？]["”』」]?|\n""")
# "St. Petersburg", "J. Smith", "dr. De Vries": a mark after so few letters ends no sentence.
ABBREVIATION = re.compile(r"(?:^|[\s(\"'“‘«])\w{1,3}\.$")
# How far a quote reaches to either side of its mention: two lines of a popup each.
REACH = 240

# Characters after this one take two UTF-16 units.
LAST_OF_ONE_UNIT = "\uffff"

Span = tuple[int, int]


def sentences(text: str) -> tuple[Span, ...]:
    """The sentences of the text, as spans that together cover it."""
    cuts = [0]
    for mark in SENTENCE_END.finditer(text):
        if mark.group() == "\n" or not ABBREVIATION.search(text[max(cuts[-1], mark.end() - 6) : mark.end()]):
            cuts.append(mark.end())
    cuts.append(len(text))
    return tuple((start, end) for start, end in pairwise(cuts) if end > start)


def quote(text: str, found: tuple[Span, ...], span: Span) -> Span:
    """The sentences that the span touches, without outer blanks, and no further than REACH from it."""
    first = max(0, bisect_left(found, span[0], key=lambda sentence: sentence[1] - 1))
    last = max(first, bisect_left(found, span[1], key=lambda sentence: sentence[1]))
    start = max(found[first][0], span[0] - REACH)
    end = min(found[min(last, len(found) - 1)][1], span[1] + REACH)
    return _stripped(text, start, end)


def _stripped(text: str, start: int, end: int) -> Span:
    body = text[start:end]
    return start + len(body) - len(body.lstrip()), end - len(body) + len(body.rstrip())


def utf16(text: str) -> Callable[[int], int]:
    """A function from offsets in code points to offsets in UTF-16 units, which is what the page's strings count."""
    beyond = [offset for offset, character in enumerate(text) if character > LAST_OF_ONE_UNIT]
    return lambda offset: offset + bisect_left(beyond, offset)


class Spans:
    """Spans of one text as the page needs them: in UTF-16 units."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._sentences = sentences(text)
        self._offset = utf16(text)

    def of(self, start: int, end: int) -> tuple[int, int]:
        """The span, as the page counts."""
        return self._offset(start), self._offset(end)

    def quote(self, span: Span, evidence: Evidence | None) -> tuple[int, int]:
        """The sentence around the span, and around its evidence where that takes the span in."""
        start, end = span
        if evidence and evidence.start <= start and end <= evidence.end:
            start, end = evidence.start, evidence.end
        return self.of(*quote(self._text, self._sentences, (start, end)))
