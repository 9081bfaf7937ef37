"""Reports -> GeoPackage: the four layers, and how QGIS is to draw them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.errors import OutputError
from geomap.export.frame import frame
from geomap.export.styles import STYLES
from geomap.report import Layer, Report

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from pandas import DataFrame

GEOMETRIES = {Layer.RELATIONS: "MultiLineString"}
GEOMETRY = "geom"
VERSION = "1.2"  # What QGIS of 2021 and ArcGIS read without a warning.
STYLE_TABLE = "layer_styles"
# A GeoPackage notes when it was written. The same reports shall give the same bytes, so it is always this moment.
MOMENT = "2000-01-01T00:00:00.000Z"


def write_geopackage(reports: Iterable[Report], path: Path) -> None:
    """Write one layer each for mentions, places, incidents and relations, and their styles, which QGIS takes by itself.

    Raises OutputError where GDAL cannot write the file.
    """
    from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, GeometryError

    reports = tuple(reports)
    with moment():
        try:
            for layer in Layer:
                write_layer(reports, layer, path)
            write_styles(path)
        except (DataLayerError, DataSourceError, FeatureError, GeometryError) as error:
            raise OutputError(f"GDAL cannot write the GeoPackage; is the disk full? {error}") from error


def write_layer(reports: Iterable[Report], layer: Layer, path: Path) -> None:
    """Write one layer."""
    from pyogrio import write_dataframe

    write_dataframe(
        plain_categories(frame(reports, layer)),
        path,
        layer=layer.value,
        driver="GPKG",
        geometry_type=GEOMETRIES.get(layer, "Point"),
        promote_to_multi=layer in GEOMETRIES,
        layer_options={"GEOMETRY_NAME": GEOMETRY},
        dataset_options={"VERSION": VERSION},
        append=path.exists(),
    )


def plain_categories(table: GeoDataFrame) -> GeoDataFrame:
    """The frame with its roles as text, the only form a GeoPackage has for them."""
    return table.astype({"role": "str"}) if "role" in table else table


def write_styles(path: Path) -> None:
    """Write the table in which QGIS looks for the style of a layer."""
    from pyogrio import write_dataframe

    write_dataframe(style_table(), path, layer=STYLE_TABLE, driver="GPKG", append=True)


def style_table() -> DataFrame:
    """A style for each layer, in the columns that QGIS gives them."""
    from pandas import DataFrame

    return DataFrame(
        [
            {
                "f_table_catalog": "",
                "f_table_schema": "",
                "f_table_name": layer.value,
                "f_geometry_column": GEOMETRY,
                "styleName": f"geomap {layer.value}",
                **{name: style(layer) for name, style in STYLES.items()},
                "useAsDefault": True,
                "description": "The colours of geomap's map",
                "owner": "",
                "ui": "",
                "update_time": MOMENT,
            }
            for layer in Layer
        ]
    )


@contextmanager
def moment() -> Iterator[None]:
    """Have GDAL take MOMENT for now."""
    from pyogrio import get_gdal_config_option, set_gdal_config_options

    before = get_gdal_config_option("OGR_CURRENT_DATE")
    set_gdal_config_options({"OGR_CURRENT_DATE": MOMENT})
    try:
        yield
    finally:
        set_gdal_config_options({"OGR_CURRENT_DATE": before})
