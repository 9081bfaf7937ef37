"""Places that the great lists lack: post towns, airports, stations, islands, rivers, divisions of the third order.

Each step takes the world as far as it has come. A place that has a namesake beside it is taken for the same place and
left out: no name may mean two places that are one.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from gazetteer.borders import Outline, countries_at, division_outlines
from gazetteer.generated import generated
from gazetteer.joined import World
from gazetteer.names import name_key
from gazetteer.place import PlaceKind
from gazetteer.sources import (
    NameRow,
    PlaceRow,
    Strength,
    airports,
    geonames,
    geonames_divisions,
    natural_earth,
    opentraveldata,
    reviewed,
    us_towns,
)
from gazetteer.sources.geonames_cities import usable
from gazetteer.sources.tables import extract

# A post town is another town when the state has none of its name within this many degrees (about 25 km), as half of
# the towns without an id lie within 25 km of a listed namesake.
_SAME_TOWN_DEGREES = 0.25
# A settlement, island or division within so many degrees of a namesake is the same one, listed twice.
_SAME_PLACE_DEGREES = 0.1
_SAME_AREA_DEGREES = 1.0


def add_us_towns(world: World) -> None:
    """Post towns that have no namesake near by in their state."""
    known: dict[tuple[str, str], list[PlaceRow]] = defaultdict(list)
    for place in world.places.values():
        if place.country == "US" and place.kind is PlaceKind.SETTLEMENT:
            known[place.admin1, name_key(place.name)].append(place)
    for town in us_towns.towns():
        state = world.by_code.get(f"US-{town.state}", "")
        namesakes = known[state, name_key(town.name)]
        if state and not any(_near(town.lat, town.lon, other) for other in namesakes):
            place = _post_town(town, state)
            namesakes.append(place)
            world.add(place, [NameRow(place.id, town.name, Strength.OFFICIAL)])


def _near(lat: float, lon: float, other: PlaceRow) -> bool:
    return abs(lat - other.lat) < _SAME_TOWN_DEGREES and abs(lon - other.lon) < _SAME_TOWN_DEGREES


def _post_town(town: us_towns.PostTown, state: str) -> PlaceRow:
    ident = "-".join(["geomap:us", town.state, name_key(town.county), name_key(town.name)]).lower().replace(" ", "_")
    return PlaceRow(ident, PlaceKind.SETTLEMENT, town.name, town.lat, town.lon, "US", admin1=state)


def add_airports(world: World) -> None:
    """Airports, by their GeoNames id where one is known, under their names with and without city and "International"."""
    known = {iata: place for place, iata in opentraveldata.points() if iata}
    for airport in airports.airports():
        place = airport.place
        if listed := known.get(airport.iata):
            place = replace(listed, name=place.name, lat=place.lat, lon=place.lon, admin1="", admin2="")
        if place.id not in world.places:
            official = NameRow(place.id, place.name, Strength.OFFICIAL)
            long = dict.fromkeys([place.name, listed.name] if listed else [place.name])
            shorter = dict.fromkeys(short for name in long for short in shorter_names(name, airport.city))
            world.add(place, [official, *(NameRow(place.id, name, Strength.GENERATED) for name in shorter)])


def shorter_names(name: str, city: str) -> tuple[str, ...]:
    """How news shortens an airport's name: without "International", and without the city before a name of its own."""
    short = name.replace(" International", "")
    own = [each.removeprefix(f"{city} ") for each in (name, short) if city and each.startswith(f"{city} ")]
    named = (each for each in own if not _GENERIC.match(each))
    return tuple(each for each in dict.fromkeys([short, *named]) if each != name)


_GENERIC = re.compile(
    r"(?:Air|City|County|Domestic|East|Executive|Field|General|International|Metro|Municipal|National|New|North|Old|Regional|"
    r"South|West)\b"
)


def add_points_of_travel(world: World) -> None:
    """Stations, ports, bases, islands, parks, waters and small settlements, with their names."""
    divisions = {each.code: geonames(each.geonameid) for each in geonames_divisions.divisions().values()}
    beside, taken = Namesakes(world), _taken(world)
    for point, iata in opentraveldata.points():
        place = replace(point, admin1=divisions.get(point.admin1, ""), admin2=divisions.get(point.admin2, ""))
        place.admin1 = place.admin1 if place.admin1 in world.places else ""
        place.admin2 = place.admin2 if place.admin2 in world.places else ""
        if (known := world.places.get(place.id)) is not None:
            _complete(known, place, bool(iata))
        elif not beside.has(place) and not (place.kind is PlaceKind.FACILITY and name_key(place.name) in taken):
            world.add(place, [NameRow(place.id, place.name, Strength.OFFICIAL)])
            beside.add(place)
    _add_names(world, taken)


def _complete(known: PlaceRow, place: PlaceRow, airport: bool) -> None:
    if airport:
        known.admin1, known.admin2 = place.admin1, place.admin2


def _taken(world: World) -> set[str]:
    """The names of what is no facility: an airfield that is listed under its town's name would take it from the town."""
    return {name_key(row.name) for row in world.names if world.places[row.place].kind is not PlaceKind.FACILITY}


def _add_names(world: World, taken: set[str]) -> None:
    """Names of the points; not a facility's that is also the name of something else ("Gander", "Schiphol-Rijk")."""
    for row in opentraveldata.names():
        place = world.places.get(row.place)
        if place and (place.kind is not PlaceKind.FACILITY or name_key(row.name) not in taken):
            world.names.append(row)


