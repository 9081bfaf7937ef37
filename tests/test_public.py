"""The public names: what `import geomap` and `import gazetteer` give, and that it does not grow by accident."""

import inspect
import re
from datetime import date

import pytest

import gazetteer
import geomap
from gazetteer import errors
from geomap import Document, Report
from geomap.edition import edition
from geomap.errors import DocumentError, GeomapError

TEXT = "Protesters seized the airport of Almaty, said the Kazakh interior ministry."


def public(module: object) -> list[str]:
    """Names without an underscore that are not modules."""
    return sorted(name for name in dir(module) if not name.startswith("_") and not inspect.ismodule(getattr(module, name)))


def test_the_names_of_geomap() -> None:
    assert sorted(geomap.__all__) == [
        "BadDocument",
        "Document",
        "Reader",
        "Report",
        "concat",
        "load",
        "merge",
        "read",
        "read_documents",
        "read_many",
    ]
    assert public(geomap) == sorted(geomap.__all__)


def test_the_names_of_gazetteer() -> None:
    assert sorted(gazetteer.__all__) == ["Gazetteer", "Place", "PlaceKind", "open_gazetteer"]
    assert public(gazetteer) == sorted(gazetteer.__all__)


def test_every_error_is_public_and_of_one_tree() -> None:
    from geomap import errors as door

    tree = {name for name, each in vars(errors).items() if inspect.isclass(each) and issubclass(each, GeomapError)}
    assert set(door.__all__) == tree
    assert all(errors.__doc__ and name in errors.__doc__ for name in tree)


@pytest.mark.parametrize("name", sorted({*geomap.__all__, *gazetteer.__all__}))
def test_every_public_name_is_described(name: str) -> None:
    thing = getattr(geomap, name, None) or getattr(gazetteer, name)
    assert inspect.getdoc(thing)


def test_read_a_text() -> None:
    report = geomap.read(TEXT, lang="en", date="2022-01-05", id="kz", title="Unrest", outlet="example.org")
    assert isinstance(report, Report)
    assert (report.document.id, report.document.date, report.lang) == ("kz", date(2022, 1, 5), "en")
    assert [each.resolution.mention.text for each in report.mentions] == ["Almaty", "Kazakh"]
    assert report.geomap == edition()
    assert re.fullmatch(rf"{re.escape(geomap.__version__)}\+data\.[0-9a-f]{{8}}", edition())
    assert report.gazetteer == gazetteer.open_gazetteer().version


def test_the_same_text_has_the_same_id() -> None:
    assert geomap.read(TEXT).document.id == geomap.read(TEXT).document.id != geomap.read(TEXT + " ").document.id


def test_read_a_document_and_overrule_it() -> None:
    document = Document(id="kz", text=TEXT, lang="en", date=date(2022, 1, 5))
    report = geomap.read(document, date="2022-01-06")
    assert (report.document.id, report.document.date) == ("kz", date(2022, 1, 6))


def test_read_many_is_lazy_and_in_order() -> None:
    asked: list[str] = []

    def texts() -> object:
        for text in (TEXT, "Nothing happened.", "Rain fell on Suva."):
            asked.append(text)
            yield text

    reports = geomap.read_many(texts())  # type: ignore[arg-type]
    assert asked == []
    assert next(reports).document.text == TEXT
    assert asked == [TEXT]
    assert [report.document.text for report in reports] == ["Nothing happened.", "Rain fell on Suva."]


@pytest.mark.parametrize(
    ("field", "value"), [("spans", [(0, 10_000)]), ("spans", [(5, 5)]), ("spans", [(8, 3)]), ("spans", [(-1, 3)])]
)
def test_spans_that_do_not_fit_the_text(field: str, value: object) -> None:
    with pytest.raises(DocumentError, match="span"):
        geomap.read(TEXT, **{field: value})  # type: ignore[arg-type]


def test_a_report_draws_and_exports_itself() -> None:
    import folium
    import geopandas

    report = geomap.read(TEXT, lang="en")
    assert isinstance(report.map(), folium.Map)
    frame = report.to_geodataframe()
    assert isinstance(frame, geopandas.GeoDataFrame)
    assert frame.crs == "EPSG:4326"
    assert list(frame["text"]) == ["Almaty", "Kazakh"]
    assert report.to_geojson()["type"] == "FeatureCollection"
    assert report.__geo_interface__ == report.to_geojson()
    assert Report.from_dict(report.to_dict()) == Report.from_dict(report.to_dict())
    assert Report.from_dict(report.to_dict()).to_json() == report.to_json()
