"""Whose view of borders is drawn: outlines, the map's countries and the command's option agree with it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from gazetteer import Gazetteer, open_gazetteer
from gazetteer.borders import outlines
from gazetteer.drawn import topology_of
from gazetteer.errors import GazetteerError
from gazetteer.index import shipped_path
from gazetteer.shapes import country_shape

VIEWS = ("default", "de-facto", "un", "IN", "CN", "RU", "MA", "RS")
SPOTS = {
    "Simferopol": (44.95, 34.10),
    "Tskhinvali": (42.226, 43.970),
    "Sukhumi": (43.00, 41.02),
    "Kyrenia": (35.33, 33.32),
    "Hargeisa": (9.56, 44.06),
    "Tiraspol": (46.84, 29.63),
    "Pristina": (42.66, 21.17),
    "Muzaffarabad": (34.37, 73.47),
    "Gilgit": (35.92, 74.31),
    "Donetsk": (48.00, 37.80),
    "Cayenne": (4.60, -52.60),
    "Gori": (41.98, 44.11),
    "Akhalgori": (42.125, 44.48),
    "Dusheti": (42.085, 44.69),
    "Oni": (42.58, 43.44),
}


def inside(geometry: dict[str, Any] | None, spot: tuple[float, float]) -> bool:
    return any(part.contains(*spot) for part in outlines(geometry))


def drawn_in(gazetteer: Gazetteer, spot: tuple[float, float]) -> list[str]:
    return [code for code in gazetteer.country_numbers if inside(gazetteer.shape_of(code), spot)]


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        ("default", {"Simferopol": "UA", "Tskhinvali": "GE", "Pristina": "XK", "Muzaffarabad": "PK", "Cayenne": "GF"}),
        ("de-facto", {"Simferopol": "RU", "Tskhinvali": None, "Sukhumi": None, "Kyrenia": None, "Hargeisa": None}),
        ("de-facto", {"Tiraspol": None, "Donetsk": "UA", "Gori": "GE", "Dusheti": "GE", "Oni": "GE"}),
        ("de-facto", {"Akhalgori": None}),
        ("un", {"Pristina": "RS", "Simferopol": "UA", "Tskhinvali": "GE"}),
        ("IN", {"Muzaffarabad": "IN", "Gilgit": "IN", "Simferopol": "UA"}),
        ("RU", {"Donetsk": "RU", "Simferopol": "RU"}),
    ],
)
def test_an_outline_is_that_of_the_view(view: str, expected: dict[str, str | None]) -> None:
    gazetteer = open_gazetteer(shipped_path(), worldview=view)
    for name, code in expected.items():
        assert drawn_in(gazetteer, SPOTS[name]) == ([code] if code else []), name
        assert gazetteer.country_at(*SPOTS[name]) == code, name


@pytest.mark.parametrize("view", VIEWS)
def test_no_land_is_lost_or_drawn_twice(view: str) -> None:
    arcs = [
        index
        for shape in topology_of(view)["objects"]["shapes"]["geometries"]
        for rings in (shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]])
        for ring in rings
        for index in ring
    ]
    assert len(arcs) == len(set(arcs))


@pytest.mark.parametrize("view", VIEWS)
def test_every_code_that_is_drawn_has_names_in_every_language(view: str) -> None:
    for shape in topology_of(view)["objects"]["shapes"]["geometries"]:
        if shape["properties"]["iso2"]:
            assert len(shape["properties"]["names"]) == 13, shape["properties"]


def test_one_country_s_pieces_have_no_lines_between_them() -> None:
    georgia = country_shape("GE") or {}
    assert georgia["type"] == "Polygon"
    assert len(georgia["coordinates"]) == 1


def test_no_such_view() -> None:
    with pytest.raises(GazetteerError, match="there is no worldview 'XY'"):
        topology_of("XY")


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "crimea.txt"
    path.write_text("Rockets fell near Sevastopol in Crimea on Monday.", encoding="utf-8")
    return path


def geomap(command: str, article: Path, *options: str | Path) -> "subprocess.CompletedProcess[str]":
    """The command in a process of its own, with the shipped index."""
    arguments = [sys.executable, "-m", "geomap", command, article, "--lang", "en", "--gazetteer", shipped_path(), *options]
    return subprocess.run([str(each) for each in arguments], capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.mark.parametrize(("view", "country"), [("un", "UA"), ("de-facto", "RU")])
def test_the_command_takes_the_view(article: Path, view: str, country: str) -> None:
    ended = geomap("parse", article, "--worldview", view)
    places = [mention["place"] for mention in json.loads(ended.stdout)["mentions"]]
    assert {place["country"] for place in places} == {country}


def test_the_command_refuses_a_view_that_there_is_not(article: Path) -> None:
    refused = geomap("parse", article, "--worldview", "nowhere")
    assert refused.returncode == 2
    assert "there is no worldview 'nowhere'; use default, de-facto, un, or the ISO code of a state" in refused.stderr


def test_the_map_draws_the_view(article: Path, tmp_path: Path) -> None:
    page, drawn = tmp_path / "map.html", {}
    for view in ("default", "de-facto"):
        assert geomap("map", article, "--worldview", view, "-o", page).returncode == 0
        drawn[view] = page.read_text(encoding="utf-8").count('"iso2":null')
    assert drawn["de-facto"] > drawn["default"]
