"""All sources joined into one world of places and names, before it is packed into the index.

Each step takes the world as far as it has come and adds what its source knows. The order matters: divisions before
the cities in them, the reviewed tables last, since they have the final word.
"""

from collections import defaultdict
from dataclasses import replace

from gazetteer.errors import SourceError
from gazetteer.generated import add_generated_names, add_transliterated_names
from gazetteer.joined import World
from gazetteer.lesser import LESSER_STEPS
from gazetteer.names import name_key, without_article
from gazetteer.place import PlaceKind
from gazetteer.sources import (
    NameRow,
    PlaceRow,
    Strength,
    geonames,
    geonames_cities,
    geonames_divisions,
    natural_earth,
    reviewed,
    unicode_cldr,
)
from gazetteer.sources.tables import extract


def assemble() -> World:
    """The whole world, from every source in turn."""
    world = World()
    for step in STEPS:
        step(world)
    return world


def check_references(world: World) -> None:
    """Refuse a world whose tables refer to places that no source knows."""
    if world.missing:
        shown = "\n".join(sorted(set(world.missing)))
        raise SourceError(f"these rows refer to places that no source knows; correct the code or add the place:\n{shown}")


def add_countries(world: World) -> None:
    """Countries, with the names of every language."""
    points = {row["geonameid"]: row for row in extract("points") if row["kind"] == "country"}
    labels = natural_earth.country_points()
    for place, capital in geonames_cities.countries():
        point = points.get(str(place.geonameid))
        place.lat, place.lon = (float(point["lat"]), float(point["lon"])) if point else labels.get(place.country, (0.0, 0.0))
        place.prominence = 255
        world.by_code[place.country] = place.id
        world.capitals[place.country] = capital
        world.add(place, [NameRow(place.id, place.name, Strength.OFFICIAL)])
    for code, lang, name in (*unicode_cldr.territories(), *unicode_cldr.country_names(), *natural_earth.country_names()):
        if code in world.by_code:
            world.names.append(NameRow(world.by_code[code], name, Strength.OFFICIAL, (lang,)))


def add_divisions(world: World) -> None:
    """First- and second-order divisions with their points; those without one wait for their cities."""
    points = {row["geonameid"]: row for row in extract("points")}
    names = geonames_divisions.names_by_code()
    for division in geonames_divisions.divisions().values():
        known = points.get(str(division.geonameid))
        name = names.get(division.code) or (known or {}).get("name", "")
        if not name:
            continue
        kind = PlaceKind.ADMIN1 if division.order == 1 else PlaceKind.ADMIN2
        place = PlaceRow(geonames(division.geonameid), kind, name, 0.0, 0.0, division.code[:2], geonameid=division.geonameid)
        if known:
            place.lat, place.lon, place.population = float(known["lat"]), float(known["lon"]), int(known["population"])
        world.add(place, [NameRow(place.id, name, Strength.OFFICIAL)])
        if division.iso and division.order == 1:
            world.by_code.setdefault(division.iso, place.id)


def link_divisions(world: World) -> None:
    """Second-order divisions to the first-order ones whose code begins theirs."""
    listed = geonames_divisions.divisions().values()
    first = {division.code: geonames(division.geonameid) for division in listed if division.order == 1}
    for division in listed:
        parent = first.get(".".join(division.code.split(".")[:2]))
        place = world.places.get(geonames(division.geonameid))
        if place and parent in world.places and parent != place.id:
            place.admin1 = parent


def add_cities(world: World) -> None:
    """Populated places, linked to their divisions; divisions without a point or population get their cities'."""
    divisions = geonames_divisions.divisions()
    memberships = geonames_divisions.memberships()
    members: dict[str, list[PlaceRow]] = defaultdict(list)
    for place, names in geonames_cities.cities():
        for number in memberships.get(place.geonameid, ()):
            division = divisions.get(number)
            ident = geonames(division.geonameid) if division else ""
            if division and ident in world.places:
                setattr(place, "admin1" if division.order == 1 else "admin2", ident)
                members[ident].append(place)
        world.add(place, names)
    for ident, cities in sorted(members.items()):
        _fill_from_cities(world.places[ident], cities)


