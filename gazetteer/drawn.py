"""The outlines of countries as one view of borders has them: its name is that of a view of :mod:`gazetteer.worldview`."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from gazetteer.shapes import countries_topology
from gazetteer.shapes.topology import merged
from gazetteer.worldview import DEFAULT, VIEWS, Area, reviewed_areas


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
    shapes = topology["objects"]["shapes"]["geometries"]
    codes = [_code(view, shape["properties"]) for shape in shapes]
    names = {code: shape["properties"]["names"] for code, shape in zip(codes, shapes, strict=True) if _is_its_own(shape, code)}
    seen = [
        shape | {"properties": shape["properties"] | {"iso2": code, "names": names.get(code, shape["properties"]["names"])}}
        for code, shape in zip(codes, shapes, strict=True)
    ]
    return topology | {"objects": {"shapes": {"type": "GeometryCollection", "geometries": seen}}}


def _code(view: Sequence[Area], properties: dict[str, Any]) -> str | None:
    drawn, area = properties["iso2"], properties["area"]
    counted = next((each.code for each in view if each.has_shape(drawn, area)), drawn)
    return counted or None


def _is_its_own(shape: dict[str, Any], code: str | None) -> bool:
    """Whether the names of the shape are those of the state it is counted to."""
    properties = shape["properties"]
    return bool(properties["names"]) and (properties["area"] is not None or properties["iso2"] == code)
