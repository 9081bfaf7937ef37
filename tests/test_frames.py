"""Reports as tables: types, geometries, the columns of conflict research, and pandas' own accessor."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import geopandas
import pandas
import pytest

import geomap
import geomap.pandas
from geomap import BadDocument, Report
from geomap.errors import DocumentError
from geomap.export.conflict import COLUMNS, Names, days_code
from geomap.incidents import DateRange, Incident, IncidentType
from geomap.report import Layer
from geomap.roles import Role

PAGE = Path(__file__).parents[1] / "docs" / "python.md"


@pytest.mark.parametrize("layer", list(Layer))
def test_frames_of_any_reports_have_the_same_types(layer: Layer, report: Report, pacific_report: Report) -> None:
    full, other = report.to_geodataframe(layer), pacific_report.to_geodataframe(layer)
    empty = geomap.concat([], layer)
    assert len(empty) == 0
    assert empty.dtypes.equals(full.dtypes)
    assert other.dtypes.equals(full.dtypes)
    assert {frame.crs.to_epsg() for frame in (full, other, empty)} == {4326}
    assert full.geometry.is_valid.all()
    assert other.geometry.is_valid.all()


def test_concat_is_every_report_in_order(report: Report, pacific_report: Report) -> None:
    both = geomap.concat([report, pacific_report])
    assert isinstance(both, geopandas.GeoDataFrame)
    assert list(both["document"]) == ["kz-1", "kz-1", "pacific", "pacific"]
    assert list(both["role"].cat.categories) == [role.value for role in Role]
    assert list(geomap.concat(iter([report, report]), "places")["mentions"]) == [2, 2]


def test_unknown_layers_and_columns_are_refused(report: Report) -> None:
    with pytest.raises(ValueError, match="'roads' is not a valid Layer"):
        geomap.concat([report], "roads")
    with pytest.raises(ValueError, match="'gdelt' is not a valid Names"):
        geomap.concat([report], "incidents", "gdelt")
    with pytest.raises(ValueError, match="columns='ucdp' names the columns of incidents; the layer is 'mentions'"):
        report.to_geodataframe(columns="ucdp")


@pytest.mark.parametrize(
    ("layer", "column"), [("mentions", "role"), ("places", "role"), ("incidents", "type"), ("relations", "kind")]
)
def test_explore_works_out_of_the_box(report: Report, layer: str, column: str) -> None:
    page = report.to_geodataframe(layer).explore(column=column).get_root().render()
    assert "Almaty" in page
    assert "2022-01-06" in page or layer == "places"


def test_incidents_as_ucdp_names_them(report: Report) -> None:
    frame = report.to_geodataframe("incidents", "ucdp")
    assert list(frame.columns) == [*COLUMNS[Names.UCDP], "geometry"]
    (row,) = frame.to_dict("records")
    assert (row["id"], row["year"], row["number_of_sources"]) == ("kz-1-1", 2022, 1)
    assert (row["source_office"], row["source_headline"], row["source_date"]) == (
        "example.org",
        "Unrest",
        pandas.Timestamp(2022, 1, 6),
    )
    assert (row["where_prec"], row["where_coordinates"], row["adm_1"], row["country"]) == (2, "Almaty", "Almaty", "Kazakhstan")
    assert (row["latitude"], row["longitude"]) == (row["geometry"].y, row["geometry"].x) == (43.25, 76.91667)
    assert (row["date_start"], row["date_end"], row["date_prec"]) == (
        pandas.Timestamp(2022, 1, 5),
        pandas.Timestamp(2022, 1, 6),
        2,
    )
    assert row["geomap_type"] == "riots"


def test_incidents_as_acled_names_them(report: Report) -> None:
    frame = report.to_geodataframe("incidents", "acled")
    assert list(frame.columns) == [*COLUMNS[Names.ACLED], "geometry"]
    (row,) = frame.to_dict("records")
    assert (row["event_id_cnty"], row["event_type"], row["time_precision"], row["geo_precision"]) == ("kz-1-1", "Riots", 2, 2)
    assert (row["event_date"], row["year"], row["source"]) == (pandas.Timestamp(2022, 1, 5), 2022, "example.org")
    assert (row["country"], row["admin1"], row["location"]) == ("Kazakhstan", "Almaty", "Almaty")


def test_what_a_dataset_does_not_know_stays_empty(report: Report) -> None:
    flood: Incident = replace(report.incidents[0], type=IncidentType.DISASTER, date=None)
    acled = replace(report, incidents=(flood,)).to_geodataframe("incidents", "acled")
    assert acled[["event_type", "event_date", "year", "time_precision"]].isna().all(axis=None)
    assert list(acled["geomap_type"]) == ["disaster"]
    assert acled.dtypes.equals(report.to_geodataframe("incidents", "acled").dtypes)


@pytest.mark.parametrize(
    ("last", "ucdp"),
    [((1, 1), 1), ((1, 2), 2), ((1, 6), 2), ((1, 7), 3), ((1, 8), 4), ((1, 31), 4), ((2, 1), 5), ((12, 31), 5)],
)
def test_the_precision_of_a_date(last: tuple[int, int], ucdp: int) -> None:
    from geomap.export.conflict import UCDP_DAYS

    assert days_code(DateRange(start=date(2022, 1, 1), end=date(2022, *last)), UCDP_DAYS) == ucdp


@pytest.mark.parametrize("names", [Names.UCDP, Names.ACLED])
def test_every_column_is_explained_in_the_docs(names: Names) -> None:
    section = PAGE.read_text(encoding="utf-8").split(f"### {names.name}")[1].split("\n##")[0]
    assert [name for name in COLUMNS[names] if f"`{name}`" not in section and not name.startswith("geomap_")] == []


@pytest.fixture
def news() -> pandas.DataFrame:
    return pandas.DataFrame(
        {
            "body": ["Rain fell on Suva and Apia.", None, "Nothing happened.", "Sneeuw viel op Oslo."],
            "published": pandas.to_datetime(["2022-01-05T10:00", None, "2022-01-06", "2022-01-07"], format="ISO8601"),
            "language": ["en", "en", None, "nl"],
            "paper": ["fijitimes.com", None, "example.org", "nrc.nl"],
            "number": [7, 8, 9, 9],
        },
        index=["a", "b", "c", "d"],
    )


def test_the_accessor_reads_a_column_and_keeps_the_index(news: pandas.DataFrame) -> None:
    found = news.geomap.read("body", date="published", lang="language", outlet="paper")
    assert found.index.tolist() == ["a", "a", "d"]
    assert found["text"].tolist() == ["Suva", "Apia", "Oslo"]
    assert found["document"].tolist() == ["a", "a", "d"]
    assert found["lang"].tolist() == ["en", "en", "nl"]
    assert found["outlet"].tolist() == ["fijitimes.com", "fijitimes.com", "nrc.nl"]
    assert found["date"].tolist() == [pandas.Timestamp(day) for day in ("2022-01-05", "2022-01-05", "2022-01-07")]
    assert found.crs == "EPSG:4326"
    assert news.join(found["place"])["place"].fillna("-").tolist() == ["Suva", "Apia", "-", "-", "Oslo"]


def test_the_accessor_takes_other_ids_layers_and_settings(news: pandas.DataFrame) -> None:
    found = news.geomap.read("body", id="number", reader=geomap.load(worldview="un"), workers=2)
    assert found["document"].tolist() == ["7", "7", "9"]
    places = news.geomap.read("body", layer="places")
    assert places.index.tolist() == [0, 1, 2]
    told = pandas.DataFrame({"text": ["Protesters seized the airport of Almaty."]}).geomap
    assert told.read("text", layer="incidents", columns="acled")["location"].tolist() == ["Almaty"]


def test_the_accessor_gives_reports_beside_their_rows(news: pandas.DataFrame) -> None:
    reports = news.assign(report=news.geomap.reports("body"))["report"]
    assert [each and len(each.mentions) for each in reports] == [2, None, 0, 1]


def test_the_accessor_tells_of_rows_that_cannot_be_read() -> None:
    odd = pandas.DataFrame({"body": ["Rain fell on Suva.", 7, "Snow fell on Oslo."]})
    bad: list[BadDocument] = []
    assert odd.geomap.read("body", on_error=bad.append).index.tolist() == [0, 2]
    assert [str(each) for each in bad] == ["row 1: 'text' is a number, not a string"]
    with pytest.raises(DocumentError, match="row 1"):
        odd.geomap.read("body")


def test_the_accessor_names_a_column_that_is_not_there(news: pandas.DataFrame) -> None:
    with pytest.raises(DocumentError, match="no column 'day' for date; the columns are 'body', 'published'"):
        news.geomap.read("body", date="day")


def test_an_empty_table_is_an_empty_frame(news: pandas.DataFrame) -> None:
    found = news.iloc[:0].geomap.read("body", date="published")
    assert len(found) == 0
    assert "role" in found


def test_the_records_read_well(report: Report) -> None:
    assert repr(report) == "<Report 'kz-1': 2 mentions, 1 incident, 1 relation>"
    assert repr(report.mentions[1]) == "<RoleAssignment 'Almaty' → Almaty, KZ (0.98): incident_site (0.90)>"
    assert repr(report.mentions[1].resolution) == "<Resolution 'Almaty' → Almaty, KZ (0.98)>"
    assert repr(report.mentions[1].resolution.mention) == f"<Mention 'Almaty' at {report.mentions[1].start}>"
    assert repr(report.mentions[1].resolution.alternatives) == "(<Alternative Suva, FJ (0.01)>,)"
    assert repr(report.incidents[0]) == "<Incident riots at Almaty, KZ, 2022-01-05 to 2022-01-06: mentions 1>"
    assert repr(report.relations[0]) == "<Relation accuses: mention 0 → mention 1 (0.80)>"
    assert repr(replace(report.mentions[1].resolution, place=None)) == "<Resolution 'Almaty' → no place (0.98)>"
