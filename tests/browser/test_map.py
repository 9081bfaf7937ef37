"""The map as a reader meets it: in a real browser, with the network cut off."""

import json
import re
from pathlib import Path

import folium
import pytest
from playwright.sync_api import Browser, Page, expect

from browser import stories
from browser.conftest import Open, open_file
from geomap.errors import LanguageError, OutputError
from geomap.map import draw, write_map
from geomap.map.leaflet import UI_LANGUAGES
from geomap.map.story import web_address
from geomap.roles import Role

# What one article's page may weigh, in bytes; most of it is the outline of the world.
ONE_ARTICLE = 2_500_000


def rows(page: Page) -> dict[str, int]:
    """The legend's switchable rows and their counts."""
    boxes = page.locator(".geomap-legend input")
    names = boxes.evaluate_all("nodes => nodes.map(node => node.dataset.layer)")
    counts = boxes.evaluate_all("nodes => nodes.map(n => n.parentNode.querySelector('.geomap-row-count').textContent)")
    return dict(zip(names, map(int, counts), strict=True))


def test_every_role_has_its_layer(open_map: Open) -> None:
    page = open_map(stories.kazakhstan(), ui_lang="nl").page
    found = rows(page)
    assert [name for name in found if name in list(Role)] == [*Role]
    assert found["incident_site"] == 5
    assert found["contested_area"] == 3
    assert found["supports"] == 3
    assert page.locator(".geomap-legend .is-absent").count() == 0


def test_roles_without_mentions_are_named_but_cannot_be_switched(open_map: Open) -> None:
    page = open_map(stories.karabakh(), ui_lang="en").page
    assert "target" not in rows(page)
    expect(page.locator(".geomap-legend .is-absent")).to_have_text([re.compile("Contested area"), re.compile("Target")])


def test_popup_tells_what_the_text_says(open_map: Open) -> None:
    page = open_map(stories.kazakhstan(), ui_lang="nl").page
    page.get_by_role("button", name=re.compile("^Almaty, Kazachstan")).click()
    popup = page.locator(".leaflet-popup")
    expect(popup.locator("h2")).to_have_text("Almaty")
    expect(popup.locator("mark").first).to_have_text("Almaty")
    expect(popup.locator("u").first).to_have_text("bestormd")
    for words in (
        "Plaats van het incident",
        "bestormd, de grootste stad van Kazachstan.",
        "zeer waarschijnlijk (97%)",
        "6 januari 2022",
    ):
        expect(popup).to_contain_text(words)
    link = popup.locator(".geomap-source a").first
    expect(link).to_have_attribute("href", "https://example.org/kazachstan")
    expect(link).to_have_attribute("rel", re.compile("noopener"))


def test_popup_names_the_alternatives(open_map: Open) -> None:
    page = open_map(stories.kazakhstan(), ui_lang="en").page
    page.locator(".geomap-mention", has_text="Georgië").click()
    details = page.locator(".leaflet-popup details").first
    details.locator("summary").click()
    expect(details).to_contain_text("Georgia (province or state, United States): unlikely (2%)")


def test_countries_are_areas_and_towns_are_spots(open_map: Open) -> None:
    page = open_map(stories.kazakhstan()).page
    areas = page.locator("path.geomap-area")
    assert areas.count() == 10
    assert page.locator("path.geomap-area.is-contested").count() == 3
    assert page.locator(".is-spot .geomap-name").filter(has_text="Kazakhstan").count() == 0
    assert page.locator(".is-area .geomap-name").filter(has_text="Kazakhstan").count() == 1


def test_a_place_with_several_roles_shows_them_all(open_map: Open) -> None:
    page = open_map(stories.kazakhstan(), ui_lang="en").page
    russia = page.get_by_role("button", name=re.compile("^Russia:"))
    assert russia.locator(".geomap-glyph").count() == 4
    expect(russia.locator(".geomap-spoken")).to_contain_text("Accuser, Aggressor, Ally, Mentioned")


def test_switching_a_layer_off_takes_its_places_away(open_map: Open) -> None:
    page = open_map(stories.kazakhstan(), ui_lang="en").page
    geneva = page.locator(".geomap-place", has_text="Geneva")
    expect(geneva).to_have_count(1)
    page.locator("input[data-layer=mediator]").uncheck()
    expect(geneva).to_have_count(0)
    page.locator("input[data-layer=mediator]").check()
    expect(geneva).to_have_count(1)


