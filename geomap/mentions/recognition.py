"""Which candidates name a place, and the best of those that overlap."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from gazetteer.index import NOWHERE, Gazetteer, Posting
from gazetteer.sources import Strength
from geomap.mentions.candidates import DEMONYMS, Candidate, Candidates, find_candidates, is_bloc
from geomap.mentions.context import Context
from geomap.mentions.coordinates import Point, find_points
from geomap.mentions.features import linear_sums, rows
from geomap.mentions.model import read_ensemble
from geomap.mentions.record import BLOC, Mention, MentionKind
from geomap.text import Text
from geomap.trees import Floats

# Where precision and recall meet on left-out documents; see docs/evaluation.md. Where F1 stays the same for lower floors, which
# it does in these languages, names found count more than names that should not have been.
FLOOR = 0.5
LOWER_FLOORS = {"de": 0.4, "es": 0.4, "fr": 0.4, "it": 0.4, "nl": 0.45, "pl": 0.35, "pt": 0.4, "ru": 0.35, "uk": 0.35}
# A name that the text surely names elsewhere is meant here too where it is likelier than this: "Vliegveld van Almaty".
SURE_ELSEWHERE, FLOOR_THEN = 0.9, 0.4
# The forms of blocs are reviewed one by one, so each counts, unless a likelier place overlaps it: West Virginia.
BLOC_CHANCE = 0.6


def find_mentions(text: Text, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """Every place that the text names, in order, none overlapping another.

    Where the document gives spans, exactly one mention comes back for each.
    """
    points = {(point.start, point.end): point for point in find_points(text.document.text)}
    candidates = find_candidates(text, gazetteer)
    if text.document.spans is not None:
        by_word = _by_word(candidates.found)
        return tuple(
            _coordinates(text, points[span]) if span in points else _given(text, by_word, span, gazetteer)
            for span in text.document.spans
        )
    named = _named(text, candidates)
    if not points:
        return named
    spans = sorted(points)
    apart = (each for each in named if not _overlaps(each, spans))
    return tuple(sorted((*apart, *(_coordinates(text, point) for point in points.values())), key=lambda each: each.start))


def _overlaps(mention: Mention, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a mention overlaps one of the spans, which are apart and in order."""
    before = bisect_left(spans, (mention.end,))
    return before > 0 and spans[before - 1][1] > mention.start


def _by_word(candidates: Sequence[Candidate]) -> dict[int, list[Candidate]]:
    """The candidates that the gazetteer lists, by their first word."""
    found: dict[int, list[Candidate]] = {}
    for each in candidates:
        if each.postings:
            found.setdefault(each.first, []).append(each)
    return found


def _named(text: Text, candidates: Candidates) -> tuple[Mention, ...]:
    if not candidates.found:
        return ()
    context = Context(text, candidates)
    scores = read_ensemble().scores(rows(context, linear_sums(context)))
    chances = in_one_sense(context, 1 / (1 + np.exp(-scores))).tolist()
    scored = [(BLOC_CHANCE if is_bloc(each) else chance, each) for chance, each in zip(chances, candidates.found, strict=True)]
    return tuple(_mention(text, each, sure) for sure, each in best_apart(scored, floor_of(text.lang)))


def floor_of(lang: str | None) -> float:
    """The chance from which a name in the language counts."""
    return LOWER_FLOORS.get(lang or "", FLOOR)


def in_one_sense(context: Context, chances: Floats) -> Floats:
    """The chances, no less than the floor for listed names in doubt that are sure elsewhere in the text."""
    most = np.zeros(int(context.group.max()) + 1)
    np.maximum.at(most, context.group, chances)
    doubtful = (chances >= FLOOR_THEN) & (context.listed > 0) & (most[context.group] >= SURE_ELSEWHERE)
    return np.where(doubtful, np.maximum(chances, FLOOR), chances)


