"""admin1.topojson.gz -> divisions.tsv.gz; run by hand after :mod:`gazetteer.shapes.extract`, with shapely installed.

    python -m gazetteer.shapes.extract_divisions

The same outlines give the same bytes.
"""

import gzip
import json
import math
import statistics
from itertools import pairwise
from pathlib import Path
from typing import Any

import shapely
import shapely.geometry
import shapely.ops

from gazetteer.shapes import _topology, inner_borders
from gazetteer.shapes.divisions import FILE, GRID, HEADER
from gazetteer.shapes.topology import Line, multipolygon

# A name is written where the largest circle in its division is so wide: about eight letters of a map's smallest type.
ROOM_PIXELS = 64
# Borders may be drawn where half of a country's divisions have a circle of so many pixels: closer together they are a mesh.
APART_PIXELS = 26
ZOOMS = (4.0, 12.0)
WORLD_PIXELS = 256  # across, at zoom 0
MOST_LATITUDE = 85.0
PRECISION = 0.02  # degrees of longitude, to which the middle of the circle is found


def main() -> None:
    """Write the file."""
    by_country: dict[str, list[dict[str, Any]]] = {}
    for shape in _topology("admin1")["objects"]["shapes"]["geometries"]:
        if shape["properties"]["country"]:
            by_country.setdefault(shape["properties"]["country"], []).append(shape)
    rows = [row for country in sorted(by_country) if (row := _country(country, by_country[country]))]
    raw = "\n".join([HEADER, *rows, ""]).encode()
    (Path(__file__).parent / FILE).write_bytes(gzip.compress(raw, 9, mtime=0))
    print(f"{FILE}: {len(rows)} countries, {len(raw):,} bytes before gzip")


def _country(country: str, shapes: list[dict[str, Any]]) -> str | None:
    lines = [steps for line in inner_borders(country) if len(steps := _steps(line)) > 2]
    if not lines:
        return None
    circles = [_circle(shape) for shape in shapes]
    zoom = _zoom(APART_PIXELS, statistics.median(width for _, _, width in circles))
    labels = [
        [lon, lat, max(zoom, _zoom(ROOM_PIXELS, width)), dict(sorted(shape["properties"]["names"].items()))]
        for shape, (lon, lat, width) in zip(shapes, circles, strict=True)
        if shape["properties"]["names"]
    ]
    return "\t".join([country, str(zoom), _json(lines), _json(sorted(labels, key=_json))])


def _circle(shape: dict[str, Any]) -> tuple[float, float, float]:
    """Longitude, latitude and width of the largest circle in the shape, on the map's projection in degrees of longitude."""
    whole = shapely.geometry.shape(multipolygon(_topology("admin1"), [shape]))
    flat = shapely.make_valid(shapely.transform(whole, lambda points: [[lon, _mercator(lat)] for lon, lat in points]))
    parts = [part for part in getattr(flat, "geoms", [flat]) if part.geom_type == "Polygon"]
    largest = max(parts, key=lambda part: part.area)
    middle = shapely.ops.polylabel(largest, PRECISION)
    return round(middle.x, 2), round(_latitude(middle.y), 2), 2 * largest.exterior.distance(middle)


def _mercator(lat: float) -> float:
    bound = math.radians(max(-MOST_LATITUDE, min(MOST_LATITUDE, lat)))
    return math.degrees(math.asinh(math.tan(bound)))


def _latitude(y: float) -> float:
    return math.degrees(math.atan(math.sinh(math.radians(y))))


def _zoom(pixels: float, degrees: float) -> float:
    """The zoom, in halves, at which so many degrees of longitude are so many pixels wide."""
    exact = math.log2(pixels * 360 / (WORLD_PIXELS * max(degrees, 1e-6)))
    return max(ZOOMS[0], min(ZOOMS[1], math.ceil(2 * exact) / 2))


def _steps(line: Line) -> list[int]:
    """The first point and the steps to each next one, on the grid."""
    points = [(round(lon * GRID), round(lat * GRID)) for lon, lat in line]
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points) if a != b]
    return [*points[0], *(number for step in steps for number in step)]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    main()
