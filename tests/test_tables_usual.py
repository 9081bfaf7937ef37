"""The reviewed tables of usual names: what newspapers of a language call a place and no source lists."""

import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from gazetteer import open_gazetteer
from geomap import Document, read

TABLES = Path(__file__).resolve().parent.parent / "gazetteer" / "tables"
FILES = sorted((TABLES / "names").glob("*.tsv"))
LANGUAGES = ("de", "en", "es", "fr", "it", "nl", "pl", "pt", "ru", "uk")
CYRILLIC = ("ru", "uk")
ONLY_RUSSIAN = re.compile("[ЫыЭэЁёЪъ]")
ONLY_UKRAINIAN = re.compile("[ІіЇїЄєҐґ]")
# What a reader of each language would be ashamed of not finding: the form, and the state that it is of or lies in.
READ = """de Niederlanden NL, de Vereinigten Staaten US, de Emiraten AE, nl Emiraten AE, en Emirates AE, fr Émirats AE,
    es Emiratos AE, it Emirati AE, pt Emirados AE, pl Emiratów AE, ru Эмиратов AE, uk Еміратів AE,
    pl Łodzi PL, pl Hagi NL, pl Dosze QA, pl Nigru NE, uk Відні AT, uk Відня AT, uk Британії GB, uk Боснії BA,
    uk Гани GH, uk Херсонщині UA, uk Полтавщини UA"""


def rows(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]


def names(path: Path) -> list[tuple[str, str]]:
    return [(row[0], name) for row in rows(path)[1:] for name in row[1].split("|")]


each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def test_every_language_has_one() -> None:
    assert tuple(path.stem for path in FILES) == LANGUAGES


@each_file
def test_it_is_a_sorted_table_of_clean_lists(path: Path) -> None:
    header, *found = rows(path)
    assert header == ["place", "names", "note"]
    assert all(len(row) == len(header) for row in found)
    assert [row[0] for row in found] == sorted(row[0] for row in found)
    for _, name in names(path):
        assert name == unicodedata.normalize("NFC", name).strip()
        assert len(name) > 1
        assert "  " not in name


@each_file
def test_a_name_stands_for_one_place(path: Path) -> None:
    assert [name for name, count in Counter(name for _, name in names(path)).items() if count > 1] == []


@each_file
def test_its_places_are_in_the_index(path: Path) -> None:
    gazetteer = open_gazetteer()
    codes = {place for place, _ in names(path)}
    assert [code for code in sorted(codes) if code.startswith("geo") and gazetteer.number(code) is None] == []


@each_file
def test_its_letters_are_those_of_the_language(path: Path) -> None:
    script = "CYRILLIC" if path.stem in CYRILLIC else "LATIN"
    foreign = {"ru": ONLY_UKRAINIAN, "uk": ONLY_RUSSIAN}.get(path.stem)
    for _, name in names(path):
        assert {unicodedata.name(letter).split()[0] for letter in name if letter.isalpha()} == {script}, name
        assert foreign is None or not foreign.search(name), name


@pytest.mark.parametrize("item", [" ".join(item.split()) for item in READ.split(",")])
def test_what_newspapers_write_is_read(item: str) -> None:
    lang, rest = item.split(" ", 1)
    form, country = rest.rsplit(" ", 1)
    (mention,) = read(Document(id="one", text=f"{form}.", lang=lang, spans=((0, len(form)),))).mentions
    assert mention.place is not None
    assert mention.place.country == country
