"""Reports -> GeoJSON as RFC 7946 has it: longitude first, EPSG:4326, lines cut at the antimeridian, a bounding box.

There are no polygons in it, so the right-hand rule holds of itself.
"""

from collections.abc import Iterable
from pathlib import Path

from geomap.export.plain import DEGREE_DIGITS, json_line
from geomap.export.rows import Position, Row, rows
from geomap.report import Layer, Report

Line = tuple[Position, Position]
Box = tuple[float, float, float, float]  # west, south, east, north


def feature_collection(reports: Iterable[Report], layer: Layer) -> dict[str, object]:
    """The features of one layer; ``bbox`` where any of them has a position."""
    made = list(rows(reports, layer))
    collection: dict[str, object] = {"type": "FeatureCollection", "features": [feature(row) for row in made]}
    box = bounding_box(made)
    return {**collection, "bbox": list(box)} if box else collection


def write_geojson(reports: Iterable[Report], path: Path, layer: Layer) -> None:
    """Write the features one a line, so that a changed one is a changed line."""
    made = list(rows(reports, layer))
    box = bounding_box(made)
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write('{"type": "FeatureCollection",\n')
        if box:
            stream.write(f'"bbox": {json_line(list(box))},\n')
        stream.write('"features": [\n')
        stream.write(",\n".join(json_line(feature(row)) for row in made))
        stream.write("\n]}\n")


def feature(row: Row) -> dict[str, object]:
    """One feature; its geometry is null where nothing can be drawn."""
    return {"type": "Feature", "id": row.id, "geometry": geometry(row.positions), "properties": row.properties}


def geometry(positions: tuple[Position, ...]) -> dict[str, object] | None:
    """A Point, or a LineString, or a MultiLineString where the line crosses the antimeridian."""
    if not positions:
        return None
    if len(positions) == 1:
        return {"type": "Point", "coordinates": list(positions[0])}
    lines = [[list(end) for end in line] for line in cut(positions[0], positions[1])]
    if len(lines) == 1:
        return {"type": "LineString", "coordinates": lines[0]}
    return {"type": "MultiLineString", "coordinates": lines}


def cut(source: Position, target: Position) -> tuple[Line, ...]:
    """The line the short way round, in two parts where it crosses the antimeridian (RFC 7946, 3.1.9)."""
    (west, south), (east, north) = sorted((source, target))
    if east - west <= 180:
        return ((source, target),)
    # Going the short way, the one in the east leaves at 180 and the one in the west is met at -180.
    way = west + 360 - east
    if way == 0:
        return ((source, (source[0], target[1])),)  # Along the antimeridian itself.
    latitude = round(north + (south - north) * (180 - east) / way, DEGREE_DIGITS)
    parts = (((east, north), (180.0, latitude)), ((-180.0, latitude), (west, south)))
    kept = tuple(part for part in parts if part[0] != part[1])
    return kept if source == (east, north) else tuple((end, start) for start, end in reversed(kept))


def bounding_box(made: Iterable[Row]) -> Box | None:
    """The smallest box that holds everything drawn, or ``None`` where nothing is.

    Its west is greater than its east where it is smaller across the antimeridian (RFC 7946, 5.2) and under half the globe.
    """
    parts = [part for row in made for part in drawn(row.positions)]
    if not parts:
        return None
    latitudes = [latitude for part in parts for _, latitude in part]
    spans = sorted((min(a[0], b[0]), max(a[0], b[0])) for a, b in parts)
    west, east = spans[0][0], max(end for _, end in spans)
    across = beyond(spans)
    if east - west > 180 and across and 360 - across[0] + across[1] < 180:
        west, east = across
    return west, min(latitudes), east, max(latitudes)


def beyond(spans: list[tuple[float, float]]) -> tuple[float, float] | None:
    """The west and the east of what lies around the widest gap between spans of longitude, sorted; None without a gap."""
    gaps = []
    reached = spans[0][1]
    for start, end in spans[1:]:
        if start > reached:
            gaps.append((start - reached, start, reached))
        reached = max(reached, end)
    return max(gaps)[1:] if gaps else None


def drawn(positions: tuple[Position, ...]) -> tuple[Line, ...]:
    """Every part of the geometry; a point begins and ends at one place."""
    return cut(*positions) if len(positions) == 2 else tuple((end, end) for end in positions)
