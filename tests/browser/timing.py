"""How long the page keeps its reader waiting: the longest frame, and the longest task on the processor.

Where other work uses the machine the frames wait for it; the processor time of a task is what the page itself takes.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from playwright.sync_api import Browser, Page

SETTLE = 700  # milliseconds for what an action sets off
# The longest time between two frames since it was last asked.
WATCH = """() => {
  let before = performance.now();
  window.longest = 0;
  const frame = (now) => {
    window.longest = Math.max(window.longest, now - before);
    before = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}"""


def longest(browser: Browser, page: Page, act: Callable[[Page], None]) -> tuple[float, float]:
    """Milliseconds of the longest frame, and of the page's longest task on the processor, while something is done."""
    page.wait_for_timeout(SETTLE)
    browser.start_tracing(page=page, categories=["toplevel"])
    page.evaluate(WATCH)
    act(page)
    page.wait_for_timeout(SETTLE)
    frame: float = page.evaluate("window.longest")
    return frame, longest_task(json.loads(browser.stop_tracing())["traceEvents"])


def longest_task(events: Sequence[Mapping[str, Any]]) -> float:
    """Milliseconds of processor time of the longest task on the main thread of any page."""
    names = (each for each in events if each.get("name") == "thread_name" and each["args"]["name"] == "CrRendererMain")
    main = {(each["pid"], each["tid"]) for each in names}
    tasks = (each for each in events if str(each.get("name")).endswith("RunTask") and (each["pid"], each["tid"]) in main)
    return max((each.get("tdur", 0) for each in tasks), default=0) / 1000


def pan(page: Page) -> None:
    """Drag the map about with the mouse."""
    page.mouse.move(860, 560)
    page.mouse.down()
    for x, y in ((700, 500), (900, 420), (620, 300), (860, 560)):
        page.mouse.move(x, y, steps=12)
    page.mouse.up()


def zoom(page: Page) -> None:
    """Turn the wheel three notches closer and back."""
    page.mouse.move(860, 360)
    for turn in (-120, -120, -120, 120, 120, 120):
        page.mouse.wheel(0, turn)
        page.wait_for_timeout(SETTLE // 2)


def filtered(page: Page) -> None:
    """Tick two types, switch a role off and on."""
    page.locator("[data-facet=types] summary").click()
    for order in (0, 1):
        page.locator("[data-facet=types] input").nth(order).click()
        page.wait_for_timeout(SETTLE // 2)
    page.keyboard.press("Escape")
    page.locator(".geomap-facets > .geomap-textlink").click()
    for _ in range(2):
        page.locator("input[data-layer=accuser]").click()
        page.wait_for_timeout(SETTLE // 2)


def searched(page: Page) -> None:
    """Type a word."""
    page.locator(".geomap-search input").press_sequentially("station", delay=60)
    page.wait_for_timeout(SETTLE)
    page.locator(".geomap-search input").fill("")


def played(page: Page) -> None:
    """Let the time run for a while."""
    page.locator(".geomap-play").click()
    page.wait_for_timeout(5 * SETTLE)
    page.locator(".geomap-play").click()
