"""What holds for any text at all, and for any spans in it."""

import json
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import geomap
from geomap.documents import Document
from geomap.export.schema import check_report
from geomap.report import Report
from geomap.text import read_text

ANY = st.characters(exclude_categories=["Cs"])
NAMES = st.sampled_from(
    ["Almaty", "the West", "Georgia", "New York", "U.S.", "Wit-Rusland", "Kazachse", "в Москве", "Харкову", "Paris, Texas",
     "São Tomé", "Mozam\u00adbique", "Tadzji-\nkistan", "北京", "تهران", "ISTANBUL", "NATO", "Côte d'Ivoire", "Calif.",
     "'s-Hertogenbosch"]
)  # fmt: skip
WORDS = st.sampled_from(
    ["accuses", "beschuldigt", "attacked", "de", "hulp van", "обвинил", "und", "called in the help of", "denied", "not", "by",
     "talks in", "warf", "vor", "protests in", "was bombed", "would", "said", "and", "zoals", "Reuters", "1 May", "sunday"]
)  # fmt: skip
MARKS = st.sampled_from([" ", " ", " ", ", ", ". ", "\n\n", "-", "’", "\u00a0", ': "', '" ', " (", ") ", "…", "\r\n", "\u200b"])
NEWS = st.lists(st.one_of(NAMES, WORDS, MARKS, st.text(ANY, max_size=3)), max_size=40).map("".join)
TEXTS = st.one_of(st.text(ANY, max_size=200), NEWS)
LANGS = st.sampled_from([None, "nl", "en", "de", "fr", "es", "it", "pt", "pl", "ru", "uk", "ar", "tr", "zh", "fi"])

# The first text opens the index; no deadline for one example, the whole must be done in seconds.
anything = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def texts_with_spans(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    """A text and some parts of it, in any order, overlapping or not."""
    text = draw(st.one_of(st.text(ANY, min_size=1, max_size=80), NEWS.filter(bool)))
    ends = st.integers(0, len(text))
    spans = draw(st.lists(st.tuples(ends, ends).filter(lambda span: span[0] < span[1]), max_size=8))
    return text, spans


def within(text: str, start: int, end: int) -> bool:
    return 0 <= start < end <= len(text)


def test_words_and_sentences_cover_the_text() -> None:
    @anything
    @given(TEXTS, LANGS)
    def holds(text: str, lang: str | None) -> None:
        read = read_text(Document(id="x", text=text, lang=lang))
        before = text[: read.starts[0]] if read.words else text
        assert before + "".join(word + gap for word, gap in zip(read.words, read.gaps, strict=True)) == text
        assert all(text[start:end] == word for start, end, word in zip(read.starts, read.ends, read.words, strict=True))
        assert [number for first, past in read.sentences for number in range(first, past)] == list(range(len(read.words)))

    holds()


def test_mentions_are_slices_in_order_and_apart() -> None:
    @anything
    @given(TEXTS, LANGS)
    def holds(text: str, lang: str | None) -> None:
        found = [each.resolution.mention for each in geomap.read(text, lang=lang).mentions]
        assert all(within(text, each.start, each.end) and text[each.start : each.end] == each.text for each in found)
        assert all(one.end <= two.start for one, two in pairwise(found))

    holds()


def test_reports_fit_the_schema_and_point_into_the_text() -> None:
    @anything
    @given(TEXTS, LANGS)
    def holds(text: str, lang: str | None) -> None:
        report = geomap.read(text, lang=lang, date="2022-01-05")
        fields = json.loads(report.to_json())
        check_report(fields)
        evidence = [each.evidence for each in report.mentions if each.evidence]
        evidence += [each.evidence for each in report.incidents]
        evidence += [each.evidence for each in report.relations]
        assert all(within(text, each.start, each.end) for each in evidence)
        numbers = {number for each in report.incidents for number in each.mentions}
        numbers |= {number for each in report.relations for number in (each.source, each.target)}
        assert numbers <= set(range(len(report.mentions)))
        assert all(0 <= each.confidence <= 1 and 0 <= each.resolution.confidence <= 1 for each in report.mentions)

    holds()


def test_reading_twice_gives_the_same() -> None:
    @anything
    @given(TEXTS, LANGS)
    def holds(text: str, lang: str | None) -> None:
        assert geomap.read(text, lang=lang).to_json() == geomap.read(text, lang=lang).to_json()

    holds()


def test_json_there_and_back() -> None:
    @anything
    @given(TEXTS)
    def holds(text: str) -> None:
        line = geomap.read(text).to_json()
        assert "\n" not in line
        assert Report.from_dict(json.loads(line)).to_json() == line

    holds()


def test_given_spans_give_exactly_one_mention_each() -> None:
    @anything
    @given(texts_with_spans(), LANGS)
    def holds(case: tuple[str, list[tuple[int, int]]], lang: str | None) -> None:
        text, spans = case
        found = [each.resolution.mention for each in geomap.read(text, lang=lang, spans=spans).mentions]
        assert [(each.start, each.end) for each in found] == spans
        assert [each.text for each in found] == [text[start:end] for start, end in spans]

    holds()
