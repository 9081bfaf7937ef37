"""GIS files, each read back by a reader that is not ours: GDAL, pyarrow, pandas, an XML parser."""

import csv
import json
import os
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import geopandas
import pandas
import pyogrio
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import shape

from geomap import Report
from geomap.errors import GazetteerError, MissingExtra, OutputError
from geomap.export.files import replacing, write_export, write_lines
from geomap.export.geojson import cut
from geomap.export.rows import COLUMNS, rows
from geomap.export.spreadsheet import harmless
from geomap.report import Layer

KML = "{http://www.opengis.net/kml/2.2}"
ENDINGS = (".geojson", ".parquet", ".gpkg", ".csv", ".kml")


def positions(coordinates: Any) -> Iterator[list[float]]:
    """Every position in nested coordinates."""
    if isinstance(coordinates[0], (int, float)):
        yield coordinates
    else:
        for part in coordinates:
            yield from positions(part)


def check_rfc7946(collection: Any) -> None:
    """What the RFC demands of a FeatureCollection such as ours."""
    assert collection["type"] == "FeatureCollection"
    assert "crs" not in collection
    drawn = []
    for feature in collection["features"]:
        assert set(feature) == {"type", "id", "geometry", "properties"}
        assert feature["type"] == "Feature"
        assert all(not isinstance(value, (dict, list)) for value in feature["properties"].values())
        if feature["geometry"]:
            assert feature["geometry"]["type"] in ("Point", "LineString", "MultiLineString")
            assert shape(feature["geometry"]).is_valid
            drawn += list(positions(feature["geometry"]["coordinates"]))
    for longitude, latitude in drawn:
        assert -180 <= longitude <= 180
        assert -90 <= latitude <= 90
        assert round(longitude, 7) == longitude
        assert round(latitude, 7) == latitude
    if drawn:
        west, south, east, north = collection["bbox"]
        assert all(west <= longitude <= east and south <= latitude <= north for longitude, latitude in drawn)


def features(report: Report, layer: str = "mentions") -> Any:
    """The features of one layer."""
    return report.to_geojson(layer)["features"]


@pytest.mark.parametrize("layer", Layer)
def test_geojson_keeps_to_the_rfc(report: Report, pacific_report: Report, layer: Layer, tmp_path: Path) -> None:
    both = (report, pacific_report)
    path = tmp_path / "a.geojson"
    write_export(both, path, layer)
    written = json.loads(path.read_text(encoding="utf-8"))
    check_rfc7946(written)
    check_rfc7946(report.to_geojson(layer))
    assert len(pyogrio.read_dataframe(path)) == len(written["features"]) == len(list(rows(both, layer)))


def test_every_mention_with_a_place_is_a_point(pacific_report: Report) -> None:
    found = features(pacific_report)
    assert [feature["geometry"]["coordinates"] for feature in found] == [
        [178.44149, -18.14161],
        [-171.76666, -13.83333],
    ]
    assert found[0]["properties"]["role"] == "accuser"
    assert found[0]["id"] == "pacific#m0"


def test_geo_interface(report: Report) -> None:
    assert report.__geo_interface__ == report.to_geojson("mentions")
    assert len(geopandas.GeoDataFrame.from_features(report)) == 2


def test_unknown_layer(report: Report) -> None:
    with pytest.raises(ValueError, match="'roads'"):
        report.to_geojson("roads")


def test_an_empty_report_has_an_empty_collection(report: Report) -> None:
    empty = replace(report, mentions=(), incidents=(), relations=())
    assert empty.to_geojson() == {"type": "FeatureCollection", "features": []}
    for layer in Layer:
        assert list(empty.to_geodataframe(layer).columns) == [*COLUMNS[layer], "geometry"]


def test_a_line_over_the_antimeridian_is_cut(pacific_report: Report) -> None:
    [feature] = features(pacific_report, "relations")
    suva, apia = [178.44149, -18.14161], [-171.76666, -13.83333]
    assert feature["geometry"] == {
        "type": "MultiLineString",
        "coordinates": [[suva, [180.0, -17.45589]], [[-180.0, -17.45589], apia]],
    }