def _fill_from_cities(division: PlaceRow, cities: list[PlaceRow]) -> None:
    if not division.population:
        division.population = sum(city.population for city in cities)
    if (division.lat, division.lon) == (0.0, 0.0):
        largest = max(cities, key=lambda city: (city.population, city.id))
        division.lat, division.lon = largest.lat, largest.lon


def add_regions(world: World) -> None:
    """Regions of GeoNames, and the untagged names of divisions and regions."""
    for row in extract("points"):
        ident = geonames(row["geonameid"])
        if row["kind"] == "region" and ident not in world.places:
            place = PlaceRow(ident, PlaceKind.REGION, row["name"], float(row["lat"]), float(row["lon"]), row["country"])
            place.geonameid, place.population = int(row["geonameid"]), int(row["population"])
            world.add(place, [NameRow(ident, row["name"], Strength.OFFICIAL)])
    counted: dict[str, int] = defaultdict(int)
    for row in extract("names_untagged"):
        ident = geonames(row["geonameid"])
        if ident in world.places and geonames_cities.usable(row["name"]):
            world.names.append(NameRow(ident, row["name"], Strength.ALTERNATE))
            counted[ident] += 1
    for ident, count in counted.items():
        world.places[ident].prominence = max(world.places[ident].prominence, min(count, 255))


def add_tagged_names(world: World) -> None:
    """Names by language: GeoNames', Natural Earth's and CLDR's."""
    for row in extract("names_tagged"):
        ident = geonames(row["geonameid"])
        if ident in world.places:
            world.names.append(NameRow(ident, row["name"], Strength.OFFICIAL, (row["lang"],)))
    for division in natural_earth.divisions():
        ident = geonames(division.geonameid)
        if ident in world.places:
            world.by_code.setdefault(division.iso, ident)
    for code, lang, name in (*natural_earth.names(), *unicode_cldr.subdivisions()):
        if code in world.by_code and usable_tagged(name):
            world.names.append(NameRow(world.by_code[code], name, Strength.OFFICIAL, (lang,)))


def usable_tagged(name: str) -> bool:
    """Whether a tagged name is one: not a remark in brackets, not a bare code."""
    return "(" not in name and not (name.isascii() and name.isupper())


def add_reviewed_places(world: World) -> None:
    """The overlay: new places, and what it knows better of places that a source lists."""
    for place, names in reviewed.places():
        place.prominence, place.reviewed = _REVIEWED_PROMINENCE, True
        known = world.places.get(place.id)
        world.add(_corrected(known, place) if known else place, names)


def _corrected(known: PlaceRow, reviewed_place: PlaceRow) -> PlaceRow:
    """What a source lists, with kind, country, members and dispute as reviewed, and a point where it had none."""
    pointless = (known.lat, known.lon) == (0.0, 0.0)
    return replace(
        known,
        kind=reviewed_place.kind,
        country=reviewed_place.country or known.country,
        lat=reviewed_place.lat if pointless else known.lat,
        lon=reviewed_place.lon if pointless else known.lon,
        prominence=max(known.prominence, reviewed_place.prominence),
        claimed_by=reviewed_place.claimed_by,
        held_by=reviewed_place.held_by,
        members=reviewed_place.members,
        reviewed=True,
    )


# A place somebody took the trouble to review is known about as well as a place with 40 alternate names.
_REVIEWED_PROMINENCE = 40


def largest_of_name(world: World, wanted: set[tuple[str, str]]) -> dict[tuple[str, str], PlaceRow]:
    """(Country, name key) -> the largest settlement in the country that has that name."""
    found: dict[tuple[str, str], PlaceRow] = {}
    for row in world.names:
        place = world.places.get(row.place)
        if place and place.kind is PlaceKind.SETTLEMENT and (key := (place.country, name_key(row.name))) in wanted:
            found[key] = max(found.setdefault(key, place), place, key=lambda each: (each.population, each.id))
    return found


