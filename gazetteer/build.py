"""Packs the world into the index: deterministic, and refuses what it cannot vouch for.

``python -m gazetteer.build [FILE]`` builds by hand; the wheel's build does the same through :mod:`gazetteer.wheel`.
"""

import hashlib
import json
import os
import sys
import tempfile
import zlib
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import marisa_trie

from gazetteer.errors import OutputError, SourceError
from gazetteer.index import (
    DOTTED_BIT,
    EVERY_LANGUAGE,
    FORMAT,
    HEADER,
    KINDS,
    LANGUAGE_BIT,
    LANGUAGES,
    LONGEST_NAME,
    MAGIC,
    NOWHERE,
    OTHER_LANGUAGE_BIT,
    Gazetteer,
)
from gazetteer.names import exact_key, name_key
from gazetteer.place import PlaceKind
from gazetteer.sources import (
    NameRow,
    PlaceRow,
    Source,
    Strength,
    airports,
    geonames_cities,
    geonames_divisions,
    natural_earth,
    reviewed,
    unicode_cldr,
    us_towns,
)
from gazetteer.sources.tables import TABLES, read_table
from gazetteer.world import World, assemble

RELEASE = "2026.11"
_ALIGNMENT = 8

SOURCES: tuple[Source, ...] = (
    geonames_cities.SOURCE,
    *geonames_divisions.SOURCES,
    us_towns.SOURCE,
    *unicode_cldr.SOURCES,
    *natural_earth.SOURCES,
    airports.SOURCE,
    reviewed.SOURCE,
)

# Added to the population when places are put in order, so that the country comes before the city of its name, and a
# reviewed region or water, which has no population, before a village.
_IMPORTANCE = {PlaceKind.COUNTRY: 10**10, PlaceKind.REGION: 2 * 10**6, PlaceKind.WATER: 10**6, PlaceKind.NATURAL: 5 * 10**5}

# A division counts for less than the city it is named after: New York, Utrecht, Almaty and Moscow are cities first.
_DIVISION_WEIGHT = 0.25

Postings = dict[str, dict[int, int]]
"""Name key -> place number -> attributes."""


def importance(place: PlaceRow) -> int:
    """How likely a place is meant, before anything is known of the text."""
    weight = _DIVISION_WEIGHT if place.kind in (PlaceKind.ADMIN1, PlaceKind.ADMIN2) else 1.0
    known_for_itself = place.reviewed or place.kind is PlaceKind.COUNTRY
    bonus = _IMPORTANCE.get(place.kind, 0) if known_for_itself else 0
    return int(weight * place.population) + bonus + 1000 * place.prominence


def ordered(world: World) -> list[PlaceRow]:
    """The places in the order of their numbers: more important first, ties by id."""
    return sorted(world.places.values(), key=lambda place: (-importance(place), place.id))


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
        firmest = min(before & 15, attributes & 15)
        attributes = ((before | attributes) & ~15) | firmest
    known[place] = attributes


def collect(world: World, numbers: Mapping[str, int]) -> tuple[Postings, Postings]:
    """The names of both tries: those found in any case, and those whose case counts."""
    names: Postings = {}
    exact: Postings = {}
    for row in world.names:
        place = numbers.get(row.place, NOWHERE)
        if row.exact or row.strength is Strength.BLOC:
            _add_exact(exact, row, place)
        elif key := _storable(name_key(row.name)):
            _add(names, key, place, _attributes(row))
    return names, exact


def _storable(key: str) -> str:
    """The key, or nothing where a text cannot name a place so: empty, one Latin letter, a number, or too long."""
    if len(key) > LONGEST_NAME or key.replace(" ", "").isdigit() or (len(key) == 1 and key.isascii()):
        return ""
    return key


def _add_exact(exact: Postings, row: NameRow, place: int) -> None:
    spaces = row.langs or (*LANGUAGES, EVERY_LANGUAGE)
    key = exact_key(row.name)
    capitalised = key[:1].upper() + key[1:]
    for space in spaces:
        for form in dict.fromkeys([key, capitalised]):
            if form and len(form) <= LONGEST_NAME:
                _add(exact, f"{space} {form}", place, _attributes(row))


def _pack_names(prefix: str, postings: Postings) -> dict[str, bytes]:
    trie = marisa_trie.Trie(sorted(postings))
    by_key = sorted((trie[key], found) for key, found in postings.items())
    first, places, attributes = array("I", [0]), array("I"), array("I")
    for _, found in by_key:
        for place, bits in sorted(found.items()):
            places.append(place)
            attributes.append(bits)
        first.append(len(places))
    parts = {"first": first, "place": places, "attributes": attributes}
    return {prefix: trie.tobytes(), **{f"{prefix}.{part}": numbers.tobytes() for part, numbers in parts.items()}}


