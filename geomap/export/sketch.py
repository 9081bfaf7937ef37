"""Report -> a small map as a picture (SVG), for notebooks: outlines, a dot or an area for each place, and some names."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from gazetteer.drawn import topology_of
from gazetteer.place import Place, PlaceKind
from gazetteer.shapes.topology import multipolygon
from gazetteer.worldview import DEFAULT
from geomap.export.rows import ROLE_ORDER, writable
from geomap.report import VIEW_MARK, Report
from geomap.roles import Role

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

WIDTH, HEIGHT = 640, 300  # of the picture, in pixels
MARGIN = 0.18  # of the frame, left free on each side
NARROWEST = 3.0  # degrees of latitude that a frame shows at least: about 330 km
FARTHEST_NORTH = 85.0
FINENESS = 0.6  # of outlines, in pixels
DOT = 8  # from the middle of a dot to its name, in pixels
MOST_NAMES = 14
LONGEST_NAME = 24
LETTER, LINE = 6.2, 13  # of a name of 11 pixels: the mean width of a letter, and its height
AREA_STYLE = ' fill-opacity=".75" letter-spacing=".4"'
SEA, LAND, BORDER, INK = "#d5e1e6", "#f5f2eb", "#b9b0a1", "#1d1c1a"  # of the map's light theme
AREAS = frozenset([PlaceKind.COUNTRY])
SITES = frozenset([Role.INCIDENT_SITE, Role.CONTESTED_AREA])
ASIDE = frozenset([Role.SOURCE, Role.MENTION])
ROOMY, DEAR = 12.0, 1.6  # other places come in while the frame stays under so many degrees, or grows no more than so much


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in the picture, in pixels from its upper left corner."""

    west: float
    north: float
    east: float
    south: float

    def meets(self, other: Box) -> bool:
        """Whether they overlap."""
        return self.west < other.east and other.west < self.east and self.north < other.south and other.north < self.south

    def within(self) -> bool:
        """Whether all of it is in the picture."""
        return self.west >= 0 and self.north >= 0 and self.east <= WIDTH and self.south <= HEIGHT


