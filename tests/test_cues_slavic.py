"""The role tables of Russian, Ukrainian and Polish, the cases of their word forms, and plain news sentences read right."""

import re
from functools import cache
from pathlib import Path

import pytest

import geomap
from geomap.incidents.words import read_date_words
from geomap.roles.cases import ANY, case_of, is_adjective, is_infinitive, is_plural, name_cases, read_cases
from geomap.roles.compiling import HEAD_CLASSES
from geomap.roles.frames import read_frames
from geomap.roles.lexicon import read_lexicon

LANGUAGES = Path(geomap.__file__).parent / "languages"
LANGS = ("pl", "ru", "uk")
TABLES = ("actors", "cases", "cues", "dates", "slots")
LEMMAS_AT_LEAST = 400
LETTERS = {"pl": "a-ząćęłńóśźżé", "ru": "а-яё", "uk": "а-щьюяґєії"}

SENTENCES = {
    "ru": (
        ("Иран осудил удар Израиля по Дамаску.", "Иран accuser, Дамаску incident_site"),
        ("Пекин выразил Токио решительный протест.", "Пекин accuser, Токио accused"),
        ("Варшава отозвала посла из Минска.", "Варшава accuser, Минска accused"),
        ("Российская авиация бомбила Алеппо.", "Российская aggressor, Алеппо incident_site"),
        ("Вашингтон ввёл санкции против Ирана.", "Вашингтон aggressor, Ирана target"),
        ("Пхеньян угрожает Японии войной.", "Пхеньян aggressor, Японии target"),
        ("Войска Ирака вторглись в Кувейт.", "Ирака aggressor, Кувейт incident_site"),
        ("Германия отправила Украине танки.", "Германия ally"),
        ("Киев попросил помощи у Германии.", "Германии ally"),
        ("Спасатели из Греции прилетели в Турцию.", "Греции ally"),
        ("Катар предложил стать посредником.", "Катар mediator"),
        ("Переговоры прошли в Женеве.", "Женеве mediator"),
        ("Тысячи человек вышли на улицы в Белграде.", "Белграде incident_site"),
        ("Землетрясение разрушило дома в Непале.", "Непале incident_site"),
        ("Взрыв прогремел у вокзала в Кабуле.", "Кабуле incident_site"),
        ("Пекин претендует на Тайвань.", "Пекин mention, Тайвань contested_area"),
        ("Крым аннексирован Россией в 2014 году.", "Крым contested_area"),
        ("Тегеран отрицает причастность к атаке.", "Тегеран accused"),
        ("Франция экспортирует вино в Германию.", "Франция mention, Германию mention"),
    ),
    "uk": (
        ("Іран засудив удар Ізраїлю по Дамаску.", "Іран accuser, Дамаску incident_site"),
        ("Варшава відкликала посла з Мінська.", "Варшава accuser, Мінська accused"),
        ("Російська авіація бомбила Алеппо.", "Російська aggressor, Алеппо incident_site"),
        ("Вашингтон запровадив санкції проти Ірану.", "Вашингтон aggressor, Ірану target"),
        ("Північна Корея погрожує Японії війною.", "Північна Корея aggressor, Японії target"),
        ("Війська Іраку вторглися в Кувейт.", "Іраку aggressor, Кувейт incident_site"),
        ("Німеччина передала Україні танки.", "Німеччина ally"),
        ("Київ попросив допомоги у Німеччини.", "Німеччини ally"),
        ("Катар запропонував стати посередником.", "Катар mediator"),
        ("Переговори відбулися в Женеві.", "Женеві mediator"),
        ("Тисячі людей вийшли на вулиці в Белграді.", "Белграді incident_site"),
        ("Землетрус зруйнував будинки в Непалі.", "Непалі incident_site"),
        ("Вибух пролунав біля вокзалу в Кабулі.", "Кабулі incident_site"),
        ("Пекін претендує на Тайвань.", "Пекін mention, Тайвань contested_area"),
        ("Крим анексовано Росією 2014 року.", "Крим contested_area"),
        ("Тегеран заперечує причетність до атаки.", "Тегеран accused"),
        ("Франція експортує вино до Німеччини.", "Франція mention, Німеччини mention"),
    ),
    "pl": (
        ("Warszawa odwołała ambasadora z Mińska.", "Warszawa accuser, Mińska accused"),
        ("Rosyjskie lotnictwo zbombardowało Aleppo.", "Rosyjskie aggressor, Aleppo incident_site"),
        ("Waszyngton nałożył sankcje na Iran.", "Waszyngton aggressor, Iran target"),
        ("Korea Północna grozi Japonii wojną.", "Korea Północna aggressor, Japonii target"),
        ("Wojska Iraku wkroczyły do Kuwejtu.", "Iraku aggressor, Kuwejtu incident_site"),
        ("Niemcy przekazały Ukrainie czołgi.", "Niemcy ally"),
        ("Kijów poprosił Niemcy o pomoc.", "Niemcy ally"),
        ("Katar zaproponował mediację.", "Katar mediator"),
        ("Negocjacje odbyły się w Genewie.", "Genewie mediator"),
        ("Tysiące ludzi wyszły na ulice w Belgradzie.", "Belgradzie incident_site"),
        ("Trzęsienie ziemi zniszczyło domy w Nepalu.", "Nepalu incident_site"),
        ("Wybuch nastąpił przy dworcu w Kabulu.", "Kabulu incident_site"),
        ("Pekin rości sobie prawa do Tajwanu.", "Pekin mention, Tajwanu contested_area"),
        ("Krym został zaanektowany przez Rosję w 2014 roku.", "Krym contested_area"),
        ("Teheran zaprzecza oskarżeniom.", "Teheran accused"),
        ("Francja eksportuje wino do Niemiec.", "Francja mention, Niemiec mention"),
    ),
}

