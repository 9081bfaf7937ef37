"""TopoJSON -> GeoJSON geometry: borders are stored once, as arcs, and two neighbours name the same arc."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
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


def merged(topology: dict[str, Any], shapes: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The shapes together as one GeoJSON geometry without the lines between them; longitude first, degrees, EPSG:4326."""
    polygons = tuple(_polygon(topology, rings) for rings in dissolved(topology, shapes))
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def dissolved(topology: dict[str, Any], shapes: Iterable[dict[str, Any]]) -> list[list[list[int]]]:
    """The polygons of the shapes together, as arcs: shell, then holes; an arc that two of them share is left out."""
    arcs = [index for shape in shapes for rings in _polygons(shape) for ring in rings for index in ring]
    walked = set(arcs)
    chained = [(ring, _ring(topology, ring)) for ring in _chained(topology, [each for each in arcs if ~each not in walked])]
    shells = [(ring, line) for ring, line in chained if _area(line) < 0]
    holes = [(ring, line) for ring, line in chained if _area(line) > 0]
    return [[shell, *(hole for hole, inner in holes if _inside(inner, outer))] for shell, outer in shells]


def _chained(topology: dict[str, Any], arcs: Iterable[int]) -> Iterator[list[int]]:
    """The arcs as rings: each goes on where another ends, and is closed as soon as it comes back to where it was."""
    beginning: dict[Position, list[tuple[int, Position]]] = defaultdict(list)
    for index in arcs:
        first, last = _ends(topology, index)
        beginning[first].append((index, last))
    for first in list(beginning):
        while beginning[first]:
            walked, at = list[int](), [first]
            while len(at) == 1 or walked:
                index, last = beginning[at[-1]].pop()
                walked.append(index)
                if last in at:
                    start = at.index(last)
                    yield walked[start:]
                    del walked[start:], at[start + 1 :]
                else:
                    at.append(last)
                if not walked:
                    break


def _ends(topology: dict[str, Any], index: int) -> tuple[Position, Position]:
    line = _arc(topology, index if index >= 0 else ~index)
    return (line[0], line[-1]) if index >= 0 else (line[-1], line[0])


def _area(ring: Line) -> float:
    """Twice the area in square degrees; negative where the ring runs clockwise, as shells do in TopoJSON."""
    return sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairwise(ring))


def _inside(hole: Line, shell: Line) -> bool:
    (x, y), (east, north) = hole[0], hole[1]
    lon, lat = (x + east) / 2, (y + north) / 2
    sides = ((ax, ay, bx, by) for (ax, ay), (bx, by) in pairwise(shell) if (ay > lat) != (by > lat))
    return sum(lon < (bx - ax) * (lat - ay) / (by - ay) + ax for ax, ay, bx, by in sides) % 2 == 1
