"""GIS files, each read back by a reader that is not ours: GDAL, pyarrow, pandas, an XML parser."""

import csv
import json
import os
import re
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import geopandas
import pandas
import pyogrio
import pytest
import shapely
from geojson_pydantic import FeatureCollection
from hypothesis import example, given
from hypothesis import strategies as st
from shapely.geometry import shape

from geomap import Report
from geomap.errors import GazetteerError, MissingExtra, OutputError
from geomap.export.files import replacing, write_export, write_lines
from geomap.export.geojson import bounding_box, cut
from geomap.export.rows import COLUMNS, Row, rows
from geomap.export.spreadsheet import harmless
from geomap.export.styles import LINE_COLOURS, THEMES
from geomap.report import Layer

KML = "{http://www.opengis.net/kml/2.2}"
ENDINGS = (".geojson", ".parquet", ".gpkg", ".csv", ".tsv", ".xlsx", ".kml")


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
        assert all(south <= latitude <= north for _, latitude in drawn)
        if west <= east:
            assert all(west <= longitude <= east for longitude, _ in drawn)
        else:
            assert all(longitude >= west or longitude <= east for longitude, _ in drawn)
    FeatureCollection.model_validate(collection)


def features(report: Report, layer: str = "mentions") -> Any:
    """The features of one layer."""
    return report.to_geojson(layer)["features"]


@pytest.mark.filterwarnings("ignore:BBOX crossing")
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


@example((180.0, 5.0), (-180.0, 9.0))
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
    assert [str(name) for name, _ in pyogrio.list_layers(path)] == [*(layer.value for layer in Layer), "layer_styles"]
    mentions = pyogrio.read_dataframe(path, layer="mentions")
    assert mentions["role"].tolist() == ["accuser", "incident_site", "accuser", "incident_site"]
    assert mentions["geonameid"].tolist()[1] == 1526384
    assert mentions.crs == "EPSG:4326"
    assert set(pyogrio.read_dataframe(path, layer="relations").geom_type) == {"MultiLineString"}


def test_an_empty_geopackage_still_has_its_layers(report: Report, tmp_path: Path) -> None:
    write_export([replace(report, mentions=(), incidents=(), relations=())], tmp_path / "a.gpkg")
    assert len(pyogrio.list_layers(tmp_path / "a.gpkg")) == 5


def test_a_geopackage_is_the_same_to_the_byte(report: Report, tmp_path: Path) -> None:
    for name in ("a.gpkg", "b.gpkg"):
        write_export([report], tmp_path / name)
        time.sleep(1.1)
    assert (tmp_path / "a.gpkg").read_bytes() == (tmp_path / "b.gpkg").read_bytes()


@pytest.mark.parametrize("layer", Layer)
def test_a_geopackage_has_the_colours_of_the_map(report: Report, tmp_path: Path, layer: Layer) -> None:
    write_export([report], tmp_path / "a.gpkg")
    table = pyogrio.read_dataframe(tmp_path / "a.gpkg", layer="layer_styles", read_geometry=False)
    [style] = table[table["f_table_name"] == layer.value].to_dict("records")
    assert (style["f_geometry_column"], style["f_table_schema"], style["useAsDefault"]) == ("geom", "", True)
    theme = THEMES[layer]
    renderer = ElementTree.fromstring(style["styleQML"]).find("renderer-v2")
    assert renderer is not None
    assert (renderer.get("type"), renderer.get("attr")) == ("categorizedSymbol", theme.column)
    symbols = {symbol.get("name"): symbol for symbol in renderer.findall("symbols/symbol")}
    drawn = {}
    for category in renderer.findall("categories/category"):
        options = {option.get("name"): option.get("value") for option in symbols[category.get("symbol")].iter("Option")}
        red, green, blue, _ = map(int, str(options.get("line_color") or options["color"]).split(","))
        drawn[category.get("value")] = f"#{red:02x}{green:02x}{blue:02x}"
    assert drawn == theme.colours
    described = ElementTree.fromstring(style["styleSLD"].encode())
    literals = [each.text for each in described.iter("{http://www.opengis.net/ogc}Literal")]
    fills = [
        each.text
        for each in described.iter("{http://www.opengis.net/se}SvgParameter")
        if each.get("name") in ("fill", "stroke")
    ]
    assert dict(zip(literals, fills[:: 2 if theme.mark else 1], strict=True)) == theme.colours
    assert set(pyogrio.read_dataframe(tmp_path / "a.gpkg", layer=layer.value)[theme.column]) <= set(theme.colours)