# Read right only where the engine asks for the case of a form, not for its place in the sentence.
FREE_ORDER = {
    "ru": (
        ("Москва обвинила Киев в обстреле Белгорода.", "Москва accuser, Киев accused, Белгорода incident_site"),
        ("Польшу обвинил в провокации Минск.", "Польшу accused, Минск accuser"),
        ("Город Бахмут был обстрелян российской артиллерией.", "Бахмут incident_site, российской aggressor"),
    ),
    "uk": (
        ("Москва звинуватила Київ в обстрілі Бєлгорода.", "Москва accuser, Київ accused, Бєлгорода incident_site"),
        ("Польщу звинуватив у провокації Мінськ.", "Польщу accused, Мінськ accuser"),
        ("Вночі обстріляно Харків.", "Харків incident_site"),
    ),
    "pl": (
        ("Moskwa oskarżyła Kijów o ostrzał Biełgorodu.", "Moskwa accuser, Kijów accused, Biełgorodu incident_site"),
        ("Polskę oskarżył o prowokację Mińsk.", "Polskę accused, Mińsk accuser"),
        ("W nocy ostrzelano Charków.", "Charków incident_site"),
    ),
}

KNOWN = {"Варшава відкликала посла з Мінська.": "the genitive of a town is taken for its adjective, and the role for none"}
CASES = [(lang, *case) for lang in LANGS for case in SENTENCES[lang]]
FREE = [(lang, *case) for lang in LANGS for case in FREE_ORDER[lang]]


