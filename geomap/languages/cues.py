"""Words around a name that tell what it names: prepositions of place, titles of persons, kinds of place, groups."""

import lzma
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import marisa_trie

from gazetteer.mapped import MappedFile, Parts
from gazetteer.names import fold
from geomap.compiled import Compiled, trie_of

_FOLDER = Path(__file__).parent
PERSON_NAMES = ("given_names", "surnames")


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


@cache
def spoken_in(lang: str | None) -> frozenset[str]:
    """ISO codes of the countries where a language is official (CLDR, by Babel 2.18); empty for one that is not listed."""
    lines = (_FOLDER / "spoken.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return next((frozenset(codes.split()) for row, codes in (line.split("\t") for line in lines) if row == lang), frozenset())


def _words_of(name: str, lang: str | None) -> frozenset[str]:
    for line in (_FOLDER / name).read_text(encoding="utf-8").splitlines()[1:]:
        row_lang, words = line.split("\t")
        if row_lang == lang:
            return frozenset(map(fold, words.split()))
    return frozenset()


def compiled_names() -> Compiled:
    """The names of persons, and how they are compiled."""

    def make() -> Parts:
        return {name: marisa_trie.Trie(_listed(path)).tobytes() for name, path in lists.items()}

    lists = {name: _FOLDER / f"{name}.txt.xz" for name in PERSON_NAMES}
    return Compiled("person_names", (Path(__file__), *lists.values()), make)


def _listed(path: Path) -> list[str]:
    return lzma.decompress(path.read_bytes()).decode().split("\n")


@cache
def _person_names() -> MappedFile:
    return compiled_names().open()


@cache
def person_names(name: str) -> marisa_trie.Trie:
    """Folded ``given_names`` or ``surnames`` of many countries."""
    return trie_of(_person_names(), name)


@cache
def abbreviations(lang: str | None) -> frozenset[str]:
    """Words that a language shortens, or for ``None`` those of all: "prof.", Polish "ok."; their full stop ends no sentence."""
    rows = (line.split("\t") for line in (_FOLDER / "abbreviations.tsv").read_text(encoding="utf-8").splitlines()[1:])
    return frozenset(word for own, words in rows if own == (lang or "*") for word in words.split())
