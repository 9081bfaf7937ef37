"""A map of many articles: lists, filters, time, what is in view, the address, downloads, tables, clusters."""

import csv
import io
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

import geomap
from browser import stories
from browser.conftest import Open, open_file
from browser.crowd import crowd
from browser.timing import filtered, longest, pan, searched
from geomap.map import draw, write_map
from geomap.merging import merge
from geomap.report import Report

# What 10,000 incidents of 2,000 articles may weigh, in bytes.
CROWD_BYTES = 12_000_000
# Nothing may hold up a frame for longer.
FRAME_MILLISECONDS = 100
# Whatever there is to show, no more than this is in the document.
MARKERS_AT_MOST = 400


def three() -> tuple[Report, ...]:
    return stories.kazakhstan(), stories.karabakh(), stories.earthquake()


def open_three(open_map: Open, **options: object) -> Page:
    return open_map(*three(), title="Three crises", ui_lang="en", **options).page


def tally(page: Page) -> str:
    page.wait_for_timeout(300)
    return page.locator(".geomap-tally").inner_text()


def tick(page: Page, facet: str, label: str) -> None:
    page.locator(f"[data-facet={facet}] summary").click()
    page.locator(f"[data-facet={facet}] label", has_text=label).click()
    page.keyboard.press("Escape")


def places(page: Page) -> list[str]:
    page.wait_for_timeout(300)
    return sorted(page.locator(".geomap-incident-place").all_inner_texts())


def test_filters_combine(open_map: Open) -> None:
    page = open_three(open_map)
    assert tally(page).startswith("8 of 8 incidents")
    tick(page, "types", "Protest")
    tick(page, "types", "Disaster")
    assert tally(page).startswith("5 of 8")
    tick(page, "countries", "Kazakhstan")
    assert places(page) == ["Aktau, Mangistau, Kazakhstan", "Zhanaozen, Mangistau, Kazakhstan"]
    expect(page.locator(".geomap-row", has_text="Incident site").locator(".geomap-row-count")).to_have_text("4")
    page.get_by_role("button", name="Clear filters").click()
    assert tally(page).startswith("8 of 8")


def test_a_source_or_a_least_confidence_holds_back(open_map: Open) -> None:
    page = open_three(open_map)
    tick(page, "sources", "example.net")
    assert tally(page).startswith("3 of 8")
    page.locator(".geomap-least select").select_option("0.9")
    assert tally(page).startswith("0 of 8")
    expect(page.locator(".geomap-panel")).to_contain_text("Nothing matches these filters.")


@pytest.mark.parametrize(
    ("words", "number"), [("GAZIANTEP", 2), ("marash", 0), ("kahramanmaras", 2), ("stadhuis", 0), ("Turkey", 3)]
)
def test_search_finds_names_and_quotes_whatever_their_case_and_accents(open_map: Open, words: str, number: int) -> None:
    page = open_three(open_map)
    page.get_by_role("searchbox", name="Search names and quotes").fill(words)
    page.wait_for_timeout(400)
    assert tally(page).startswith(f"{number} of 8")


def test_roles_switch_incidents_too(open_map: Open) -> None:
    page = open_three(open_map)
    page.locator("input[data-layer=incident_site]").uncheck()
    assert tally(page).startswith("1 of 8")  # the talks, whose place is a mediator


def test_the_time_window_moves_by_keys_and_keeps_the_undated(open_map: Open) -> None:
    page = open_three(open_map)
    start = page.get_by_role("slider", name="From")
    expect(start).to_have_attribute("aria-valuetext", "2 January 2022")
    start.focus()
    page.keyboard.press("End")
    assert places(page) == ["Nagorno-Karabakh, Azerbaijan", "Yevlakh, Yevlax City, Azerbaijan"]
    page.locator("[data-switch=undated]").uncheck()
    assert places(page) == ["Nagorno-Karabakh, Azerbaijan"]
    page.get_by_role("button", name="Whole period").click()
    assert tally(page).startswith("7 of 8")


def test_a_window_is_drawn_and_dragged_with_the_mouse(open_map: Open) -> None:
    page = open_three(open_map)
    box = page.locator(".geomap-track").bounding_box()
    assert box
    x, y = box["x"], box["y"] + 20
    page.mouse.move(x + box["width"] * 0.5, y)
    page.mouse.down()
    page.mouse.move(x + box["width"] * 0.8, y, steps=4)
    page.mouse.up()
    assert tally(page).startswith("4 of 8")  # the earthquakes, and the undated talks
    page.mouse.move(x + box["width"] * 0.65, y)
    page.mouse.down()
    page.mouse.move(x, y, steps=6)
    page.mouse.up()
    page.wait_for_timeout(300)
    expect(page.get_by_role("slider", name="From")).to_have_attribute("aria-valuetext", "2 January 2022")


def test_time_plays_and_stops(open_map: Open) -> None:
    page = open_three(open_map)
    page.get_by_role("button", name="Play").click()
    first = page.locator(".geomap-span").inner_text()
    page.wait_for_timeout(1200)
    assert page.locator(".geomap-span").inner_text() != first
    page.get_by_role("button", name="Pause").click()
    stopped = page.locator(".geomap-span").inner_text()
    page.wait_for_timeout(700)
    assert page.locator(".geomap-span").inner_text() == stopped


