"""The inflection tables: from a form in running text back to the name.

``python tests/test_inflection.py`` prints how many candidates and microseconds a form costs.
"""

import re
import sys
from pathlib import Path
from statistics import mean
from timeit import timeit

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))

from gazetteer.names import name_key
from geomap.errors import LanguageError, SourceError
from geomap.languages import inflection
from geomap.languages.inflection import Inflection, read_inflection

LANGS = ("de", "en", "es", "fr", "it", "nl", "pl", "pt", "ru", "uk")
SLAVIC = ("pl", "ru", "uk")
ALPHABET = {"ru": re.compile("[а-яё]*"), "uk": re.compile("[абвгґдеєжзиіїйклмнопрстуфхцчшщьюя']*")}
LATIN = re.compile("['’a-zà-žßœ]*")
# What one form may cost whoever looks the candidates up.
MOST_CANDIDATES = 6.0
LONGEST_SUFFIX = 6

# Names: the base form, then forms of it; a name of two words is inflected word by word.
NAMES = {
    "ru": """
Москва Москвы Москве Москву Москвой
Киев Киева Киеву Киевом Киеве
Лондон Лондона Лондону Лондоном Лондоне
Йорк Йорка Йорке Йорком
Париж Парижа Парижу Парижем Париже
Крым Крыма Крыму Крымом
Львов Львова Львову Львовом Львове
Ростов Ростова Ростове Ростовом
Харьков Харькова Харькове
Донецк Донецка Донецку Донецком Донецке
Череповец Череповца Череповцу Череповцом Череповце
Елец Ельца Ельце
Орёл Орла Орлу Орлом Орле
Городок Городка Городке
Египет Египта Египту Египтом Египте
Ярославль Ярославля Ярославлю Ярославлем Ярославле
Севастополь Севастополя Севастополе Севастополем
Мозырь Мозыря Мозыре
Китай Китая Китаю Китаем Китае
Шанхай Шанхая Шанхае
Уренгой Уренгоя Уренгое
Сидней Сиднея Сиднее
Маврикий Маврикия Маврикии
Казань Казани Казанью
Тверь Твери Тверью
Пермь Перми
Сибирь Сибири Сибирью
Рига Риги Риге Ригу Ригой
Африка Африки Африке Африку Африкой
Одесса Одессы Одессе Одессу
Винница Винницы Виннице Винницей
Балашиха Балашихи Балашихе
Россия России Россию Россией
Грузия Грузии Грузию Грузией
Корея Кореи Корее Корею Кореей
Анталья Антальи Анталье Анталью
Чечня Чечни Чечне Чечню Чечнёй
Иваново Иванова Иванову Ивановом Иванове
Косово Косова Косове
Бородино Бородина Бородине
Запорожье Запорожья Запорожью Запорожьем
Приднестровье Приднестровья
Сумы Сум Сумам Сумами Сумах
Черкассы Черкасс Черкассах
Афины Афин Афинах
Филиппины Филиппин Филиппинах
Нидерланды Нидерландов Нидерландам Нидерландах
Штаты Штатов Штатам Штатах
Альпы Альп Альпах
Карпаты Карпат Карпатах
Химки Химок Химкам Химках
Барановичи Барановичей Барановичах
Люберцы Люберец Люберцах
Мытищи Мытищ Мытищах
Черновцы Черновцов Черновцах
Гавайи Гавайев Гавайях
Грозный Грозного Грозному Грозным Грозном
Нижний Нижнего Нижнему Нижним Нижнем
Великий Великого Великом
Северный Северного Северном
Кривой Кривого Кривом
Красное Красного Красном
Северная Северной Северную
Запорожская Запорожской Запорожскую
Нижняя Нижней Нижнюю
Соединённые Соединённых Соединённым Соединёнными
Набережные Набережных
Гуляйполе Гуляйполя Гуляйполем
Церковь Церкви Церковью
""",
    "uk": """
Київ Києва Києву Києвом Києві
Харків Харкова Харкову Харковом Харкові
Львів Львова Львову Львовом Львові
Чернігів Чернігова Чернігові Черніговом
Миколаїв Миколаєва Миколаєві Миколаєву
Бердичів Бердичева Бердичеві
Ріг Рогу Рогом Розі
Тернопіль Тернополя Тернополі Тернополем
Бориспіль Борисполя Борисполі
Маріуполь Маріуполя Маріуполі Маріуполем
Нікополь Нікополя Нікополі
Луцьк Луцька Луцьку Луцьком
Донецьк Донецька Донецьку Донецьком
Лондон Лондона Лондону Лондоном Лондоні
Париж Парижа Парижу Парижем Парижі
Крим Криму Кримом
Петербург Петербурга Петербурзі
Кременець Кременця Кременці
Єгипет Єгипту Єгиптом Єгипті
Китай Китаю Китаєм Китаї
Шанхай Шанхая Шанхаї
Ізмаїл Ізмаїла Ізмаїлі
Москва Москви Москві Москву Москвою
Одеса Одеси Одесі Одесу Одесою
Полтава Полтави Полтаві Полтаву
Прага Праги Празі Прагу Прагою
Рига Риги Ризі
Америка Америки Америці Америку
Африка Африки Африці
Вінниця Вінниці Вінницю Вінницею
Ялта Ялти Ялті Ялту
Авдіївка Авдіївки Авдіївці Авдіївку
Росія Росії Росію Росією
Італія Італії Італію
Корея Кореї Корею Кореєю
Україна України Україні Україну Україною
Білорусь Білорусі Білоруссю
Казань Казані Казанню
Керч Керчі Керчю
Твер Твері
Січ Січі Січчю
Запоріжжя Запоріжжю Запоріжжям Запоріжжі
Закарпаття Закарпаттю Закарпатті
Полісся Поліссі Поліссям
Придністров'я Придністров'ї Придністров'ям
Косово Косова Косові
Дніпро Дніпра Дніпру Дніпром Дніпрі
Рівне Рівного Рівному Рівним
Кам'янське Кам'янського Кам'янському
Суми Сум Сумам Сумах
Черкаси Черкас Черкасах
Чернівці Чернівців Чернівцях Чернівцям
Бровари Броварів Броварах
Афіни Афін Афінах
Карпати Карпат Карпатах
Штати Штатів Штатах
Лубни Лубен Лубнах
Хмельницький Хмельницького Хмельницькому Хмельницьким
Нижній Нижнього Нижньому
Біла Білої Білій Білу Білою
Церква Церкви Церкві Церквою
Північна Північної Північній
Харківщина Харківщини Харківщині
Сполучені Сполучених Сполученим Сполученими
Грозний Грозного Грозному
""",
    "pl": """
Warszawa Warszawy Warszawie Warszawę Warszawą
Kraków Krakowa Krakowowi Krakowem Krakowie
Lwów Lwowa Lwowie Lwowem
Kijów Kijowa Kijowie Kijowem
Charków Charkowa Charkowie
Łódź Łodzi Łodzią
Gdańsk Gdańska Gdańsku Gdańskiem
Poznań Poznania Poznaniu Poznaniem
Toruń Torunia Toruniu
Wrocław Wrocławia Wrocławiu Wrocławiem
Radom Radomia Radomiu
Lublin Lublina Lublinie Lublinem
Olsztyn Olsztyna Olsztynie
Bydgoszcz Bydgoszczy Bydgoszczą
Sosnowiec Sosnowca Sosnowcu Sosnowcem
Mielec Mielca Mielcu
Zamość Zamościa Zamościu
Brześć Brześcia Brześciu
Oświęcim Oświęcimia Oświęcimiu
Gdynia Gdyni Gdynię Gdynią
Legnica Legnicy Legnicę
Piła Pile Piły
Wisła Wiśle Wisły
Praga Pragi Pradze Pragę Pragą
Ryga Rydze Rygi
Haga Hadze Hagi
Afryka Afryki Afryce Afrykę
Kanada Kanadzie Kanady Kanadę
Malta Malcie Malty
Samara Samarze Samary
Rosja Rosji Rosję Rosją
Francja Francji Francję
Anglia Anglii Anglię
Korea Korei Koreę
Angola Angoli
Ukraina Ukrainy Ukrainie Ukrainę Ukrainą
Białoruś Białorusi Białorusią
Berlin Berlina Berlinie
Londyn Londynu Londynie Londynem
Paryż Paryża Paryżu Paryżem
Belgrad Belgradu Belgradzie
Bagdad Bagdadzie Bagdadu
Budapeszt Budapeszcie Budapesztu
Egipt Egiptu Egipcie Egiptem
Triest Trieście Triestu
Singapur Singapuru Singapurze
Stambuł Stambule Stambułu
Wiedeń Wiednia Wiedniu Wiedniem
Krym Krymu Krymie
Meksyk Meksyku Meksykiem
Szanghaj Szanghaju Szanghajem
Donieck Doniecka Doniecku
Grodno Grodna Grodnie
Kosowo Kosowa Kosowie
Bielsko Bielska Bielsku Bielskiem
Gniezno Gnieźnie Gniezna
Opole Opola Opolu Opolem
Zabrze Zabrza Zabrzu
Zakopane Zakopanego Zakopanem
Podlasie Podlasia Podlasiu
Zaporoże Zaporoża Zaporożu
Katowice Katowic Katowicach Katowicami
Kielce Kielc Kielcach
Niemcy Niemiec Niemczech Niemcami
Węgry Węgier Węgrzech Węgrom
Włochy Włoch Włoszech
Czechy Czech Czechach
Chiny Chin Chinach
Ateny Aten Atenach
Indie Indii Indiach
Filipiny Filipin Filipinach
Stany Stanów Stanach
Helsinki Helsinek Helsinkach
Suwałki Suwałk Suwałkach
Nowy Nowego Nowemu Nowym
Wielki Wielkiego Wielkim
Bliski Bliskiego Bliskim
Wschód Wschodu Wschodzie Wschodem
Zielona Zielonej Zieloną
Góra Góry Górze Górę
Wielka Wielkiej Wielką
Zjednoczone Zjednoczonych Zjednoczonym
""",
    "de": """
Moskau Moskaus
Deutschland Deutschlands
Kiew Kiews
Berlin Berlins
Frankreich Frankreichs
Rhein Rheins
Paris Paris'
Brüssel Brüssel’
Kasachstan Kasachstans
""",
    "nl": """
Moskou Moskous Moskou's Moskou’s
Rusland Ruslands
Kiev Kievs
Amerika Amerika's
Kazachstan Kazachstans
Parijs Parijs'
Brussel Brussels
""",
    "en": """
Kazakhstan Kazakhstan's Kazakhstan’s
States States'
""",
}
# Adjectives and inhabitants made from a name; the base need only fold to the same key (krakowski: krakow, Kraków).
DEMONYMS = {
    "ru": """
Ростов ростовский ростовского ростовские ростовскими ростовчане
Минск минский минскую минских
Полтава полтавский полтавская
Казань казанский казанской
Иваново ивановский ивановских
Донецк донецкий донецкого донецкими
Винница винницкая винницкой
Севастополь севастопольский севастопольской
Рига рижский рижских
Шанхай шанхайский шанхайского
Калифорния калифорнийский калифорнийской
""",
    "uk": """
Ростов ростовський ростовської
Луганськ луганський луганських
Донецьк донецький донецького донецькими
Полтава полтавський полтавської
Одеса одеський одеські одеських
Черкаси черкаський черкаські
Вінниця вінницький вінницькою
Кременчук кременчуцький кременчуцька
Прага празький празька
Гамбург гамбурзький гамбурзького
Каліфорнія каліфорнійська каліфорнійській
""",
    "pl": """
Kraków krakowski krakowskiego krakowską krakowskich krakowianin
Warszawa warszawski warszawskiej warszawskich
Londyn londyński londyńskie
Barcelona barcelońska barcelońskiej
Gdańsk gdański gdańskiego gdańskich
Poznań poznański poznańska
Bielsko bielski bielskiego
Donieck doniecki donieckiej
Legnica legnicki legnicka
Katowice katowicki katowickie
Łódź łódzki łódzkiej łódzkiego
Frankfurt frankfurcki frankfurckiej
""",
    "de": """
Berlin Berliner Berlinern Berliners Berlinerin berlinisch
Moskau Moskauer Moskauern
Hamburg Hamburger Hamburgerin
Paris Pariser Pariserin
Karlsruhe Karlsruher Karlsruhern
Göttingen Göttinger Göttingern
München Münchner Münchnern
Bremen Bremer Bremerin
Halle Hallenser
Kiew Kiewer
Wien Wiener Wienerin
London Londoner
""",
    "nl": """
Rotterdam Rotterdamse Rotterdams Rotterdammer Rotterdammers
Amsterdam Amsterdamse Amsterdammer Amsterdammers
Utrecht Utrechtse Utrechter
Moskou Moskouse
Kiev Kievse
Leuven Leuvense Leuvenaar Leuvenaars
Londen Londense Londenaren
Groningen Groningse Gronings Groninger Groningers
Parijs Parijse
Brugge Brugse
Zwolle Zwollenaar
Haarlem Haarlemse Haarlemmer
Breda Bredase
Antwerpen Antwerpse Antwerps
Berlijn Berlijnse Berlijner Berlijners
""",
    "fr": """
Marseille marseillais marseillaises
Lyon lyonnaise
Lille lillois
Paris parisien parisiennes
Toulouse toulousaine
""",
    "es": "Lima limeños\nBerlín berlinés\nBarcelona barcelonesa\n",
    "it": "Milano milanese milanesi\nBologna bolognese\n",
    "pt": "Berlim berlinense\nParis parisienses\nBarcelona barcelonesa\n",
}


