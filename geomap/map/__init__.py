"""Reports -> one self-contained Leaflet page, made through folium.

folium is only imported when a map is drawn; it comes with geomap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.errors import MissingExtra

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike

    import folium

    from geomap.report import Report

__all__ = ["draw", "write_map"]


def draw(
    reports: Sequence[Report],
    *,
    title: str | None = None,
    ui_lang: str | None = None,
    tiles: str | None = None,
    blur: float = 0.0,
) -> folium.Map:
    """The layered map of the reports: a ``folium.Map``, to which further layers can be added.

    ``title`` heads the page; without it a single document's own title does. ``ui_lang`` is the language of the page's
    own words: nl, en, de, fr, es or ru; without it the reader's browser chooses. ``tiles`` names an online tile layer as
    xyzservices does (``"OpenStreetMap.Mapnik"``), which the page then loads from its provider, and nothing else.
    Incidents that several reports tell of are shown as one, with its sources, as :func:`geomap.merge` finds them.
    ``blur`` moves exact spots by up to so many kilometres, and says so.
    Raises LanguageError for another ``ui_lang``, ValueError for unknown ``tiles`` or a negative ``blur``, and
    MissingExtra where folium is not installed.
    """
    try:
        from geomap.map.blur import Blur
        from geomap.map.leaflet import StoryMap
        from geomap.map.tiles import find_tiles
        from geomap.merging import merge
    except ModuleNotFoundError as error:
        if error.name not in ("folium", "branca", "jinja2"):
            raise
        raise MissingExtra("the map needs folium, which is not installed: pip install folium") from error
    chosen = find_tiles(tiles) if tiles else None
    return StoryMap(merge(reports), title=title, ui_lang=ui_lang, tiles=chosen, blur=Blur(blur))


def write_map(drawn: folium.Map, path: str | PathLike[str]) -> None:
    """Write the map as one HTML file, whole or not at all. Raises OutputError; what stood at ``path`` then still does."""
    from geomap.map.writing import write_text

    write_text(drawn.get_root().render(), path)
