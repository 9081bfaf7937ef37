"""Documents made of the repository's own passages: of a language, a length, a density of names, as many as wanted."""

import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from geomap.documents import Document

ROOT = Path(__file__).parents[1]
PASSAGES = sorted((ROOT / "benchmarks" / "roles" / "passages").glob("*.txt"))
LANGUAGES = ("nl", "en", "de", "fr", "es", "it", "pt", "pl", "ru", "uk")
ORDINARY = 2_000  # characters of an ordinary news article
_HEAD = re.compile(r"^#\s*(\S+)\s+(\w\w)\b")
_MARK = re.compile(r"\[\[([^|\]]*)\|[^\]]*\]\]")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^a-z])")


@cache
def sentences(lang: str) -> tuple[tuple[str, int], ...]:
    """The sentences of the passages in a language, each with the number of places marked in it."""
    return tuple(
        (_MARK.sub(r"\1", sentence), len(_MARK.findall(sentence)))
        for passage in marked_passages(lang)
        for sentence in _SENTENCE.split(passage)
    )


def marked_passages(lang: str) -> Iterator[str]:
    """The passages in a language, as marked."""
    for path in PASSAGES:
        current = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            head = _HEAD.match(line)
            if head:
                current = head[2]
            elif line and current == lang:
                yield line


def document(number: int, lang: str, length: int = ORDINARY, *, least: int = 0, most: int = 99) -> Document:
    """A document of sentences drawn by its number, at least ``length`` characters of them, cut there.

    ``least`` and ``most`` bound the places in a sentence: how dense names are.
    """
    drawn = random.Random(f"{lang}-{number}")  # noqa: S311 (which sentences, not secrets)
    fitting = [text for text, places in sentences(lang) if least <= places <= most]
    chosen: list[str] = []
    total = 0
    while total < length:
        chosen.append(drawn.choice(fitting))
        total += len(chosen[-1]) + 1
    return Document(id=f"{lang}-{number}", text=" ".join(chosen)[:length], lang=lang)


def documents(count: int, length: int = ORDINARY) -> Iterator[Document]:
    """So many documents, the languages by turns."""
    for number in range(count):
        yield document(number, LANGUAGES[number % len(LANGUAGES)], length)