def pairs(table: dict[str, str], lang: str) -> list[tuple[str, str]]:
    rows = [line.split() for line in table.get(lang, "").splitlines()]
    return [(row[0], form) for row in rows if row for form in row[1:]]


def proposes(rules: Inflection, form: str, base: str, kind: str) -> bool:
    return any(found == base and k == kind for found, k, _ in rules.bases(form))


def proposes_key(rules: Inflection, form: str, base: str) -> bool:
    return any(name_key(found) == name_key(base) and kind == "demonym" for found, kind, _ in rules.bases(form))


def candidates(langs: tuple[str, ...]) -> list[int]:
    tables = (NAMES, DEMONYMS)
    return [len(read_inflection(lang).bases(form)) for lang in langs for t in tables for _, form in pairs(t, lang)]


def microseconds(lang: str) -> float:
    rules, forms = read_inflection(lang), [form for t in (NAMES, DEMONYMS) for _, form in pairs(t, lang)]
    rounds = 20
    return min(timeit(lambda: [rules.bases(form) for form in forms], number=1) for _ in range(rounds)) / len(forms) * 1e6


def rows(lang: str) -> list[list[str]]:
    text = (inflection.LANGUAGES / lang / inflection.TABLE).read_text(encoding="utf-8")
    assert text.endswith("\n")
    assert not set('\r"') & set(text)
    return [line.split("\t") for line in text[:-1].split("\n")]


