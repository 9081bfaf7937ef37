"""Where places are named, one difficulty each, in every language.

``tests/cases/recognition/*.tsv``, one file a language, one sentence a line: the difficulty, a tab, the sentence with every
place in square brackets. ``no`` has names and words that are no places, ``article`` a name behind a preposition without one,
``object`` a name that a verb takes, ``kind`` a name behind a word that says what it is, ``case`` one in another form,
``first`` one that begins a sentence in which no other place is named.
"""

import json
import re
from pathlib import Path

import pytest

from gazetteer import open_gazetteer
from geomap.documents import Document
from geomap.mentions import BLOC, find_mentions
from geomap.text import read_text

FOLDER = Path(__file__).parent / "cases" / "recognition"
LANGUAGES = {"de", "en", "es", "fr", "it", "nl", "pl", "pt", "ru", "uk"}
MARK = re.compile(r"\[([^\]]+)\]")
SOFT_HYPHEN, LINE_BREAK = "\u00ad", "\n"
KNOWN: dict[str, str] = json.loads((FOLDER / "known-failures.json").read_text(encoding="utf-8"))
"""Sentences that are not read rightly yet, and what is found instead."""


def sentences() -> list[tuple[str, str, str]]:
    """(language, difficulty, marked sentence) of every line."""
    found = []
    for path in sorted(FOLDER.glob("*.tsv")):
        _, *lines = path.read_text(encoding="utf-8").splitlines()
        found += [(path.stem, *line.split("\t")) for line in lines]
    return found


def places(text: str, lang: str) -> list[str]:
    found = find_mentions(read_text(Document(id="sentence", text=text, lang=lang)), open_gazetteer())
    return [each.text for each in found if BLOC not in each.why]


def plain(marked: str) -> str:
    return MARK.sub(r"\1", marked)


@pytest.mark.parametrize(("lang", "kind", "marked"), sentences())
def test_the_places_of_a_sentence_are_found(request: pytest.FixtureRequest, lang: str, kind: str, marked: str) -> None:
    if marked in KNOWN:
        request.applymarker(pytest.mark.xfail(reason=KNOWN[marked], strict=True))
    assert places(plain(marked), lang) == MARK.findall(marked)


@pytest.mark.parametrize(("lang", "kind", "marked"), [each for each in sentences() if each[1] == "article"])
def test_a_soft_hyphen_in_a_name_changes_nothing(lang: str, kind: str, marked: str) -> None:
    for name in MARK.findall(marked):
        hyphened = plain(marked).replace(name, f"{name[:3]}{SOFT_HYPHEN}{name[3:]}")
        assert [each.replace(SOFT_HYPHEN, "") for each in places(hyphened, lang)] == places(plain(marked), lang)


@pytest.mark.parametrize(
    ("lang", "marked"), [(lang, marked) for lang, kind, marked in sentences() if kind != "spaced" and marked not in KNOWN]
)
def test_a_line_break_in_a_name_changes_nothing(lang: str, marked: str) -> None:
    broken = MARK.sub(lambda name: name[1].replace(" ", LINE_BREAK), marked)
    assert places(broken, lang) == [name.replace(" ", LINE_BREAK) for name in MARK.findall(marked)]


def test_every_language_has_its_difficulties() -> None:
    kinds = {lang: {kind for one, kind, _ in sentences() if one == lang} for lang in LANGUAGES}
    assert {path.stem for path in FOLDER.glob("*.tsv")} == LANGUAGES
    assert all(each >= {"article", "capitals", "kind", "no", "object"} for each in kinds.values())