@cache
def rows(lang: str, table: str) -> list[list[str]]:
    lines = (LANGUAGES / lang / f"{table}.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines[1:]]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("table", TABLES)
def test_rows_are_sorted_and_unique(lang: str, table: str) -> None:
    found = rows(lang, table)
    assert found == sorted(found)
    keys = [(*row[:3], row[6]) if table == "cues" else tuple(row[:2]) for row in found]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("lang", LANGS)
def test_words_are_written_in_the_letters_of_the_language(lang: str) -> None:
    allowed = re.compile(rf"[*]?[{LETTERS[lang]}]+(?:[_'-][{LETTERS[lang]}]+)*[*]?")
    cells = [cell for row in rows(lang, "cues") for cell in row[3:6] if cell != "-"]
    words = [word for cell in cells for word in cell.split()]
    words += [word for row in rows(lang, "actors") for word in row[2].split()]
    words += [row[0] for row in rows(lang, "cases")]
    assert [word for word in words if not allowed.fullmatch(word)] == []


@pytest.mark.parametrize("lang", LANGS)
def test_every_class_has_words(lang: str) -> None:
    assert set(read_frames()) - {row[2] for row in rows(lang, "cues")} == set()
    assert {row[1] for row in rows(lang, "actors")} >= HEAD_CLASSES - {"unknown", "other", "time"}
    assert len({row[0] for row in rows(lang, "cues")}) >= LEMMAS_AT_LEAST


@pytest.mark.parametrize("lang", LANGS)
def test_twelve_months_and_seven_days(lang: str) -> None:
    words = read_date_words(lang).phrases.values()
    assert {kinds["month"] for kinds in words if "month" in kinds} == set(map(str, range(1, 13)))
    assert {kinds["weekday"] for kinds in words if "weekday" in kinds} == set(map(str, range(7)))


@pytest.mark.parametrize(
    ("lang", "forms"),
    [
        ("ru", "обвинил обвинила обвинят обвинив обвинен обвиняет обвиняя обвинения обстрелян обстреливали захваченного"),
        ("uk", "звинуватив звинуватила звинувачує звинувачуючи звинувачено обстріляно захоплено обстрілювали заявлять"),
        ("pl", "oskarżył oskarżyła oskarża oskarżając oskarżono ostrzelano zajęto zbombardowana oskarżeń wkroczyli"),
    ],
)
def test_both_aspects_and_all_moods_are_found(lang: str, forms: str) -> None:
    lexicon = read_lexicon(lang)
    assert lexicon is not None
    found = {form: lexicon.word(form.translate(_PLAIN)) for form in forms.split()}
    cued = {form for form, word in found.items() if word is not None and (word.verbs or word.nouns)}
    assert set(found) - cued == set()


_PLAIN = str.maketrans("ёйїąćęłńóśźż", "еиіacelnoszz")


@pytest.mark.parametrize(
    ("lang", "word", "cases"),
    [
        ("ru", "российскими", "ins"),
        ("ru", "российского", "gen acc"),
        ("ru", "россиянам", "dat"),
        ("ru", "армией", "ins"),
        ("uk", "російської", "gen"),
        ("uk", "російською", "ins"),
        ("uk", "українці", "nom"),
        ("pl", "rosyjskiemu", "dat"),
        ("pl", "rosyjskimi", "ins"),
        ("pl", "armię", "acc"),
        ("nl", "Russische", "nom gen dat acc ins loc"),
    ],
)
def test_case_of_a_word(lang: str, word: str, cases: str) -> None:
    assert case_of(word, lang) == set(cases.split())


@pytest.mark.parametrize(
    ("lang", "name", "listed", "cases"),
    [
        ("ru", "Польшу", False, "acc"),
        ("ru", "Россия", True, "nom"),
        ("ru", "Киев", True, "nom acc"),
        ("ru", "Украиной", False, "ins"),
        ("ru", "Южного Судана", False, "gen"),
        ("uk", "Росії", False, "gen dat loc"),
        ("uk", "Польщу", False, "acc"),
        ("pl", "Ukrainę", False, "acc"),
        ("pl", "Rosją", False, "ins"),
        ("pl", "Kijowem", False, "ins"),
    ],
)
def test_cases_of_a_name(lang: str, name: str, listed: bool, cases: str) -> None:
    assert name_cases(name.split(), lang, listed=listed) == set(cases.split())


@pytest.mark.parametrize(("lang", "name"), [("ru", "США"), ("ru", "Баку"), ("uk", "Осло"), ("pl", "USA"), ("pl", "Oslo")])
def test_a_name_that_does_not_change_can_be_any_case(lang: str, name: str) -> None:
    assert name_cases([name], lang, listed=True) == ANY


def test_forms_of_adjectives_and_verbs() -> None:
    assert is_adjective("российскими", "ru") and is_adjective("nowych", "pl") and not is_adjective("армией", "ru")
    assert is_plural("обстреляли", "ru") and is_plural("звинувачують", "uk") and not is_plural("обстрелял", "ru")
    assert is_infinitive("помочь", "ru") and is_infinitive("wysłać", "pl") and not is_infinitive("krzycząc", "pl")
    assert read_cases("nl") is None


def _check(lang: str, text: str, expected: str) -> None:
    mentions = geomap.read(text, lang=lang).mentions
    found = {text[one.resolution.mention.start : one.resolution.mention.end]: str(one.role) for one in mentions}
    wanted = dict(pair.rsplit(" ", 1) for pair in expected.split(", "))
    assert {name: found.get(name) for name in wanted} == wanted


@pytest.mark.parametrize(("lang", "text", "expected"), CASES, ids=[case[1] for case in CASES])
def test_roles(request: pytest.FixtureRequest, lang: str, text: str, expected: str) -> None:
    if text in KNOWN:
        request.applymarker(pytest.mark.xfail(reason=KNOWN[text], strict=True))
    _check(lang, text, expected)


@pytest.mark.parametrize(("lang", "text", "expected"), FREE, ids=[case[1] for case in FREE])
def test_roles_in_free_order(lang: str, text: str, expected: str) -> None:
    _check(lang, text, expected)