@pytest.mark.parametrize("lang", sorted(NAMES))
def test_a_form_of_a_name_leads_back_to_it(lang: str) -> None:
    rules = read_inflection(lang)
    assert [pair for pair in pairs(NAMES, lang) if not proposes(rules, pair[1], pair[0], "name")] == []


@pytest.mark.parametrize("lang", sorted(DEMONYMS))
def test_an_adjective_or_inhabitant_leads_back_to_the_name(lang: str) -> None:
    rules = read_inflection(lang)
    assert [pair for pair in pairs(DEMONYMS, lang) if not proposes_key(rules, pair[1], pair[0])] == []


def test_there_are_pairs_enough() -> None:
    assert sum(len(pairs(t, lang)) for t in (NAMES, DEMONYMS) for lang in SLAVIC) >= 400
    assert sum(len(pairs(t, lang)) for t in (NAMES, DEMONYMS) for lang in ("de", "nl")) >= 60


@pytest.mark.parametrize("lang", LANGS)
def test_few_candidates(lang: str) -> None:
    assert mean(candidates((lang,))) <= MOST_CANDIDATES


@pytest.mark.parametrize("lang", LANGS)
def test_table_format(lang: str) -> None:
    header, *body = rows(lang)
    assert tuple(header) == inflection.HEADER
    assert all(cell == cell.strip() for row in body for cell in row)
    keys = [tuple(row[:3]) for row in body]
    assert keys == sorted(set(keys))
    letters = ALPHABET.get(lang, LATIN)
    assert [key for key in keys if not letters.fullmatch(key[0]) or not letters.fullmatch(key[1].strip("-"))] == []
    assert max(len(suffix) for suffix, _, _ in keys) <= LONGEST_SUFFIX


