"""Which candidates name a place, and the best of those that overlap."""

from collections.abc import Iterator, Sequence

from gazetteer.index import NOWHERE, Gazetteer, Posting
from gazetteer.sources import Strength
from geomap.mentions.candidates import DEMONYMS, Candidate, find_candidates
from geomap.mentions.context import Context, features
from geomap.mentions.model import probability, weights
from geomap.mentions.record import BLOC, Mention, MentionKind
from geomap.text import Text

# Where precision and recall met on the development sets; see docs/evaluation.md.
FLOOR = 0.5
# The forms of blocs are reviewed one by one, so each counts, unless a likelier place overlaps it: West Virginia.
BLOC_CHANCE = 0.6


def find_mentions(text: Text, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """Every place that the text names, in order, none overlapping another.

    Where the document gives spans, exactly one mention comes back for each.
    """
    candidates = find_candidates(text, gazetteer)
    if text.document.spans is not None:
        return tuple(_given(text, candidates, span, gazetteer) for span in text.document.spans)
    context = Context(text, gazetteer, candidates)
    known = weights()
    scored = [(BLOC_CHANCE if is_bloc(each) else probability(features(context, each), known), each) for each in candidates]
    return tuple(_mention(text, each, sure) for sure, each in _best_apart(scored))


def is_bloc(candidate: Candidate) -> bool:
    """Whether the words name an organisation or bloc and no place."""
    return bool(candidate.postings) and all(post.place == NOWHERE for post in candidate.postings)


def _best_apart(scored: Sequence[tuple[float, Candidate]]) -> list[tuple[float, Candidate]]:
    """The likely ones, likeliest first, each only where it overlaps none before it; in the order of the text."""
    likely = sorted((each for each in scored if each[0] >= FLOOR), key=lambda each: (-each[0], each[1].first, -each[1].past))
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


def _given(text: Text, candidates: Sequence[Candidate], span: tuple[int, int], gazetteer: Gazetteer) -> Mention:
    """The mention at a span that somebody else recognised: the name in it, or the longest known part of it."""
    start, end = span
    inside = [
        each for each in candidates if each.postings and start <= text.starts[each.first] and text.ends[each.past - 1] <= end
    ]
    whole = text.document.text[start:end]
    if not inside:
        return _unlisted(text, span, gazetteer)
    best = max(inside, key=lambda each: (text.ends[each.past - 1] - text.starts[each.first], -each.first))
    mention = _mention(text, best, 1.0)
    partial = () if mention.text == whole else (f"the known name in it is {mention.text!r}",)
    return Mention(
        start=start, end=end, text=whole, kind=mention.kind, first=best.first, past=best.past, postings=mention.postings,
        why=(*mention.why, *partial),
    )  # fmt: skip


def _unlisted(text: Text, span: tuple[int, int], gazetteer: Gazetteer) -> Mention:
    """A given span in which no capitalised word begins a known name: look the whole of it up as it stands."""
    start, end = span
    whole = text.document.text[start:end]
    postings = (*gazetteer.find_exact(whole, text.lang), *gazetteer.find(whole))
    places = tuple(post for post in postings if post.place != NOWHERE)
    first = next((place for place, past in enumerate(text.ends) if past > start), 0)
    past = next((place for place, at in enumerate(text.starts) if at >= end), len(text.words))
    kind = _kind(postings)
    return Mention(start=start, end=end, text=whole, kind=kind, first=first, past=max(past, first + 1), postings=places)