def add_exemplar_cities(world: World) -> None:
    """Names by language of the cities that time zones are named after."""
    cities = [(country, name_key(english), lang, name) for country, english, lang, name in unicode_cldr.exemplar_cities()]
    known = largest_of_name(world, {(country, english) for country, english, _, _ in cities})
    for country, english, lang, name in cities:
        if place := known.get((country, english)):
            world.names.append(NameRow(place.id, name, Strength.OFFICIAL, (lang,)))


def find_capitals(world: World) -> None:
    """The place id of each capital: the largest place in the country that has its name."""
    found = largest_of_name(world, {(iso, name_key(name)) for iso, name in world.capitals.items()})
    world.capitals = {iso: place.id for (iso, _), place in sorted(found.items())}
    for (iso, _), capital in found.items():
        capital.capital = True
        country = world.places[world.by_code[iso]]
        if (country.lat, country.lon) == (0.0, 0.0):
            country.lat, country.lon = capital.lat, capital.lon


def drop_articled_names(world: World) -> None:
    """ "La Francia" goes where the place is also called "Francia": the article is the sentence's, not the name's.

    Settlements keep theirs (The Hague, La Habana), and so does what is chiefly called so (El Salvador).
    """
    listed = {(row.place, name_key(row.name)) for row in world.names}
    world.names = [row for row in world.names if not _articled(row, world.places.get(row.place), listed)]


def _articled(row: NameRow, place: PlaceRow | None, listed: set[tuple[str, str]]) -> bool:
    if place is None or place.kind is PlaceKind.SETTLEMENT or name_key(row.name) == name_key(place.name):
        return False
    rest = without_article(row.name)
    return bool(rest) and (row.place, rest) in listed


def drop_wrong_names(world: World) -> None:
    """Names that a source lists and that a reviewer found wrong; a row that no longer drops anything is reported."""
    wrong = {(world.by_code.get(place, place), name_key(name)): name for place, name in reviewed.wrong_names()}
    kept = [row for row in world.names if (row.place, name_key(row.name)) not in wrong]
    found = {(row.place, name_key(row.name)) for row in world.names} & wrong.keys()
    world.names = kept
    world.missing += [
        f"tables/wrong: {wrong[row]!r} of {row[0]!r}, which no source lists" for row in sorted(wrong.keys() - found)
    ]


def add_reviewed_names(world: World) -> None:
    """Usual names, demonyms, metonyms, blocs, former names, abbreviations and what is never a place."""
    world.names.extend(reviewed.blocs())
    world.names.extend(reviewed.never())
    tables = {
        "names": reviewed.usual_names, "metonyms": reviewed.metonyms, "former": reviewed.former_names,
        "abbreviations": reviewed.abbreviations, "demonyms": reviewed.demonyms,
    }  # fmt: skip
    for table, rows in tables.items():
        world.names.extend(filter(None, (world.resolve(row, table) for row in rows())))


def drop_pointless(world: World) -> None:
    """A division of which no source knows a point is left out: nobody could see it on a map."""
    without = {ident for ident, place in world.places.items() if (place.lat, place.lon) == (0.0, 0.0)}
    world.places = {ident: place for ident, place in world.places.items() if ident not in without}
    world.names = [row for row in world.names if row.place not in without]
    for place in world.places.values():
        place.admin1 = place.admin1 if place.admin1 in world.places else ""
        place.admin2 = place.admin2 if place.admin2 in world.places else ""


STEPS = (
    add_countries,
    add_divisions,
    link_divisions,
    add_cities,
    add_regions,
    add_tagged_names,
    add_exemplar_cities,
    *LESSER_STEPS,
    add_reviewed_places,
    find_capitals,
    drop_pointless,
    add_generated_names,
    drop_articled_names,
    drop_wrong_names,
    add_reviewed_names,
    add_transliterated_names,
    check_references,
)
