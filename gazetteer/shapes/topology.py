"""TopoJSON -> GeoJSON geometry: borders are stored once, as arcs, and two neighbours name the same arc."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

Position = tuple[float, float]
Line = tuple[Position, ...]
Polygon = tuple[Line, ...]

# Decimals of a degree: 0.0001 is 11 metres, finer than the grid that the files are kept on.
DECIMALS = 4


def multipolygon(topology: dict[str, Any], shapes: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The shapes together as one GeoJSON geometry; longitude first, degrees, EPSG:4326."""
    polygons = [_polygon(topology, rings) for shape in shapes for rings in _polygons(shape)]
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": tuple(polygons)}


def shared_lines(topology: dict[str, Any], shapes: Iterable[dict[str, Any]]) -> tuple[Line, ...]:
    """The lines that two of the shapes have in common, longitude first, degrees."""
    uses = Counter(
        index if index >= 0 else ~index for shape in shapes for rings in _polygons(shape) for ring in rings for index in ring
    )
    return tuple(_arc(topology, index) for index, count in sorted(uses.items()) if count > 1)


def _polygons(shape: dict[str, Any]) -> Sequence[Sequence[Sequence[int]]]:
    arcs: Sequence[Any] = shape["arcs"]
    return arcs if shape["type"] == "MultiPolygon" else (arcs,)


def _polygon(topology: dict[str, Any], rings: Iterable[Sequence[int]]) -> Polygon:
    return tuple(_ring(topology, ring) for ring in rings)


def _ring(topology: dict[str, Any], arcs: Iterable[int]) -> Line:
    """The arcs end to end; each begins where the last one ended. ``~i`` is arc ``i`` walked backwards."""
    ring: list[Position] = []
    for index in arcs:
        walked = _arc(topology, index) if index >= 0 else tuple(reversed(_arc(topology, ~index)))
        ring.extend(walked[1:] if ring else walked)
    return tuple(ring)


def _arc(topology: dict[str, Any], index: int) -> Line:
    """Steps on the file's grid, summed and turned into degrees."""
    (scale_x, scale_y), (left, bottom) = topology["transform"]["scale"], topology["transform"]["translate"]
    x = y = 0
    positions = []
    for dx, dy in topology["arcs"][index]:
        x, y = x + dx, y + dy
        positions.append((round(left + x * scale_x, DECIMALS), round(bottom + y * scale_y, DECIMALS)))
    return tuple(positions)
