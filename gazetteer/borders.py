"""Which country a point lies in, by the outlines in :mod:`gazetteer.shapes`; decoded when first asked."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

Ring = Sequence[tuple[float, float]]
"""A closed line of longitude and latitude in degrees."""


class Outline(NamedTuple):
    """One polygon: its box, its outer ring, and the rings of its holes; longitude first, degrees."""

    west: float
    south: float
    east: float
    north: float
    rings: tuple[Ring, ...]

    def contains(self, lat: float, lon: float) -> bool:
        """Whether the point lies inside: an odd number of the rings' sides are crossed on the way out."""
        if not (self.west <= lon <= self.east and self.south <= lat <= self.north):
            return False
        return sum(crossings(ring, lat, lon) for ring in self.rings) % 2 == 1


def crossings(ring: Ring, lat: float, lon: float) -> int:
    """How many sides of the ring a line from the point to the east crosses."""
    count = 0
    last_lon, last_lat = ring[-1]
    for next_lon, next_lat in ring:
        if (next_lat > lat) != (last_lat > lat):
            count += lon < (last_lon - next_lon) * (lat - next_lat) / (last_lat - next_lat) + next_lon
        last_lon, last_lat = next_lon, next_lat
    return count


def outline(rings: Iterable[Ring]) -> Outline:
    """The outline of an outer ring and its holes."""
    outer, *holes = rings
    longitudes, latitudes = zip(*outer, strict=True)
    return Outline(min(longitudes), min(latitudes), max(longitudes), max(latitudes), (outer, *holes))


def outlines(geometry: dict[str, Any] | None) -> tuple[Outline, ...]:
    """The polygons of a GeoJSON geometry; none where there is no geometry."""
    if geometry is None:
        return ()
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else (geometry["coordinates"],)
    return tuple(map(outline, polygons))


@cache
def _countries() -> tuple[tuple[str, Outline], ...]:
    from gazetteer.shapes import countries_topology, country_shape

    shapes = countries_topology()["objects"]["shapes"]["geometries"]
    codes = sorted({shape["properties"]["iso2"] for shape in shapes} - {None})
    return tuple((code, part) for code in codes for part in outlines(country_shape(code)))


def countries_at(lat: float, lon: float) -> Iterator[str]:
    """The countries whose outline contains the point; on land one, at sea none."""
    return (code for code, part in _countries() if part.contains(lat, lon))


@cache
def division_outlines(code: str) -> tuple[Outline, ...]:
    """The polygons of a first-order division, by ISO 3166-2 code."""
    from gazetteer.shapes import admin1_shape

    return outlines(admin1_shape(code))