def test_accusations_are_dashed_and_acts_are_not(open_map: Open) -> None:
    page = open_map(stories.kazakhstan()).page
    dashes = "node => getComputedStyle(node).strokeDasharray"
    assert page.locator("path.geomap-arc[marker-end].kind-accuses").evaluate(dashes) != "none"
    assert page.locator("path.geomap-arc[marker-end].kind-supports").first.evaluate(dashes) == "none"
    assert page.locator("path.geomap-arc[marker-end]").count() == 5
    page.locator("input[data-layer=supports]").uncheck()
    expect(page.locator("path.geomap-arc[marker-end].kind-supports")).to_have_count(0)


def test_relations_are_listed_and_open(open_map: Open) -> None:
    page = open_map(stories.kazakhstan(), ui_lang="en").page
    expect(page.locator(".geomap-relation")).to_have_count(6)
    page.locator(".geomap-relation", has_text=re.compile("Russia.* accuses .*United States")).click()
    expect(page.locator(".leaflet-popup")).to_contain_text("Russische media wijzen naar de Verenigde Staten")


def test_text_and_map_light_up_together(open_map: Open) -> None:
    page = open_map(stories.kazakhstan()).page
    page.locator(".geomap-mention", has_text="Almaty").first.hover()
    expect(page.locator(".geomap-place.is-lit")).to_contain_text("Almaty")
    page.get_by_role("button", name=re.compile("^Kazakhstan:")).hover()
    expect(page.locator(".geomap-mention.is-lit")).to_have_count(2)


def test_what_has_no_place_is_listed(open_map: Open) -> None:
    page = open_map(stories.kazakhstan(), ui_lang="en").page
    expect(page.locator(".geomap-unplaced li")).to_have_count(2)
    expect(page.locator(".geomap-unplaced")).to_contain_text("NAVO")


def test_many_documents_list_incidents_newest_first(open_map: Open) -> None:
    page = open_map(stories.kazakhstan(), stories.karabakh(), stories.earthquake(), title="Three crises", ui_lang="en").page
    expect(page.locator("h1")).to_have_text("Three crises")
    facts = page.locator(".geomap-incident-facts").all_inner_texts()
    assert facts[0].startswith("19 September 2023")
    assert facts[-1].startswith("undated")
    page.locator(".geomap-incident", has_text="Almaty").click()
    expect(page.locator("h1")).to_contain_text("Betogers bestormen")
    expect(page.locator(".leaflet-popup h2")).to_have_text("Almaty")
    page.locator(".geomap-back").click()
    expect(page.locator("h1")).to_have_text("Three crises")


def test_hostile_text_is_shown_and_harmless(open_map: Open) -> None:
    page = open_map(stories.hostile()).page
    page.locator(".geomap-mention").first.click()
    expect(page.locator(".leaflet-popup mark")).to_have_text("<b>Almaty</b>")
    expect(page.locator(".geomap-text")).to_contain_text("<script>window.hacked=1</script>")
    expect(page.locator(".geomap-text")).to_contain_text("{{7*7}}")
    expect(page.locator(".geomap-mention").nth(1)).to_contain_text("Moskou")
    assert page.evaluate("window.hacked") is None
    assert page.locator("img, svg[onload], .geomap-text script, a[href^=javascript]").count() == 0
    assert page.title() == "</title><script>window.hacked=1</script>"


def test_a_policy_forbids_the_network(open_map: Open) -> None:
    opened = open_map(stories.kazakhstan())
    policy = opened.page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content") or ""
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert not re.search(r"<(script|link|img|iframe)\b[^>]*\bhttps?:", opened.html.read_text("utf-8"))


def test_the_policy_is_obeyed(browser: Browser, tmp_path: Path) -> None:
    write_map(draw([stories.kazakhstan()]), tmp_path / "map.html")
    opened = open_file(browser, tmp_path / "map.html", (800, 600))
    assert opened.troubles == []
    opened.page.evaluate("() => { const i = new Image(); i.src = 'https://example.org/x.png'; document.body.append(i); }")
    opened.page.wait_for_timeout(200)
    assert any("Content Security Policy" in complaint for complaint in opened.complaints)
    opened.page.context.close()


def test_a_phone_shows_map_and_text(open_map: Open) -> None:
    page = open_map(stories.kazakhstan(), size=(390, 844)).page
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator(".geomap-legend-fold").get_attribute("aria-expanded") == "false"
    map_box, text_box = page.locator(".folium-map").bounding_box(), page.locator("h1").bounding_box()
    assert map_box
    assert text_box
    assert map_box["width"] == 390
    assert text_box["y"] >= map_box["y"] + map_box["height"]
    page.locator(".geomap-mention", has_text="Aktau").click()
    box = page.locator(".leaflet-popup-content").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390


