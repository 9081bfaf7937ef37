"""What lies near a point: settlements in cells of half a degree, as the index stores them.

The index has the place numbers in the order of their cells, and for each cell where its part begins.
"""

from collections.abc import Iterator, Sequence
from math import asin, cos, degrees, floor, radians, sin, sqrt
from typing import NamedTuple

CELL = 0.5
"""Degrees on each side of a cell."""
COLUMNS, ROWS = round(360 / CELL), round(180 / CELL)
EARTH_KM = 6371.0088
HALFWAY_ROUND_KM = 20_016.0
"""No two points are farther apart."""
# The search begins so near, and looks three times as far where it finds too few.
FIRST_KM, FARTHER = 5.0, 3.0
_DEGREES = 1e5
_POLE = 90.0


class Near(NamedTuple):
    """A place and how far it is, in kilometres."""

    km: float
    place: int


def cell(lat: float, lon: float) -> int:
    """The number of the cell that a point lies in."""
    return _row(lat) * COLUMNS + floor((lon + 180) / CELL) % COLUMNS


def _row(lat: float) -> int:
    return min(max(floor((lat + _POLE) / CELL), 0), ROWS - 1)


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """The distance over the sphere between two points in degrees."""
    south, north = radians(lat), radians(other_lat)
    half = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin(radians(other_lon - lon) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


def cells_within(lat: float, lon: float, km: float) -> Iterator[range]:
    """The cells that hold every point within so many kilometres, as ranges; some hold farther ones too."""
    angle = degrees(km / EARTH_KM)
    south, north = lat - angle, lat + angle
    reaches_pole = south <= -_POLE or north >= _POLE
    wide = 180.0 if reaches_pole else degrees(asin(min(1.0, sin(radians(angle)) / cos(radians(lat)))))
    west, east = floor((lon - wide + 180) / CELL), floor((lon + wide + 180) / CELL)
    for start in range(_row(south) * COLUMNS, (_row(north) + 1) * COLUMNS, COLUMNS):
        yield from (range(start + part.start, start + part.stop) for part in _columns(west, east))


def _columns(west: int, east: int) -> tuple[range, ...]:
    """Columns from one up to and with another, east across the antimeridian where need be."""
    if east - west + 1 >= COLUMNS:
        return (range(COLUMNS),)
    west, east = west % COLUMNS, east % COLUMNS
    return (range(west, east + 1),) if west <= east else (range(west, COLUMNS), range(east + 1))


def nearest(
    point: tuple[float, float],
    cells: tuple[Sequence[int], Sequence[int]],
    columns: tuple[Sequence[int], Sequence[int]],
    *,
    limit: int,
    within_km: float,
) -> list[Near]:
    """The nearest settlements, nearest first.

    Args:
        point: latitude and longitude in degrees.
        cells: where each cell begins, and the places by cell.
        columns: latitude and longitude of every place, in 1/100,000 degree.
        limit: how many at most.
        within_km: how far at most.
    """
    km = min(FIRST_KM, within_km)
    while True:
        found = [near for near in _seen(point, cells, columns, km) if near.km <= km]
        if len(found) >= limit or km >= min(within_km, HALFWAY_ROUND_KM):
            return sorted(found)[:limit]
        km = min(km * FARTHER, within_km)


def _seen(
    point: tuple[float, float],
    cells: tuple[Sequence[int], Sequence[int]],
    columns: tuple[Sequence[int], Sequence[int]],
    km: float,
) -> Iterator[Near]:
    first, places = cells
    lat, lon = columns
    for there in cells_within(*point, km):
        for place in places[first[there.start] : first[there.stop]]:
            yield Near(kilometres(*point, lat[place] / _DEGREES, lon[place] / _DEGREES), place)
