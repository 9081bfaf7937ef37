"""Corrections, from the popup to the file and from the file back into the report."""

import json
from pathlib import Path

from playwright.sync_api import Page, expect

from browser import stories
from browser.conftest import Open
from geomap.corrections import apply_corrections, read_corrections
from geomap.roles import Role


def open_mention(page: Page, words: str, nth: int = 0) -> None:
    page.locator(".geomap-mention", has_text=words).nth(nth).click()
    expect(page.locator(".leaflet-popup")).to_be_visible()


def answer(page: Page, verdict: str) -> None:
    page.locator(f".geomap-card [data-verdict={verdict}]").first.click()


def note(page: Page) -> None:
    page.get_by_role("button", name="Note it").click()
    expect(page.locator(".geomap-noted").first).to_be_visible()


def test_every_answer_reaches_the_report(open_map: Open, tmp_path: Path) -> None:
    report = stories.kazakhstan()
    page = open_map(report, ui_lang="en").page
    open_mention(page, "Aktau")
    answer(page, "place")
    expect(page.locator(".geomap-correct-form input[type=radio]")).to_have_count(1)
    note(page)
    open_mention(page, "Almaty")
    answer(page, "right")
    open_mention(page, "Zjanaozen")
    answer(page, "role")
    page.get_by_role("combobox", name="Which role instead?").select_option("target")
    note(page)
    open_mention(page, "Mangistau")
    answer(page, "not_a_place")
    note(page)
    expect(page.locator(".geomap-corrections")).to_contain_text("4 corrections")
    with page.expect_download() as found:
        page.get_by_role("button", name="Download corrections.jsonl").click()
    path = tmp_path / found.value.suggested_filename
    found.value.save_as(path)
    assert path.name == "corrections.jsonl"

    corrected, stale = apply_corrections(report, read_corrections(path))
    assert stale == ()
    by_text = {each.resolution.mention.text: each for each in reversed(corrected.mentions)}
    assert "Mangistau" not in by_text
    assert by_text["Aktau"].resolution.place
    assert by_text["Aktau"].resolution.place.id == "geonames:1526269"
    assert by_text["Zjanaozen"].role is Role.TARGET
    assert by_text["Almaty"].confidence == 1
    assert len(corrected.incidents) == len(report.incidents) - 1


def test_any_place_whose_name_is_in_the_page_can_be_picked_and_taken_back(open_map: Open) -> None:
    page = open_map(stories.kazakhstan(), ui_lang="en").page
    open_mention(page, "Aktau")
    answer(page, "place")
    page.get_by_role("searchbox", name="Search the places in this page").fill("genev")
    page.locator(".geomap-correct-form label", has_text="Geneva").click()
    note(page)
    expect(page.locator(".geomap-noted")).to_contain_text("Geneva")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".geomap-corrections")).to_be_hidden()


def test_an_answer_can_hold_for_every_document_and_counts_code_points(open_map: Open) -> None:
    page = open_map(stories.hostile(), stories.earthquake(), ui_lang="en").page
    page.locator(".geomap-document", has_text="script").click()
    open_mention(page, "Moskou")
    answer(page, "not_a_place")
    page.get_by_text("Also in other articles").click()
    note(page)
    with page.expect_download() as found:
        page.get_by_role("button", name="Download corrections.jsonl").click()
    line = json.loads(Path(found.value.path()).read_text("utf-8"))
    mention = stories.hostile().mentions[1].resolution.mention
    assert (line["document"], line["start"], line["end"]) == (None, mention.start, mention.end)
