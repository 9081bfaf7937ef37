"""Every span of a text that may name a place: what the gazetteer knows, and every run of capitalised words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from gazetteer.index import KINDS, NOWHERE, Gazetteer, Posting
from gazetteer.names import ARTICLES
from gazetteer.place import PlaceKind
from geomap.mentions.words import CLITICS, DEMONYMS, PLACE_CLASSES, Lexicon, Name, Word, lexicon
from geomap.text import Text

__all__ = ["DEMONYMS", "Candidate", "Candidates", "find_candidates", "is_bloc"]

# A name of more inflected words is not tried.
LONGEST_INFLECTED = 4
# Words of a run that no source lists: "Montreal-Pierre Elliott Trudeau International Airport" has six.
LONGEST_RUN = 7
LINKING = frozenset([
    "al", "and", "d", "da", "das", "de", "degli", "dei", "del", "dell", "della", "delle", "dello", "der", "des", "di",
    "do", "dos", "du", "e", "l", "la", "las", "le", "los", "nel", "of", "s", "the", "van", "von", "y",
])  # fmt: skip
ARTICLES_OF_RUNS = frozenset(["function", "in", "person", "says"])
"""Classes of words that may begin a run without being part of the name: "The", "In", "President"."""
LONGEST_LINK = 2
"""Linking words between a word of kind and its name: "calle de la Judería"."""
STREET = "street"
DIVISIONS = frozenset({"admin1", "admin2"})
"""Kinds of place whose names may be all in small letters: "obwód chersoński", "voivodat de Silésie"."""
SHORTENED = frozenset(["ave", "blvd", "ct", "dr", "hwy", "ln", "pkwy", "pl", "rd", "sq", "st", "str"])
"""Kinds of street, shortened, whose full stop may belong to the name: "Main St."."""
APOSTROPHES = frozenset("'’‘`")


class Candidate(NamedTuple):
    """The words ``first`` up to ``past`` may name one of the places of ``name``; one that no source lists has none."""

    first: int
    past: int
    name: Name

    @property
    def postings(self) -> tuple[Posting, ...]:
        """The places that the name can mean, likeliest first."""
        return self.name.postings

    @property
    def inflected(self) -> bool:
        """Whether the name stands there in another form than the gazetteer lists."""
        return self.name.inflected

    def offsets(self, text: Text) -> tuple[int, int]:
        """Where the name stands in the document's text."""
        return text.starts[self.first] - _is_clitic(text, self.first), text.ends[self.past - 1] + self.name.dotted


@dataclass(frozen=True, eq=False, slots=True)
class Candidates:
    """The candidates of a text in the order of their first words, with what was found on the way."""

    found: tuple[Candidate, ...]
    words: Sequence[Word]
    lexicon: Lexicon
    runs: tuple[tuple[int, int], ...]
    """Words that are capitalised and belong together, first and past."""


def find_candidates(text: Text, gazetteer: Gazetteer) -> Candidates:
    """Every span whose words are a name of the gazetteer, in some form, or a run of capitals; spans may overlap."""
    known = lexicon(gazetteer, text.lang)
    words = list(map(known.words.__getitem__, text.words))
    spans = _listed(text, known, words)
    runs = tuple(_runs(text, words))
    _add_runs(spans, text, known, words, runs)
    _add_roads(spans, text, known, words)
    _drop_articles(spans, words, gazetteer)
    found = [Candidate(first, past, name) for (first, past), name in sorted(spans.items()) if name is not None]
    return Candidates(tuple(found), words, known, runs)


def is_bloc(candidate: Candidate) -> bool:
    """Whether the words name an organisation or bloc and no place."""
    return candidate.name.bloc


Spans = dict[tuple[int, int], Name | None]
"""First and past word -> what they can mean; None for what is never a place."""


