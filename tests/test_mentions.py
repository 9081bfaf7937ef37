"""Where places are named: what is found, how it names them, and what is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import geomap
from gazetteer import open_gazetteer
from geomap.documents import Document
from geomap.mentions import BLOC, Mention, MentionKind, find_mentions
from geomap.mentions.coordinates import find_points
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
            ("fr", "Le cargo a traversé l'océan Indien puis le détroit de Malacca.", ["océan Indien", "détroit de Malacca"]),
            ("es", "El barco se hundió en el mar Caribe, frente a Colombia.", ["mar Caribe", "Colombia"]),
            ("it", "La motonave ha lasciato il mar Tirreno per la Tunisia.", ["mar Tirreno", "Tunisia"]),
            ("pt", "A frota chegou ao golfo Pérsico na terça-feira.", ["golfo Pérsico"]),
        ],
    )
    def test_with_the_small_word_of_kind(self, lang: str, text: str, expected: list[str]) -> None:
        assert found(text, lang) == expected

    @pytest.mark.parametrize(
        ("lang", "text", "expected"),
        [
            ("it", "La Francia ha condannato l'attacco in Siria.", ["Francia", "Siria"]),
            ("es", "El Salvador cerró su frontera con Honduras.", ["El Salvador", "Honduras"]),
            ("es", "La Habana protestó ante Panamá.", ["La Habana", "Panamá"]),
        ],
    )
    def test_the_article_is_part_of_a_town_and_not_of_a_country(self, lang: str, text: str, expected: list[str]) -> None:
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


class TestNamesThatNoSourceLists:
    @pytest.mark.parametrize(
        ("lang", "text", "name"),
        [
            ("en", "Police closed the road near the village of Zzyqxton on Monday.", "Zzyqxton"),
            ("en", "Two men drowned in the Vorbrook River, the sheriff said.", "Vorbrook River"),
        ],
    )
    def test_are_mentions_without_a_place(self, lang: str, text: str, name: str) -> None:
        (made,) = [each for each in mentions(text, lang) if each.text == name]
        assert made.postings == ()
        assert made.kind is MentionKind.NAME

    @pytest.mark.parametrize("text", ["The Mayor said so.", "Mr Zzyqx said nothing.", "Yesterday Zzyqx Corp. was sold."])
    def test_other_capitals_are_none(self, text: str) -> None:
        assert found(text) == []


class TestCoordinates:
    @pytest.mark.parametrize(
        ("written", "lat", "lon"),
        [
            ("43.25 N, 76.91 E", 43.25, 76.91),
            ("43°15′N 76°54′E", 43.25, 76.9),
            ("43°15'36\"N, 76°54'W", 43.26, -76.9),
            ("33.8688° S, 151.2093° E", -33.8688, 151.2093),
            ("43,25° с. ш. 76,91° в. д.", 43.25, 76.91),
            ("-33.8688, 151.2093", -33.8688, 151.2093),
        ],
    )
    def test_mean_their_point(self, written: str, lat: float, lon: float) -> None:
        text = f"The ship sank at {written} in the night."
        (point,) = find_points(text)
        assert text[point.start : point.end] == written
        assert (point.lat, point.lon) == pytest.approx((lat, lon))

    @pytest.mark.parametrize(
        "text", ["He won 6-4, 7-5.", "It costs 1.250, 3.400 or 5.000 euros.", "5 N 6 E", "99.5 N, 20.1 E", "12.3456, 181.0001"]
    )
    def test_other_numbers_are_none(self, text: str) -> None:
        assert list(find_points(text)) == []

    @given(st.floats(-90, 90), st.floats(-180, 180))
    def test_every_point_is_read_as_it_was_written(self, lat: float, lon: float) -> None:
        (point,) = find_points(f"at {lat:.5f}, {lon:.5f};")
        assert (point.lat, point.lon) == pytest.approx((lat, lon), abs=1e-5)

    def test_are_resolved_to_a_place_at_the_point(self) -> None:
        report = geomap.read("The shell fell at 43.25 N, 76.91 E, near Almaty.", lang="en")
        place = report.mentions[0].resolution.place
        assert place is not None
        assert (place.id, place.country, place.geonameid) == ("geo:43.25,76.91", "KZ", None)
        assert [each.resolution.mention.text for each in report.mentions] == ["43.25 N, 76.91 E", "Almaty"]

    def test_a_given_span_may_be_coordinates(self) -> None:
        (made,) = mentions("At 43.25 N, 76.91 E today", spans=((3, 19),))
        assert made.point == (43.25, 76.91)


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

    @pytest.mark.parametrize(
        ("whole", "part"),
        [("University of Alberta", "Alberta"), ("Colorado State University", "Colorado"), ("Bank of Japan", "Japan")],
    )
    def test_the_part_of_a_given_span_with_the_most_important_place(self, whole: str, part: str) -> None:
        (made,) = mentions(f"People of the {whole} met.", spans=((14, 14 + len(whole)),))
        assert made.text == whole
        assert open_gazetteer().name(made.postings[0].place) == part

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