def _pack_strings(texts: Iterable[str]) -> tuple[bytes, dict[str, int]]:
    blob, at = bytearray(), dict[str, int]()
    for text in texts:
        if text not in at:
            encoded = text.encode()
            at[text] = len(blob)
            blob += len(encoded).to_bytes(2, "little") + encoded
    return bytes(blob), at


def _pack_places(places: list[PlaceRow], numbers: Mapping[str, int], countries: list[str]) -> dict[str, bytes]:
    own_ids = [place.id for place in places if not place.geonameid]
    strings, at = _pack_strings((*(place.name for place in places), *own_ids))
    code = {country: number for number, country in enumerate(countries)}
    kind = {each: number for number, each in enumerate(KINDS)}
    columns = {
        "lat": array("i", [round(place.lat * 1e5) for place in places]),
        "lon": array("i", [round(place.lon * 1e5) for place in places]),
        "population": array("I", [place.population for place in places]),
        "geonameid": array("I", [place.geonameid for place in places]),
        "kind": array("B", [kind[place.kind] for place in places]),
        "country": array("H", [code[place.country] for place in places]),
        "admin1": array("I", [numbers.get(place.admin1, NOWHERE) for place in places]),
        "admin2": array("I", [numbers.get(place.admin2, NOWHERE) for place in places]),
        "prominence": array("B", [min(place.prominence, 255) for place in places]),
        "name": array("I", [at[place.name] for place in places]),
        "ident": array("I", [0 if place.geonameid else at[place.id] for place in places]),
    }
    return {"strings": strings, **{name: numbers.tobytes() for name, numbers in columns.items()}}


def _describe(world: World, places: list[PlaceRow], numbers: Mapping[str, int], countries: list[str]) -> dict[str, Any]:
    by_lang: Counter[str] = Counter(lang for row in world.names for lang in row.langs)
    kinds = Counter(str(place.kind) for place in places)
    codes = {code: numbers[ident] for code, ident in sorted(world.by_code.items()) if ident in numbers}
    return {
        "format": FORMAT,
        "places": len(places),
        "names": len(world.names),
        "kinds": dict(sorted(kinds.items())),
        "languages": {lang: by_lang[lang] for lang in LANGUAGES},
        "sources": [{"name": s.name, "version": s.version, "licence": s.licence, "gives": s.gives} for s in SOURCES],
        "countries": countries,
        "country_places": {code: number for code, number in codes.items() if "-" not in code},
        "divisions": {code: number for code, number in codes.items() if "-" in code},
        "capitals": {code: numbers[ident] for code, ident in sorted(world.capitals.items())},
        "neighbours": geonames_cities.neighbours(),
        "members": {place.id: place.members for place in places if place.members},
        "disputed": {place.id: (place.claimed_by, place.held_by) for place in places if place.claimed_by or place.held_by},
    }


def pack(world: World) -> bytes:
    """The index of a world; the same world gives the same bytes."""
    places = ordered(world)
    numbers = {place.id: number for number, place in enumerate(places)}
    countries = sorted({place.country for place in places})
    names, exact = collect(world, numbers)
    sections = _pack_places(places, numbers, countries) | _pack_names("names", names) | _pack_names("exact", exact)
    meta = _describe(world, places, numbers, countries)
    digest = hashlib.blake2b(json.dumps(meta, sort_keys=True).encode(), digest_size=4)
    for name in sorted(sections):
        digest.update(sections[name])
    meta["version"] = f"{RELEASE}+{digest.hexdigest()}"
    sections["meta"] = json.dumps(meta, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    return _file(sections)


def _file(sections: Mapping[str, bytes]) -> bytes:
    """Header, table of contents, then every section at a multiple of eight bytes."""
    checks = {name: zlib.crc32(part) for name, part in sections.items()}
    room = len(json.dumps({name: [10**10, 10**10, 2**32] for name in sections})) + _ALIGNMENT
    start = HEADER.size + room
    start += -start % _ALIGNMENT
    contents, body = {}, bytearray()
    for name, part in sorted(sections.items()):
        contents[name] = [start + len(body), len(part), checks[name]]
        body += part + bytes(-len(part) % _ALIGNMENT)
    contents["end"] = [start + len(body), 0, 0]
    listing = json.dumps(contents, separators=(",", ":")).encode()
    head = HEADER.pack(MAGIC, FORMAT, zlib.crc32(listing), len(listing)) + listing
    return head + bytes(start - len(head)) + bytes(body)


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
    content = pack(assemble())
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=out.parent, prefix=".gazetteer-", delete=False) as file:
            temporary = Path(file.name)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise OutputError(f"the gazetteer cannot be written to {out.parent} ({error}); give a folder with room") from error
    try:
        check_famous(Gazetteer(temporary))
        temporary.chmod(0o644)
        temporary.replace(out)
    finally:
        temporary.unlink(missing_ok=True)


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "data" / "gazetteer.bin")
