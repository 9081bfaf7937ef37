"""An online tile layer by name, from the list that xyzservices keeps: for who wants streets and may go online."""

import difflib
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

# Leaflet's own, where a provider names none.
SUBDOMAINS = "abc"
MOST_ZOOM = 18
# Holes that are the provider's own, such as its format; Leaflet fills the others, and {r} for sharper screens stays empty.
HOLE = re.compile(r"\{(?!(?:[sxyz])\})(\w+)\}")
CLOSE = 0.6  # how alike a name must be, of 1, to be suggested


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiles:
    """One provider: the address with holes for ``{s}``, ``{z}``, ``{x}`` and ``{y}``, and whom to credit."""

    name: str
    url: str
    attribution: str
    subdomains: tuple[str, ...]
    most_zoom: int

    def hosts(self) -> tuple[str, ...]:
        """The origins that the page then may ask for images; no other is opened."""
        addresses = {self.url.replace("{s}", subdomain) for subdomain in self.subdomains}
        return tuple(sorted({f"{parts.scheme}://{parts.netloc}" for parts in map(urlsplit, addresses)}))

    def for_page(self) -> dict[str, Any]:
        """What the page needs of it."""
        return {
            "url": self.url,
            "attribution": self.attribution,
            "options": {"maxZoom": self.most_zoom, "subdomains": list(self.subdomains), "referrerPolicy": "origin"},
        }


def find_tiles(name: str) -> Tiles:
    """The provider of that name, however its words are joined: OpenStreetMap.Mapnik, "esri worldimagery".

    Raises ValueError, with names like it, where xyzservices has none, or it needs a key or is not served over https.
    """
    import xyzservices.providers  # type: ignore[import-untyped]

    known = xyzservices.providers.flatten()
    try:
        provider = xyzservices.providers.query_name(name)
    except ValueError as error:
        near = difflib.get_close_matches(name, known, n=3, cutoff=CLOSE) or ["OpenStreetMap.Mapnik", "OpenTopoMap"]
        raise ValueError(f"no tiles are called {name!r}; such as {', '.join(near)}") from error
    if provider.requires_token():
        raise ValueError(f"{provider.name} needs a key, which would stand in the page for all to read; choose another")
    url = HOLE.sub(lambda hole: str(provider.get(hole[1], "")), provider.url)
    if not re.match("https://", url):
        raise ValueError(f"{provider.name} is not served over https; choose another")
    return Tiles(
        name=provider.name,
        url=url,
        attribution=provider.attribution,
        subdomains=tuple(provider.get("subdomains", SUBDOMAINS)),
        most_zoom=provider.get("max_zoom", MOST_ZOOM),
    )
