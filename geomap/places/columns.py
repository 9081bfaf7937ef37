"""The gazetteer's columns as arrays, and what is known of a name's places before any text is looked at."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from gazetteer.index import KINDS, LANGUAGE_BIT, NOWHERE, OTHER_LANGUAGE_BIT, STRENGTH_MASK, Gazetteer, Posting
from gazetteer.names import name_key
from gazetteer.place import PlaceKind, Strength
from geomap.languages.cues import spoken_in

Numbers = npt.NDArray[np.float64]
Rows = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]
Truths = npt.NDArray[np.bool_]

COUNTRY, ADMIN1, ADMIN2 = (KINDS.index(kind) for kind in (PlaceKind.COUNTRY, PlaceKind.ADMIN1, PlaceKind.ADMIN2))
EARTH_RADIUS_KM = 6371.0
# Two places of one name so near are twins of another kind: a county and its town, a region and its capital.
TWIN_KM = 60.0
# Bounds the memory of what is kept of names: about 6 MB; the names of some two hundred articles.
NAMES_REMEMBERED = 2048

STRENGTHS = (Strength.OFFICIAL, Strength.ALTERNATE, Strength.ABBREVIATION, Strength.HISTORIC, Strength.GENERATED,
             Strength.DEMONYM, Strength.PEOPLE, Strength.METONYM)  # fmt: skip
NAMED = (
    *(f"is_{kind}" for kind in KINDS), *(f"firm_{strength.name.lower()}" for strength in STRENGTHS), "size", "fame", "standing",
    "own_name", "tagged", "capital", "bare", "spoken", "rank", "size_behind", "fame_behind", "standing_behind", "of_its_kind",
    "with_first", "twin", "twin_greater",
)  # fmt: skip
"""What is known of each place of a name, whatever the text."""


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """The places of one name.

    ``numbers`` has, for each, the number of the place, its kind, and the numbers of its country's code, its country, its
    first-order and second-order division: -1 where there is none; a division is its own. ``point`` is the point on the
    unit sphere, ``rows`` the columns ``NAMED``.
    """

    numbers: Integers
    point: Numbers
    rows: Rows


class Columns:
    """The columns of one gazetteer that resolution reads, without a copy."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        """Views of the mapped file; reading them touches only the places asked for."""
        self.gazetteer = gazetteer
        self.kind = np.asarray(gazetteer.kind)
        self.lat, self.lon = np.asarray(gazetteer.lat), np.asarray(gazetteer.lon)
        self.population, self.prominence = np.asarray(gazetteer.population), np.asarray(gazetteer.prominence)
        self.admin1, self.admin2 = np.asarray(gazetteer.admin1), np.asarray(gazetteer.admin2)
        self.country = np.asarray(gazetteer.country)
        self.capitals = gazetteer.capitals
        self.places_of = lru_cache(maxsize=NAMES_REMEMBERED)(self._places_of)

    def points(self, number: Integers) -> Numbers:
        """The places on the unit sphere, one a row."""
        lat, lon = np.radians(self.lat[number] / 1e5), np.radians(self.lon[number] / 1e5)
        return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)

    def _places_of(self, key: str, postings: tuple[Posting, ...], added: int, lang: str | None) -> Places:
        """The places of a name; ``added`` of them, the last, belong to the name without its article."""
        pairs = np.array(postings, np.int64)
        number, attributes = pairs[:, 0], pairs[:, 1]
        kind = self.kind[number].astype(np.int64)
        country = self.country[number].astype(np.int64)
        codes, spoken = self.gazetteer.meta["countries"], spoken_in(lang)
        country[[not codes[each] for each in country.tolist()]] = -1
        within = np.array([self.gazetteer.country_place(place) for place in number.tolist()], np.int64)
        first = np.where(kind == ADMIN1, number, _known(self.admin1[number]))
        second = np.where(kind == ADMIN2, number, _known(self.admin2[number]))
        point = self.points(number)
        rows = np.empty((len(number), len(NAMED)), np.float32)
        rows[:, : len(KINDS)] = kind[:, None] == np.arange(len(KINDS))
        strength = attributes & STRENGTH_MASK
        strength[strength == Strength.COMMON] = Strength.OFFICIAL
        rows[:, len(KINDS) : len(KINDS) + len(STRENGTHS)] = strength[:, None] == np.array(STRENGTHS)
        names = [name_key(self.gazetteer.name(place)) == key for place in number.tolist()]
        columns = (
            *self._weights(number), names, attributes & LANGUAGE_BIT.get(lang or "", OTHER_LANGUAGE_BIT) != 0,
            [place in self.capitals for place in number.tolist()], np.arange(len(number)) >= len(number) - added,
            [codes[each] in spoken for each in self.country[number].tolist()],
            *self._beside_namesakes(number, kind, country, point),
        )  # fmt: skip
        for place, column in enumerate(columns, start=len(KINDS) + len(STRENGTHS)):
            rows[:, place] = column
        return Places(np.stack([number, kind, country, _known(within), first, second]), point, rows)

    def _weights(self, number: Integers) -> tuple[Numbers, ...]:
        """Size in powers of ten, prominence, and standing among all places: places are numbered by importance."""
        return np.log10(self.population[number] + 10.0), self.prominence[number] / 64.0, np.log2(number + 2.0)

    def _beside_namesakes(self, number: Integers, kind: Integers, country: Integers, point: Numbers) -> tuple[Numbers, ...]:
        """How a place stands beside the others of its name: rank, what it is behind the greatest, its twins."""
        if len(number) == 1:
            return _ALONE
        size, fame, standing = self._weights(number)
        same_kind = kind[:, None] == kind[None, :]
        twins = ~same_kind & (kilometres(point, point) < TWIN_KM)
        greater = twins & (number[None, :] < number[:, None])
        return (
            np.argsort(np.argsort(number, kind="stable"), kind="stable").astype(np.float64),
            size.max() - size,
            fame.max() - fame,
            standing - standing.min(),
            same_kind.sum(axis=1).astype(np.float64),
            (country == country[np.argmin(number)]).astype(np.float64),
            twins.any(axis=1).astype(np.float64),
            greater.any(axis=1).astype(np.float64),
        )


# What _beside_namesakes finds of a name's only place: first, behind nobody, of one kind, in the country of the first.
_ALONE = tuple(np.array([value]) for value in (0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0))


def _known(numbers: npt.NDArray[np.generic]) -> Integers:
    """Numbers of places, -1 where there is none."""
    found = numbers.astype(np.int64)
    found[found == NOWHERE] = -1
    return found


def kilometres(one: Numbers, two: Numbers) -> Numbers:
    """Great-circle distances between points on the unit sphere: rows of ``one`` x rows of ``two``.

    Summed term by term, so that the result depends on no library of linear algebra.
    """
    cosine = one[:, 0:1] * two[:, 0] + one[:, 1:2] * two[:, 1] + one[:, 2:3] * two[:, 2]
    found: Numbers = EARTH_RADIUS_KM * np.arccos(np.minimum(np.maximum(cosine, -1.0), 1.0))
    return found


@lru_cache(maxsize=4)
def columns_of(gazetteer: Gazetteer) -> Columns:
    """The columns of a gazetteer, made once."""
    return Columns(gazetteer)
