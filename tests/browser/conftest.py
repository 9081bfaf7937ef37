"""Chromium with the network cut off. A machine without it fails these tests, with a message that says what to install."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, Route, sync_playwright

from geomap.map import draw, write_map
from geomap.report import Report

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
# No sandbox: test machines run as root. No GPU, no background traffic of the browser's own.
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS), headless=True)
        except Error as error:
            where = "in CI" if os.environ.get("CI") == "true" else "on this machine"
            pytest.fail(
                f"no Chromium at {CHROMIUM} {where}: install it (Debian: apt-get install chromium) "
                f"or set CHROMIUM to its path. {error}"
            )
        yield browser
        browser.close()


@dataclass
class Opened:
    """A page that was opened, and all that went wrong in it."""

    page: Page
    html: Path
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    @property
    def troubles(self) -> list[str]:
        return self.complaints + self.requests


Open = Callable[..., Opened]


@pytest.fixture
def open_map(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Draws reports, writes the file and opens it offline; fails if the page complained or asked for anything."""
    opened: list[Opened] = []

    def open_map(*reports: Report, size: tuple[int, int] = (1280, 800), theme: str = "light", **options: Any) -> Opened:
        path = tmp_path / f"map-{len(opened)}.html"
        write_map(draw(reports, **options), path)
        opened.append(open_file(browser, path, size, theme))
        return opened[-1]

    yield open_map
    for it in opened:
        it.page.context.close()
    assert [trouble for it in opened for trouble in it.troubles] == []


def open_file(browser: Browser, path: Path, size: tuple[int, int], theme: str = "light") -> Opened:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if theme == "dark" else "light",
        reduced_motion="reduce",
        locale="en-GB",
        offline=True,
    )
    it = Opened(page=context.new_page(), html=path)

    def count(route: Route) -> None:
        if route.request.url == path.as_uri():
            route.continue_()
        else:
            it.requests.append(f"request: {route.request.url}")
            route.abort()

    context.route("**/*", count)
    it.page.on("console", lambda message: it.complaints.append(f"{message.type}: {message.text}"))
    it.page.on("pageerror", lambda error: it.complaints.append(f"error: {error}"))
    it.page.on("requestfailed", lambda request: it.complaints.append(f"failed: {request.url}"))
    it.page.goto(path.as_uri())
    it.page.wait_for_selector(".geomap-panel-content")
    return it
