"""Evidence in words that a journalist understands."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from gazetteer.index import Gazetteer
from gazetteer.place import Place, PlaceKind
from geomap.places.columns import Numbers, Rows
from geomap.places.evidence import FIRST
from geomap.places.groups import Group

MOST_REASONS = 4
# A reason that moved the log-odds by less would not have changed anybody's mind.
LEAST_MOVE = 0.15


class Reason(NamedTuple):
    """Words for a column of the evidence, true where its value is at least ``least``."""

    least: float
    words: str


REASONS: Mapping[str, Reason] = {
    "in_division_comma": Reason(1, "the text places it in {admin1} right after the name"),
    "in_country_comma": Reason(1, "the text names its country right after it"),
    "in_division_near": Reason(1, "{admin1} is named right beside it"),
    "in_country_near": Reason(1, "its country is named right beside it"),
    "in_division_before": Reason(1, "{admin1} is named right before it"),
    "in_country_before": Reason(1, "its country is named right before it"),
    "country_named": Reason(0.5, "the text also names {country}"),
    "division_named": Reason(0.5, "the text also names {admin1}"),
    "county_named": Reason(0.5, "the text also names {admin2}"),
    "country_share": Reason(0.5, "most other places in the text are in {country}"),
    "same_country": Reason(0.5, "other places in the text are in {country}"),
    "division_share": Reason(0.5, "most other places in the text are in {admin1}"),
    "same_division": Reason(0.5, "other places in the text are in {admin1}"),
    "same_county": Reason(0.5, "other places in the text are in {admin2}"),
    "inside": Reason(0.5, "the text names places in it"),
    "close": Reason(0.4, "another place in the text is next to it"),
    "around": Reason(0.4, "another place in the text is in the same area"),
    "same_place": Reason(0.5, "the text also names it in another way"),
    "home_place": Reason(0.001, "other articles of {outlet} name it"),
    "home_near": Reason(0.1, "other articles of {outlet} name places close by"),
    "home_around": Reason(0.3, "other articles of {outlet} name places in the same area"),
    "home_division": Reason(0.3, "other articles of {outlet} are about {admin1}"),
    "home_country": Reason(0.3, "other articles of {outlet} are about {country}"),
    "own_name": Reason(1, "it is the place's own name"),
    "tagged": Reason(1, "it is the place's name in the language of the text"),
    "capital": Reason(1, "it is a capital"),
    "fame": Reason(1, "a well-known place"),
    "firm_abbreviation": Reason(1, "a usual abbreviation of its name"),
    "firm_historic": Reason(1, "a former name of the place"),
    "firm_metonym": Reason(1, "the seat of its government, which stands for the state"),
}
"""Column -> reason. Columns without words weigh silently: sizes and shapes say little to a reader."""
BEST_KNOWN = "the best known place of that name"
_WORDS = tuple(reason.words for reason in REASONS.values())
_LEAST = np.array([reason.least for reason in REASONS.values()])
_OWN = np.array([FIRST[name] for name in REASONS])
_BEHIND = np.array([FIRST.get(f"{name}_behind", FIRST[name]) for name in REASONS])


def reason_words(place: Place, outlet: str | None, gazetteer: Gazetteer) -> Mapping[str, str]:
    """What the reasons of an answer speak of: the names of its country and divisions, and the outlet."""
    country = gazetteer.number_of(place.country) if place.country else None
    return {
        "country": place.name if country is None else gazetteer.name(country),
        "admin1": place.admin1 or place.name,
        "admin2": place.admin2 or place.name,
        "outlet": outlet or "",
    }


def strongest(rows: Rows, moves: Numbers) -> list[list[int]]:
    """For each row the numbers of its strongest reasons, strongest first.

    ``rows`` are what the last pass saw, ``moves`` by how much each column moved the score. A reason counts where it is
    true and mattered.
    """
    mattered = moves[:, _OWN] + moves[:, _BEHIND] * (_BEHIND != _OWN)
    mattered[(rows[:, _OWN] < _LEAST) | (mattered < LEAST_MOVE)] = 0.0
    order = np.argsort(-mattered, axis=1, kind="stable")[:, :MOST_REASONS]
    counts = np.minimum((mattered > 0).sum(axis=1), MOST_REASONS).tolist()
    return [numbers[:count] for numbers, count in zip(order.tolist(), counts, strict=True)]


def explain(group: Group, row: Rows, reasons: Sequence[int], words: Mapping[str, str]) -> tuple[str, ...]:
    """The reasons for a place in words; or why none was chosen, where there are no ``words`` of one."""
    if not words:
        return ("none of the known places of this name fits",)
    said = dict.fromkeys(_WORDS[number].format(**words) for number in reasons)
    return (*_of_the_name(group, row), *_of_its_kind(row), *said)


def _of_the_name(group: Group, row: Rows) -> tuple[str, ...]:
    known = group.named + group.added
    if known == 1:
        return ("the only known place of that name",)
    return (BEST_KNOWN,) if row[FIRST["rank"]] == 0 and known == len(group.postings) else ()


def _of_its_kind(row: Rows) -> tuple[str, ...]:
    if not row[FIRST["cue_for_it"]]:
        return ()
    kind = next(kind for kind in PlaceKind if row[FIRST[f"is_{kind}"]])
    return (f"a word beside it says it is a {kind}",)
