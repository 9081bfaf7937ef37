"""The Russian, Ukrainian and Polish demonym tables, and the paradigms that make their forms."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from gazetteer.errors import SourceError
from gazetteer.paradigms import Paradigm, expand, read_paradigms

TABLES = Path(__file__).parent.parent / "gazetteer" / "tables"
LANGS = ("pl", "ru", "uk")
HEADER = ["place", "adjective", "people", "note"]
PLACE = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?|geonames:[1-9][0-9]*|geomap:[a-z0-9-]+")
LETTERS = {
    "ru": re.compile(r"[а-яё]+(-[а-яё]+)*"),
    "uk": re.compile(r"[абвгґдеєжзиіїйклмнопрстуфхцчшщьюя]+([-'][абвгґдеєжзиіїйклмнопрстуфхцчшщьюя]+)*"),
    "pl": re.compile(r"[A-ZŁŚŻĆ]?[a-ząćęłńóśźżqv]+(-[a-ząćęłńóśźż]+)*"),
}
# ISO 3166-1 alpha-2 as published, with XK, in use by the European Union for Kosovo.
COUNTRY_CODES = """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
    CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR
    GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO
    JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR
    MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO
    RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV
    TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW
"""
COUNTRIES = frozenset(COUNTRY_CODES.split())
# Territories whose row says that the language has no derived form in use; a longer list is a loss of coverage.
NO_FORM = {
    "ru": "BV CC CK CX HM SH TC UM",
    "uk": "BV CC CK CX HM IM SB SH TC UM",
    "pl": "AS BL BQ BV CC CK CW CX GG GS GW HM JE KN LC MF MH MP NF NU PM PN SB SH ST SX TC TF TK UM VC VG VI WF YT",
}
REGIONS_AND_CITIES_AT_LEAST = 120
# Forms that two places share in earnest; anything else shared is a slip of the pen.
SHARED = {("CD", "CG"), ("KP", "KR"), ("VG", "VI"), ("GF", "GY")}

GOLDEN = {
    "ru": """казахстанский KZ, казахстанскими KZ, казахского KZ, казахи KZ, казашек KZ, казахстанцев KZ, российскими RU,
        русских RU, россиян RU, россиянкам RU, украинцев UA, украинской UA, грузинская GE, грузин GE, грузинами GE,
        немцами DE, немецкие DE, поляков PL, полек PL, латышей LV, латвийскую LV, болгар BG, армяне AM, корейцев KR,
        китайцам CN, турок TR, турками TR, турецким TR, французов FR, англичане GB-ENG, британцев GB, чеченских RU-CE,
        чеченцы RU-CE, крымскому UA-43, дагестанская RU-DA, шотландцев GB-SCT, каталонской ES-CT, татарами RU-TA,
        европейские geonames:6255148, африканцев geonames:6255146, азиатских geonames:6255147,
        ближневосточного geonames:6269133, балканских geonames:12216908, закавказских geonames:465524,
        латиноамериканские geomap:latin-america, центральноазиатским geonames:7729893, сибиряки geonames:2016590,
        московским geonames:524901, москвичей geonames:524901, питерские geonames:498817, киевляне geonames:703448,
        донецкого geonames:709717, львовскую geonames:702550, харьковскими geonames:706483, минской geonames:625144,
        варшавского geonames:756135, сумской geonames:692194, кишиневской geonames:618426,
        кишинёвской geonames:618426""",
    "uk": """казахстанська KZ, казахами KZ, російськими RU, росіян RU, росіянкою RU, росіянці RU, українців UA, українцями UA,
        українкам UA, грузинська GE, польському PL, поляків PL, польок PL, німецької DE, німці DE, білоруським BY,
        білорусів BY, в'єтнамців VN, туркам TR, турецької TR, корейців KR, італійцям IT, британських GB, англійців GB-ENG,
        латишів LV, чеченців RU-CE, кримської UA-43, кримчани UA-43, шотландських GB-SCT, татар RU-TA,
        європейського geonames:6255148, африканських geonames:6255146, близькосхідній geonames:6269133,
        балканських geonames:12216908, московською geonames:524901, київські geonames:703448, киян geonames:703448,
        харків'янам geonames:706483, львівській geonames:702550, донецьких geonames:709717, варшавська geonames:756135,
        одеситів geonames:698740, маріупольців geonames:701822, запорізькій geonames:687700, мінської geonames:625144""",
    "pl": """kazachstańskiego KZ, Kazachów KZ, rosyjskiego RU, rosyjscy RU, Rosjan RU, Rosjance RU, Ukraińcami UA, Ukrainek UA,
        ukraińską UA, Białorusinów BY, Białorusini BY, brytyjskich GB, Brytyjczycy GB, Gruzinów GE, gruzińskie GE,
        Polaków PL, polskiemu PL, Niemcami DE, niemieccy DE, Czesi CZ, Włosi IT, Węgrzy HU, Węgrom HU, Francuzi FR,
        Turków TR, tureckich TR, Łotyszami LV, Szwedzi SE, Norwegowie NO,
        Amerykanów US, amerykańscy US, Azjaci geonames:6255147,
        Anglicy GB-ENG, Szkotów GB-SCT, Czeczenów RU-CE, krymskich UA-43, katalońskiej ES-CT, Tatarzy RU-TA,
        europejskiego geonames:6255148, Europejczycy geonames:6255148, afrykańskich geonames:6255146,
        bliskowschodniego geonames:6269133, bałkańskie geonames:12216908, latynoamerykańskim geomap:latin-america,
        warszawskiej geonames:756135, warszawiacy geonames:756135, krakowskim geonames:3094802, moskiewskie geonames:524901,
        kijowskich geonames:703448, lwowską geonames:702550, charkowski geonames:706483, mińskim geonames:625144""",
}


def table(lang: str) -> list[list[str]]:
    text = (TABLES / "demonyms" / f"{lang}.tsv").read_text(encoding="utf-8")
    assert text.endswith("\n")
    assert not set('\r"') & set(text)
    return [line.split("\t") for line in text[:-1].split("\n")]


def paradigms(lang: str) -> dict[str, Paradigm]:
    return read_paradigms(TABLES / "paradigms" / f"{lang}.tsv")


def lemmas(lang: str) -> Iterator[tuple[str, str, str]]:
    for place, adjective, people, _ in table(lang)[1:]:
        for cell in filter(None, (adjective, people)):
            for item in cell.split("|"):
                lemma, _, paradigm = item.partition(":")
                yield place, lemma, paradigm


def forms(lang: str) -> dict[str, set[str]]:
    known = paradigms(lang)
    places: dict[str, set[str]] = defaultdict(set)
    for place, lemma, paradigm in lemmas(lang):
        for form in expand(lemma, known[paradigm]):
            places[form].add(place)
    return places


@pytest.mark.parametrize("lang", LANGS)
def test_format(lang: str) -> None:
    rows = table(lang)
    assert rows[0] == HEADER
    assert all(len(row) == len(HEADER) for row in rows)
    assert all(cell == cell.strip() for row in rows for cell in row)
    keys = [row[0] for row in rows[1:]]
    assert keys == sorted(set(keys))
    assert [key for key in keys if not PLACE.fullmatch(key)] == []


@pytest.mark.parametrize("lang", LANGS)
def test_country_codes(lang: str) -> None:
    countries = {row[0] for row in table(lang)[1:] if len(row[0]) == len("XK")}
    assert countries == COUNTRIES


@pytest.mark.parametrize("lang", LANGS)
def test_every_country_has_a_form(lang: str) -> None:
    empty = {place for place, adjective, people, _ in table(lang)[1:] if not adjective and not people}
    assert empty == set(NO_FORM[lang].split())
    assert all(row[3] for row in table(lang)[1:] if row[0] in empty)


@pytest.mark.parametrize("lang", LANGS)
def test_regions_and_cities(lang: str) -> None:
    assert len(table(lang)) - 1 - len(COUNTRIES) >= REGIONS_AND_CITIES_AT_LEAST


@pytest.mark.parametrize("lang", LANGS)
def test_lemmas_and_their_paradigms(lang: str) -> None:
    known = paradigms(lang)
    assert [lemma for _, lemma, _ in lemmas(lang) if not LETTERS[lang].fullmatch(lemma)] == []
    assert {paradigm for _, _, paradigm in lemmas(lang)} == set(known)
    assert [lemma for _, lemma, paradigm in lemmas(lang) if lemma not in expand(lemma, known[paradigm])] == []


@pytest.mark.parametrize("lang", LANGS)
def test_adjectives_are_lower_case(lang: str) -> None:
    assert [row[1] for row in table(lang)[1:] if row[1] != row[1].lower()] == []


def test_polish_nations_are_capitalised_and_townspeople_are_not() -> None:
    rows = [row for row in table("pl")[1:] if row[2]]
    assert [row for row in rows if row[0] in COUNTRIES and not all(p[0].isupper() for p in row[2].split("|"))] == []
    assert "warszawianin:noun-anin" in {row[0]: row[2] for row in rows}["geonames:756135"].split("|")


@pytest.mark.parametrize("lang", LANGS)
def test_no_form_stands_for_two_places_by_accident(lang: str) -> None:
    shared = {tuple(sorted(places)) for places in forms(lang).values() if len(places) > 1}
    assert shared <= SHARED


@pytest.mark.parametrize("lang", LANGS)
def test_golden(lang: str) -> None:
    known = forms(lang)
    pairs = [item.split() for item in GOLDEN[lang].split(",")]
    assert [(form, place, known.get(form)) for form, place in pairs if place not in known.get(form, ())] == []


@pytest.mark.parametrize("lang", LANGS)
def test_paradigm_tables_are_sorted_and_repeat_no_ending(lang: str) -> None:
    known = paradigms(lang)
    assert list(known) == sorted(known)
    assert [p.name for p in known.values() if len(set(p.endings)) != len(p.endings)] == []


def test_russian_is_noted_as_ethnic_too() -> None:
    assert "ethnic" in {row[0]: row[3] for row in table("ru")}["RU"]


def test_expand_cuts_and_adds() -> None:
    paradigm = Paradigm(name="noun-ets", strip="ец", endings=("ец", "ца", "цы"))
    assert expand("украинец", paradigm) == ("украинец", "украинца", "украинцы")
    assert expand("чех", Paradigm(name="x", strip="", endings=("", "и"))) == ("чех", "чехи")


def test_expand_refuses_a_lemma_of_another_paradigm() -> None:
    with pytest.raises(SourceError, match="'грек' does not end in"):
        expand("грек", Paradigm(name="noun-ets", strip="ец", endings=("ец",)))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "row 1: expected the header"),
        ("paradigm\tstrip\n", "row 1: expected the header"),
        ("paradigm\tstrip\tendings\na\t-\n", "row 2: expected 3 filled cells"),
        ("paradigm\tstrip\tendings\na\t\tx\n", "row 2: expected 3 filled cells"),
        ("paradigm\tstrip\tendings\na\t-\tx\na\t-\ty\n", "row 3: paradigm 'a' is given twice"),
    ],
)
def test_a_broken_paradigm_table_is_named(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "xx.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=message) as caught:
        read_paradigms(path)
    assert str(path) in str(caught.value)


def test_a_missing_paradigm_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"nowhere\.tsv: cannot be read"):
        read_paradigms(tmp_path / "nowhere.tsv")