longitudes = st.integers(-1_800_000, 1_800_000).map(lambda n: n / 10_000)
latitudes = st.integers(-900_000, 900_000).map(lambda n: n / 10_000)


@given(st.tuples(longitudes, latitudes), st.tuples(longitudes, latitudes))
def test_a_cut_line_goes_the_short_way_from_source_to_target(source: Any, target: Any) -> None:
    parts = cut(source, target)
    assert all(abs(start[0] - end[0]) <= 180 for start, end in parts)
    for reached, wanted in ((parts[0][0], source), (parts[-1][1], target)):
        assert reached == wanted or (abs(reached[0]) == abs(wanted[0]) == 180 and reached[1] == wanted[1])
    assert sum(abs(start[0] - end[0]) for start, end in parts) == pytest.approx(
        min(abs(source[0] - target[0]), 360 - abs(source[0] - target[0]))
    )


def test_a_relation_without_two_ends_stays_without_a_line(pacific_report: Report) -> None:
    relation = replace(pacific_report.relations[0], target=2)
    report = replace(pacific_report, relations=(relation,))
    [feature] = features(report, "relations")
    assert feature["geometry"] is None
    assert feature["properties"]["target"] == "West"
    assert report.to_geodataframe("relations").geometry.isna().all()


@pytest.mark.parametrize("layer", Layer)
def test_a_row_has_the_columns_of_its_layer(report: Report, layer: Layer) -> None:
    for row in rows([report], layer):
        assert list(row.properties) == list(COLUMNS[layer])


def test_places_are_summed_over_reports(report: Report, pacific_report: Report) -> None:
    twice = list(rows((report, report, pacific_report), Layer.PLACES))
    assert [row.properties["place"] for row in twice] == ["Moscow", "Almaty", "Suva", "Apia"]
    assert (twice[1].properties["mentions"], twice[1].properties["role"]) == (2, "incident_site")


def test_a_frame_has_types(report: Report) -> None:
    frame = report.to_geodataframe()
    assert frame.crs == "EPSG:4326"
    assert frame["role"].dtype.ordered
    assert frame["role"].min() == "incident_site"
    assert frame["geonameid"].dtype == "Int64"
    assert pandas.api.types.is_datetime64_any_dtype(frame["date"])
    assert frame.loc[1, "date"] == pandas.Timestamp("2022-01-06")
    assert (frame.geometry.x[1], frame.geometry.y[1]) == (76.91667, 43.25)
    assert frame["quote"].str.contains("stormed").all()