QGIS = """
import sys
from qgis.core import QgsApplication, QgsVectorLayer
app = QgsApplication([], False)
app.initQgis()
for name in ("mentions", "places", "incidents", "relations"):
    layer = QgsVectorLayer(f"{sys.argv[1]}|layername={name}", name, "ogr")
    assert layer.isValid() and layer.featureCount(), name
    renderer = layer.renderer()
    categories = renderer.categories()
    print(name, type(renderer).__name__, renderer.classAttribute(), categories[0].symbol().color().name())
"""


@pytest.mark.skipif(not Path("/usr/lib/python3/dist-packages/qgis").exists(), reason="no QGIS: apt-get install python3-qgis")
def test_qgis_opens_it_coloured(report: Report, tmp_path: Path) -> None:
    write_export([report], tmp_path / "a.gpkg")
    settings = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": str(tmp_path)}
    settings.pop("PYTHONPATH", None)
    ended = subprocess.run(
        ["/usr/bin/python3", "-c", QGIS, tmp_path / "a.gpkg"], capture_output=True, text=True, timeout=120, env=settings
    )
    assert ended.stdout.splitlines() == [
        "mentions QgsCategorizedSymbolRenderer role #d55e00",
        "places QgsCategorizedSymbolRenderer role #d55e00",
        "incidents QgsCategorizedSymbolRenderer type #d55e00",
        "relations QgsCategorizedSymbolRenderer kind #b67a00",
    ], ended.stderr


def test_lines_have_the_colours_of_the_arcs() -> None:
    css = (Path(__file__).parents[1] / "geomap/map/page/colours.css").read_text(encoding="utf-8")
    light = dict(re.findall(r"^\.kind-(\w+) \{\n  --line: (#\w{6});", css, flags=re.MULTILINE))
    assert {kind.value: colour for kind, colour in LINE_COLOURS.items()} == light


