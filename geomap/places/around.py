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
    chance, owner = chances[likely], made.owner[likely]
    apart = made.owner[:places, None] != owner
    beside = made.beside[made.owner[:places, None], owner]
    same, country, division, county, in_country, in_division, in_county, inside = _relations(made, likely)
    far = _distances(made, likely)
    weight = apart * chance
    elsewhere = np.where(same, 0.0, weight)
    close = np.exp(-far / CLOSE_KM)
    weighed = np.stack(
        [
            country * weight, division * weight, county * weight, in_country * elsewhere, in_division * elsewhere,
            in_county * elsewhere, inside * elsewhere, same * weight, close * weight, np.exp(-far / AROUND_KM) * weight,
            country * weight * beside, division * weight * beside, close * weight * beside,
        ]
    )  # fmt: skip
    sums: Numbers = np.concatenate([weighed.sum(axis=2), _among_capitals(made, likely, weight, beside)])
    near = np.where(elsewhere > LIKELY, far, FAR_KM)
    distances = np.stack([near, np.where(beside, near, FAR_KM)]).min(axis=2, initial=FAR_KM)
    _write(made, AROUND, np.concatenate([np.minimum(sums, MOST), -np.log10(distances + 1.0), chances[None, :places]]).T)
    made.rows[places:, FIRST["chance"]] = chances[places:]
    _fill_topic(made, chances, sums)


def _among_capitals(made: Candidates, likely: Integers, weight: Numbers, beside: Truths) -> Numbers:
    """For each capital the other likely capitals in the text, and those just beside it: "London and Canberra"."""
    capital = made.rows[: len(made), FIRST["capital"]]
    others = weight * capital[likely] * capital[:, None]
    found: Numbers = np.stack([others.sum(axis=1), (others * beside).sum(axis=1)])
    return found


def _relations(made: Candidates, likely: Integers) -> tuple[Truths, ...]:
    """Candidates x likely places.

    The same place; in the same country, division, county; in it as country, division, county; the likely one inside.
    """
    number, own = made.number[likely], made.number[:, None]
    return (
        own == number,
        _same(made.country, made.country[likely]),
        _same(made.admin1, made.admin1[likely]),
        _same(made.admin2, made.admin2[likely]),
        made.country_place[:, None] == number,
        made.admin1[:, None] == number,
        made.admin2[:, None] == number,
        (made.admin1[likely] == own) | (made.admin2[likely] == own) | (made.country_place[likely] == own),
    )


def _distances(made: Candidates, likely: Integers) -> Numbers:
    """Candidates x likely places: kilometres; a country, whose middle is near nothing, is far from all."""
    points = (made.kind[likely] != COUNTRY) & (made.kind != COUNTRY)[:, None]
    return np.where(points, kilometres(made.point, made.point[likely]), FAR_KM)


def _fill_topic(made: Candidates, chances: Numbers, sums: Numbers) -> None:
    """What the document is about: the share of its places in each candidate's country and division, how many countries."""
    places, others = len(made), max(len(made.groups) - 1, 1)
    sure = chances[:places] > LIKELY
    start = FIRST[TOPIC[0]]
    made.rows[:places, start] = sums[0] / others
    made.rows[:places, start + 1] = sums[1] / others
    made.rows[:, start + 2] = min(len(set(made.country[sure].tolist())), 10)
    made.rows[:, start + 3] = 1 - sure.sum() / len(made.groups)