class Namesakes:
    """The places of the world by name, to find those beside a point."""

    def __init__(self, world: World) -> None:
        self._at: dict[str, list[PlaceRow]] = defaultdict(list)
        for place in world.places.values():
            self.add(place)

    def add(self, place: PlaceRow) -> None:
        """Count a place among them."""
        self._at[name_key(place.name)].append(place)

    def has(self, place: PlaceRow) -> bool:
        """Whether a place of this name lies so near that it must be the same: of the same kind, or an area around it."""
        others = self._at[name_key(place.name)]
        return any(_apart(place, other) < _same_within(place, other) for other in others)

    def has_town(self, place: PlaceRow) -> bool:
        """Whether a settlement that a division is named after lies in it: "City of Boston", "Tabogon"."""
        names = (place.name, *generated(place.name, place.kind))
        towns = (other for name in names for other in self._at[name_key(name)] if other.kind is PlaceKind.SETTLEMENT)
        return any(_apart(place, other) < _SAME_TOWN_DEGREES for other in towns)


def _apart(one: PlaceRow, other: PlaceRow) -> float:
    return max(abs(one.lat - other.lat), abs(one.lon - other.lon))


def _same_within(place: PlaceRow, other: PlaceRow) -> float:
    """Degrees within which a place is the same as another of its name."""
    areas = (PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.ADMIN1, PlaceKind.ADMIN2)
    if place.kind is PlaceKind.SETTLEMENT:
        return _SAME_PLACE_DEGREES if other.kind is PlaceKind.SETTLEMENT else 0.0
    if other.kind in areas and place.kind is not PlaceKind.FACILITY:
        return _SAME_AREA_DEGREES
    return _SAME_PLACE_DEGREES if place.kind is other.kind else 0.0


def add_third_order(world: World) -> None:
    """Divisions of the third order that are not their only town: townships, districts; as second-order ones."""
    beside, added = Namesakes(world), set[str]()
    for row in extract("points"):
        ident = geonames(row["geonameid"])
        if row["kind"] != "admin3" or ident in world.places:
            continue
        place = PlaceRow(ident, PlaceKind.ADMIN2, row["name"], float(row["lat"]), float(row["lon"]), row["country"])
        place.geonameid, place.population, place.feature = int(row["geonameid"]), int(row["population"]), "A.ADM3"
        if not beside.has(place) and not beside.has_town(place):
            world.add(place, [NameRow(ident, place.name, Strength.OFFICIAL)])
            beside.add(place)
            added.add(ident)
    names = ((geonames(row["geonameid"]), row["name"]) for row in extract("names_untagged"))
    world.names += [NameRow(ident, name, Strength.ALTERNATE) for ident, name in names if ident in added and usable(name)]


# A place of the table of lesser ones is known about as well as one with so many alternate names.
_LESSER_PROMINENCE = 10
# The point in the middle of a river's line lies within so many degrees of the point that a table gives it.
_SAME_RIVER_DEGREES = 10.0


def add_lesser_places(world: World) -> None:
    """Quarters, waters, parks, regions and sites of the reviewed table; one that a source lists is refused as a twin."""
    for place, names in reviewed.lesser_places():
        if place.id in world.places:
            world.missing.append(f"tables/lesser: {place.id!r} is listed by a source; leave it to that source")
        place.prominence = _LESSER_PROMINENCE
        world.add(place, names)


def _reviewed_waters() -> dict[str, list[PlaceRow]]:
    """Name key -> the waters that the reviewed tables call so."""
    found: dict[str, list[PlaceRow]] = defaultdict(list)
    for place, names in (*reviewed.lesser_places(), *reviewed.places()):
        for key in {name_key(row.name) for row in names if place.kind is PlaceKind.WATER}:
            found[key].append(place)
    return found


def add_rivers(world: World) -> None:
    """Rivers under "Volga River" and "River Volga"; under the bare name where nothing else has it."""
    taken = {name_key(row.name) for row in world.names}
    known = _reviewed_waters()
    for ident, name, lat, lon in natural_earth.rivers():
        place = PlaceRow(ident, PlaceKind.WATER, f"{name} River", lat, lon, next(countries_at(lat, lon), ""), feature="H.STM")
        if any(_apart(place, other) < _SAME_RIVER_DEGREES for other in known[name_key(place.name)]):
            continue
        bare = [] if name_key(name) in taken else [NameRow(ident, name, Strength.ALTERNATE)]
        written = (NameRow(ident, f"River {name}", Strength.GENERATED, ("en",)), *bare)
        world.add(place, [NameRow(ident, place.name, Strength.OFFICIAL, ("en",)), *written])


def place_in_divisions(world: World) -> None:
    """First-order divisions, by their outlines, of what no source puts into one."""
    outlines = dict(_outlines(world))
    for place in world.places.values():
        if not place.admin1 and place.kind in _PLACED:
            place.admin1 = next(_around(place, outlines.get(place.country, ())), "")


_PLACED = (PlaceKind.SETTLEMENT, PlaceKind.FACILITY, PlaceKind.ADMIN2)


def _outlines(world: World) -> Iterator[tuple[str, list[tuple[str, Outline]]]]:
    """Country -> its divisions with their outlines."""
    found: dict[str, list[tuple[str, Outline]]] = defaultdict(list)
    for code, ident in sorted(world.by_code.items()):
        place = world.places.get(ident)
        if "-" in code and place and place.kind is PlaceKind.ADMIN1:
            found[place.country] += [(ident, part) for part in division_outlines(code)]
    yield from found.items()


def _around(place: PlaceRow, outlines: Iterable[tuple[str, Outline]]) -> Iterator[str]:
    return (ident for ident, part in outlines if part.contains(place.lat, place.lon))


LESSER_STEPS = (
    add_us_towns,
    add_airports,
    add_points_of_travel,
    add_third_order,
    add_lesser_places,
    add_rivers,
    place_in_divisions,
)