def test_a_workbook_is_read_by_openpyxl(report: Report, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    long = replace(report, document=replace(report.document, title="=HYPERLINK(1)", url="x" * 40_000))
    write_export([long], tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == [layer.value for layer in Layer]
    names, first, _ = book["mentions"].iter_rows()
    cells = dict(zip((name.value for name in names), first, strict=True))
    assert list(cells) == [*COLUMNS[Layer.MENTIONS], "lat", "lon"]
    assert (cells["title"].value, cells["title"].data_type) == ("'=HYPERLINK(1)", "s")
    assert (cells["place"].value, cells["lat"].value, len(cells["url"].value)) == ("Moscow", 55.75222, 32_767)


def test_tsv_is_read_by_pandas(report: Report, tmp_path: Path) -> None:
    write_export([report], tmp_path / "a.tsv", Layer.PLACES)
    assert pandas.read_csv(tmp_path / "a.tsv", sep="\t")["place"].tolist() == ["Moscow", "Almaty"]


@pytest.mark.parametrize("layer", Layer)
def test_geoparquet_covers_each_row(report: Report, pacific_report: Report, tmp_path: Path, layer: Layer) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    write_export([report, pacific_report], tmp_path / "a.parquet", layer)
    table = parquet.read_table(tmp_path / "a.parquet")
    geo = json.loads(table.schema.metadata[b"geo"])
    assert geo["primary_column"] == "geometry"
    assert geo["columns"]["geometry"]["encoding"] == "WKB"
    assert geo["columns"]["geometry"]["covering"]["bbox"]["xmin"] == ["bbox", "xmin"]
    for wkb, box in zip(table["geometry"].to_pylist(), table["bbox"].to_pylist(), strict=True):
        assert shapely.from_wkb(wkb).bounds == (box["xmin"], box["ymin"], box["xmax"], box["ymax"])


def test_the_box_crosses_the_antimeridian_where_that_is_smaller(report: Report, pacific_report: Report) -> None:
    assert pacific_report.to_geojson()["bbox"] == [178.44149, -18.14161, -171.76666, -13.83333]
    assert pacific_report.to_geojson("relations")["bbox"] == [178.44149, -18.14161, -171.76666, -13.83333]
    assert report.to_geojson()["bbox"] == [37.61556, 43.25, 76.91667, 55.75222]


@given(st.lists(st.tuples(st.integers(-180, 180), st.integers(-180, 180)), min_size=1, max_size=12))
def test_the_box_holds_every_line_and_is_never_wider_than_needed(ends: list[tuple[int, int]]) -> None:
    made = [Row(id=str(number), positions=((a, 0), (b, 1)), properties={}) for number, (a, b) in enumerate(ends)]
    west, south, east, north = bounding_box(made) or (0, 0, 0, 0)
    assert (south, north) == (0, 1)
    parts = [part for a, b in ends for part in cut((a, 0), (b, 1))]
    held = [west <= x <= east if west <= east else x >= west or x <= east for part in parts for x, _ in part]
    assert all(held)
    plain = max(x for part in parts for x, _ in part) - min(x for part in parts for x, _ in part)
    assert (east - west) % 360 <= plain or west <= east
    if west > east:
        gap = [x for part in parts for x in (min(part[0][0], part[1][0]), max(part[0][0], part[1][0])) if east < x < west]
        assert gap == []
        assert all(not (min(a[0], b[0]) <= east and max(a[0], b[0]) >= west) for a, b in parts)


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
    assert folders == ["incident_site (2)", "accuser (2)", "incidents (2)", "relations (2)"]
    almaty = next(root.iter(f"{KML}Placemark"))
    assert almaty.findtext(f"{KML}name") == "Almaty"
    assert almaty.findtext(f"{KML}description", "").startswith("<p>Moscow blamed &lt;b&gt;outsiders&lt;/b&gt; &amp; others")
    assert almaty.findtext(f"{KML}Point/{KML}coordinates") == "76.91667,43.25"
    assert len(list(root.iter(f"{KML}LineString"))) == 3
    assert len(pyogrio.read_dataframe(path, layer="incident_site (2)")) == 2
    styles = {style.get("id"): style.findtext(f"{KML}IconStyle/{KML}color") for style in root.iter(f"{KML}Style")}
    assert styles[almaty.findtext(f"{KML}styleUrl", "").removeprefix("#")] == "ff005ed5"
    assert {mark.findtext(f"{KML}styleUrl", "").removeprefix("#") for mark in root.iter(f"{KML}Placemark")} <= set(styles)


HOSTILE = "<script>alert(1)</script>]]>&<![CDATA[\"'\u202e\u200b\u2028=1+1\0\ud800"


def test_kml_is_valid_by_its_schema(report: Report, pacific_report: Report, tmp_path: Path) -> None:
    import fastkml
    from fastkml.validator import validate

    document = replace(report.document, id=HOSTILE, title=HOSTILE, outlet=HOSTILE, url=f"https://x.org/?{HOSTILE}")
    write_export((replace(report, document=document), pacific_report), tmp_path / "a.kml")
    assert validate(file_to_validate=tmp_path / "a.kml") is True
    found = fastkml.KML.parse(tmp_path / "a.kml")
    assert found.features[0].features[0].name == "incident_site (2)"
    told = ElementTree.parse(tmp_path / "a.kml").getroot().findtext(f".//{KML}description", "")
    assert "<script" not in told
    assert 'href="https://x.org/?&lt;script&gt;' in told


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x"])
def test_kml_links_to_pages_only(report: Report, tmp_path: Path, url: str) -> None:
    write_export([replace(report, document=replace(report.document, url=url))], tmp_path / "a.kml")
    assert "href" not in ElementTree.parse(tmp_path / "a.kml").getroot().findtext(f".//{KML}description", "")


@pytest.mark.parametrize("ending", ENDINGS)
def test_text_that_no_file_can_hold(report: Report, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a{ending}"
    odd = replace(report, document=replace(report.document, id="a\ud800b\0c\x1b\uffff", title="<&\"'\n\u2028 ]]>"))
    write_export([odd], path)
    if ending in (".csv", ".tsv"):
        ids = pandas.read_csv(path, sep="," if ending == ".csv" else "\t")["document"]
    elif ending == ".xlsx":
        ids = pandas.read_excel(path)["document"]
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
    with pytest.raises(OutputError, match=r"must end in \.geojson, \.parquet, \.gpkg, \.csv, \.tsv, \.xlsx, \.kml"):
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


FULL = """
import resource, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from conftest import Document, made_report
from geomap.errors import OutputError
from geomap.export.files import write_export
import geopandas, pyogrio
many = [made_report(Document(id=str(n), text="Moscow blamed Almaty. " + "x" * 900)) for n in range(300)]
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    write_export(many, Path(sys.argv[2]))
except OutputError as error:
    print(error)
"""


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_full_disk_leaves_the_old_file_and_a_clear_error(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a{ending}"
    path.write_text("old")
    ended = subprocess.run(
        [sys.executable, "-c", FULL, Path(__file__).parent, path], capture_output=True, text=True, timeout=120
    )
    assert ended.stdout.startswith(f"{path}: "), ended.stderr
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is always full")
def test_a_full_device_is_a_clear_error(report: Report) -> None:
    with pytest.raises(OutputError, match="No space left on device"):
        write_lines(["x" * 100_000], Path("/dev/full"))


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="the system has no folder that nobody can write to")
def test_a_folder_that_nobody_can_write_to(report: Report) -> None:
    with pytest.raises(OutputError, match=r"/proc/self/a\.csv: "):
        write_export([report], Path("/proc/self/a.csv"))


@pytest.mark.parametrize("name", ["a\0.csv", "\ud800.csv", f"{'x' * 300}.csv"])
def test_names_that_no_file_can_have(report: Report, tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputError):
        write_export([report], tmp_path / name)


def test_the_rights_of_the_old_file_are_kept(report: Report, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("old")
    path.chmod(0o600)
    write_export([report], path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from conftest import Document, made_report
from geomap.export.files import write_export
path, word = Path(sys.argv[2]), sys.argv[3]
reports = [made_report(Document(id=f"{word}{n}", text="Moscow blamed Almaty. " + "x" * 900)) for n in range(300)]
print("ready", flush=True)
for _ in range(int(sys.argv[4])):
    write_export(reports, path)
"""


def start_writing(path: Path, word: str, times: int) -> subprocess.Popen[bytes]:
    """A process that writes the file again and again."""
    arguments = [sys.executable, "-c", WRITER, Path(__file__).parent, path, word, str(times)]
    started = subprocess.Popen(list(map(str, arguments)), stdout=subprocess.PIPE)
    assert started.stdout
    assert started.stdout.readline() == b"ready\n"
    return started


def whole(path: Path) -> set[str]:
    """Whose file it is; fails where it is not whole."""
    ids = pandas.read_csv(path)["document"]
    assert len(ids) == 600
    return {name.rstrip("0123456789") for name in ids}


def test_kill_minus_nine_at_any_moment_leaves_a_whole_file(report: Report, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    start_writing(path, "old", 1).communicate(timeout=60)
    for moment in range(8):
        writer = start_writing(path, "new", 1_000_000)
        time.sleep(0.013 * moment)
        writer.kill()
        writer.communicate(timeout=60)
        assert len(whole(path)) == 1
        # What is left beside it is hidden, and no folder that is read later takes it for a document.
        assert all(name.name.startswith(".a.csv.") for name in tmp_path.iterdir() if name != path)


def test_two_processes_on_one_output_do_not_mix(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    writers = [start_writing(path, word, 15) for word in ("one", "two")]
    for writer in writers:
        writer.communicate(timeout=120)
        assert writer.returncode == 0
    assert len(whole(path)) == 1
    assert list(tmp_path.iterdir()) == [path]
