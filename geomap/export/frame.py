"""Reports -> GeoDataFrame in EPSG:4326 and GeoParquet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.errors import MissingExtra
from geomap.export.conflict import COLUMNS as CONFLICT_COLUMNS
from geomap.export.conflict import Names, conflict_rows
from geomap.export.geojson import geometry
from geomap.export.rows import COLUMNS, ROLE_ORDER, Row, rows
from geomap.report import Layer, Report

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from pandas import Series

CRS = "EPSG:4326"
DATES = "datetime64[us]"
DTYPES = {"text": "str", "integer": "Int64", "number": "float64"}


def frame(reports: Iterable[Report], layer: Layer, names: Names = Names.GEOMAP) -> GeoDataFrame:
    """One row a feature; roles are ordered categories, dates are datetimes, what is not known is missing.

    Raises ValueError at the names of a dataset of conflicts for anything but incidents.
    """
    if names is Names.GEOMAP:
        return typed(list(rows(reports, layer)), COLUMNS[layer])
    if layer is not Layer.INCIDENTS:
        raise ValueError(f"columns={names.value!r} names the columns of incidents; the layer is {layer.value!r}")
    return typed(conflict_rows(reports, names), CONFLICT_COLUMNS[names])


def typed(made: list[Row], kinds: Mapping[str, str]) -> GeoDataFrame:
    """The rows as a frame, its columns of these types."""
    import geopandas
    from shapely.geometry import shape

    shapes = [shape(drawn) if (drawn := geometry(row.positions)) else None for row in made]
    columns = {name: column(made, name, kind) for name, kind in kinds.items()}
    return geopandas.GeoDataFrame(columns, geometry=geopandas.GeoSeries(shapes, crs=CRS), crs=CRS)


def column(made: list[Row], name: str, kind: str) -> Series:
    """One column with its type."""
    import pandas

    values = pandas.Series([row.properties[name] for row in made], dtype="object")
    if kind == "date":
        return pandas.to_datetime(values, format="%Y-%m-%d").astype(DATES)
    if kind == "role":
        return values.astype(pandas.CategoricalDtype([role.value for role in ROLE_ORDER], ordered=True))
    return values.astype(DTYPES[kind])


def write_geoparquet(reports: Iterable[Report], path: Path, layer: Layer) -> None:
    """Write GeoParquet 1.1 with a covering box for each row. Needs the extra ``parquet``."""
    try:
        import pyarrow  # noqa: F401 (geopandas asks for it only when it writes, without the cure)
    except ImportError as error:
        raise MissingExtra("GeoParquet needs pyarrow: pip install 'geomap[parquet]'") from error
    frame(reports, layer).to_parquet(path, index=False, schema_version="1.1.0", write_covering_bbox=True)
