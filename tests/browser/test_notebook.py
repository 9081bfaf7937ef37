"""What a notebook shows of a report, in a real browser with the network cut off."""

import re
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Browser, expect

from browser import stories
from geomap.export.markup import LONGEST

MOST_OF_A_CELL = 250_000  # bytes; a notebook keeps what it shows


def test_a_report_shows_its_text_and_a_small_map_in_a_notebook(browser: Browser, tmp_path: Path) -> None:
    report = stories.kazakhstan()
    cell = tmp_path / "report.html"
    cell.write_text(f"<!DOCTYPE html><meta charset=utf-8>{report._repr_html_()}", "utf-8")
    assert cell.stat().st_size < MOST_OF_A_CELL
    page = browser.new_context(viewport={"width": 1000, "height": 800}, offline=True).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(cell.as_uri())
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    expect(page.locator("mark", has_text="Almaty").first).to_have_attribute("title", re.compile("^Almaty, KZ: "))
    picture = page.locator("img[alt^='Map of ']")
    assert picture.evaluate("image => [image.naturalWidth > 0, image.getBoundingClientRect().right <= innerWidth]") == [
        True,
        True,
    ]
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.context.close()


def test_a_hostile_report_is_harmless_in_a_notebook(browser: Browser, tmp_path: Path) -> None:
    attack = '"><script>document.title = "run"</script><img src=x onerror="document.title = `run`">'
    story = stories.kazakhstan()
    mention = story.mentions[0]
    assert mention.place is not None
    place = replace(mention.place, name=attack, country=attack)
    hostile = replace(mention, resolution=replace(mention.resolution, place=place))
    report = replace(story, document=replace(story.document, text=attack * 1000), mentions=(hostile, *story.mentions[1:]))
    cell = tmp_path / "hostile.html"
    cell.write_text(f"<!DOCTYPE html><title>calm</title><meta charset=utf-8>{report._repr_html_()}", "utf-8")
    page = browser.new_context(offline=True).new_page()
    page.goto(cell.as_uri())
    assert page.title() == "calm"
    assert page.locator("script, img[onerror], img[src=x]").count() == 0
    expect(page.locator("img[alt^='Map of ']")).to_have_count(1)
    assert len(page.locator("body").inner_text()) < LONGEST * 1.1
    page.context.close()
