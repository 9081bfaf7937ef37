"""What a document's other places, and its outlet's other articles, say of each candidate."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from gazetteer.index import Gazetteer
from geomap.places.columns import COUNTRY, Columns, Integers, Numbers, Truths, columns_of, kilometres
from geomap.places.evidence import AROUND, AROUND_KM, AT_HOME, CLOSE_KM, FAR_KM, FIRST, MOST, TOO_UNLIKELY, TOPIC, Candidates

# Places of an outlet's home that are looked at, the most frequent ones.
MOST_AT_HOME = 60
# A likely place counts as one that the text surely names.
LIKELY = 0.5


def look_home(made: Candidates, articles: Sequence[Sequence[str]], gazetteer: Gazetteer) -> None:
    """Fill the columns ``AT_HOME``: ``articles`` are the ids of the places that each of the outlet's others names."""
    counted = Counter(place for places in articles for place in places)
    found = {place: gazetteer.number(place) for place, _ in counted.most_common(MOST_AT_HOME)}
    known = [(number, counted[place]) for place, number in found.items() if number is not None]
    made.rows[:, FIRST["articles"]] = np.log2(len(articles) + 1.0)
    if known and len(made):
        home = np.array(known, np.int64)
        _fill_home(made, home[:, 0], home[:, 1] / len(articles), columns_of(gazetteer))


def _fill_home(made: Candidates, number: Integers, weight: Numbers, columns: Columns) -> None:
    far = kilometres(made.point, columns.points(number))
    share = weight / weight.sum()
    settled = share * (columns.kind[number] != COUNTRY)
    columns_at_home = [
        ((made.number[:, None] == number) * weight).sum(axis=1),
        (_same(made.admin1, columns.admin1[number].astype(np.int64)) * share).sum(axis=1),
        (_same(made.admin2, columns.admin2[number].astype(np.int64)) * share).sum(axis=1),
        (_same(made.country, columns.country[number].astype(np.int64)) * share).sum(axis=1),
        (np.exp(-far / CLOSE_KM) * settled).sum(axis=1),
        (np.exp(-far / AROUND_KM) * settled).sum(axis=1),
    ]
    _write(made, AT_HOME, np.stack(columns_at_home, axis=1))


def _same(one: Integers, two: Integers) -> Truths:
    """Rows x columns: whether both lie in the same known area."""
    found: Truths = (one[:, None] == two) & (one >= 0)[:, None]
    return found


def _write(made: Candidates, names: Sequence[str], values: Numbers) -> None:
    """Write columns, and for each how far every place is behind the best of its group; "none" has the best."""
    best = np.maximum.reduceat(values, made.first, axis=0)
    start, behind = FIRST[names[0]], FIRST[f"{names[0]}_behind"]
    made.rows[: len(made), start : start + len(names)] = values
    made.rows[len(made) :, start : start + len(names)] = best
    made.rows[: len(made), behind : behind + len(names)] = best[made.owner[: len(made)]] - values


def look_around(made: Candidates, chances: Numbers) -> None:
    """Fill the columns ``AROUND``, their ``BEHIND`` and ``TOPIC`` by the chances of all candidates."""
    places = len(made)
    likely = np.flatnonzero(chances[:places] > TOO_UNLIKELY)
    chance = chances[likely]
    apart = made.owner[:places, None] != made.owner[likely]
    weight = apart * chance
    beside = weight * made.beside[made.owner[:places, None], made.owner[likely]]
    country, division = _same(made.country, made.country[likely]), _same(made.admin1, made.admin1[likely])
    far = np.where(made.kind[likely] == COUNTRY, FAR_KM, kilometres(made.point, made.point[likely]))
    far = np.where(made.kind[:places, None] == COUNTRY, FAR_KM, far)
    close = np.exp(-far / CLOSE_KM)
    number = made.number[:, None]
    inside = (made.admin1[likely] == number) | (made.admin2[likely] == number) | (made.country_place[likely] == number)
    same = number == made.number[likely]
    sums = [
        (country * weight).sum(axis=1), (division * weight).sum(axis=1),
        (_same(made.admin2, made.admin2[likely]) * weight).sum(axis=1),
        (_same(made.country_place, made.number[likely]) * weight * ~same).sum(axis=1),
        (_same(made.admin1, made.number[likely]) * weight * ~same).sum(axis=1),
        (_same(made.admin2, made.number[likely]) * weight * ~same).sum(axis=1),
        ((inside & ~same) * weight).sum(axis=1), (same * weight).sum(axis=1),
        (close * weight).sum(axis=1), (np.exp(-far / AROUND_KM) * weight).sum(axis=1),
        (country * beside).sum(axis=1), (division * beside).sum(axis=1), (close * beside).sum(axis=1),
    ]  # fmt: skip
    near = np.where(apart & (chance > LIKELY) & ~same, far, FAR_KM)
    near_beside = np.where(beside > LIKELY, near, FAR_KM)
    distances = [-np.log10(each.min(axis=1, initial=FAR_KM) + 1.0) for each in (near, near_beside)]
    _write(made, AROUND, np.stack([*(np.minimum(each, MOST) for each in sums), *distances, chances[:places]], axis=1))
    made.rows[places:, FIRST["chance"]] = chances[places:]
    _fill_topic(made, chances, sums)


def _fill_topic(made: Candidates, chances: Numbers, sums: Sequence[Numbers]) -> None:
    """What the document is about: the share of its places in each candidate's country and division, how many countries."""
    places, others = len(made), max(len(made.groups) - 1, 1)
    sure = chances[:places] > LIKELY
    start = FIRST[TOPIC[0]]
    made.rows[:places, start] = sums[0] / others
    made.rows[:places, start + 1] = sums[1] / others
    made.rows[:, start + 2] = min(len(set(made.country[sure].tolist())), 10)
    made.rows[:, start + 3] = 1 - sure.sum() / len(made.groups)
