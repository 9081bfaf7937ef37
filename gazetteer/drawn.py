"""The outlines of countries as one view of borders has them: its name is that of a view of :mod:`gazetteer.worldview`."""

import math
from collections.abc import Sequence
from functools import cache
from typing import Any

from gazetteer.shapes import countries_topology
from gazetteer.shapes.topology import dissolved, merged
from gazetteer.worldview import DE_FACTO, DEFAULT, VIEWS, Area, reviewed_areas


def topology_of(worldview: str = DEFAULT) -> dict[str, Any]:
    """All countries as TopoJSON, each shape with the code of the state that this view counts it to.

    As :func:`gazetteer.shapes.countries_topology`; what no state holds in this view has no code. Treat what you get as
    read-only.

    Raises:
        GazetteerError: there is no such view, or no index to read a state's claims from.
    """
    return _recoded(_areas(worldview))


def shape_in(view: Sequence[Area], iso2: str) -> dict[str, Any] | None:
    """A country's outline in a view as a GeoJSON geometry, longitude first; ``None`` where it has none."""
    topology = _recoded(tuple(view))
    shapes = [shape for shape in topology["objects"]["shapes"]["geometries"] if shape["properties"]["iso2"] == iso2]
    return merged(topology, shapes) if shapes else None


def _areas(worldview: str) -> tuple[Area, ...]:
    if worldview in VIEWS:
        return reviewed_areas(worldview)
    from gazetteer.index import open_gazetteer

    return open_gazetteer(worldview=worldview).areas


@cache
def _recoded(view: tuple[Area, ...]) -> dict[str, Any]:
    topology = countries_topology()
    drawn = topology["objects"]["shapes"]["geometries"]
    shapes = [(shape, _code(view, shape["properties"])) for shape in drawn]
    names = {code: shape["properties"]["names"] for shape, code in sorted(shapes, key=_prominence) if _is_its_own(shape, code)}
    seen = [_counted_to(code, names, shape) for shape, code in shapes]
    drawn_as = sorted(zip(shapes, seen, strict=True), key=lambda pair: _prominence(pair[0]))
    main = {code: each for (shape, code), each in drawn_as if _is_its_own(shape, code)}
    kept = [_with_claims(topology, each, seen, main) for each in seen if not _is_claim(each)]
    return topology | {"objects": {"shapes": {"type": "GeometryCollection", "geometries": kept}}}


def _prominence(shape_and_code: tuple[dict[str, Any], str | None]) -> float:
    """Sorts a country's main shape, which is named from farthest off, after its islands and its disputed land."""
    label = shape_and_code[0]["properties"]["label"]
    return -label[2] if label else -math.inf


def _counted_to(code: str | None, names: dict[str | None, Any], shape: dict[str, Any]) -> dict[str, Any]:
    """The shape under a code; its name is that of the state it is counted to where it has none as part of it."""
    properties = shape["properties"]
    own = properties["names"] if properties["iso2"] == code else None
    return shape | {"properties": properties | {"iso2": code, "names": own or names.get(code, properties["names"])}}


def _is_claim(shape: dict[str, Any]) -> bool:
    """Whether it is a division that a state claims of another: no line on the ground, so it is drawn as of one of them."""
    area = shape["properties"]["area"]
    return area is not None and area not in _reviewed_areas()


@cache
def _reviewed_areas() -> frozenset[str]:
    return frozenset(name for area in reviewed_areas(DE_FACTO) for name in (area.name, *area.divisions))


def _with_claims(
    topology: dict[str, Any], shape: dict[str, Any], seen: Sequence[dict[str, Any]], main: dict[str | None, dict[str, Any]]
) -> dict[str, Any]:
    """The shape; a country's main one with the claims that the view counts to it."""
    code = shape["properties"]["iso2"]
    claims = [each for each in seen if _is_claim(each) and each["properties"]["iso2"] == code]
    if not claims or main.get(code) is not shape:
        return shape
    return shape | {"type": "MultiPolygon", "arcs": dissolved(topology, [shape, *claims])}


def _code(view: Sequence[Area], properties: dict[str, Any]) -> str | None:
    drawn, area = properties["iso2"], properties["area"]
    counted = next((each.code for each in view if each.has_shape(drawn, area)), drawn)
    return counted or None


def _is_its_own(shape: dict[str, Any], code: str | None) -> bool:
    """Whether the names of the shape are those of the state it is counted to."""
    properties = shape["properties"]
    return bool(properties["names"]) and (properties["area"] is not None or properties["iso2"] == code)
