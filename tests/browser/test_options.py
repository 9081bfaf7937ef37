"""Titles, the first view, tiles, blur: what depends on how the map was asked for."""

import math
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

import geomap
from browser import stories
from browser.conftest import Open, open_file
from geomap.map import draw, write_map
from geomap.map.blur import Blur


def test_a_text_without_a_title_is_headed_by_its_first_line(open_map: Open) -> None:
    report = stories.earthquake()
    prefix = "Twee bevingen\n\n"
    document = replace(report.document, title=None, text=prefix + report.document.text)
    page = open_map(replace(report, document=document, mentions=(), incidents=(), relations=()), ui_lang="nl").page
    expect(page.locator("h1")).to_have_text("Twee bevingen")
    assert page.title() == "Twee bevingen"
    expect(page.locator(".geomap-text p")).to_have_count(1)
    untitled = replace(report.document, title=None, text="Zonder kop.", id="bericht-7")
    page = open_map(replace(report, document=untitled, mentions=(), incidents=(), relations=())).page
    expect(page.locator("h1")).to_have_text("bericht-7")


def test_the_first_view_is_where_it_happened(open_map: Open) -> None:
    page = open_map(stories.kazakhstan(), ui_lang="nl").page
    name = page.locator(".folium-map").get_attribute("id")
    west, east = page.evaluate(f"[{name}.getBounds().getWest(), {name}.getBounds().getEast()]")
    assert west < 51  # Aktau
    assert east > 77  # Almaty
    assert west > -60  # Washington is named, and not where it happened


def test_a_megabyte_of_quote_is_shown_in_part(open_map: Open) -> None:
    report = stories.earthquake()
    text = report.document.text + " " + "<script>window.hacked=1</script> no end in sight " * 21_000
    page = open_map(replace(report, document=replace(report.document, text=text)), ui_lang="en").page
    page.locator(".geomap-mention", has_text="Aleppo").click()
    assert len(page.locator(".leaflet-popup blockquote").first.inner_text()) < 1000
    assert page.evaluate("window.hacked") is None


def test_tiles_open_the_policy_for_their_provider_only(browser: Browser, tmp_path: Path) -> None:
    write_map(draw([stories.kazakhstan()], tiles="openstreetmap mapnik"), tmp_path / "map.html")
    opened = open_file(browser, tmp_path / "map.html", (800, 600))
    policy = opened.page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content") or ""
    assert "img-src data: https://tile.openstreetmap.org;" in policy
    assert policy.count("https:") == 1
    expect(opened.page.locator(".leaflet-control-attribution")).to_contain_text("OpenStreetMap contributors")
    assert {urlsplit(request.split()[1]).netloc for request in opened.requests} == {"tile.openstreetmap.org"}
    opened.page.context.close()


@pytest.mark.parametrize(("name", "why"), [("OpenStretMap", "such as OpenStreetMap"), ("MapBox", "needs a key")])
def test_tiles_that_cannot_be_had_are_refused(name: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        draw([], tiles=name)


def test_blur_moves_spots_a_little_and_says_so(open_map: Open) -> None:
    place = stories.PLACES["almaty"]
    assert place
    lat, lon = Blur(5).point(place)
    north, east = (lat - place.lat) * 111.195, (lon - place.lon) * 111.195 * math.cos(math.radians(place.lat))
    assert 0 < math.hypot(north, east) <= 5.01
    country = stories.PLACES["kz"]
    assert country
    assert Blur(5).point(country) == (country.lat, country.lon)
    opened = open_map(stories.kazakhstan(), ui_lang="en", blur=5)
    assert "43.25249" not in opened.html.read_text("utf-8")
    opened.page.locator(".geomap-mention", has_text="Almaty").first.click()
    expect(opened.page.locator(".leaflet-popup")).to_contain_text("Moved by up to 5 km on purpose, for safety.")


@pytest.mark.parametrize("kilometres", [-1, math.nan, math.inf])
def test_a_blur_that_is_no_distance_is_refused(kilometres: float) -> None:
    with pytest.raises(ValueError, match="kilometres"):
        draw([], blur=kilometres)


def test_seas_are_named_in_the_readers_language(open_map: Open) -> None:
    page = open_map(stories.kazakhstan(), ui_lang="de").page
    expect(page.locator(".geomap-sea", has_text="Rotes Meer")).to_have_count(1)


def test_places_are_named_in_the_readers_language_or_as_the_text_does(open_map: Open) -> None:
    russian = open_map(stories.kazakhstan(), ui_lang="ru").page
    expect(russian.locator(".is-spot .geomap-name", has_text="Женева")).to_have_count(1)
    dutch = open_map(stories.kazakhstan(), ui_lang="nl").page  # the gazetteer's first choice in Dutch is Alma-Ata
    expect(dutch.locator(".geomap-incident-place", has_text="Almaty, Kazachstan")).to_have_count(1)


def test_a_spelling_that_only_the_rules_of_transliteration_give_is_a_name_too(open_map: Open) -> None:
    report = geomap.read("In Sjymkent kwamen arbeiders in opstand; in SJYMKENT brandden autobanden.", lang="nl")
    page = open_map(report, ui_lang="nl").page  # GeoNames has only the Kazakh spelling in Dutch
    expect(page.locator(".geomap-spot .geomap-name, .is-spot .geomap-name", has_text="Sjymkent")).to_have_count(1)


def test_provinces_of_every_country_named_are_drawn_and_labelled_close_by(open_map: Open) -> None:
    page = open_map(stories.kazakhstan(), ui_lang="fr").page
    name = page.locator(".folium-map").get_attribute("id")
    page.evaluate(f"{name}.setView([49.5, 31.5], 7, {{animate: false}})")  # Ukraine: named, and nothing happened there
    expect(page.locator(".geomap-division", has_text="Tcherkassy")).to_have_count(1)
    page.evaluate(f"{name}.setView([49.5, 31.5], 3, {{animate: false}})")
    expect(page.locator(".geomap-division")).to_have_count(0)


COUNTRY_NAMES = """codes => {
  const part = (name) => JSON.parse(document.querySelector(`script[id$=_${name}]`).textContent);
  return codes.map(geomap.words({ ...part("data"), base: part("base") }).country);
}"""


def test_a_country_goes_by_its_own_name_and_not_by_its_islands(open_map: Open) -> None:
    names = {"BR": "Brazil", "AU": "Australia", "FR": "France", "YT": "Mayotte"}
    page = open_map(stories.earthquake(), ui_lang="en").page
    assert page.evaluate(COUNTRY_NAMES, list(names)) == list(names.values())


@pytest.mark.parametrize(
    ("edition", "borders", "words"),
    [
        ("1.0", "as seen from Germany", "counted to the state that the codes of ISO 3166 give them"),
        ("1.0 view=un", "as the United Nations count them", "counted to the state that the United Nations count them to"),
        ("1.0 view=de-facto", "with whoever holds them", "counted to the state that holds them"),
        ("1.0 view=IN", "as India sees them", "counted as India sees it"),
    ],
)
def test_the_note_on_borders_names_the_view(open_map: Open, edition: str, borders: str, words: str) -> None:
    page = open_map(replace(stories.earthquake(), gazetteer=edition), ui_lang="en").page
    expect(page.locator(".leaflet-control-attribution")).to_contain_text(borders)
    expect(page.locator(".geomap-about")).to_contain_text(words)


def test_reports_say_whose_view_they_were_made_with() -> None:
    text = "Protests in Simferopol."
    assert geomap.load(worldview="de-facto").read(text).gazetteer.endswith(" view=de-facto")
    assert "view" not in geomap.load().read(text).gazetteer