def test_what_is_in_view_is_counted_and_listed(open_map: Open) -> None:
    page = open_three(open_map)
    page.locator("[data-switch=in-view]").check()
    move(page, [37.2, 37.1], 7)
    assert tally(page) == "8 of 8 incidents · 3 in view"
    assert len(places(page)) == 3


def move(page: Page, centre: Sequence[float], zoom: float) -> None:
    name = page.locator(".folium-map").get_attribute("id")
    page.evaluate(f"{name}.setView({json.dumps(centre)}, {zoom}, {{animate: false}})")
    page.wait_for_timeout(300)


def test_the_address_keeps_the_state(open_map: Open) -> None:
    opened = open_map(*three(), ui_lang="en")
    page = opened.page
    tick(page, "types", "Protest")
    page.locator("input[data-layer=mention]").uncheck()
    page.get_by_role("searchbox").fill("aktau")
    move(page, [44.0, 52.0], 6)
    page.wait_for_timeout(500)
    address = page.url
    assert all(part in address for part in ("type=protests", "off=mention", "q=aktau", "z=6", "c=44.000%2C52.000"))
    page.goto("about:blank")
    page.goto(address)
    page.wait_for_selector(".geomap-panel-content")
    assert tally(page).startswith("1 of 8")
    assert page.locator("input[data-layer=mention]").is_checked() is False
    assert page.get_by_role("searchbox").input_value() == "aktau"


def test_a_wrong_address_does_no_harm(open_map: Open) -> None:
    page = open_map(*three(), ui_lang="en").page
    page.evaluate("location.hash = 'z=x&c=1&off=nobody&type=<b>&least=7&from=2022-99-99&doc=none&view=upside'")
    assert tally(page).startswith("8 of 8")


def download(page: Page, name: str) -> str:
    page.locator(".geomap-menu summary").click()
    with page.expect_download() as found:
        page.locator(f"[data-download='{name}']").click()
    assert found.value.suggested_filename == name
    return Path(found.value.path()).read_text("utf-8")


def test_what_is_shown_can_be_taken_away(open_map: Open) -> None:
    page = open_three(open_map)
    tick(page, "types", "Disaster")
    page.wait_for_timeout(200)
    features = json.loads(download(page, "incidents.geojson"))["features"]
    assert sorted(each["properties"]["place"] for each in features) == ["Aleppo", "Gaziantep", "Kahramanmaraş"]
    assert features[0]["geometry"]["coordinates"][0] == pytest.approx(37, abs=1)
    rows = list(csv.DictReader(io.StringIO(download(page, "incidents.csv").removeprefix("\ufeff"))))
    assert [row["type"] for row in rows] == ["disaster"] * 3
    assert rows[0]["quote"].startswith("An earthquake of magnitude")
    assert "role" in download(page, "mentions.csv").split("\n")[0]


def test_no_cell_runs_as_a_formula(open_map: Open) -> None:
    document = stories.kazakhstan().document
    bad = replace(stories.kazakhstan(), document=replace(document, title="=HYPERLINK(1)", outlet="+1+1", id="@sum"))
    page = open_map(bad, stories.earthquake(), ui_lang="en").page
    rows = list(csv.DictReader(io.StringIO(download(page, "incidents.csv").removeprefix("\ufeff"))))
    assert {"'=HYPERLINK(1)"} < {row["title"] for row in rows}
    assert not [cell for row in rows for cell in row.values() if re.match(r"\s*[=+@]", cell)]


def test_the_table_says_the_same(open_map: Open) -> None:
    page = open_three(open_map)
    page.get_by_role("button", name="Table").click()
    rows = page.locator("[data-sheet=incidents] tbody tr")
    expect(rows).to_have_count(8)
    page.get_by_role("button", name="Place", exact=True).click()
    expect(page.locator("[data-sheet=incidents] th.is-place")).to_have_attribute("aria-sort", "ascending")
    expect(rows.first).to_contain_text("Aktau")
    page.get_by_role("tab", name="Who does what").click()
    expect(page.locator("[data-sheet=relations] tbody tr")).to_have_count(10)
    page.keyboard.press("ArrowLeft")
    expect(page.locator("[data-sheet=mentions] tbody tr").first).to_be_visible()
    page.locator("[data-sheet=mentions] tbody .is-place button").first.click()
    expect(page.locator(".leaflet-popup")).to_be_visible()
    expect(page.locator(".geomap-table")).to_be_hidden()


def test_a_cluster_shows_its_roles_and_opens(open_map: Open) -> None:
    page = open_three(open_map)
    move(page, [40, 45], 4)
    cluster = page.locator(".is-cluster").first
    assert cluster.locator(".geomap-share").count() >= 1
    spoken = cluster.locator(".geomap-spoken").inner_text()
    assert "Incident site" in spoken
    before = page.evaluate(f"{page.locator('.folium-map').get_attribute('id')}.getZoom()")
    cluster.focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(400)
    assert page.evaluate(f"{page.locator('.folium-map').get_attribute('id')}.getZoom()") > before


