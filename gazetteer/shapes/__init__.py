"""The outlines of countries and of their first-order divisions, from Natural Earth 1:10m.

Whose view: the countries are Natural Earth's map "as seen from Germany" (admin-0 5.1.1). Crimea lies in Ukraine,
Abkhazia and South Ossetia in Georgia, Somaliland in Somalia, the north of Cyprus in Cyprus, East Jerusalem in Israel;
Kosovo, Palestine, Taiwan and Western Sahara have shapes of their own. Land that this view gives to nobody (the Golan
Heights, Abyei, Bir Tawil and five smaller areas) is kept as shapes without a code. What another view counts to another
state is a shape of its own, cut along the lines of :mod:`gazetteer.shapes.areas`; :mod:`gazetteer.drawn` puts them
together as a view has them. The first-order divisions come from another edition, so their outer borders need not agree
with those of the countries. A shape on a map says where a place roughly lies, not to whom it belongs.

Natural Earth is in the public domain. :mod:`gazetteer.shapes.extract` made the files.
"""

import gzip
import json
from collections import defaultdict
from functools import cache
from importlib.resources import files
from typing import Any

from gazetteer.errors import GazetteerError
from gazetteer.shapes.topology import Line, merged, multipolygon, shared_lines

__all__ = ["admin1_shape", "countries_topology", "country_shape", "inner_borders"]


def country_shape(iso2: str) -> dict[str, Any] | None:
    """The country's outline as a GeoJSON geometry (longitude first, EPSG:4326), by ISO 3166-1 alpha-2; Kosovo is XK.

    ``None`` where Natural Earth has no shape. Raises GazetteerError where the packaged file cannot be read.
    """
    shapes = _by_property("countries", "iso2").get(iso2.upper())
    return merged(countries_topology(), shapes) if shapes else None


def admin1_shape(code: str | int) -> dict[str, Any] | None:
    """The outline of a first-order division as a GeoJSON geometry, by ISO 3166-2 code or GeoNames id.

    An ISO code that Natural Earth gives to several shapes (KZ-ALA: Almaty's region and city) returns them together;
    a GeoNames id is the surer key. ``None`` where there is no such shape. Raises GazetteerError as above.
    """
    key = "geonameid" if isinstance(code, int) else "iso_3166_2"
    shapes = _by_property("admin1", key).get(code)
    return multipolygon(_topology("admin1"), shapes) if shapes else None


def inner_borders(iso2: str) -> tuple[Line, ...]:
    """The lines between a country's first-order divisions, longitude first; empty where Natural Earth has none."""
    shapes = _by_property("admin1", "country").get(iso2.upper(), ())
    return shared_lines(_topology("admin1"), shapes)


def countries_topology() -> dict[str, Any]:
    """All countries as TopoJSON: the object ``shapes``, each with iso2, disputed, names by language, label and area.

    ``area`` is set for what some view counts to another state, an ISO 3166-2 code or a name of ``worldviews.tsv``.

    ``label`` is longitude, latitude and the least zoom at which to write the name. Treat what you get as read-only.
    """
    return _topology("countries")


@cache
def _topology(name: str) -> dict[str, Any]:
    file = files(__name__) / f"{name}.topojson.gz"
    try:
        topology: dict[str, Any] = json.loads(gzip.decompress(file.read_bytes()))
    except (OSError, EOFError, ValueError) as error:
        raise GazetteerError(f"{file}: the packaged outlines cannot be read ({error}); reinstall geomap") from error
    return topology


@cache
def _by_property(name: str, key: str) -> dict[str | int, tuple[dict[str, Any], ...]]:
    found: dict[str | int, list[dict[str, Any]]] = defaultdict(list)
    for shape in _topology(name)["objects"]["shapes"]["geometries"]:
        if (value := shape["properties"][key]) is not None:
            found[value].append(shape)
    return {value: tuple(shapes) for value, shapes in found.items()}