@pytest.mark.parametrize("lang", LANGS)
def test_no_row_repeats_what_a_shorter_one_says(lang: str) -> None:
    keys = {(suffix, base.strip("-"), kind) for suffix, base, kind, *_ in rows(lang)[1:]}
    shorter = [
        (suffix, base, kind)
        for suffix, base, kind in keys
        for cut in range(1, len(suffix))
        if suffix[:cut] == base[:cut] and (suffix[cut:], base[cut:], kind) in keys
    ]
    assert shorter == []


@pytest.mark.parametrize("lang", LANGS)
def test_the_word_itself_is_no_candidate(lang: str) -> None:
    assert [row for row in rows(lang)[1:] if row[0] == row[1]] == []


@pytest.mark.parametrize("lang", LANGS)
def test_longest_suffix_comes_first(lang: str) -> None:
    for suffix, rules in read_inflection(lang).rules.items():
        cuts = [cut for cut, *_ in rules]
        assert cuts == sorted(cuts, reverse=True), suffix


def test_case_is_given() -> None:
    assert ("Киев", "name", "loc") in read_inflection("ru").bases("Киеве")
    assert ("Грозный", "name", "loc") in read_inflection("ru").bases("Грозном")
    assert ("Praga", "name", "dat|loc") in read_inflection("pl").bases("Pradze")
    assert ("Rotterdam", "demonym", "-") in read_inflection("nl").bases("Rotterdamse")