@dataclass(frozen=True, slots=True)
class Spot:
    """A place where it stands in the picture."""

    x: float
    y: float
    name: str
    colour: str
    area: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """What the picture shows: its middle in degrees, and how many pixels a degree of latitude is."""

    lon: float
    lat: float
    scale: float

    def shown(self, lon: float, lat: float) -> tuple[float, float]:
        """Where a point stands in the picture."""
        return WIDTH / 2 + (lon - self.lon) * self.scale * self.narrowing, HEIGHT / 2 - (lat - self.lat) * self.scale

    def near(self, lon: float) -> float:
        """The same meridian, counted on the side of the antimeridian that is nearer to the middle."""
        return self.lon + (lon - self.lon + 180) % 360 - 180

    @property
    def narrowing(self) -> float:
        """How much shorter a degree of longitude is than one of latitude, in the middle of the picture."""
        return math.cos(math.radians(self.lat))

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east and north of the picture in degrees; west or east may lie beyond 180."""
        wide, high = WIDTH / 2 / self.scale / self.narrowing, HEIGHT / 2 / self.scale
        return self.lon - wide, self.lat - high, self.lon + wide, self.lat + high


def sketch(report: Report, colours: Mapping[Role, str]) -> str:
    """The picture as SVG, without scripts or addresses; empty where no mention has a place."""
    found = roles_of_places(report)
    if not found:
        return ""
    frame = framed(found)
    spots = [spot(frame, place, colours[role]) for place, role in found]
    seen = [each for each in spots if 0 <= each.x <= WIDTH and 0 <= each.y <= HEIGHT]
    filled = {place.country: colours[role] for place, role in reversed(found) if place.kind in AREAS and place.country}
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="system-ui, sans-serif">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{SEA}"/>{"".join(land(frame, view_of(report), filled))}'
        f"{''.join(dot(each.colour, each.x, each.y) for each in reversed(seen) if not each.area)}{''.join(names(seen))}</svg>"
    )


def spot(frame: Frame, place: Place, colour: str) -> Spot:
    """The place in the picture."""
    x, y = frame.shown(frame.near(place.lon), place.lat)
    return Spot(x, y, place.name, colour, place.kind in AREAS)


def roles_of_places(report: Report) -> list[tuple[Place, Role]]:
    """Each place of the report once, with the first of its roles in the table of roles; the places of the first role first."""
    found: dict[str, tuple[Place, Role]] = {}
    for mention in report.mentions:
        if mention.place:
            place, role = found.get(mention.place.id, (mention.place, mention.role))
            found[place.id] = (place, min(role, mention.role, key=ROLE_ORDER.index))
    return sorted(found.values(), key=lambda each: ROLE_ORDER.index(each[1]))


def framed(found: Sequence[tuple[Place, Role]]) -> Frame:
    """A frame around what the text is about, and as many of the other places as cost little."""
    spots = [each for each in found if each[0].kind not in AREAS] or found
    about = [place for place, role in spots if role in SITES] or [place for place, role in spots if role not in ASIDE]
    inner = about or [place for place, _ in spots]
    most = max(ROOMY, span(inner) * DEAR)
    for place, _ in found:
        if place not in inner and span([*inner, place]) <= most:
            inner = [*inner, place]
    return around(inner)


def span(places: Sequence[Place]) -> float:
    """How many degrees the places lie apart, from west to east or from south to north."""
    west, east = narrowest([place.lon for place in places])
    lats = [place.lat for place in places]
    return max(east - west, max(lats) - min(lats))


def around(places: Sequence[Place]) -> Frame:
    """The closest frame with all the places, and a margin."""
    west, east = narrowest([place.lon for place in places])
    south, north = min(place.lat for place in places), max(place.lat for place in places)
    lat = max(-FARTHEST_NORTH, min(FARTHEST_NORTH, (south + north) / 2))
    free = 1 - 2 * MARGIN
    narrowing = math.cos(math.radians(lat))
    scale = min(HEIGHT * free / max(north - south, NARROWEST), WIDTH * free / max((east - west) * narrowing, NARROWEST))
    return Frame((west + east) / 2, lat, max(scale, WIDTH / 360 / narrowing))


def narrowest(lons: Iterable[float]) -> tuple[float, float]:
    """West and east of the shortest stretch with all of them, east beyond 180 where it crosses the antimeridian."""
    ordered = sorted(set(lons))
    starts = [*ordered[1:], ordered[0] + 360]
    gap, end = max((start - lon, lon) for lon, start in zip(ordered, starts, strict=True))
    west = (end + gap) % 360
    return west, west + 360 - gap


def view_of(report: Report) -> str:
    """Whose view of borders the report was made with."""
    return report.gazetteer.partition(VIEW_MARK)[2] or DEFAULT


def land(frame: Frame, view: str, filled: dict[str, str]) -> Iterator[str]:
    """The outline of every country in the frame; those that are named, in the colour of their role."""
    from shapely import clip_by_rect, simplify

    west, south, east, north = frame.box
    for code, outline in outlines(view):
        for turn in (-360, 0, 360):
            seen = clip_by_rect(outline, west - turn, south, east - turn, north)
            path = drawn(simplify(seen, FINENESS / frame.scale), frame, turn)
            if path:
                yield f'<path d="{path}" fill="{LAND}" stroke="{BORDER}" stroke-width=".7"/>'
                if code in filled:
                    yield f'<path d="{path}" fill="{filled[code]}" fill-opacity=".32"/>'


@lru_cache(maxsize=2)
def outlines(view: str) -> tuple[tuple[str | None, BaseGeometry], ...]:
    """Code and shape of all land, as a view of borders has it."""
    from shapely.geometry import shape

    topology = topology_of(view)
    shapes = topology["objects"]["shapes"]["geometries"]
    return tuple((each["properties"]["iso2"], shape(multipolygon(topology, [each]))) for each in shapes)


def drawn(land: BaseGeometry, frame: Frame, turn: int) -> str:
    """The rings of a shape as the path of a picture; ``turn`` is how far round the earth it is drawn."""
    return "".join(
        "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in (frame.shown(lon + turn, lat) for lon, lat in ring.coords)) + "Z"
        for polygon in getattr(land, "geoms", [land])
        if polygon.geom_type == "Polygon" and not polygon.is_empty
        for ring in (polygon.exterior, *polygon.interiors)
    )


def dot(colour: str, x: float, y: float) -> str:
    """A place."""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5.5" fill="{colour}" stroke="#fff" stroke-width="1.5"/>'


def names(spots: Sequence[Spot]) -> Iterator[str]:
    """The names of the places, those of the first roles first, as far as there is room for them."""
    taken = [Box(each.x - DOT, each.y - DOT, each.x + DOT, each.y + DOT) for each in spots if not each.area]
    written = 0
    for spot in spots:
        words = shortened(writable(spot.name))
        free = (box for box in rooms(spot, len(words) * LETTER) if box.within() and not any(map(box.meets, taken)))
        box = next(free, None)
        if box and written < MOST_NAMES:
            taken.append(box)
            written += 1
            yield (
                f'<text x="{box.west:.1f}" y="{box.south - 3:.1f}" font-size="11" fill="{INK}" stroke="#fff" stroke-width="3" '
                f'paint-order="stroke" stroke-linejoin="round"{AREA_STYLE if spot.area else ""}>{escape(words)}</text>'
            )


def rooms(spot: Spot, wide: float) -> tuple[Box, ...]:
    """Where a name may stand, the best first: right or left of its dot, over or under it; an area's on its middle."""
    x, y, half = spot.x, spot.y, LINE / 2
    middle = Box(x - wide / 2, y - half, x + wide / 2, y + half)
    if spot.area:
        return (middle,)
    return (
        Box(x + DOT, y - half, x + DOT + wide, y + half),
        Box(x - DOT - wide, y - half, x - DOT, y + half),
        Box(x - wide / 2, y - DOT - LINE, x + wide / 2, y - DOT),
        Box(x - wide / 2, y + DOT, x + wide / 2, y + DOT + LINE),
    )


def shortened(name: str) -> str:
    """A name that fits beside a dot."""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
