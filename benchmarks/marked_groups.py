"""Marked documents as resolution sees them: the places of each name, and which of them annotators chose."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from marked_places import Marked, MarkedDocument

from gazetteer import Gazetteer
from gazetteer.index import KINDS
from gazetteer.place import PlaceKind
from geomap.mentions import find_mentions
from geomap.places.columns import Numbers, Rows, columns_of, kilometres
from geomap.places.evidence import Candidates, candidates
from geomap.places.groups import name_groups
from geomap.places.ranking import LEAST_NONE_GIVEN
from geomap.text import read_text

# Annotators' point for a reviewed place without a GeoNames id is so near; for a region, sea, river or range, whose
# middle everybody puts elsewhere, so near.
SAME_SPOT_KM = 50
SAME_AREA_KM = 1500
AREAS = (PlaceKind.REGION, PlaceKind.WATER, PlaceKind.NATURAL)
SAME_PLACE_KM = 161
# What a mention of our own passages counts beside one of the news sets: there are eight times as many. On outlets left out .1
# and .4 give LGL .895 and .892 exact, the passages the same; confidences are .015 and .004 off, and with less than .4 a
# town beside Warsaw is meant by "Warsaw accuses Minsk".
OWN, OWN_WEIGHT = "own ", 0.4


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """One document: its candidates, and for each name group the one that annotators chose (-1 for none of them).

    ``marked`` has every linked mention with its group; -1 where the gazetteer knows no place of that name.
    """

    source: str
    split: str
    ident: str
    outlet: str | None
    made: Candidates
    gold: tuple[int, ...]
    weight: tuple[int, ...]
    marked: tuple[tuple[int, Marked], ...]


def is_linked(mark: Marked) -> bool:
    """Whether annotators said which place is meant."""
    return mark.lat is not None or mark.place not in {"", "-"}


def example(each: MarkedDocument, source: str, gazetteer: Gazetteer, more: Sequence[tuple[int, int]] = ()) -> Example | None:
    """The document with its linked spans given; ``None`` where the gazetteer knows none of its names.

    ``more`` are spans that name no place: what is right for them is none of the places of that name.
    """
    linked = [mark for mark in each.marked if is_linked(mark)]
    spans = sorted({*((mark.start, mark.end) for mark in linked), *more})
    text = read_text(replace(each.document, spans=tuple(spans)))
    groups = name_groups(text, find_mentions(text, gazetteer), gazetteer)
    if not groups:
        return None
    owner = {(mention.start, mention.end): number for number, group in enumerate(groups) for mention in group.mentions}
    votes: dict[int, Counter[Marked]] = defaultdict(Counter)
    for mark in linked:
        votes[owner.get((mark.start, mark.end), -1)][replace(mark, start=0, end=0)] += 1
    gold = []
    for number, group in enumerate(groups):
        places = [post.place for post in group.postings]
        gold.append(chosen(places, votes[number].most_common(1)[0][0], gazetteer) if votes[number] else -1)
    marked = tuple((owner.get((mark.start, mark.end), -1), mark) for mark in linked)
    weight = tuple(len(group.mentions) for group in groups)
    made = candidates(text, groups, gazetteer)
    return Example(source, each.group, each.document.id, each.document.outlet, made, tuple(gold), weight, marked)


def unmarked_spans(each: MarkedDocument, gazetteer: Gazetteer) -> list[tuple[int, int]]:
    """What recognition takes for places and annotators, who marked every place, did not."""
    text = read_text(replace(each.document, spans=None))
    found = [(mention.start, mention.end) for mention in find_mentions(text, gazetteer) if mention.postings]
    return [(s, e) for s, e in found if not any(mark.start < e and s < mark.end for mark in each.marked)]


def chosen(places: Sequence[int], answer: Marked, gazetteer: Gazetteer) -> int:
    """The candidate that annotators chose; -1 where it is not among them.

    Our own passages name the country, or country and city; there it is the most important candidate of that name, or,
    where the country itself is none of the candidates, the most important one in it.
    """
    if not answer.place:
        exact = (n for n, place in enumerate(places) if answer.geonameid and gazetteer.geonameid[place] == answer.geonameid)
        found = next(exact, None)
        return _same_spot(places, answer, gazetteer) if found is None else found
    country, _, city = answer.place.partition(":")
    if not city:
        whole = gazetteer.country_numbers.get(country, -1)
        inside = next((n for n, place in enumerate(places) if gazetteer.country_code(place) == country), -1)
        return next((n for n, place in enumerate(places) if place == whole), inside)
    named = {post.place for post in gazetteer.find(city)}
    return next((n for n, p in enumerate(places) if p in named and gazetteer.country_code(p) == country), -1)


def _same_spot(places: Sequence[int], answer: Marked, gazetteer: Gazetteer) -> int:
    """A reviewed place without a GeoNames id, where annotators put the one they chose."""
    if answer.geonameid and gazetteer.number(f"geonames:{answer.geonameid}") is not None:
        return -1
    for number, place in enumerate(places):
        radius = SAME_AREA_KM if KINDS[gazetteer.kind[place]] in AREAS else SAME_SPOT_KM
        if not gazetteer.geonameid[place] and distance(place, answer, gazetteer) <= radius:
            return number
    return -1


def distance(place: int, answer: Marked, gazetteer: Gazetteer) -> float:
    """Kilometres from a place to where annotators put theirs; infinite where they gave no point."""
    if answer.lat is None or answer.lon is None:
        return float("inf")
    lat, lon = np.radians(answer.lat), np.radians(answer.lon)
    point = np.array([[np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)]])
    return float(kilometres(columns_of(gazetteer).points(np.array([place])), point)[0, 0])


@dataclass(slots=True)
class Measured:
    """Counts over all linked mentions, no answer being a wrong one, and how sure each answer was."""

    counts: Counter[str]
    sure: list[tuple[float, bool]]

    def add(self, each: Example, found: Numbers, gazetteer: Gazetteer) -> None:
        """Count a document whose candidates have the chances ``found``."""
        answers = [answer(each.made, found, number) for number in range(len(each.gold))]
        for group, mark in each.marked:
            self.counts["linked"] += mark.lat is not None or bool(mark.place)
            self.counts["with id"] += bool(mark.geonameid) or bool(mark.place)
            if group < 0:
                continue
            self.counts["reachable"] += is_reachable(each, group, mark, gazetteer)
            place, sure = answers[group]
            if place is not None:
                right = is_right(place, mark, gazetteer)
                same = mark.geonameid == gazetteer.geonameid[place] if mark.geonameid else bool(mark.place) and right
                self.counts["exact"] += same
                self.counts["near"] += same or distance(place, mark, gazetteer) <= SAME_PLACE_KM
                self.sure.append((sure, right))

    def shares(self) -> str:
        """Exact and reachable of the mentions with an id, near of all that are linked."""
        known, linked = max(self.counts["with id"], 1), max(self.counts["linked"], 1)
        shares = (self.counts["exact"] / known, self.counts["near"] / linked, self.counts["reachable"] / known)
        return "  ".join(f"{share:.3f}" for share in shares)


def is_reachable(each: Example, group: int, mark: Marked, gazetteer: Gazetteer) -> bool:
    """Whether the very id that annotators chose is among the candidates; of our own passages, the place."""
    if not mark.geonameid:
        return bool(mark.place) and each.gold[group] >= 0
    part = each.made.of(group)
    return mark.geonameid in [gazetteer.geonameid[place] for place in each.made.number[part].tolist()]


def is_right(place: int, mark: Marked, gazetteer: Gazetteer) -> bool:
    """Whether a place is the one that annotators chose."""
    return chosen([place], mark, gazetteer) == 0


def answer(made: Candidates, found: Numbers, group: int) -> tuple[int | None, float]:
    """The place that is given as an answer to a given span and how sure; ``None`` for none of them."""
    part = made.of(group)
    best = part.start + int(np.argmax(found[part]))
    none = float(found[len(made) + group])
    return (None, none) if none > max(LEAST_NONE_GIVEN, float(found[best])) else (int(made.number[best]), float(found[best]))


def stacked(parts: Sequence[tuple[Example, Rows]]) -> tuple[Rows, Numbers, "np.ndarray", Numbers]:
    """Rows, targets, groups and weights of many documents; the rows of a group behind one another."""
    rows, targets, groups, weights = [], [], [], []
    past = 0
    for each, matrix in parts:
        made, target = each.made, np.zeros(len(matrix))
        right = [made.first[n] + gold if gold >= 0 else len(made) + n for n, gold in enumerate(each.gold)]
        target[right] = 1.0
        order = np.argsort(made.owner, kind="stable")
        rows.append(matrix[order])
        targets.append(target[order])
        groups.append(made.owner[order] + past)
        share = OWN_WEIGHT if each.source.startswith(OWN) else 1.0
        weights.append(share * np.sqrt(np.array(each.weight, np.float64))[made.owner[order]])
        past += len(each.gold)
    return np.concatenate(rows), np.concatenate(targets), np.concatenate(groups), np.concatenate(weights)
