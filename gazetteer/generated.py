"""Names that no source lists and that follow by rule from one that it does; ranked below those that are attested."""

import re
from collections import defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher

from gazetteer.joined import World
from gazetteer.names import name_key
from gazetteer.place import PlaceKind
from gazetteer.sources import NameRow, PlaceRow, Strength
from gazetteer.transliteration import READERS, alphabets, sources_of, transliterated


def add_generated_names(world: World) -> None:
    """Names that no source lists and that follow from one that it does: "DeKalb" for DeKalb County, "St. Marys"."""
    listed = {(row.place, name_key(row.name)) for row in world.names}
    world.names += [
        NameRow(place.id, name, Strength.GENERATED)
        for place in world.places.values()
        for name in generated(place.name, place.kind)
        if (place.id, name_key(name)) not in listed
    ]


def generated(name: str, kind: PlaceKind) -> Iterator[str]:
    """The other names that a place's name gives by rule."""
    if kind in (PlaceKind.ADMIN1, PlaceKind.ADMIN2):
        stripped = _DIVISION_WORDS.sub("", name).strip()
        if stripped and stripped != name:
            yield stripped
    for word, short in _SHORT_DIVISIONS.items():
        if kind is PlaceKind.ADMIN2 and name.endswith(f" {word}"):
            yield f"{name.removesuffix(word)}{short}"
    first, _, rest = name.partition(" ")
    if rest and first in _SHORT_FORMS:
        yield f"{_SHORT_FORMS[first]} {rest}"


_DIVISION_WORDS = re.compile(
    r"^(?:Borough of|City of|County of|Town of|Township of|Departamento de|Department of|Kreis|Landkreis|Powiat|Province of|"
    r"Provincia de|Provincia di) "
    r"| (?:County|Department|District|Governorate|Krai|Municipality|Oblast|Parish|Prefecture|Province|Raion|Region)$"
)
_SHORT_DIVISIONS = {"County": "Co.", "Township": "Twp."}
_SHORT_FORMS = {"Saint": "St.", "St.": "Saint", "Mount": "Mt.", "Mt.": "Mount", "Fort": "Ft.", "Ft.": "Fort", "Sainte": "Ste."}

# Shorter ones are too often another word.
_SHORTEST_TRANSLITERATION = 4


def add_transliterated_names(world: World) -> None:
    """Cyrillic names of settlements in Latin letters, for each reader's language in which no source has a name.

    Never a name that a source gives to any place, or that is no place at all.
    """
    attested = {name_key(row.name) for row in world.names}
    named: dict[str, set[str]] = defaultdict(set)
    cyrillic: dict[str, dict[str, None]] = defaultdict(dict)
    for row in world.names:
        place = world.places.get(row.place)
        if place and place.kind is PlaceKind.SETTLEMENT and place.country in _written_in_cyrillic() and not row.exact:
            named[place.id].update(row.langs)
            if _CYRILLIC.search(row.name):
                cyrillic[place.id][row.name] = None
    for ident in sorted(cyrillic):
        readers = [reader for reader in READERS if reader not in named[ident]]
        made = _transliterations(world.places[ident], cyrillic[ident], readers)
        world.names += [row for row in made if name_key(row.name) not in attested]


_CYRILLIC = re.compile("[\u0400-\u04ff]")


def _written_in_cyrillic() -> frozenset[str]:
    return frozenset(country for alphabet in alphabets() for country in alphabet.countries)


def _transliterations(place: PlaceRow, names: dict[str, None], readers: list[str]) -> list[NameRow]:
    """The names as each reader's language writes them, those first that look most like the place's own name."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for name in names:
        for source in sources_of(name, place.country):
            for reader in readers:
                found[transliterated(name, source, reader)][reader] = None
    likest = sorted(found, key=lambda name: (-SequenceMatcher(None, name, place.name).ratio(), name))
    return [
        NameRow(place.id, name, Strength.GENERATED, tuple(found[name]))
        for name in likest
        if len(name) >= _SHORTEST_TRANSLITERATION
    ]