def test_places_of_one_spot_fan_out(open_map: Open) -> None:
    page = open_map(stories.one_spot(), ui_lang="en").page
    page.locator(".is-cluster").click()
    expect(page.locator(".is-cluster")).to_have_css("opacity", "0.35")
    expect(page.locator(".is-spot")).to_have_count(3)
    expect(page.locator("path.geomap-leg")).to_have_count(3)
    page.keyboard.press("Escape")
    expect(page.locator(".is-spot")).to_have_count(0)
    page.locator(".is-cluster").click()
    page.locator(".is-spot").nth(1).click()
    expect(page.locator(".leaflet-popup h2")).to_be_visible()


def test_lines_cross_the_edge_of_the_map_the_short_way(open_map: Open) -> None:
    page = open_map(stories.pacific(), ui_lang="en").page
    move(page, [40, 0], 1)
    line = page.locator("path.geomap-arc[marker-end]").get_attribute("d") or ""
    assert line.count("M") == 2
    steps = [tuple(map(float, pair.split())) for pair in re.findall(r"[ML](-?[\d.]+ -?[\d.]+)", line)]
    within = [abs(b[0] - a[0]) for a, b in pairwise(steps)]
    assert sum(step > 100 for step in within) == 1  # the jump from one edge to the other


def test_print_has_everything(open_map: Open) -> None:
    page = open_three(open_map)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(page.locator("[data-sheet=mentions] tbody tr")).to_have_count(41)
    expect(page.locator(".geomap-paper-legend")).to_contain_text("Incident site 10")
    expect(page.locator(".geomap-filters")).to_be_hidden()
    expect(page.locator(".geomap-about")).to_contain_text("Natural Earth")
    page.emulate_media(media="screen")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".geomap-table")).to_be_hidden()


def test_a_crowd_is_light_and_quick(browser: Browser, tmp_path: Path) -> None:
    """Ten thousand incidents of two thousand articles, against the processor time that the page itself takes."""
    path = tmp_path / "crowd.html"
    reports = list(crowd(2000))
    write_map(draw(reports, ui_lang="en"), path)
    assert path.stat().st_size < CROWD_BYTES
    number = f"{len({incident.id for report in merge(reports) for incident in report.incidents}):,}"
    opened = open_file(browser, path, (1280, 800))
    page = opened.page
    assert tally(page).startswith(f"{number} of {number}")
    assert page.locator(".geomap-place").count() < MARKERS_AT_MOST
    assert page.locator(".geomap-incident").count() < MARKERS_AT_MOST
    for act in (pan, filtered, searched):
        _, task = longest(browser, page, act)
        assert task < FRAME_MILLISECONDS, act.__name__
    page.get_by_role("searchbox").fill("floods")
    page.wait_for_timeout(500)
    assert not tally(page).startswith(f"{number} of")
    assert opened.troubles == []
    page.context.close()


@pytest.mark.parametrize(
    ("texts", "words", "reason"),
    [
        (
            (
                "Workers protested in Gori on Monday.",
                "Teachers and nurses held a protest in the Georgian town of Gori on Monday evening.",
            ),
            "reported by 2 sources",
            "same day: 2022-01-03",
        ),
        (
            ("Workers protested in Gori on Monday, and the road was closed.",) * 2,
            "reported by one source",
            "2 documents count as 1",
        ),
    ],
    ids=["two stories", "one story twice"],
)
def test_one_happening_says_who_tells_of_it_and_why_it_is_one(
    open_map: Open, texts: Sequence[str], words: str, reason: str
) -> None:
    reports = [
        geomap.read(text, lang="en", date="2022-01-05", id=name, outlet=f"{name}.example")
        for name, text in zip(("morning", "evening"), texts, strict=True)
    ]
    page = open_map(*reports, ui_lang="en").page
    assert tally(page).startswith("1 of 1")
    page.locator(".geomap-incident").click()
    happening = page.locator(".geomap-happening")
    expect(happening).to_contain_text(words)
    happening.locator("summary").click()
    expect(happening).to_contain_text(reason)


def test_clusters_of_few_places_go_by_the_name_of_the_weightiest(open_map: Open) -> None:
    page = open_three(open_map)
    move(page, [37.0, 37.1], 5)
    cluster = page.locator(".is-cluster", has_text="Gaziantep +1")
    expect(cluster).to_have_count(1)


def test_sites_show_what_happened_and_how_precisely_it_is_known(open_map: Open) -> None:
    report = stories.earthquake()
    first, second, third = report.incidents
    blurred = (first, replace(second, precision=2), replace(third, precision=3))
    page = open_map(replace(report, incidents=blurred), ui_lang="en").page
    move(page, [37.0, 37.1], 8)
    for name, halo in (("Gaziantep", None), ("Kahramanmaraş", "is-near"), ("Aleppo", "is-around")):
        spot = page.locator(".is-spot", has_text=name)
        expect(spot.locator(".geomap-glyph-type")).to_have_count(1)
        classes = set((spot.get_attribute("class") or "").split())
        assert classes & {"is-near", "is-around"} == ({halo} if halo else set())
