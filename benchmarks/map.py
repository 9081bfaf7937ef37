"""Size and speed of the map, beside plain folium with MarkerCluster, in one run and one browser.

    python benchmarks/map.py [--articles 2000] [--incidents 5] [--chromium /usr/bin/chromium]

For each page: seconds to make it, megabytes, seconds until it can be used, and, while it is panned and zoomed, for geomap's
also while it is filtered, searched and played, the longest frame and the processor time of the longest task. Where other
work uses the machine the frames wait for it; the tasks are what the page itself takes. Each page is opened several times,
and the median of each figure is printed, with the best behind it. folium's page would load its libraries from elsewhere;
here they come from disk, so that it is not charged for a network.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import folium
from folium.plugins import MarkerCluster
from playwright.sync_api import Browser, Page, Route, ViewportSize, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]

from browser.crowd import crowd  # noqa: E402 (found only now)
from browser.timing import filtered, longest, pan, played, searched, zoom  # noqa: E402

from geomap.map import draw, write_map  # noqa: E402
from geomap.report import Report  # noqa: E402

VENDORED = {
    "leaflet.js": ROOT / "geomap/map/vendor/leaflet-1.9.4/leaflet.js",
    "leaflet.css": ROOT / "geomap/map/vendor/leaflet-1.9.4/leaflet.css",
    "leaflet.markercluster.js": ROOT / "tests/browser/vendor/leaflet.markercluster-1.5.3/leaflet.markercluster.js",
}
# jQuery's one use in a folium page: to make an element of a popup's text.
DOLLAR = """window.$ = (html) => {
  const made = document.createElement("template");
  made.innerHTML = html.trim();
  return [...made.content.children];
};"""
AWESOME = "L.AwesomeMarkers = { icon: () => new L.Icon.Default() };"

READY = "() => document.querySelector('.geomap-panel-content, .leaflet-marker-icon') !== null"
SIZE = ViewportSize(width=1280, height=800)
MEGABYTE = 1_000_000


def plain_folium(reports: Sequence[Report]) -> folium.Map:
    """What one would write by hand: a marker and a popup for each incident, clustered."""
    drawn = folium.Map(location=[30, 30], zoom_start=3)
    cluster = MarkerCluster()  # type: ignore[no-untyped-call]
    cluster.add_to(drawn)
    for report in reports:
        for incident in report.incidents:
            evidence, place = incident.evidence, incident.place
            quote = report.document.text[evidence.start : evidence.end]
            text = folium.Popup(f"<b>{place.name}</b><br>{incident.type}<br>{quote}", parse_html=True)
            folium.Marker([place.lat, place.lon], popup=text).add_to(cluster)
    return drawn


def answer(route: Route) -> None:
    """The libraries from disk; nothing from anywhere else."""
    name = route.request.url.rsplit("/", 1)[-1]
    if route.request.url.startswith("file:"):
        route.continue_()
    elif name in VENDORED:
        route.fulfill(path=VENDORED[name])
    elif "jquery" in name:
        route.fulfill(body=DOLLAR, content_type="text/javascript")
    elif "awesome-markers.js" in name:
        route.fulfill(body=AWESOME, content_type="text/javascript")
    else:
        route.fulfill(body="")


@contextmanager
def opened(browser: Browser, path: Path) -> Iterator[tuple[Page, float]]:
    """The page, and the seconds until it could be used."""
    context = browser.new_context(viewport=SIZE, reduced_motion="no-preference")
    context.route("**/*", answer)
    page = context.new_page()
    page.set_default_timeout(60_000)
    began = time.perf_counter()
    page.goto(path.as_uri(), wait_until="load")
    page.wait_for_function(READY)
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)))")
    yield page, time.perf_counter() - began
    context.close()


def measure(
    browser: Browser, name: str, make: Callable[[Path], None], acts: Mapping[str, Callable[[Page], None]], runs: int
) -> None:
    """Make one page, open it so many times and print what it costs."""
    usable, found = [], []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "map.html"
        began = time.perf_counter()
        make(path)
        made, size = time.perf_counter() - began, path.stat().st_size / MEGABYTE
        for _ in range(runs):
            with opened(browser, path) as (page, seconds):
                usable.append(seconds)
                found.append({what: longest(browser, page, act) for what, act in acts.items()})
    print(f"{name:24} made in {made:5.1f} s   {size:5.1f} MB   usable in {middle(usable, '.2f')} s")
    for number, what in enumerate(("longest frame, ms", "longest task, ms of processor time")):
        figures = (f"{act} {middle([each[act][number] for each in found], '.0f')}" for act in acts)
        print(f"  {what:36}", "   ".join(figures), flush=True)


def middle(figures: Sequence[float], form: str) -> str:
    """The median, and the best behind it."""
    return f"{statistics.median(figures):{form}} ({min(figures):{form}})"


def main() -> None:
    """Measure both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--incidents", type=int, default=5, help="incidents in each article")
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    parser.add_argument("--runs", type=int, default=3, help="how often each page is opened")
    parser.add_argument("--only", choices=("geomap", "folium"))
    args = parser.parse_args()
    reports = list(crowd(args.articles, args.incidents))
    print(f"{len(reports):,} articles, {sum(len(report.incidents) for report in reports):,} incidents")
    moves = {"pan": pan, "zoom": zoom}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=args.chromium, args=["--no-sandbox", "--disable-gpu"])
        if args.only != "folium":
            acts = {**moves, "filter": filtered, "search": searched, "play": played}
            measure(browser, "geomap", lambda path: write_map(draw(reports, ui_lang="en"), path), acts, args.runs)
        if args.only != "geomap":
            measure(browser, "folium + MarkerCluster", lambda path: plain_folium(reports).save(str(path)), moves, args.runs)
        browser.close()


if __name__ == "__main__":
    main()