def test_geoparquet_is_read_by_pyarrow_and_geopandas(report: Report, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "a.parquet"
    write_export([report], path)
    described = json.loads(parquet.read_schema(path).metadata[b"geo"])
    assert described["version"] == "1.1.0"
    assert "covering" in described["columns"]["geometry"]
    assert geopandas.read_parquet(path)["place"].tolist() == ["Moscow", "Almaty"]


def test_geoparquet_without_the_extra(report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(MissingExtra, match=r"pip install 'geomap\[parquet\]'"):
        write_export([report], tmp_path / "a.parquet")


def test_geopackage_has_four_layers(report: Report, pacific_report: Report, tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    write_export(iter((report, pacific_report)), path)
    assert [str(name) for name, _ in pyogrio.list_layers(path)] == [layer.value for layer in Layer]
    mentions = pyogrio.read_dataframe(path, layer="mentions")
    assert mentions["role"].tolist() == ["accuser", "incident_site", "accuser", "incident_site"]
    assert mentions["geonameid"].tolist()[1] == 1526384
    assert mentions.crs == "EPSG:4326"
    assert set(pyogrio.read_dataframe(path, layer="relations").geom_type) == {"MultiLineString"}


def test_an_empty_geopackage_still_has_its_layers(report: Report, tmp_path: Path) -> None:
    write_export([replace(report, mentions=(), incidents=(), relations=())], tmp_path / "a.gpkg")
    assert len(pyogrio.list_layers(tmp_path / "a.gpkg")) == 4


def test_csv_is_read_by_pandas(report: Report, pacific_report: Report, tmp_path: Path) -> None:
    write_export((report, pacific_report), tmp_path / "a.csv")
    table = pandas.read_csv(tmp_path / "a.csv")
    assert list(table.columns) == [*COLUMNS[Layer.MENTIONS], "lat", "lon"]
    assert table.loc[1, ["lat", "lon"]].tolist() == [43.25, 76.91667]
    write_export((report, pacific_report), tmp_path / "r.csv", Layer.RELATIONS)
    assert pandas.read_csv(tmp_path / "r.csv").loc[0, "target_lon"] == 76.91667


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1", "\N{FULLWIDTH EQUALS SIGN}1"])
def test_csv_runs_no_formula(report: Report, tmp_path: Path, cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    evil = replace(report, document=replace(report.document, title=f'{cell}","x'))
    write_export([evil], tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as stream:
        row = next(csv.DictReader(stream))
    assert row["title"] == f'\'{cell}","x'


@pytest.mark.parametrize("value", [-33.8, 0, None, "Almaty", "a=b", "", "'"])
def test_csv_leaves_the_rest_alone(value: object) -> None:
    assert harmless(value) == value  # type: ignore[arg-type]


def test_kml_has_a_folder_for_each_role(report: Report, pacific_report: Report, tmp_path: Path) -> None:
    path = tmp_path / "a.kml"
    write_export((report, pacific_report), path)
    root = ElementTree.parse(path).getroot()
    folders = [folder.findtext(f"{KML}name") for folder in root.iter(f"{KML}Folder")]
    assert folders == ["incident_site (2)", "accuser (2)", "relations (2)"]
    almaty = next(root.iter(f"{KML}Placemark"))
    assert almaty.findtext(f"{KML}name") == "Almaty"
    assert almaty.findtext(f"{KML}description", "").startswith("Moscow blamed <b>outsiders</b> & others")
    assert almaty.findtext(f"{KML}Point/{KML}coordinates") == "76.91667,43.25"
    assert len(list(root.iter(f"{KML}LineString"))) == 3
    assert len(pyogrio.read_dataframe(path, layer="incident_site (2)")) == 2


@pytest.mark.parametrize("ending", ENDINGS)
def test_text_that_no_file_can_hold(report: Report, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a{ending}"
    odd = replace(report, document=replace(report.document, id="a\ud800b\0c\x1b\uffff", title="<&\"'\n\u2028 ]]>"))
    write_export([odd], path)
    if ending == ".csv":
        ids = pandas.read_csv(path)["document"]
    elif ending == ".parquet":
        ids = geopandas.read_parquet(path)["document"]
    elif ending == ".kml":
        ids = [next(ElementTree.parse(path).getroot().iter(f"{KML}value")).text]
    else:
        ids = pyogrio.read_dataframe(path, layer=0)["document"]
    assert ids[0] == "a\ufffdb\ufffdc\ufffd\ufffd"


# ---- whole or not at all ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_is_replaced_whole(report: Report, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a{ending}"
    path.write_text("old")
    write_export([report], path)
    assert path.stat().st_size > 3
    assert list(tmp_path.iterdir()) == [path]
    umask = os.umask(0)
    os.umask(umask)
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~umask


def failing(report: Report) -> Iterator[Report]:
    yield report
    raise GazetteerError("the index is gone")


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_failure_leaves_the_old_file(report: Report, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a{ending}"
    path.write_text("old")
    with pytest.raises(GazetteerError, match="the index is gone"):
        write_export(failing(report), path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_unknown_endings_are_told_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"must end in \.geojson, \.parquet, \.gpkg, \.csv, \.kml"):
        write_export([], tmp_path / "a.shp")


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="make it first: mkdir -p"):
        write_lines([], tmp_path / "none" / "a.jsonl")
    with pytest.raises(OutputError, match="is a folder"):
        write_lines([], tmp_path)


def test_a_link_is_followed_and_a_device_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "b").write_text("old")
    (tmp_path / "a").symlink_to(tmp_path / "b")
    write_lines(["new"], tmp_path / "a")
    assert (tmp_path / "a").is_symlink()
    assert (tmp_path / "b").read_text() == "new\n"
    with replacing(Path("/dev/null")) as path:
        assert path == Path("/dev/null")
