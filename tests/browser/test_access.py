"""For everyone: what axe finds, the keyboard, a phone, both themes, quotes from right to left."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from browser import stories
from browser.conftest import Open

AXE = (Path(__file__).parent / "vendor" / "axe-core-4.14.1" / "axe.min.js").read_text("utf-8")
GRAVE = {"serious", "critical"}
# What has the focus, and whether it, or the marker's face in it, shows so.
FOCUS = """() => {
  const node = document.activeElement;
  const shows = (part) => getComputedStyle(part).outlineStyle !== "none";
  const parts = [node, ...node.querySelectorAll(".geomap-face, .geomap-plate")];
  return [node.className || node.tagName, node === document.body || parts.some(shows)];
}"""


def grave(page: Page) -> list[str]:
    """What axe-core holds to be a serious or critical hindrance, by rule and element."""
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate("axe.run({ resultTypes: ['violations'] })")
    return [
        f"{violation['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for violation in found["violations"]
        if violation["impact"] in GRAVE
        for node in violation["nodes"][:3]
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
def test_one_article_hinders_nobody(open_map: Open, theme: str, size: tuple[int, int]) -> None:
    page = open_map(stories.kazakhstan(), ui_lang="nl", theme=theme, size=size).page
    assert grave(page) == []
    page.locator(".geomap-mention", has_text="Aktau").click()
    page.locator(".geomap-card [data-verdict=place]").first.click()
    assert grave(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
def test_many_articles_hinder_nobody(open_map: Open, theme: str, size: tuple[int, int]) -> None:
    three = stories.kazakhstan(), stories.karabakh(), stories.earthquake()
    page = open_map(*three, ui_lang="en", theme=theme, size=size).page
    assert grave(page) == []
    page.locator("[data-facet=types] summary").click()
    assert grave(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Table").click()
    assert grave(page) == []
    page.get_by_role("tab", name="Places in the text").click()
    assert grave(page) == []


def test_the_keyboard_reaches_and_shows_everything(open_map: Open) -> None:
    page = open_map(stories.earthquake(), stories.karabakh(), ui_lang="en").page
    reached = []
    for _ in range(90):
        page.keyboard.press("Tab")
        told = page.evaluate(FOCUS)
        reached.append(told)
    assert [name for name, lit in reached if not lit] == []
    names = " ".join(str(name) for name, _ in reached)
    for part in (
        "geomap-tool",
        "geomap-incident",
        "geomap-document",
        "geomap-handle",
        "geomap-play",
        "geomap-place",
        "geomap-theme",
    ):
        assert part in names


def test_a_dialog_is_entered_and_left_by_keys(open_map: Open) -> None:
    page = open_map(stories.kazakhstan(), ui_lang="en").page
    page.locator(".geomap-mention", has_text="Zjanaozen").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Zhanaozen")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".geomap-mention", has_text="Zjanaozen")).to_be_focused()


def test_a_phone_has_room_for_every_part(open_map: Open) -> None:
    page = open_map(stories.kazakhstan(), stories.karabakh(), ui_lang="de", size=(390, 844)).page
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Tabelle").click()
    expect(page.locator("[data-sheet=incidents]")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Karte", exact=True).click()
    expect(page.locator(".geomap-place:not(.is-crowded-out)").first).to_be_visible()


def test_quotes_run_from_right_to_left(open_map: Open) -> None:
    page = open_map(stories.arabic(), ui_lang="en").page
    expect(page.locator(".geomap-text p").first).to_have_css("direction", "rtl")
    page.locator(".geomap-mention").first.click()
    expect(page.locator(".leaflet-popup blockquote").first).to_have_css("direction", "rtl")
    expect(page.locator(".leaflet-popup blockquote").first).to_have_attribute("lang", "ar")


def test_the_story_is_worded_with_care(open_map: Open) -> None:
    page = open_map(stories.karabakh(), ui_lang="en").page
    page.locator(".geomap-mention", has_text="Baku").click()
    expect(page.locator(".geomap-card").first).to_contain_text("Alleged: the text reports what one side says of another")
    page.locator(".leaflet-popup-close-button").click()
    page.locator(".geomap-incident").first.click()
    expect(page.locator(".leaflet-popup")).to_contain_text("reported by one source, not confirmed by another")
    expect(page.locator(".leaflet-popup")).to_contain_text("Precision: larger region")
    page.locator(".geomap-foot button").click()
    expect(page.locator(".geomap-about")).to_have_attribute("open", "")
    expect(page.locator(".geomap-about")).to_contain_text("Natural Earth")


def test_nothing_moves_by_itself_where_the_system_asks_for_calm(open_map: Open) -> None:
    page = open_map(stories.kazakhstan(), stories.karabakh(), ui_lang="en").page  # opened with reduced motion
    name = page.locator(".folium-map").get_attribute("id")
    assert page.evaluate(f"[{name}.options.zoomAnimation, {name}.options.fadeAnimation]") == [False, False]
    moving = """nodes => nodes.filter((node) => {
      const { transitionDuration, animationName } = getComputedStyle(node);
      return animationName !== "none" || transitionDuration.split(",").some((time) => parseFloat(time) > 0.01);
    }).map((node) => node.className)"""
    assert page.locator(".geomap *").evaluate_all(moving) == []


def test_text_of_either_direction_does_not_disturb_its_neighbours(open_map: Open) -> None:
    page = open_map(stories.hostile(), stories.arabic(), ui_lang="en").page
    isolated = "nodes => nodes.every((node) => getComputedStyle(node).unicodeBidi === 'isolate')"
    assert page.locator(".geomap-document-title bdi, .geomap-incident-place bdi").evaluate_all(isolated)
