"""Which of the places a name can mean is meant: symmetric trees score every candidate, and scores become probabilities.

A softmax over a name's places and "none of these", in passes: by itself, then twice in the light of the other places
of the document and of the outlet's other articles.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np

from gazetteer.index import Gazetteer
from geomap.mentions import BLOC, Mention
from geomap.places.around import look_around, look_home
from geomap.places.columns import Numbers
from geomap.places.evidence import Candidates, candidates
from geomap.places.groups import name_groups
from geomap.places.homes import Homes, OutletHome
from geomap.places.points import place_at
from geomap.places.reasons import explain, reason_words, strongest
from geomap.places.record import Alternative, Resolution
from geomap.text import Text
from geomap.trees import Trees, read_trees

MODELS = Path(__file__).parents[1] / "models"
# What the contract shows: the five likeliest others.
MOST_ALTERNATIVES = 5
# An alternative less likely than one in two hundred helps nobody choose.
LEAST_ALTERNATIVE = 0.005
# Coordinates are right unless they are mistyped.
COORDINATES = 0.99
# "None of these" is an answer where it is likelier than not; of a span that somebody gave as a place, where it is all but
# sure. On left-out outlets that gives up to 18 more right points in a thousand; confidences stay as they are.
LEAST_NONE, LEAST_NONE_GIVEN = 0.5, 0.9
# Passes in the light of the document's other places; on left-out outlets two beat one by a point on local news.
PASSES = 2
# Every name is weighed against every other one. An article has some dozens; a gazetteer, or an attack, is read in pieces of
# so many, in a tenth of a second and 50 MB each, so that work stays linear.
MOST_NAMES = 250


@cache
def model(name: str) -> Trees:
    """The trees of a pass, ``alone`` or ``together``."""
    return read_trees(MODELS / f"places_{name}.tsv")


def chances(made: Candidates, scores: Numbers) -> Numbers:
    """The probability of each candidate, "none of these" of each group at the end."""
    places, none = scores[: len(made)], scores[len(made) :]
    top = np.maximum(np.maximum.reduceat(places, made.first), none)
    powers = np.exp(scores - top[made.owner])
    total = np.add.reduceat(powers[: len(made)], made.first) + powers[len(made) :]
    found: Numbers = powers / total[made.owner]
    return found


def settle(made: Candidates, alone: Trees, together: Trees) -> Numbers:
    """The chances after all passes; ``made`` then holds what the last one saw."""
    found = chances(made, alone.scores(made.rows))
    for _ in range(PASSES):
        look_around(made, found)
        found = chances(made, together.scores(made.rows))
    return found


def resolve_mentions(
    text: Text, mentions: Sequence[Mention], gazetteer: Gazetteer, homes: Homes | None = None
) -> tuple[Resolution, ...]:
    """See :func:`geomap.places.resolve`."""
    home = (homes or {}).get(text.document.outlet or "")
    stretches = (_resolve_stretch(text, stretch, gazetteer, home) for stretch in _stretches(mentions))
    return tuple(resolution for stretch in stretches for resolution in stretch)


def _stretches(mentions: Sequence[Mention]) -> Iterator[Sequence[Mention]]:
    """The mentions in one piece, or where they name more than MOST_NAMES, in several."""
    names: set[str] = set()
    first = 0
    for number, mention in enumerate(mentions):
        names.add(mention.text)
        if len(names) > MOST_NAMES:
            yield mentions[first:number]
            names, first = {mention.text}, number
    yield mentions[first:]


def _resolve_stretch(
    text: Text, mentions: Sequence[Mention], gazetteer: Gazetteer, home: OutletHome | None
) -> tuple[Resolution, ...]:
    """The places of mentions that speak for each other."""
    groups = name_groups(text, mentions, gazetteer)
    if not groups:
        return tuple(_unlisted(mention, gazetteer) for mention in mentions)
    made = candidates(text, groups, gazetteer)
    if home is not None:
        look_home(made, home.without(text.document.id), gazetteer)
    found = settle(made, model("alone"), model("together"))
    settled = _resolutions(text, made, found, gazetteer)
    return tuple(settled.get((mention.start, mention.end)) or _unlisted(mention, gazetteer) for mention in mentions)


def _resolutions(text: Text, made: Candidates, found: Numbers, gazetteer: Gazetteer) -> Mapping[tuple[int, int], Resolution]:
    """Start and end of each mention -> its resolution."""
    parts = [made.of(number) for number in range(len(made.groups))]
    best = np.array([part.start + int(np.argmax(found[part])) for part in parts], np.intp)
    rows = made.rows[best]
    reasons = strongest(rows, model("together").moves(rows) + model("alone").moves(rows))
    settled: dict[tuple[int, int], Resolution] = {}
    least_none = LEAST_NONE if text.document.spans is None else LEAST_NONE_GIVEN
    for number, (group, part) in enumerate(zip(made.groups, parts, strict=True)):
        none = float(found[len(made) + number])
        sure = found[part].tolist()
        order = sorted(range(len(sure)), key=lambda rank: (-sure[rank], group.postings[rank].place))
        place = None if none > max(least_none, sure[order[0]]) else gazetteer.place(group.postings[order[0]].place)
        others = tuple(
            Alternative(place=gazetteer.place(group.postings[rank].place), confidence=sure[rank])
            for rank in (order if place is None else order[1:])[:MOST_ALTERNATIVES]
            if sure[rank] >= LEAST_ALTERNATIVE
        )
        words = reason_words(place, text.document.outlet, gazetteer) if place else {}
        why = explain(group, rows[number], reasons[number], words)
        for mention in group.mentions:
            settled[mention.start, mention.end] = Resolution(
                mention=mention, place=place, confidence=none if place is None else sure[order[0]],
                alternatives=others, why=(*mention.why, *why),
            )  # fmt: skip
    return settled


def _unlisted(mention: Mention, gazetteer: Gazetteer) -> Resolution:
    """A mention without a name that the gazetteer knows; coordinates say themselves what they mean."""
    if mention.point is None:
        return _unknown(mention)
    place = place_at(mention.text, *mention.point, gazetteer)
    return Resolution(mention=mention, place=place, confidence=COORDINATES, why=mention.why)


def _unknown(mention: Mention) -> Resolution:
    """A mention under whose name the gazetteer has no place."""
    why = mention.why if BLOC in mention.why else (*mention.why, "the gazetteer knows no place of this name")
    return Resolution(mention=mention, place=None, confidence=0.0 if BLOC not in mention.why else 1.0, why=why)