def best_apart(scored: Sequence[tuple[float, Candidate]], floor: float) -> list[tuple[float, Candidate]]:
    """The likely ones, likeliest first, each only where it overlaps none before it; in the order of the text."""
    likely = sorted((each for each in scored if each[0] >= floor), key=lambda each: (-each[0], each[1].first, -each[1].past))
    taken: set[int] = set()
    kept: list[tuple[float, Candidate]] = []
    for sure, candidate in likely:
        words = range(candidate.first, candidate.past)
        if taken.isdisjoint(words):
            taken.update(words)
            kept.append((sure, candidate))
    return sorted(kept, key=lambda each: each[1].first)


def _mention(text: Text, candidate: Candidate, sure: float) -> Mention:
    start, end = candidate.offsets(text)
    postings = tuple(post for post in candidate.postings if post.place != NOWHERE)
    return Mention(
        start=start, end=end, text=text.document.text[start:end], kind=_kind(candidate.postings), first=candidate.first,
        past=candidate.past, postings=postings, probability=sure, why=tuple(_why(candidate, postings)),
    )  # fmt: skip


def _coordinates(text: Text, point: Point) -> Mention:
    first, past = _words_in(text, point.start, point.end)
    return Mention(
        start=point.start, end=point.end, text=text.document.text[point.start : point.end], kind=MentionKind.NAME,
        why=("coordinates",), first=first, past=past, point=(point.lat, point.lon),
    )  # fmt: skip


def _words_in(text: Text, start: int, end: int) -> tuple[int, int]:
    """The words of a span of the text, first and past."""
    first, past = bisect_right(text.ends, start), bisect_left(text.starts, end)
    first = first if first < len(text.ends) else 0
    return first, max(past, first + 1)


def _kind(postings: Sequence[Posting]) -> MentionKind:
    demonym = any(post.strength in DEMONYMS for post in postings[:1])
    return MentionKind.DEMONYM if demonym else MentionKind.NAME


def _why(candidate: Candidate, postings: Sequence[Posting]) -> Iterator[str]:
    if not candidate.postings:
        yield "a word in it says that it names a place"
    elif not postings:
        yield BLOC
    elif candidate.inflected:
        yield "an inflected form of a known name"
    elif postings[0].strength in DEMONYMS:
        yield "an adjective or people's name of the place"
    elif postings[0].strength is Strength.ABBREVIATION:
        yield "a known abbreviation"


def _given(text: Text, by_word: Mapping[int, Sequence[Candidate]], span: tuple[int, int], gazetteer: Gazetteer) -> Mention:
    """The mention at a span that somebody else recognised: the name in it, or the best known part of it."""
    start, end = span
    words = range(bisect_left(text.starts, start), bisect_left(text.starts, end))
    inside = [each for word in words for each in by_word.get(word, ()) if text.ends[each.past - 1] <= end]
    whole = text.document.text[start:end]
    if not inside:
        return _unlisted(text, span, gazetteer)
    best = _best_part(inside)
    mention = _mention(text, best, 1.0)
    partial = () if mention.text == whole else (f"the known name in it is {mention.text!r}",)
    return Mention(
        start=start, end=end, text=whole, kind=mention.kind, first=best.first, past=best.past, postings=mention.postings,
        why=(*mention.why, *partial),
    )  # fmt: skip


def _best_part(inside: Sequence[Candidate]) -> Candidate:
    """Of names that are part of no longer one, a bloc, or the one with the most important place.

    "Alberta" of "University of Alberta", not the town of University.
    """
    longest = [each for each in inside if not any(_is_within(each, other) for other in inside)]
    return min(longest, key=lambda each: (not is_bloc(each), each.postings[0].place, each.first))


def _is_within(one: Candidate, other: Candidate) -> bool:
    return one.past - one.first < other.past - other.first and other.first <= one.first and one.past <= other.past


def _unlisted(text: Text, span: tuple[int, int], gazetteer: Gazetteer) -> Mention:
    """A given span in which no capitalised word begins a known name: look the whole of it up as it stands."""
    start, end = span
    whole = text.document.text[start:end]
    postings = (*gazetteer.find_exact(whole, text.lang), *gazetteer.find(whole))
    places = tuple(post for post in postings if post.place != NOWHERE)
    first, past = _words_in(text, start, end)
    return Mention(start=start, end=end, text=whole, kind=_kind(postings), first=first, past=past, postings=places)