def test_capitals_and_short_words() -> None:
    assert name_key("Москва") in {name_key(base) for base, _, _ in read_inflection("ru").bases("МОСКВЫ")}
    assert read_inflection("nl").bases("") == ()
    assert all(base for lang in LANGS for word in ("s", "er", "ом", "ї") for base, _, _ in read_inflection(lang).bases(word))


def test_an_unknown_language_is_named_with_those_known() -> None:
    with pytest.raises(LanguageError, match=r"'tlh'; there are .*pl, pt, ru, uk"):
        read_inflection("tlh")


def test_a_table_is_read_once() -> None:
    assert read_inflection("pl") is read_inflection("pl")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("а\t-\tname\tgen", "row 2: expected suffix"),
        ("а\t\tname\tgen\t", "row 2: expected suffix"),
        ("а\t-\tverb\tgen\t", "row 2: kind 'verb'"),
        ("а\t-\tname\tabl\t", "row 2: case 'abl'"),
    ],
)
def test_a_broken_row_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, row: str, message: str) -> None:
    (tmp_path / "xx").mkdir()
    (tmp_path / "xx" / inflection.TABLE).write_text("\t".join(inflection.HEADER) + f"\n{row}\n", encoding="utf-8")
    monkeypatch.setattr(inflection, "LANGUAGES", tmp_path)
    with pytest.raises(SourceError, match=message):
        read_inflection("xx")


def main() -> None:
    for lang in LANGS:
        counts = candidates((lang,))
        figures = f"{len(counts):4} forms  {mean(counts):.2f} candidates a form  {microseconds(lang):.2f} µs a word"
        sys.stdout.write(f"{lang}  {figures}\n")
    sys.stdout.write(f"Slavic: {mean(candidates(SLAVIC)):.2f} candidates a form\n")


if __name__ == "__main__":
    main()