def _listed(text: Text, known: Lexicon, words: Sequence[Word]) -> Spans:
    """Names as the gazetteer lists them or inflected, and demonyms, abbreviations and blocs, whose case counts."""
    spans: Spans = {}
    joins, gaps = text.joins, text.gaps
    for first, word in enumerate(words):
        name = word.alone
        if word.stopped is not name and gaps[first].startswith("."):
            name = word.stopped
        if name is not None or word.never:
            spans[first, first + 1] = name
        goes_on = (word.longer or word.exact_longer or word.leads) and joins[first] == " "
        if goes_on and (text.words[first] not in CLITICS or _is_clitic(text, first)):
            _of_several(spans, text, known, words, first)
    return spans


def _is_clitic(text: Text, place: int) -> bool:
    """Whether a word is the "'s" or "'t" that a Dutch name begins with, and no ending: "'s-Gravenhage", not "Israel's"."""
    if text.words[place] not in CLITICS:
        return False
    whole, start = text.document.text, text.starts[place]
    return whole[start - 1 : start] in APOSTROPHES and not whole[max(start - 2, 0) : start - 1].isalnum()


def _of_several(spans: Spans, text: Text, known: Lexicon, words: Sequence[Word], first: int) -> None:
    """Names of several words that begin at ``first``."""
    word, joins = words[first], text.joins
    key, exact, leads = word.folded, word.cased, word.leads
    longer, exact_longer = word.longer, word.exact_longer
    names, cased = known.gazetteer.names, known.gazetteer.exact
    past = first + 1
    while past < len(words) and joins[past - 1] == " " and (longer or exact_longer or leads):
        following = words[past]
        past += 1
        found_key = found_exact = ""
        if longer:
            key = f"{key} {following.folded}"
            postings, longer = names.beginning(key)
            found_key = key if postings else ""
        if exact_longer:
            exact = f"{exact} {following.cased}"
            postings, exact_longer = cased.beginning(known.namespace + exact)
            found_exact = exact if postings else ""
        if found_key and word.small and not _has_capital(words[first:past]) and not _is_division(postings, word, known):
            found_key = found_exact = ""
        if found_key or found_exact:
            spans[first, past] = known.name(found_key, found_exact, stop=text.gaps[past - 1].startswith("."))
        if leads:
            leads = _inflected(spans, known, words, (first, past), leads)


def _has_capital(words: Sequence[Word]) -> bool:
    return any(not word.small for word in words)


def _is_division(postings: Sequence[Posting], word: Word, known: Lexicon) -> bool:
    """Whether a name all in small letters is that of a province or district in the language: no "state park"."""
    own = (KINDS[known.gazetteer.kind[post.place]] for post in postings if post.in_language(known.lang))
    return word.kind in DIVISIONS and not DIVISIONS.isdisjoint(own)


def _drop_articles(spans: Spans, words: Sequence[Word], gazetteer: Gazetteer) -> None:
    """Where a town is called as a country is with its article, the country is meant: La Francia."""
    for first, past in [span for span, name in spans.items() if name and words[span[0]].folded in ARTICLES]:
        bare = spans.get((first + 1, past))
        if bare and _is_country(bare, gazetteer) and not _is_country(spans[first, past], gazetteer):
            del spans[first, past]


def _is_country(name: Name | None, gazetteer: Gazetteer) -> bool:
    place = name.postings[0].place if name and name.postings else NOWHERE
    return place != NOWHERE and KINDS[gazetteer.kind[place]] is PlaceKind.COUNTRY


def _inflected(
    spans: Spans, known: Lexicon, words: Sequence[Word], span: tuple[int, int], leads: tuple[str, ...]
) -> tuple[str, ...]:
    """Put in the name whose beginnings are ``leads`` and whose last word is inflected; the beginnings that go on."""
    first, past = span
    if past - first > LONGEST_INFLECTED:
        return ()
    found: list[Posting] = []
    on: list[str] = []
    for lead in leads:
        for form, adjective in words[past - 1].forms:
            key = f"{lead} {form}"
            postings, longer = known.gazetteer.names.beginning(key)
            if postings:
                found += known.of_form(key, adjective)
            if longer and not adjective:
                on.append(key)
    if found and span not in spans and (_has_capital(words[first:past]) or _is_division(found, words[first], known)):
        written = " ".join(word.folded for word in words[first:past])
        spans[span] = known.inflected(written, found)
    return tuple(dict.fromkeys(on))


