"""Writes the parts of an index: names as tries, places as columns, and the file around them. Same rows, same bytes."""

import hashlib
import json
import os
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate, groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import marisa_trie

from gazetteer.errors import OutputError
from gazetteer.index import COLLOQUIAL_BIT, KINDS, LONGEST_NAME, NOWHERE, PREFERRED_BIT, SHORT_BIT, Gazetteer
from gazetteer.leftovers import scratch_folder
from gazetteer.mapped import FORMAT, GAZETTEER, FileKind, Parts, file_of
from gazetteer.near import COLUMNS, ROWS, cell
from gazetteer.place import Name, PlaceKind
from gazetteer.sources import PlaceRow

# Texts that a later one is compared with, so that each is stored once; bounds the memory to about 150 MB.
_TEXTS_REMEMBERED = 1_000_000
_LONGEST_TEXT = 0xFFFF

Posted = tuple[str, int, int]
"""A name key, the number of a place, and attributes."""
OwnName = tuple[Name, tuple[str, ...]]
"""A name of a place, and its languages."""


def storable(key: str) -> str:
    """The key, or nothing where a text cannot name a place so: empty, one Latin letter, a number, or too long."""
    if len(key) > LONGEST_NAME or key.replace(" ", "").isdigit() or (len(key) == 1 and key.isascii()):
        return ""
    return key


def pack_names(prefix: str, rows: Callable[[], Iterable[Posted]]) -> Parts:
    """A trie with its postings. ``rows`` gives them by key, then place, each pair once; it is called twice."""
    trie = marisa_trie.Trie(key for key, _ in groupby(rows(), itemgetter(0)))
    numbers, ends, places, attributes = array("I"), array("I", [0]), array("I"), array("I")
    for key, postings in groupby(rows(), itemgetter(0)):
        for _, place, bits in postings:
            places.append(place)
            attributes.append(bits)
        numbers.append(trie[key])
        ends.append(len(places))
    parts = _by_number(numbers, ends, places, attributes)
    return {prefix: trie.tobytes(), **{f"{prefix}.{name}": part for name, part in parts.items()}}


def _by_number(
    numbers: "array[int]", ends: "array[int]", places: "array[int]", attributes: "array[int]"
) -> dict[str, "array[int]"]:
    """Postings in the order of keys -> in the order of the keys' numbers in the trie."""
    key_of = array("I", bytes(4 * len(numbers)))
    for key, number in enumerate(numbers):
        key_of[number] = key
    first, sorted_places, sorted_attributes = array("I", [0]), array("I"), array("I")
    for key in key_of:
        span = slice(ends[key], ends[key + 1])
        sorted_places.extend(places[span])
        sorted_attributes.extend(attributes[span])
        first.append(len(sorted_places))
    return {"first": first, "place": sorted_places, "attributes": sorted_attributes}


class Strings:
    """Texts one after the other, each behind its length in two bytes."""

    def __init__(self) -> None:
        self.blob = bytearray()
        self._at: dict[str, int] = {}

    def at(self, text: str) -> int:
        """Where the text stands; it is added where it is not among those remembered."""
        known = self._at.get(text)
        if known is not None:
            return known
        if len(self._at) >= _TEXTS_REMEMBERED:
            self._at.clear()
        encoded = text.encode()[:_LONGEST_TEXT]
        offset = self._at[text] = len(self.blob)
        self.blob += len(encoded).to_bytes(2, "little") + encoded
        return offset


