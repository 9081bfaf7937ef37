"""Whether the places that a name can mean lie where the text's other names do: Love, in the county of three others."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gazetteer.index import KINDS, NOWHERE, Gazetteer
from gazetteer.place import PlaceKind
from geomap.mentions.context import Context, Integers

Floats = npt.NDArray[np.floating]

SUPPORT = ("sup_division", "sup_county", "sup_country", "sup_near", "sup_share")
"""How much of the text's other names lies in the division, the county, the country of the best supported place of a name,
and near it; and the first of these as a share of all."""
# Two towns so far apart are no neighbours in the news, in kilometres; in a county of the United States they would be.
NEAR_KM = 60.0
# A place that is likelier than this to be meant may have neighbours.
LIKELY = 0.2
# So that work and memory grow with the text and no faster; no article of the training sets has as many likely neighbours.
NEIGHBOURS_AT_MOST = 300
SPOTS_AT_ONCE = 1000
EARTH_RADIUS_KM = 6371.0
_COUNTRY, _ADMIN1, _ADMIN2 = map(KINDS.index, (PlaceKind.COUNTRY, PlaceKind.ADMIN1, PlaceKind.ADMIN2))


@dataclass(frozen=True, slots=True, eq=False)
class Spots:
    """The places that the names of a text can mean: ``owner`` is the name of each, ``rank`` its place among the name's."""

    place: Integers
    owner: Integers
    rank: Integers
    names: int


def support(context: Context, chance: Floats) -> dict[str, Floats]:
    """Candidates x SUPPORT, by the chances that candidates name places."""
    group = context.group
    spots = _spots(context)
    share = np.bincount(group, weights=chance) / np.bincount(group)
    weight = 1 / spots.rank
    mass = weight / np.bincount(spots.owner, weights=weight, minlength=spots.names)[spots.owner] * share[spots.owner]
    gazetteer = context.candidates.lexicon.gazetteer
    values = np.concatenate([_in_areas(_areas(spots.place, gazetteer), mass, spots), [_near(mass, spots, gazetteer)]])
    best = np.zeros((len(values), spots.names))
    np.maximum.at(best.T, spots.owner, values.T)
    columns = [*best, best[0] / max(float(mass.sum()), 1e-6)]
    return {name: column[group] for name, column in zip(SUPPORT, columns, strict=True)}


def _spots(context: Context) -> Spots:
    """Of each group of candidates, the places of its first."""
    group = context.group
    names = int(group.max()) + 1
    first = np.zeros(names, np.intp)
    first[group[::-1]] = np.arange(len(group))[::-1]
    found = context.candidates.found
    places = [[post.place for post in found[at].postings if post.place != NOWHERE] for at in first.tolist()]
    sizes = np.array(list(map(len, places)))
    owner = np.repeat(np.arange(names), sizes)
    starts = np.cumsum(sizes) - sizes
    flat = np.array([place for each in places for place in each], np.intp)
    return Spots(flat, owner, np.arange(len(flat)) - starts[owner] + 1, names)


def _areas(place: Integers, gazetteer: Gazetteer) -> Integers:
    """Division, county and country of each place, an area its own; -1 where there is none."""
    kind = np.asarray(gazetteer.kind)[place]
    columns = (gazetteer.admin1, gazetteer.admin2, gazetteer.country)
    areas = np.array([np.asarray(column)[place] for column in columns], np.int64)
    areas[areas == NOWHERE] = -1
    return np.where([kind == _ADMIN1, kind == _ADMIN2, kind < 0], place, areas)


def _in_areas(areas: Integers, mass: Floats, spots: Spots) -> Floats:
    """For each spot, the mass of other names in its division, its county, its country."""
    size = len(spots.place)
    kept = np.where(areas < 0, -1, areas * 3 + np.arange(3)[:, None]).ravel()
    known, at = np.unique(kept, return_inverse=True)
    weights = np.tile(mass, 3) * (kept >= 0)
    _, cell = np.unique(np.tile(spots.owner, 3) * len(known) + at, return_inverse=True)
    others = np.bincount(at, weights=weights)[at] - np.bincount(cell, weights=weights)[cell]
    return others.astype(np.float64, copy=False).reshape(3, size)


def _near(mass: Floats, spots: Spots, gazetteer: Gazetteer) -> Floats:
    """For each spot, the mass of likely small places of other names, the less the farther away."""
    kind = np.asarray(gazetteer.kind)[spots.place]
    lat, lon = (np.radians(np.asarray(column)[spots.place] / 1e5) for column in (gazetteer.lat, gazetteer.lon))
    x, y, z = np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)
    likely = np.flatnonzero((mass > LIKELY) & (kind != _COUNTRY) & (kind != _ADMIN1))
    most = np.argsort(-mass[likely], kind="stable")[:NEIGHBOURS_AT_MOST]
    likely = likely[np.sort(most)]
    found: Floats = np.empty(len(spots.place))
    for start in range(0, len(found), SPOTS_AT_ONCE):
        some = slice(start, start + SPOTS_AT_ONCE)
        cosine = x[some, None] * x[likely] + y[some, None] * y[likely] + z[some, None] * z[likely]
        close = np.exp(np.arccos(np.minimum(np.maximum(cosine, -1.0), 1.0)) * (-EARTH_RADIUS_KM / NEAR_KM))
        found[some] = (close * mass[likely] * (spots.owner[some, None] != spots.owner[likely])).sum(axis=1)
    return found
