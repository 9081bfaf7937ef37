"""The small map that a notebook shows: what it takes in, and that it is a picture and no more."""

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

import geomap
from geomap.export.markup import COLOURS
from geomap.export.sketch import HEIGHT, MOST_NAMES, WIDTH, around, framed, narrowest, roles_of_places, sketch
from geomap.report import Report
from geomap.roles import Role

SVG = "{http://www.w3.org/2000/svg}"


def drawn(text: str) -> ET.Element:
    return ET.fromstring(sketch(geomap.read(text, lang="en"), COLOURS))


def names(picture: ET.Element) -> list[str | None]:
    return [each.text for each in picture.iter(f"{SVG}text")]


def test_it_is_a_picture_without_scripts_or_addresses(report: Report) -> None:
    tags = {each.tag.removeprefix(SVG) for each in ET.fromstring(sketch(report, COLOURS)).iter()}
    assert tags == {"svg", "rect", "path", "circle", "text"}
    assert sketch(report, COLOURS).count("http") == 1  # the name space


def test_nothing_is_drawn_of_nothing(report: Report) -> None:
    assert sketch(replace(report, mentions=()), COLOURS) == ""
    assert "<img" not in replace(report, mentions=(), incidents=(), relations=())._repr_html_()


def test_towns_are_dots_and_countries_areas_in_the_colours_of_their_roles() -> None:
    picture = drawn("Moscow accused Ukraine of shelling.")
    assert {each.get("fill") for each in picture.iter(f"{SVG}circle")} == {COLOURS[Role.ACCUSER]}
    areas = {each.get("fill") for each in picture.iter(f"{SVG}path") if each.get("fill-opacity")}
    assert areas == {COLOURS[Role.ACCUSED]}
    assert names(picture) == ["Moscow", "Ukraine"]


def test_what_happened_is_closer_than_who_spoke_of_it_far_away() -> None:
    report = geomap.read("Protesters stormed the town hall of Almaty and fought in Shymkent. Canberra condemned it.", lang="en")
    west, south, east, north = framed(roles_of_places(report)).box
    assert west < 69
    assert east > 77
    assert north - south < 20
    assert not (west < 149 < east)


def test_the_antimeridian_is_no_edge(pacific_report: Report) -> None:
    frame = framed(roles_of_places(pacific_report))
    west, _, east, _ = frame.box
    assert east - west < 30
    shown = [frame.shown(frame.near(each.place.lon), each.place.lat) for each in pacific_report.mentions if each.place]
    assert len(shown) == 2
    assert all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in shown)


@pytest.mark.parametrize(
    ("lons", "stretch"), [([10.0], (10, 10)), ([170.0, -170.0], (170, 190)), ([-10.0, 20.0], (350, 380)), ([5.0, 5.0], (5, 5))]
)
def test_the_narrowest_stretch(lons: list[float], stretch: tuple[float, float]) -> None:
    assert narrowest(lons) == stretch


def test_a_place_near_the_pole_can_be_drawn(report: Report) -> None:
    place = report.mentions[0].place
    assert place is not None
    frame = around([replace(place, lat=89.9)])
    assert all(map(float, frame.shown(place.lon, 89.9)))


def test_many_places_are_not_all_named() -> None:
    capitals = "Lima, Quito, Cairo, Oslo, Rome, Paris, Berlin, Vienna, Prague, Warsaw, Madrid, Athens, Sofia, Kyiv, Riga, Baku"
    assert 5 < len(names(drawn(f"Crowds gathered in {capitals}."))) <= MOST_NAMES


def test_the_same_report_gives_the_same_picture(report: Report) -> None:
    assert sketch(report, COLOURS) == sketch(report, COLOURS)