class PlaceColumns:
    """The places of an index, added in the order of their numbers."""

    def __init__(self, countries: Sequence[str], features: Sequence[str]) -> None:
        """``countries`` are the ISO codes that occur, ``features`` the feature codes; both with an empty one."""
        self.strings = Strings()
        self._country = {code: number for number, code in enumerate(countries)}
        self._feature = {code: number for number, code in enumerate(features)}
        codes = {"lat": "i", "lon": "i", "kind": "B", "prominence": "B", "country": "H", "feature": "H"}
        wide = (
            "importance",
            "population",
            "geonameid",
            "admin1",
            "admin2",
            "name",
            "ident",
            "own.first",
            "own.text",
            "own.langs",
        )
        self.columns = {name: array(code) for name, code in (codes | dict.fromkeys(wide, "I")).items()}
        self.columns["own.attributes"] = array("B")

    def __len__(self) -> int:
        """How many places there are so far."""
        return len(self.columns["lat"])

    def add(self, place: PlaceRow, divisions: tuple[int, int], importance: int = 0, names: Iterable[OwnName] = ()) -> None:
        """Add the next place: the numbers of its first- and second-order division, and its names as written."""
        added = {
            "lat": round(place.lat * 1e5), "lon": round(place.lon * 1e5), "kind": KINDS.index(place.kind),
            "prominence": min(place.prominence, 255), "country": self._country[place.country],
            "feature": self._feature[place.feature], "population": min(place.population, NOWHERE),
            "importance": min(max(importance, 0), NOWHERE), "geonameid": place.geonameid,
            "admin1": divisions[0], "admin2": divisions[1], "name": self.strings.at(place.name),
            "ident": 0 if place.geonameid else self.strings.at(place.id), "own.first": len(self.columns["own.text"]),
        }  # fmt: skip
        for name, number in added.items():
            self.columns[name].append(number)
        for own, langs in names:
            self._add_name(own, langs)

    def _add_name(self, name: Name, langs: tuple[str, ...]) -> None:
        marks = ((name.preferred, PREFERRED_BIT), (name.short, SHORT_BIT), (name.colloquial, COLLOQUIAL_BIT))
        self.columns["own.text"].append(self.strings.at(name.text))
        self.columns["own.langs"].append(self.strings.at("|".join(langs)))
        self.columns["own.attributes"].append(name.strength | sum(bit for mark, bit in marks if mark))

    def parts(self, country_places: Mapping[int, int]) -> Parts:
        """The columns, and the orders by id, by parent and by cell; country number -> place number of that country."""
        self.columns["own.first"].append(len(self.columns["own.text"]))
        orders = {"by_id": self._by_id(), "by_parent": self._by_parent(country_places), **self._by_cell()}
        return {**self.columns, **orders, "strings": self.strings.blob}

    def own_ids(self) -> int:
        """How many places have no GeoNames id."""
        return self.columns["geonameid"].count(0)

    def _by_id(self) -> "array[int]":
        """The places with an id of another kind by that id, then the others by their GeoNames id."""
        geonameid, ident = self.columns["geonameid"], self.columns["ident"]
        own = sorted((number for number in range(len(self)) if not geonameid[number]), key=lambda each: self._text(ident[each]))
        return array("I", [*own, *sorted((each for each in range(len(self)) if geonameid[each]), key=geonameid.__getitem__)])

    def _text(self, at: int) -> str:
        length = int.from_bytes(self.strings.blob[at : at + 2], "little")
        return self.strings.blob[at + 2 : at + 2 + length].decode()

    def _by_parent(self, country_places: Mapping[int, int]) -> "array[int]":
        """Every place that lies in another, by the smallest it lies in."""
        parent = array("I")
        for number, where in enumerate(
            zip(self.columns["admin2"], self.columns["admin1"], self.columns["country"], strict=True)
        ):
            candidates = (where[0], where[1], country_places.get(where[2], NOWHERE))
            parent.append(next((each for each in candidates if each not in (NOWHERE, number)), NOWHERE))
        inside = (number for number in range(len(self)) if parent[number] != NOWHERE)
        return array("I", sorted(inside, key=parent.__getitem__))

    def _by_cell(self) -> Parts:
        """The settlements by the cell they lie in, and where each cell begins."""
        lat, lon, kind = self.columns["lat"], self.columns["lon"], self.columns["kind"]
        settlement = KINDS.index(PlaceKind.SETTLEMENT)
        cells = array("I", (cell(y / 1e5, x / 1e5) for y, x in zip(lat, lon, strict=True)))
        chosen = array("I", sorted((each for each in range(len(self)) if kind[each] == settlement), key=cells.__getitem__))
        counts = array("I", bytes(4 * (ROWS * COLUMNS + 1)))
        for each in chosen:
            counts[cells[each] + 1] += 1
        return {"near.first": array("I", accumulate(counts)), "near.place": chosen}


def finished(parts: Parts, meta: dict[str, Any], release: str) -> Parts:
    """The parts with the description, whose version is a digest of them all."""
    digest = hashlib.blake2b(json.dumps(meta, sort_keys=True).encode(), digest_size=4)
    for name in sorted(parts):
        digest.update(memoryview(parts[name]).cast("B"))
    described = meta | {"format": FORMAT, "version": f"{release}+{digest.hexdigest()}"}
    return parts | {"meta": json.dumps(described, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()}


UNFINISHED = ".gazetteer-"


def write_index(parts: Parts, out: Path, check: Callable[[Gazetteer], None]) -> None:
    """Write the file, ``check`` it, and put it at ``out``: whole or not at all.

    Raises:
        OutputError: it cannot be written; what stood at ``out`` before still does.
    """
    write_parts(parts, out, GAZETTEER, lambda written: check(Gazetteer(written)))


def write_parts(parts: Parts, out: Path, kind: FileKind, check: Callable[[Path], None]) -> None:
    """Write a file of one kind, ``check`` it, and put it at ``out``: whole or not at all.

    Raises:
        OutputError: it cannot be written; what stood at ``out`` before still does.
    """
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with scratch_folder(out.parent, UNFINISHED) as folder:
            temporary = folder / out.name
            with temporary.open("wb") as file:
                file.writelines(file_of(parts, kind))
                file.flush()
                os.fsync(file.fileno())
            check(temporary)
            temporary.chmod(0o644)
            temporary.replace(out)
    except OSError as error:
        if isinstance(error, OutputError):
            raise
        raise OutputError(f"the {kind.noun} cannot be written to {out.parent} ({error}); give a folder with room") from error
