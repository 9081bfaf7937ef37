"""The page as a ``folium.Map``: folium's own page without its network links, and the story in it."""

import hashlib
import json
import re
from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any, cast

import folium
from branca.element import CssLink, Element, Figure, JavascriptLink
from folium.template import Template

from gazetteer import open_gazetteer
from gazetteer.drawn import topology_of
from gazetteer.shapes.divisions import GRID, divisions
from gazetteer.worldview import DEFAULT
from geomap.errors import LanguageError
from geomap.map.blur import Blur
from geomap.map.naming import Names
from geomap.map.story import heading, tell
from geomap.map.tiles import Tiles
from geomap.report import VIEW_MARK, Report

# Vendored as published; the folder names carry the versions.
LIBRARY_STYLES = ("vendor/leaflet-1.9.4/leaflet.css",)
LIBRARY_SCRIPTS = ("vendor/leaflet-1.9.4/leaflet.js",)
PAGE_STYLES = ("colours", "panel", "map", "popup", "tools", "table", "small", "print")
# The page's own modules, each after those it uses.
PAGE_SCRIPTS = (
    "elements",
    "folium",
    "words",
    "glyphs",
    "topology",
    "base",
    "reading",
    "search",
    "filter",
    "story",
    "popup",
    "icons",
    "spots",
    "places",
    "frame",
    "arcs",
    "labels",
    "layers",
    "downloads",
    "corrections",
    "listing",
    "article",
    "filters",
    "timeline",
    "panel",
    "table",
    "hash",
    "tools",
    "paper",
    "start",
)

# What the page speaks.
UI_LANGUAGES = ("nl", "en", "de", "fr", "es", "ru")

# Height of the map in a notebook's cell: the article's first paragraphs and a country stand side by side.
NOTEBOOK_HEIGHT = "680px"

# What the page may load: nothing at all. Scripts and styles are named by their hashes.
STRICT_POLICY = "default-src 'none'; script-src {scripts}; style-src {styles}; img-src data:{images}; base-uri 'none'"
# Once the user has added layers, these may bring links, tiles and inline code of their own.
OPEN_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval' https:; style-src 'unsafe-inline' https:; "
    "img-src data: blob: https:; font-src data: https:; connect-src https:; worker-src blob:; base-uri 'none'"
)
POLICY_PLACE = "{{content-security-policy}}"


class Verbatim(Element):
    """Text for the page as it is. branca would read it as a template, and so run whatever braces the news holds."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def render(self, **_: Any) -> str:
        """The text."""
        return self._text


class StoryMap(folium.Map):
    """A folium map that shows reports. Layers added to it bring the network links that they always bring."""

    def __init__(
        self, reports: Sequence[Report], *, title: str | None, ui_lang: str | None, tiles: Tiles | None, blur: Blur
    ) -> None:
        languages = _languages(ui_lang)
        super().__init__(location=[25.0, 20.0], zoom_start=2, tiles=None)
        self.default_js, self.default_css = [], []
        self._data = _json(
            {
                "title": title,
                "lang": ui_lang,
                "words": {lang: _strings()[lang] for lang in languages},
                "seas": [[*seat, {lang: names[lang] for lang in languages}] for *seat, names in _seas()],
                "tiles": tiles.for_page() if tiles else None,
                "blur": blur.kilometres or None,
                "view": _view(reports),
                "divisions": _divisions(reports, languages),
                **tell(reports, blur=blur, names=Names(open_gazetteer(), languages)),
            }
        )
        self._base = _base(languages, _view(reports) or DEFAULT)
        self._id = _digest(self._data)
        Page(title or _only_title(reports), ui_lang or "en", tiles.hosts() if tiles else ()).add_child(self)

    def render(self, **kwargs: Any) -> str:
        """Put the story into the page, and after it the layers that the user added; the page is what has text."""
        page, name = cast("Figure", self.get_root()), self.get_name()
        page.header.add_child(Verbatim(_head()), name="geomap_head")
        page.html.add_child(Verbatim(_body(name, self._data, self._base)), name=name)
        page.script.add_child(Verbatim(f'var {name} = geomap.start("{name}");'), name=name)
        for link_name, url in self.default_js:
            page.header.add_child(JavascriptLink(url), name=link_name)
        for link_name, url in self.default_css:
            page.header.add_child(CssLink(url), name=link_name)
        for child in self._children.values():
            child.render(**kwargs)
        if self.objects_to_stay_in_front:
            page.script.add_child(Verbatim(self._in_front()), name=f"{name}_in_front")
        return ""

    def has_guests(self) -> bool:
        """Whether the user added layers or links."""
        return bool(self._children or self.default_js or self.default_css)

    def _in_front(self) -> str:
        """What ``keep_in_front`` asks for."""
        calls = "".join(f"{layer.get_name()}.bringToFront();" for layer in self.objects_to_stay_in_front)
        return f'(() => {{ const raise = () => {{ {calls} }}; raise(); {self.get_name()}.on("overlayadd", raise); }})();'


class Page(Figure):
    """The HTML document around the map."""

    def __init__(self, title: str, lang: str, image_hosts: Sequence[str] = ()) -> None:
        super().__init__(height=NOTEBOOK_HEIGHT, title=title)
        self._image_hosts = image_hosts
        self._template = Template(_asset("page/page.html"))
        self._id = _digest(title)
        self.lang = lang
        self.policy_place = POLICY_PLACE

    def render(self, **kwargs: Any) -> str:
        """The whole document, with a policy that allows what is in it and no more."""
        html = str(super().render(**kwargs))
        return html.replace(POLICY_PLACE, OPEN_POLICY if self._has_guests() else _strict_policy(html, self._image_hosts), 1)

    def _has_guests(self) -> bool:
        """Whether the user put anything into the page or onto the map."""
        guests = [child for child in self._children.values() if not isinstance(child, StoryMap)]
        maps = [child for child in self._children.values() if isinstance(child, StoryMap)]
        return bool(guests) or any(drawn.has_guests() for drawn in maps)


def _strict_policy(html: str, image_hosts: Sequence[str]) -> str:
    images = "".join(f" {host}" for host in image_hosts)
    return STRICT_POLICY.format(scripts=_hashes(html, "script"), styles=_hashes(html, "style"), images=images)


def _hashes(html: str, tag: str) -> str:
    """The blocks of that tag without attributes; data blocks have a type, and are not run."""
    blocks = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
    digests = (hashlib.sha256(block.encode("utf-8", "surrogatepass")).digest() for block in blocks)
    return " ".join(sorted({f"'sha256-{b64encode(digest).decode()}'" for digest in digests})) or "'none'"


def _languages(ui_lang: str | None) -> tuple[str, ...]:
    """The languages whose words go into the page: the one asked for, or all."""
    if ui_lang is None:
        return UI_LANGUAGES
    if ui_lang not in UI_LANGUAGES:
        raise LanguageError(f"ui_lang={ui_lang!r}: the page speaks {', '.join(UI_LANGUAGES)}")
    return (ui_lang,)


def _only_title(reports: Sequence[Report]) -> str:
    """What the browser's tab says where no title is given."""
    return heading(reports[0].document) if len(reports) == 1 else f"geomap: {len(reports)} articles"