def test_the_keyboard_reaches_every_marker(open_map: Open) -> None:
    page = open_map(stories.earthquake(), ui_lang="en").page
    markers = page.locator(".leaflet-marker-icon.geomap-place")
    assert markers.evaluate_all("nodes => nodes.every(n => n.tabIndex === 0 && n.getAttribute('role') === 'button')")
    markers.filter(has_text="Aleppo").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".geomap-popup h2")).to_have_text("Aleppo")
    assert page.evaluate("document.activeElement.className") == "geomap-popup"
    page.keyboard.press("Escape")
    expect(page.locator(".geomap-popup")).to_have_count(0)
    assert "Aleppo" in page.evaluate("document.activeElement.textContent")


def test_the_readers_browser_chooses_the_language_unless_told(open_map: Open) -> None:
    assert "Legend" in open_map(stories.earthquake()).page.locator(".geomap-legend").inner_text()
    page = open_map(stories.earthquake(), ui_lang="ru").page
    expect(page.locator(".geomap-legend")).to_contain_text("Место события")
    expect(page.locator("html")).to_have_attribute("lang", "ru")


def test_dark_follows_the_system_and_the_button(open_map: Open) -> None:
    page = open_map(stories.earthquake(), theme="dark").page
    expect(page.locator(".geomap")).to_have_attribute("data-theme", "dark")
    page.locator(".geomap-theme").click()
    expect(page.locator(".geomap")).to_have_attribute("data-theme", "light")


def test_nothing_to_show_is_still_a_map(open_map: Open) -> None:
    expect(open_map(ui_lang="en").page.locator("h1")).to_have_text("0 articles")


def test_one_article_is_small() -> None:
    assert len(draw([stories.kazakhstan()]).get_root().render().encode()) <= ONE_ARTICLE


def test_the_same_reports_give_the_same_page() -> None:
    pages = [draw([stories.kazakhstan()]).get_root().render() for _ in range(2)]
    assert pages[0] == pages[1]


def test_it_is_a_folium_map_that_takes_more_layers(browser: Browser, tmp_path: Path) -> None:
    drawn = draw([stories.kazakhstan()])
    assert isinstance(drawn, folium.Map)
    folium.Marker([51.1, 71.4], popup="<b>own words</b>").add_to(drawn)
    folium.CircleMarker([43.2, 76.9]).add_to(drawn)
    write_map(drawn, tmp_path / "map.html")
    opened = open_file(browser, tmp_path / "map.html", (1280, 800))
    assert opened.troubles == []
    opened.page.locator("img.leaflet-marker-icon").click()
    expect(opened.page.locator(".leaflet-popup b")).to_have_text("own words")
    opened.page.context.close()


def test_it_shows_itself_in_a_notebook(browser: Browser, tmp_path: Path) -> None:
    cell = tmp_path / "notebook.html"
    cell.write_text(f"<!DOCTYPE html><meta charset=utf-8>{draw([stories.kazakhstan()])._repr_html_()}", "utf-8")
    page = browser.new_page(viewport={"width": 1000, "height": 800}, offline=True)
    page.goto(cell.as_uri())
    frame = page.frame_locator("iframe")
    frame.locator(".geomap-mention", has_text="Almaty").first.click()
    expect(frame.locator(".leaflet-popup h2")).to_have_text("Almaty")
    page.close()


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(LanguageError, match="nl, en, de, fr, es, ru"):
        draw([], ui_lang="tlh")


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    drawn = draw([stories.earthquake()])
    write_map(drawn, tmp_path / "map.html")
    assert [path.name for path in tmp_path.iterdir()] == ["map.html"]
    with pytest.raises(OutputError, match="no-such-folder"):
        write_map(drawn, tmp_path / "no-such-folder" / "map.html")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//example.org", "https://[bad", "", None, " https:"]
)
def test_only_web_addresses_become_links(address: str | None) -> None:
    assert web_address(address) is None


def test_every_language_says_everything() -> None:
    folder = Path(__file__).parents[2] / "geomap" / "map" / "page" / "strings"
    strings = {lang: json.loads((folder / f"{lang}.json").read_text("utf-8")) for lang in UI_LANGUAGES}
    assert sorted(path.stem for path in folder.iterdir()) == sorted(UI_LANGUAGES)
    for words in strings.values():
        assert shape(words) == shape(strings["en"])


def shape(words: object) -> object:
    """The keys of the words, and the holes in them; plural forms differ by language."""
    if isinstance(words, str):
        return sorted(re.findall(r"\{\w+\}", words))
    assert isinstance(words, dict)
    if set(words) <= {"one", "few", "many", "other"}:
        return "plural"
    return {key: shape(value) for key, value in words.items()}