def _runs(text: Text, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Capitalised words that belong together, as long as they can be."""
    place, joins, number = 0, text.joins, len(words)
    while place < number:
        word = words[place]
        if word.small:
            place += 1
            continue
        past = place + 1
        while past < number and words[past].capital and joins[past - 1] == " ":
            past += 1
        yield place, past
        place = past


def _add_runs(spans: Spans, text: Text, known: Lexicon, words: Sequence[Word], runs: Sequence[tuple[int, int]]) -> None:
    """Every run and its parts that may be a name by themselves, and two runs that a small word links."""
    linked: tuple[int, int] | None = None
    for first, past in runs:
        for begin, end in _parts(text, words, first, past):
            _add_run(spans, text, known, words, begin, end)
        if first > 0 and text.joins[first - 1] == " " and _is_clitic(text, first - 1):
            _add_run(spans, text, known, words, first - 1, past)
        if linked is not None and linked[1] == first and past - linked[0] <= LONGEST_RUN:
            _add_run(spans, text, known, words, linked[0], past)
        linked = (first, link) if (link := _link(text, words, past)) else None


def _add_roads(spans: Spans, text: Text, known: Lexicon, words: Sequence[Word]) -> None:
    """Roads by number after a small word of kind: "autoroute 73"."""
    for place, word in enumerate(words[:-1]):
        if word.kind == STREET and word.small and text.words[place + 1][0].isdigit() and text.joins[place] == " ":
            _add_run(spans, text, known, words, place, place + 2)


def _parts(text: Text, words: Sequence[Word], first: int, past: int) -> Iterator[tuple[int, int]]:
    """A run; without the article or title before it; up to a word that announces a place; with a small one beside it."""
    yield first, past
    begin = first
    while begin < past - 1 and words[begin].kind in ARTICLES_OF_RUNS:
        begin += 1
    if begin != first:
        yield begin, past
    for place in range(begin + 1, past - 1):
        if words[place].kind in PLACE_CLASSES:
            yield begin, place + 1
    yield from _after_announcing(text, words, first, past)
    if past < len(words) and text.joins[past - 1] == " " and words[past].small and words[past].kind in PLACE_CLASSES:
        yield begin, past + 1


def _after_announcing(text: Text, words: Sequence[Word], first: int, past: int) -> Iterator[tuple[int, int]]:
    """With the small word before it that says what it names: "lac Michigan", "plaza de España", "calle de la Judería"."""
    for place in range(first - 1, max(first - 2 - LONGEST_LINK, -1), -1):
        word = words[place]
        if text.joins[place] != " ":
            return
        if word.small and word.kind in PLACE_CLASSES:
            yield place, past
        if word.folded not in LINKING:
            return


def _link(text: Text, words: Sequence[Word], past: int) -> int | None:
    """Where the run goes on that small words link to the one before ``past``: "University of the Arctic"."""
    place = past
    while place < min(past + 2, len(words)) and text.joins[place - 1] == " " and words[place].folded in LINKING:
        place += 1
    goes_on = past < place < len(words) and text.joins[place - 1] == " " and words[place].capital
    return place if goes_on and not words[place].small else None


def _add_run(spans: Spans, text: Text, known: Lexicon, words: Sequence[Word], first: int, past: int) -> None:
    if past - first > LONGEST_RUN or (first, past) in spans:
        return
    word = words[past - 1]
    if past - first == 1 and (len(word.folded) < 2 or word.kind in ARTICLES_OF_RUNS):
        return
    stopped = word.folded in SHORTENED and text.gaps[past - 1].startswith(".")
    spans[first, past] = known.unlisted_stopped if stopped else known.unlisted
