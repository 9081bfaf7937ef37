"""The site of docs/: it builds without a warning, and its pages ask nothing of the network."""

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
FETCHED = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src", "video": "src", "object": "data"}
# `link` elements that name another page and load none.
NAMED = {"search", "next", "prev", "index", "genindex", "canonical"}


class Fetches(HTMLParser):
    """What a page loads by itself, and the words of its style sheets."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        address = given.get(FETCHED.get(tag, ""))
        if address and given.get("rel") not in NAMED:
            self.found.append(address)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("site")
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "sphinx",
        "-W",
        "--keep-going",
        "-q",
        "-d",
        made / "doctrees",
        DOCS,
        made / "html",
    ]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert ended.returncode == 0, ended.stderr
    return made / "html"


def test_every_page_is_there(site: Path) -> None:
    written = {path.relative_to(DOCS).with_suffix(".html") for path in DOCS.rglob("*.md")}
    assert written <= {path.relative_to(site) for path in site.rglob("*.html")}


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    for page in site.rglob("*.html"):
        fetches = Fetches()
        fetches.feed(page.read_text(encoding="utf-8"))
        assert fetches.found
        assert [address for address in fetches.found if re.match(r"(\w+:)?//", address)] == [], page
    for sheet in site.rglob("*.css"):
        assert (
            re.findall(r"""(?:url\(\s*["']?|@import\s+["'])(?:https?:)?//[^)"']+""", sheet.read_text(encoding="utf-8")) == []
        ), sheet


def test_the_reference_has_every_public_name(site: Path) -> None:
    import gazetteer
    import geomap

    page = (site / "api.html").read_text(encoding="utf-8")
    names = [f"{package.__name__}.{name}" for package in (geomap, gazetteer) for name in package.__all__]
    names += [f"gazetteer.errors.{name}" for name in geomap.errors.__all__]
    assert [name for name in names if f'id="{name}"' not in page] == []