def _view(reports: Sequence[Report]) -> str | None:
    """Whose view of disputed places the reports were made with; ``None`` where they differ."""
    views = {(report.gazetteer or "").partition(VIEW_MARK)[2] or DEFAULT for report in reports}
    return views.pop() if len(views) == 1 else None


@cache
def _base(languages: tuple[str, ...], view: str) -> str:
    """The countries as a view has them, with names in no more languages than the page speaks, and all inner borders; JSON."""
    topology = topology_of(view)
    shapes = [
        shape | {"properties": _named(shape["properties"], languages)} for shape in topology["objects"]["shapes"]["geometries"]
    ]
    inner = ",".join(f'"{code}":[{country.zoom},{country.lines}]' for code, country in sorted(divisions().items()))
    outer = _json({"grid": GRID, "arcs": topology["arcs"], "transform": topology["transform"], "shapes": shapes})
    return f'{{"inner":{{{inner}}},{outer.removeprefix("{")}'


def _divisions(reports: Sequence[Report], languages: tuple[str, ...]) -> list[Any]:
    """The names of the first-order divisions of every country that the reports name, or a place in it."""
    places = (mention.resolution.place for report in reports for mention in report.mentions)
    named = {place.country for place in places if place and place.country}
    return [label for country in sorted(named & divisions().keys()) for label in divisions()[country].labels(languages)]


def _named(properties: dict[str, Any], languages: tuple[str, ...]) -> dict[str, Any]:
    names = properties["names"]
    return properties | {"names": {lang: names[lang] for lang in languages if lang in names}}


def _json(data: dict[str, Any]) -> str:
    """JSON that can stand in a script element: no text can end the element or break a line of it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return re.sub("[<>&\u2028\u2029\ud800-\udfff]", lambda match: f"\\u{ord(match.group()):04x}", text)


@cache
def _strings() -> dict[str, dict[str, Any]]:
    """The page's own words by language."""
    return {lang: json.loads(_asset(f"page/strings/{lang}.json")) for lang in UI_LANGUAGES}


@cache
def _seas() -> list[list[Any]]:
    """Latitude, longitude, least zoom and names by language of each sea."""
    seas: list[list[Any]] = json.loads(_asset("page/seas.json"))
    return seas


@cache
def _style() -> str:
    """The libraries' style sheets without their image files, and the page's own."""
    libraries = "\n".join(_asset(name) for name in LIBRARY_STYLES)
    return "\n".join([re.sub(r"url\([^)]*\)", "none", libraries), *(_asset(f"page/{name}.css") for name in PAGE_STYLES)])


@cache
def _script() -> str:
    libraries = "\n".join(_asset(name) for name in LIBRARY_SCRIPTS)
    return "\n".join(
        [re.sub(r"//# sourceMappingURL=\S+", "", libraries), *(_asset(f"page/{name}.js") for name in PAGE_SCRIPTS)]
    )


@cache
def _head() -> str:
    """Styles and scripts: the same for every map."""
    return f"<style>\n{_style()}\n</style>\n<script>\n{_script()}\n</script>"


def _body(name: str, data: str, base: str) -> str:
    return f"""<div class="geomap" id="{name}_story">
<noscript>This map needs JavaScript, which runs in the page itself; nothing is loaded from elsewhere.</noscript>
<main class="geomap-panel"></main>
<div class="folium-map" id="{name}"></div>
</div>
<script type="application/json" id="{name}_base">{base}</script>
<script type="application/json" id="{name}_data">{data}</script>"""


def _digest(text: str) -> str:
    """A name that two runs agree on."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


@cache
def _asset(name: str) -> str:
    return (files(__package__) / name).read_text("utf-8")
