"""Areas that some view counts to another state, as polygons to cut the countries along; for ``shapes.extract`` only.

They are those of ``worldviews.tsv`` and the first-order divisions that ``tables/places`` says a state claims of another.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from gazetteer.sources.tables import TABLES, listed, read_table
from gazetteer.worldview import TABLE

# The two editions of Natural Earth draw coasts and borders a little differently: a division is widened by so many
# degrees, less its neighbours, so that no sliver of it is left behind.
WIDENED = 0.15
# Square degrees: Gibraltar, the Vatican and Ceuta are smaller than the outlines can show.
SMALLEST = 0.01
_CODE_LETTERS = 2


def areas(admin1: Path) -> dict[str, Any]:
    """The areas as GeoJSON: ``area``, the countries that it may be cut ``of``, and a code of its ``own`` if it has one.

    ``area`` is an ISO 3166-2 code or the name of a row of ``worldviews.tsv``.

    ``admin1`` is Natural Earth's first-order divisions as GeoJSON.
    """
    divisions = _divisions(admin1)
    found = [*_rings(), *_widened(divisions)]
    return {"type": "FeatureCollection", "features": [_feature(*each) for each in found if each[2].area > SMALLEST]}


def _feature(area: str, countries: Iterable[str], outline: Any) -> dict[str, Any]:
    from shapely.geometry import mapping

    return {
        "type": "Feature",
        "properties": {"area": area, "of": "|".join(countries), "own": _own_code(area)},
        "geometry": mapping(outline),
    }


def _own_code(area: str) -> str:
    rows = (row for row in read_table(TABLE) if area in (row["area"], *listed(row["divisions"])))
    return next((row["default"] for row in rows), "")


def _divisions(admin1: Path) -> dict[str, Any]:
    """ISO 3166-2 code -> outline."""
    from shapely.geometry import shape
    from shapely.ops import unary_union

    parts: dict[str, list[Any]] = {}
    for feature in json.loads(admin1.read_text("utf-8"))["features"]:
        parts.setdefault(feature["properties"]["iso_3166_2"], []).append(shape(feature["geometry"]).buffer(0))
    return {code: unary_union(outlines) for code, outlines in parts.items()}


def _rings() -> Iterator[tuple[str, tuple[str, ...], Any]]:
    from shapely.geometry import Polygon

    for row in read_table(TABLE):
        if row["ring"]:
            yield row["area"], listed(row["countries"]), Polygon([_point(each) for each in row["ring"].split()])


def _point(cell: str) -> tuple[float, float]:
    lon, _, lat = cell.partition(",")
    return float(lon), float(lat)


def _widened(divisions: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...], Any]]:
    from shapely import STRtree

    codes = sorted(divisions)
    tree = STRtree([divisions[code] for code in codes])
    for code in sorted(set(_moved()) & divisions.keys()):
        wide = divisions[code].buffer(WIDENED)
        for number in tree.query(wide):
            if codes[number] != code:
                wide = wide.difference(divisions[codes[number]])
        yield code, tuple(sorted(_holders(code))), wide


def _holders(division: str) -> Iterator[str]:
    """The countries that Natural Earth may draw a division in: its own, and those of the view that moves it."""
    yield division[:_CODE_LETTERS]
    for row in read_table(TABLE):
        if division in listed(row["divisions"]):
            yield from listed(row["countries"])


def _moved() -> Iterator[str]:
    """The divisions that some view counts to another state."""
    for row in read_table(TABLE):
        yield from () if row["ring"] else listed(row["divisions"])
    for path in sorted((TABLES / "places").glob("*.tsv")):
        for row in read_table(path):
            members = [member for member in listed(row["members"]) if "-" in member and ":" not in member]
            states = [party for party in listed(row["claimed_by"]) if len(party) == _CODE_LETTERS]
            yield from (member for member in members if any(state != member[:_CODE_LETTERS] for state in states))
