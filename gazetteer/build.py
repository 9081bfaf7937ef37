"""Packs the world into the index: deterministic, and refuses what it cannot vouch for.

``python -m gazetteer.build [FILE]`` builds by hand; the wheel's build does the same through :mod:`gazetteer.wheel`.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from gazetteer.errors import SourceError
from gazetteer.index import (
    DOTTED_BIT,
    EVERY_LANGUAGE,
    LANGUAGE_BIT,
    LANGUAGES,
    LONGEST_NAME,
    NOWHERE,
    OTHER_LANGUAGE_BIT,
    STRENGTH_MASK,
    Gazetteer,
)
from gazetteer.joined import World
from gazetteer.mapped import Parts
from gazetteer.names import exact_key, name_key
from gazetteer.pack import OwnName, PlaceColumns, Posted, finished, pack_names, storable, write_index
from gazetteer.place import Name, PlaceKind
from gazetteer.sources import (
    NameRow,
    PlaceRow,
    Source,
    Strength,
    airports,
    geonames_cities,
    geonames_divisions,
    natural_earth,
    opentraveldata,
    reviewed,
    unicode_cldr,
    us_towns,
)
from gazetteer.sources.tables import TABLES, read_table
from gazetteer.world import assemble

RELEASE = "2026.11"

SOURCES: tuple[Source, ...] = (
    geonames_cities.SOURCE,
    *geonames_divisions.SOURCES,
    us_towns.SOURCE,
    *unicode_cldr.SOURCES,
    *natural_earth.SOURCES,
    airports.SOURCE,
    opentraveldata.SOURCE,
    reviewed.SOURCE,
)

# Added to the population when places are put in order, so that the country comes before the city of its name, and a
# reviewed region or water, which has no population, before a village.
_IMPORTANCE = {PlaceKind.COUNTRY: 2 * 10**9, PlaceKind.REGION: 2 * 10**6, PlaceKind.WATER: 10**6, PlaceKind.NATURAL: 5 * 10**5}

# A capital is meant before the state of its name: Washington.
_CAPITAL_BONUS = 5 * 10**6
# A division counts for less than the city it is named after: New York, Utrecht, Almaty and Moscow are cities first.
# Provinces and counties are seldom meant by the bare name that they share: Venice.
_WEIGHT = {PlaceKind.ADMIN1: 0.25, PlaceKind.ADMIN2: 0.1}
# Of the people of a division, those in the city that it is named after: at least so many, or its name is a chance one.
# Donetsk has 22 % of its oblast and is meant first; Quebec has 6 % of its province and is not. A reviewed city, such as
# Kherson, which many have fled, is always meant first.
_NAMESAKE_SHARE = 0.1

Postings = dict[str, dict[int, int]]
"""Name key -> place number -> attributes."""


def importance(place: PlaceRow) -> int:
    """How likely a place is meant, before anything is known of the text."""
    weight = _WEIGHT.get(place.kind, 1.0)
    known_for_itself = place.reviewed or place.kind is PlaceKind.COUNTRY
    bonus = _CAPITAL_BONUS if place.capital else _IMPORTANCE.get(place.kind, 0) if known_for_itself else 0
    return int(weight * place.population) + bonus + 1000 * place.prominence


# A city of so many people is meant before the river of its name: Dnipro.
_CITY_BEFORE_RIVER = 500_000


def weigh(world: World) -> dict[str, int]:
    """How likely each place is meant, a division and a river less so than the city of its name."""
    weights = {place.id: importance(place) for place in world.places.values()}
    for other, city in (*namesakes(world), *_rivers_of_cities(world)):
        weights[other] = min(weights[other], weights[city] - 1)
    return weights


def _rivers_of_cities(world: World) -> list[tuple[str, str]]:
    """Each water that shares a name with a large city of its country, and that city."""
    cities: dict[tuple[str, str], str] = {}
    waters: dict[tuple[str, str], str] = {}
    for row in world.names:
        place = world.places.get(row.place)
        if place and place.kind is PlaceKind.WATER:
            waters[place.country, name_key(row.name)] = place.id
        elif place and place.kind is PlaceKind.SETTLEMENT and place.population >= _CITY_BEFORE_RIVER:
            cities[place.country, name_key(row.name)] = place.id
    return [(water, cities[key]) for key, water in waters.items() if key in cities]


def ordered(world: World, weights: Mapping[str, int]) -> list[PlaceRow]:
    """The places in the order of their numbers: more important first, ties by id."""
    return sorted(world.places.values(), key=lambda place: (-weights[place.id], place.id))


def namesakes(world: World) -> list[tuple[str, str]]:
    """Each division that shares a name with a large city in it, and that city; reviewed divisions are left out."""
    pairs = [
        (division, place.id)
        for place in world.places.values()
        for division in (place.admin1, place.admin2)
        if place.kind is PlaceKind.SETTLEMENT
        and division in world.places
        and _may_be_named_after(world.places[division], place)
    ]
    wanted = {ident for pair in pairs for ident in pair}
    keys: dict[str, set[str]] = defaultdict(set)
    for row in world.names:
        if row.place in wanted:
            keys[row.place].add(name_key(row.name))
    return [(division, city) for division, city in pairs if keys[division] & keys[city]]


def _may_be_named_after(division: PlaceRow, city: PlaceRow) -> bool:
    known = city.population > _NAMESAKE_SHARE * division.population or city.reviewed
    return known and city.kind is PlaceKind.SETTLEMENT and not division.reviewed and division.kind in _WEIGHT


def _attributes(row: NameRow) -> int:
    bits = int(row.strength)
    for lang in row.langs:
        bits |= LANGUAGE_BIT.get(lang, OTHER_LANGUAGE_BIT)
    return bits | (DOTTED_BIT if row.exact and row.name.endswith(".") else 0)


def _add(postings: Postings, key: str, place: int, attributes: int) -> None:
    """Languages of the same name add up; the firmest strength stays."""
    known = postings.setdefault(key, {})
    before = known.get(place)
    if before is not None:
        firmest = min(before & STRENGTH_MASK, attributes & STRENGTH_MASK)
        attributes = ((before | attributes) & ~STRENGTH_MASK) | firmest
    known[place] = attributes


def collect(world: World, numbers: Mapping[str, int]) -> tuple[Postings, Postings]:
    """The names of both tries: those found in any case, and those whose case counts."""
    names: Postings = {}
    exact: Postings = {}
    for row in world.names:
        place = numbers.get(row.place, NOWHERE)
        if row.exact or row.strength is Strength.BLOC:
            _add_exact(exact, row, place)
        elif key := storable(name_key(row.name)):
            _add(names, key, place, _attributes(row))
    return names, exact


def _add_exact(exact: Postings, row: NameRow, place: int) -> None:
    spaces = row.langs or (*LANGUAGES, EVERY_LANGUAGE)
    key = exact_key(row.name)
    capitalised = key[:1].upper() + key[1:]
    for space in spaces:
        for form in dict.fromkeys([key, capitalised]):
            if form and len(form) <= LONGEST_NAME:
                _add(exact, f"{space} {form}", place, _attributes(row))


def _posted(postings: Postings) -> Iterator[Posted]:
    for key in sorted(postings):
        for place, attributes in sorted(postings[key].items()):
            yield key, place, attributes


# Names that are kept as written, by place and language.
_KEPT = frozenset([Strength.OFFICIAL, Strength.COMMON, Strength.HISTORIC, Strength.GENERATED])


def own_names(world: World) -> Mapping[str, tuple[OwnName, ...]]:
    """The names of each place as written, the first choice first; alternate names without a language are left out."""
    langs: dict[str, dict[tuple[str, Strength], dict[str, None]]] = defaultdict(dict)
    preferred: set[tuple[str, str, str]] = set()
    for row in world.names:
        if row.strength in _KEPT and not row.exact:
            langs[row.place].setdefault((row.name, row.strength), {}).update(dict.fromkeys(row.langs or ["und"]))
            preferred.update((row.place, row.name, lang) for lang in row.langs if row.preferred)
    return {place: tuple(_own(place, found, preferred)) for place, found in langs.items()}


def _own(
    place: str, found: Mapping[tuple[str, Strength], Mapping[str, None]], preferred: set[tuple[str, str, str]]
) -> Iterator[OwnName]:
    """Preferred names first, then the firmer ones."""
    names: list[OwnName] = []
    for (text, strength), langs in found.items():
        for chosen in (True, False):
            those = tuple(sorted(lang for lang in langs if ((place, text, lang) in preferred) is chosen))
            names += [(Name(text, strength, preferred=chosen), those)] if those else []
    return iter(sorted(names, key=lambda own: (not own[0].preferred, own[0].strength)))


def _pack_places(world: World, weights: Mapping[str, int], numbers: Mapping[str, int], countries: list[str]) -> PlaceColumns:
    columns = PlaceColumns(countries, features(world.places.values()))
    names = own_names(world)
    for ident in numbers:
        place = world.places[ident]
        divisions = (numbers.get(place.admin1, NOWHERE), numbers.get(place.admin2, NOWHERE))
        columns.add(place, divisions, weights[ident], names.get(ident, ()))
    return columns


def features(places: Iterable[PlaceRow]) -> list[str]:
    """The feature codes that occur, with an empty one."""
    return sorted({"", *(place.feature for place in places)})


def _describe(world: World, places: list[PlaceRow], numbers: Mapping[str, int], countries: list[str]) -> dict[str, Any]:
    by_lang: Counter[str] = Counter(lang for row in world.names for lang in row.langs)
    kinds = Counter(str(place.kind) for place in places)
    codes = {code: numbers[ident] for code, ident in sorted(world.by_code.items()) if ident in numbers}
    return {
        "places": len(places),
        "names": len(world.names),
        "kinds": dict(sorted(kinds.items())),
        "languages": {lang: by_lang[lang] for lang in LANGUAGES},
        "sources": [asdict(source) for source in SOURCES],
        "features": features(places),
        "countries": countries,
        "country_places": {code: number for code, number in codes.items() if "-" not in code},
        "divisions": {code: number for code, number in codes.items() if "-" in code},
        "capitals": {code: numbers[ident] for code, ident in sorted(world.capitals.items())},
        "neighbours": geonames_cities.neighbours(),
        "members": {place.id: place.members for place in places if place.members},
        "disputed": {place.id: (place.claimed_by, place.held_by) for place in places if place.claimed_by or place.held_by},
    }


def pack(world: World) -> Parts:
    """The parts of the index of a world; the same world gives the same bytes."""
    weights = weigh(world)
    places = ordered(world, weights)
    numbers = {place.id: number for number, place in enumerate(places)}
    countries = sorted({"", *(place.country for place in places)})
    names, exact = collect(world, numbers)
    meta = _describe(world, places, numbers, countries)
    columns = _pack_places(world, weights, numbers, countries)
    meta["own_ids"] = columns.own_ids()
    tries = pack_names("names", lambda: _posted(names)) | pack_names("exact", lambda: _posted(exact))
    country_places = {countries.index(code): number for code, number in meta["country_places"].items() if code in countries}
    return finished(tries | columns.parts(country_places), meta, RELEASE)


def check_famous(gazetteer: Gazetteer) -> None:
    """Refuse an index in which a well-known name has the wrong first meaning.

    Raises:
        SourceError: lists every name of ``tables/famous.tsv`` that goes elsewhere.
    """
    wrong = []
    for row in read_table(TABLES / "famous.tsv"):
        found = gazetteer.lookup(row["name"], lang=row["lang"] or None, limit=1)
        ident = found[0].id if found else "nothing"
        if ident != row["place"]:
            wrong.append(f"{row['name']!r} ({row['lang'] or 'any language'}) -> {ident}, expected {row['place']}")
    if wrong:
        raise SourceError("well-known names resolve wrongly:\n" + "\n".join(wrong))


def build(out: Path) -> None:
    """Build the index and put it at ``out``, whole or not at all.

    Raises:
        SourceError: a source or table breaks a rule, or a well-known name would resolve wrongly.
        OutputError: the index cannot be written; what stood there before still does.
    """
    write_index(pack(assemble()), out, check_famous)


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "data" / "gazetteer.bin")
