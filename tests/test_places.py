"""Which place is meant, how sure, why, and what else it could be."""

import pytest

from gazetteer import open_gazetteer
from gazetteer.place import PlaceKind
from geomap.documents import Document
from geomap.mentions import find_mentions
from geomap.places import Resolution, resolve
from geomap.text import read_text


def resolutions(text: str, *words: str, lang: str = "en") -> tuple[Resolution, ...]:
    """What the words of the text are resolved to; each its first occurrence after the one before."""
    spans, at = [], 0
    for word in words:
        start = text.index(word, at)
        at = start + len(word)
        spans.append((start, at))
    read = read_text(Document(id="x", text=text, lang=lang, spans=tuple(spans)))
    return resolve(read, find_mentions(read, open_gazetteer()), open_gazetteer())


def whereabouts(text: str, *words: str, lang: str = "en") -> list[tuple[str | None, PlaceKind]]:
    """Country and kind of each word of the text that has a place."""
    found = [each.place for each in resolutions(text, *words, lang=lang)]
    return [(place.country, place.kind) for place in found if place]


class TestContext:
    def test_a_state_named_beside(self) -> None:
        text = "The parade in Paris, Texas, drew guests from London, Ontario."
        paris, _, london, _ = resolutions(text, "Paris", "Texas", "London", "Ontario")
        assert [each.place and each.place.admin1 for each in (paris, london)] == ["Texas", "Ontario"]

    def test_another_country_named_beside(self) -> None:
        text = "Students from Tripoli, Lebanon, marched."
        assert whereabouts(text, "Tripoli", "Lebanon")[0] == ("LB", PlaceKind.SETTLEMENT)

    def test_its_own_country_named_beside(self) -> None:
        text = "Militias fought in Tripoli, Libya, on Friday."
        assert whereabouts(text, "Tripoli", "Libya")[0] == ("LY", PlaceKind.SETTLEMENT)

    def test_other_places_of_the_text(self) -> None:
        text = "In Georgia the opposition marched through Tbilisi and Batumi."
        assert whereabouts(text, "Georgia", "Tbilisi", "Batumi")[0] == ("GE", PlaceKind.COUNTRY)
        text = "In Georgia voters in Atlanta and Savannah waited for hours, said Alabama officials."
        assert whereabouts(text, "Georgia", "Atlanta", "Savannah", "Alabama")[0] == ("US", PlaceKind.ADMIN1)

    def test_one_name_one_place(self) -> None:
        text = "Cambridge is small. The council of Cambridge, Massachusetts, met in Boston. Cambridge voted."
        words = ("Cambridge", "Cambridge", "Massachusetts", "Boston", "Cambridge")
        found = [each.place and each.place.id for each in resolutions(text, *words)]
        assert [found[0], found[1], found[4]] == ["geonames:4931972"] * 3


class TestNames:
    @pytest.mark.parametrize(
        ("lang", "name", "ident"),
        [
            ("nl", "Parijs", "geonames:2988507"),
            ("nl", "Wenen", "geonames:2761369"),
            ("nl", "Keulen", "geonames:2886242"),
            ("de", "Mailand", "geonames:3173435"),
            ("fr", "Londres", "geonames:2643743"),
            ("es", "Pekín", "geonames:1816670"),
            ("it", "Monaco di Baviera", "geonames:2867714"),
            ("pt", "Nova York", "geonames:5128581"),
            ("pl", "Rzym", "geonames:3169070"),
            ("ru", "Киев", "geonames:703448"),
            ("uk", "Варшава", "geonames:756135"),
            ("en", "Myanmar", "geonames:1327865"),
            ("en", "Burma", "geonames:1327865"),
        ],
    )
    def test_in_every_language(self, lang: str, name: str, ident: str) -> None:
        (found,) = resolutions(name, name, lang=lang)
        assert found.place
        assert found.place.id == ident

    def test_the_dutch_and_english_names_of_a_country(self) -> None:
        assert whereabouts("Georgië, Oekraïne", "Georgië", "Oekraïne", lang="nl") == [
            ("GE", PlaceKind.COUNTRY),
            ("UA", PlaceKind.COUNTRY),
        ]


class TestAnswers:
    def test_an_answer_has_reasons_and_alternatives(self) -> None:
        found, _ = resolutions("The mayor of Springfield, Illinois, resigned.", "Springfield", "Illinois")
        assert found.place
        assert found.place.admin1 == "Illinois"
        assert any("Illinois" in reason for reason in found.why)
        assert 0.3 < found.confidence <= 1
        confidences = [each.confidence for each in found.alternatives]
        assert confidences == sorted(confidences, reverse=True)
        assert found.place not in [each.place for each in found.alternatives]
        assert found.confidence + sum(confidences) <= 1.0001

    def test_no_place_where_none_is_known(self) -> None:
        (found,) = resolutions("They met in Xqzzlyth.", "Xqzzlyth")
        assert (found.place, found.confidence) == (None, 0.0)
        assert found.why == ("the gazetteer knows no place of this name",)

    def test_a_bloc_has_no_place(self) -> None:
        (found,) = resolutions("Leaders of NATO met.", "NATO")
        assert found.place is None

    def test_every_mention_has_an_answer_in_order(self) -> None:
        text = "Minsk, Xqzzlyth, Minsk and Moscow"
        found = resolutions(text, "Minsk", "Xqzzlyth", "Minsk", "Moscow")
        assert [each.mention.text for each in found] == ["Minsk", "Xqzzlyth", "Minsk", "Moscow"]
