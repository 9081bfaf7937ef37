"""Words around a name that tell what it names: prepositions of place, titles of persons, kinds of place, groups."""

import lzma
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from gazetteer.names import fold

_FOLDER = Path(__file__).parent


@cache
def mention_cues(lang: str | None) -> Mapping[str, str]:
    """Folded word -> class: ``in``, ``person``, ``says``, ``group`` or a kind of place; without a language, of all of them."""
    found: dict[str, str] = {}
    for line in (_FOLDER / "mention_cues.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        row_lang, kind, words = line.split("\t")
        if lang in (None, row_lang):
            found.update((fold(word), kind) for word in words.split())
    return found


@cache
def function_words(lang: str | None) -> frozenset[str]:
    """The commonest words of a language, folded; empty for one that has no list."""
    return _words_of("function_words.tsv", lang)


@cache
def common_words(lang: str | None) -> frozenset[str]:
    """Some hundreds of ordinary words of a language, folded; empty for one that has no list."""
    return _words_of("common_words.tsv", lang)


def _words_of(name: str, lang: str | None) -> frozenset[str]:
    for line in (_FOLDER / name).read_text(encoding="utf-8").splitlines()[1:]:
        row_lang, words = line.split("\t")
        if row_lang == lang:
            return frozenset(map(fold, words.split()))
    return frozenset()


@cache
def person_names(name: str) -> frozenset[str]:
    """Folded ``given_names`` or ``surnames`` of many countries."""
    return frozenset(lzma.decompress((_FOLDER / f"{name}.txt.xz").read_bytes()).decode().split("\n"))


@cache
def abbreviations() -> frozenset[str]:
    """Words longer than three letters whose full stop does not end a sentence: "prof.", "capt."."""
    return frozenset((_FOLDER / "abbreviations.txt").read_text(encoding="utf-8").split())
