"""Which place is meant, how sure, why, and what else it could be."""

import pytest

from gazetteer import open_gazetteer
from gazetteer.place import PlaceKind
from geomap.documents import Document
from geomap.mentions import find_mentions
from geomap.places import Homes, OutletHome, Resolution, learn_homes, resolve
from geomap.places.evidence import FEATURES, candidates
from geomap.places.groups import name_groups
from geomap.places.homes import MOST_ARTICLES, SURE
from geomap.places.ranking import model, settle
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

    @pytest.mark.parametrize(("lang", "text"), [("pt", "A polícia de Brasília prendeu dois homens."),
                                                ("nl", "De politie van Brasilia hield twee mannen aan.")])  # fmt: skip
    def test_a_country_called_so_in_other_languages_only(self, lang: str, text: str) -> None:
        name = "Brasília" if "Brasília" in text else "Brasilia"
        assert whereabouts(text, name, lang=lang) == [("BR", PlaceKind.SETTLEMENT)]

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


class TestArticles:
    def test_a_country_with_its_article(self) -> None:
        text = "La Francia ha protestato. El Salvador ha firmato."
        assert whereabouts(text, "La Francia", "El Salvador", lang="it") == [
            ("FR", PlaceKind.COUNTRY),
            ("SV", PlaceKind.COUNTRY),
        ]


class TestChances:
    TEXT = "Springfield and Albany voted. The mayor of Portland, Oregon, met her colleague of Salem."

    def test_of_a_name_and_none_add_up_to_one(self) -> None:
        read = read_text(Document(id="x", text=self.TEXT, lang="en"))
        made = candidates(read, name_groups(read, find_mentions(read, open_gazetteer()), open_gazetteer()), open_gazetteer())
        found = settle(made, model("alone"), model("together"))
        assert len(made.groups) >= 4
        for group in range(len(made.groups)):
            assert found[made.of(group)].sum() + found[len(made) + group] == pytest.approx(1.0)

    def test_the_trees_ask_for_what_the_evidence_has(self) -> None:
        assert model("alone").features == model("together").features == FEATURES

    def test_a_reason_is_true(self) -> None:
        salem = resolutions(self.TEXT, "Portland", "Oregon", "Salem")[-1]
        assert salem.place
        assert salem.place.admin1 == "Oregon"
        assert any("Oregon" in reason for reason in salem.why)
        assert not any("Massachusetts" in reason for each in resolutions(self.TEXT, "Salem") for reason in each.why)


class TestHomes:
    """What an outlet's other articles surely name is evidence in the next one."""

    @staticmethod
    def resolved(ident: str, text: str, homes: Homes | None = None) -> tuple[Document, tuple[Resolution, ...]]:
        document = Document(id=ident, text=text, lang="en", outlet="paper.example")
        read = read_text(document)
        return document, resolve(read, find_mentions(read, open_gazetteer()), open_gazetteer(), homes)

    OREGON = (
        "The council of Salem, Oregon, met on Monday. People came from Eugene and Portland.",
        "A fire broke out in Eugene, Oregon, and in Corvallis.",
        "The school of Corvallis, Oregon, beat that of Salem.",
    )

    def test_a_name_alone_means_the_town_of_the_outlet(self) -> None:
        homes = learn_homes(self.resolved(str(number), text) for number, text in enumerate(self.OREGON))
        text = "Voters in Salem decide on a new school on Tuesday."
        _, (without,) = self.resolved("new", text)
        _, (known,) = self.resolved("new", text, homes)
        assert known.place
        assert known.place.admin1 == "Oregon"
        assert known.confidence > without.confidence or without.place != known.place
        assert any("paper.example" in reason for reason in known.why)

    def test_no_article_speaks_for_itself(self) -> None:
        document, found = self.resolved("only", self.OREGON[0])
        assert self.resolved("only", self.OREGON[0], learn_homes([(document, found)])) == (document, found)

    def test_only_sure_answers_of_documents_with_an_outlet_count(self) -> None:
        document, found = self.resolved("1", self.OREGON[0])
        sure = {each.place.id for each in found if each.place and each.confidence >= SURE}
        home = learn_homes([(document, found)])["paper.example"]
        assert home == OutletHome("paper.example", (("1", home.articles[0][1]),))
        assert set(home.articles[0][1]) == sure
        nobody = Document(id="2", text=document.text, lang="en")
        assert learn_homes([(nobody, found)]) == {}

    def test_a_home_is_bounded(self) -> None:
        document, found = self.resolved("1", "Salem, Oregon.")
        home = learn_homes([(document, found)] * (MOST_ARTICLES + 1))["paper.example"]
        assert len(home.articles) == MOST_ARTICLES
