"""Where places are named: what is found, how it names them, and what is left alone."""

import pytest

from gazetteer import open_gazetteer
from geomap.documents import Document
from geomap.mentions import BLOC, Mention, MentionKind, find_mentions
from geomap.text import read_text


def mentions(text: str, lang: str = "en", spans: tuple[tuple[int, int], ...] | None = None) -> tuple[Mention, ...]:
    return find_mentions(read_text(Document(id="x", text=text, lang=lang, spans=spans)), open_gazetteer())


def found(text: str, lang: str = "en") -> list[str]:
    return [mention.text for mention in mentions(text, lang)]


def demonyms(text: str, lang: str) -> list[str]:
    return [mention.text for mention in mentions(text, lang) if mention.kind is MentionKind.DEMONYM]


class TestNames:
    @pytest.mark.parametrize(
        ("lang", "text", "expected"),
        [
            ("nl", "De betogers trokken door Almaty en Nur-Sultan.", ["Almaty", "Nur-Sultan"]),
            ("en", "Flights from New York to Buenos Aires were cancelled.", ["New York", "Buenos Aires"]),
            ("en", "They drove from Bosnia and Herzegovina to Serbia.", ["Bosnia and Herzegovina", "Serbia"]),
            ("en", "Protests spread across the Ivory Coast and Guinea-Bissau.", ["Ivory Coast", "Guinea-Bissau"]),
            ("de", "In Wien und in Österreich wurde gestreikt.", ["Wien", "Österreich"]),
            ("fr", "Des combats ont éclaté près de Goma, en République démocratique du Congo.",
             ["Goma", "République démocratique du Congo"]),
            ("es", "La policía de Bogotá detuvo a dos hombres en Colombia.", ["Bogotá", "Colombia"]),
            ("it", "Il presidente è arrivato a Roma dalla Libia.", ["Roma", "Libia"]),
            ("pt", "O governo de Angola reuniu-se em Luanda.", ["Angola", "Luanda"]),
        ],
    )  # fmt: skip
    def test_are_found_whole(self, lang: str, text: str, expected: list[str]) -> None:
        assert found(text, lang) == expected

    @pytest.mark.parametrize(
        ("lang", "text", "expected"),
        [
            ("ru", "В Харькове и в Грузии прошли протесты, сообщили в Москве.", ["Харькове", "Грузии", "Москве"]),
            ("uk", "У Харкові пролунали вибухи, президент Польщі приїхав до Києва.", ["Харкові", "Польщі", "Києва"]),
            ("pl", "W Krakowie i we Lwowie protestowano przeciwko polityce Moskwy.", ["Krakowie", "Lwowie", "Moskwy"]),
            ("de", "Moskaus Truppen stehen vor Charkiw.", ["Moskaus", "Charkiw"]),
        ],
    )
    def test_in_every_case_form(self, lang: str, text: str, expected: list[str]) -> None:
        assert found(text, lang) == expected

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("ALL QUIET IN KABUL AFTER THE ATTACK", ["KABUL"]),
            ("US-Israeli talks were held by the Tel Aviv-based company.", ["US", "Israeli", "Tel Aviv"]),
            ("He lives in Mozam\u00adbique.", ["Mozam\u00adbique"]),
            ("She flew to New\nYork on Monday.", ["New\nYork"]),
            ("Talks in Bosnia\u00a0and\u00a0Herzegovina ended.", ["Bosnia\u00a0and\u00a0Herzegovina"]),
            ("They met in St. Petersburg, Russia.", ["St. Petersburg", "Russia"]),
        ],
    )
    def test_however_they_are_written(self, text: str, expected: list[str]) -> None:
        assert found(text) == expected


class TestDemonyms:
    @pytest.mark.parametrize(
        ("lang", "text", "expected"),
        [
            ("nl", "Het Kazachse leger en de Rotterdamse politie; drie Belgen en een Duitser.",
             ["Kazachse", "Rotterdamse", "Belgen", "Duitser"]),
            ("en", "Turkish jets, two Armenians and a Congolese minister.", ["Turkish", "Armenians", "Congolese"]),
            ("de", "Die türkische Armee und ein Ukrainer.", ["türkische", "Ukrainer"]),
            ("fr", "La junte malienne et deux Français.", ["malienne", "Français"]),
            ("es", "El ejército colombiano y dos peruanos.", ["colombiano", "peruanos"]),
            ("it", "Le truppe russe e un libico.", ["russe", "libico"]),
            ("pt", "O exército angolano e dois brasileiros.", ["angolano", "brasileiros"]),
            ("pl", "Rosyjskie wojska i dwaj Ukraińcy.", ["Rosyjskie", "Ukraińcy"]),
            ("ru", "Российские войска и двое украинцев.", ["Российские", "украинцев"]),
            ("uk", "Російські війська і двоє поляків.", ["Російські", "поляків"]),
        ],
    )  # fmt: skip
    def test_are_told_from_names(self, lang: str, text: str, expected: list[str]) -> None:
        assert demonyms(text, lang) == expected
        assert found(text, lang) == expected

    def test_polish_and_polish(self) -> None:
        assert found("They polish the brass and send nice turkey to the china shop.") == []


class TestNoPlaces:
    @pytest.mark.parametrize(
        ("lang", "text"),
        [
            ("en", "Of all months, May was the warmest, and March the windiest."),
            ("en", "He plays the cello, she reads; both like their job."),
            ("nl", "Het regent al dagen. Hoorn en trompet speelden samen."),
            ("de", "Leib und Seele hielt die Arbeit zusammen."),
            ("fr", "Sans fin, il pleut et il pleut; chacun reste chez soi."),
        ],
    )
    def test_people_and_common_words(self, lang: str, text: str) -> None:
        assert found(text, lang) == []

    def test_a_bloc_is_marked_as_one(self) -> None:
        (bloc,) = mentions("Leaders of NATO met on Tuesday.", spans=((11, 15),))
        assert bloc.postings == ()
        assert BLOC in bloc.why

    @pytest.mark.parametrize("text", ["", " ", "\n\n", "…", "123 456", "👍🏽", "a" * 5000])
    def test_nothing_in_nothing(self, text: str) -> None:
        assert found(text) == []


class TestGivenSpans:
    def test_one_mention_for_each_in_the_order_given(self) -> None:
        text = "Fire in Almaty and Minsk"
        given = ((19, 24), (0, 4), (8, 14), (8, 24))
        made = mentions(text, spans=given)
        assert tuple((each.start, each.end) for each in made) == given
        assert [each.text for each in made] == ["Minsk", "Fire", "Almaty", "Almaty and Minsk"]
        assert made[2].postings

    def test_words_around_the_name_may_be_in_the_span(self) -> None:
        text = "They met in the city of Almaty."
        (made,) = mentions(text, spans=((12, 30),))
        assert made.text == "the city of Almaty"
        assert made.postings
        assert any("Almaty" in reason for reason in made.why)

    def test_no_spans_no_mentions(self) -> None:
        assert mentions("Almaty", spans=()) == ()


def test_offsets_and_words_agree() -> None:
    text = "🔥 In 北京, Łódź and Nur-Sultan, Kazakh and Polish police…"
    read = read_text(Document(id="x", text=text, lang="en"))
    made = find_mentions(read, open_gazetteer())
    assert made
    for mention in made:
        assert text[mention.start : mention.end] == mention.text
        assert read.starts[mention.first] == mention.start
        assert read.ends[mention.past - 1] == mention.end
        assert 0.5 <= mention.probability <= 1
