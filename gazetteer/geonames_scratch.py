"""The database in which a GeoNames dump is sorted before it is packed: places, names as keys, names as written.

A place is known by its GeoNames id; one that has none, by a negative number: -1 is place 0 of the shipped index.
"""

import sqlite3
from array import array
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from gazetteer.build import importance
from gazetteer.geonames_rows import HIGHEST_ID, NameCells, PlaceCells
from gazetteer.index import COLLOQUIAL_BIT, KINDS, NOWHERE, PREFERRED_BIT, SHORT_BIT, STRENGTH_MASK, Gazetteer
from gazetteer.names import name_key
from gazetteer.pack import OwnName, Posted, storable
from gazetteer.place import Name, PlaceKind, Strength
from gazetteer.sources import PlaceRow, reviewed
from gazetteer.sources.geonames_cities import usable
from gazetteer.tries import LANGUAGE_BIT, OTHER_LANGUAGE_BIT
from gazetteer.world import usable_tagged

# Rows kept in memory before they are written; about 50 MB.
_ROWS_AT_ONCE = 50_000
_PAGES_KB = 65_536
_MOST_PROMINENT = 255

# What GeoNames keeps among the names by language and is no name: links, post codes, ids of other lists.
NO_NAMES = frozenset(["link", "post", "wkdt", "unlc", "tcid", "lauc", "iata", "icao", "faac", "abbr", "phon"])
# Names under a code that is no language: pinyin, and French names of 1793.
_LANGUAGE_OF = {"piny": "", "fr_1793": "fr"}

# Feature class, or class and code, -> kind; the longest beginning wins.
_KINDS = {
    "A.": PlaceKind.REGION, "A.ADM1": PlaceKind.ADMIN1, "A.ADM2": PlaceKind.ADMIN2, "A.ADM3": PlaceKind.ADMIN2,
    "A.ADM4": PlaceKind.ADMIN2, "A.ADM5": PlaceKind.ADMIN2, "A.ADMD": PlaceKind.ADMIN2, "P.": PlaceKind.SETTLEMENT,
    "H.": PlaceKind.WATER, "U.": PlaceKind.WATER, "T.": PlaceKind.NATURAL, "V.": PlaceKind.NATURAL, "L.": PlaceKind.REGION,
    "L.MILB": PlaceKind.FACILITY, "L.NVB": PlaceKind.FACILITY, "L.INDS": PlaceKind.FACILITY, "L.PRK": PlaceKind.NATURAL,
    "L.RES": PlaceKind.NATURAL, "R.": PlaceKind.FACILITY, "S.": PlaceKind.FACILITY,
}  # fmt: skip
_HISTORIC_DIVISION = "H"

_TABLES = """
CREATE TABLE place (
    gid INTEGER PRIMARY KEY, ident TEXT, name TEXT, lat REAL, lon REAL, kind INTEGER, country TEXT, feature TEXT,
    population INTEGER, prominence INTEGER, importance INTEGER, admin1 INTEGER, admin2 INTEGER, code1 TEXT, code2 TEXT
);
CREATE TABLE name (key TEXT, gid INTEGER, attributes INTEGER);
CREATE TABLE own (gid INTEGER, text TEXT, lang TEXT, attributes INTEGER);
"""
_ADD_PLACE = """
INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (gid) DO UPDATE SET
    lat = excluded.lat, lon = excluded.lon, population = excluded.population, feature = excluded.feature,
    code1 = excluded.code1, code2 = excluded.code2
"""
_SORT = """
CREATE TABLE posted AS SELECT key, gid, attributes FROM name ORDER BY key;
DROP TABLE name;
CREATE TABLE placed AS SELECT * FROM place ORDER BY importance DESC, gid;
DROP TABLE place;
CREATE INDEX own_gid ON own (gid);
"""


class Placed(NamedTuple):
    """One place in the order of the index; divisions are place numbers."""

    ident: str
    gid: int
    name: str
    lat: float
    lon: float
    kind: PlaceKind
    country: str
    feature: str
    population: int
    prominence: int
    importance: int
    admin1: int
    admin2: int
    names: tuple[OwnName, ...]


class Scratch:
    """Places and names on their way into an index, in a database of the folder."""

    def __init__(self, folder: Path) -> None:
        self._db = sqlite3.connect(folder / "scratch.db", isolation_level=None)
        for setting in ("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE", f"cache_size = -{_PAGES_KB}"):
            self._db.execute(f"PRAGMA {setting}")
        self._db.execute(f"PRAGMA temp_store_directory = '{str(folder).replace(chr(39), chr(39) * 2)}'")
        self._db.executescript(_TABLES)
        self._db.execute("BEGIN")
        self._places: list[tuple[Any, ...]] = []
        self._names: list[tuple[str, int, int]] = []
        self._own: list[tuple[int, str, str, int]] = []
        self._listed = bytearray(HIGHEST_ID // 8 + 1)
        self._codes: dict[str, int] = {}
        self._wrong: frozenset[tuple[int, str]] = frozenset()
        self._number = array("I")
        self._own_number = array("I")
        self.languages: Counter[str] = Counter()

    def close(self) -> None:
        """Close the database."""
        self._db.close()

    # -- in --------------------------------------------------------------------------------------------------------

    def add_index(self, known: Gazetteer) -> None:
        """Add all that another index knows, but the names whose case counts."""
        for number in range(len(known)):
            self._add_known(known, number)
        for key, postings in known.names.items():
            self._names += [(key, gid_of(known, post.place), post.attributes) for post in postings]
            self._flush()
        wrong = ((known.number_of(place), name_key(name)) for place, name in reviewed.wrong_names())
        self._wrong = frozenset((gid_of(known, place), key) for place, key in wrong if place is not None)

    def _add_known(self, known: Gazetteer, number: int) -> None:
        gid, place = gid_of(known, number), known.place(number)
        parents = (gid_of(known, known.admin1[number]), gid_of(known, known.admin2[number]))
        measures = (known.population[number], known.prominence[number], known.importance(number))
        described = (place.kind, place.country or "", known.feature(number) or "")
        self._places.append(
            (
                gid,
                place.id,
                place.name,
                place.lat,
                place.lon,
                KINDS.index(described[0]),
                *described[1:],
                *measures,
                *parents,
                "",
                "",
            )
        )
        for lang, names in known.names_of(place).items():
            self._own += [(gid, name.text, lang, name.strength | marks_of(name)) for name in names]
        self._list(gid)
        self._flush()

    def _list(self, gid: int) -> None:
        if gid > 0:
            self._listed[gid >> 3] |= 1 << (gid & 7)

    def add_place(self, cells: PlaceCells) -> str:
        """Add a row of the dump; the day it was last changed."""
        gid, kind = cells.geonameid, kind_of(cells.feature)
        code1 = f"{cells.country}.{cells.admin1}"
        code2 = f"{code1}.{cells.admin2}"
        if cells.feature in ("A.ADM1", "A.ADM2"):
            self._codes[code1 if cells.feature == "A.ADM1" else code2] = gid
        alternates = [name for name in cells.alternates.split(",") if name and usable(name)]
        prominence = min(len(alternates), _MOST_PROMINENT)
        weight = importance(PlaceRow("", kind, "", 0.0, 0.0, population=cells.population, prominence=prominence))
        described = (f"geonames:{gid}", cells.name, cells.lat, cells.lon, KINDS.index(kind), cells.country, cells.feature)
        self._places.append((gid, *described, cells.population, prominence, weight, 0, 0, code1, code2))
        self._own.append((gid, cells.name, "und", int(Strength.OFFICIAL)))
        self._add_key(cells.name, gid, int(Strength.OFFICIAL))
        for name in dict.fromkeys([cells.ascii_name, *alternates]):
            self._add_key(name, gid, int(Strength.ALTERNATE))
        self._list(gid)
        self._flush()
        return cells.modified

    def _add_key(self, name: str, gid: int, attributes: int) -> None:
        key = storable(name_key(name))
        if key and (gid, key) not in self._wrong:
            self._names.append((key, gid, attributes))

    def add_name(self, cells: NameCells) -> None:
        """Add a row of the names by language; one of a place that is not in the dump, and one that is no name, are left out."""
        gid = cells.geonameid
        if cells.lang in NO_NAMES or not self._listed[gid >> 3] & 1 << (gid & 7):
            return
        lang = _LANGUAGE_OF.get(cells.lang, cells.lang)
        strength = strength_of(cells, lang)
        if lang:
            name = Name(cells.name, strength, cells.preferred, cells.short, cells.colloquial)
            self._own.append((gid, cells.name, lang, strength | marks_of(name)))
            self.languages[lang.partition("-")[0]] += 1
        bits = LANGUAGE_BIT.get(lang.partition("-")[0], OTHER_LANGUAGE_BIT) if lang else 0
        if usable_tagged(cells.name) if lang else usable(cells.name):
            self._add_key(cells.name, gid, strength | bits)
        self._flush()

    def _flush(self, at_least: int = _ROWS_AT_ONCE) -> None:
        if len(self._places) >= at_least:
            self._db.executemany(_ADD_PLACE, self._places)
            self._places.clear()
        if len(self._names) >= at_least:
            self._db.executemany("INSERT INTO name VALUES (?, ?, ?)", self._names)
            self._names.clear()
        if len(self._own) >= at_least:
            self._db.executemany("INSERT INTO own VALUES (?, ?, ?, ?)", self._own)
            self._own.clear()

    # -- out -------------------------------------------------------------------------------------------------------

    def sort(self) -> None:
        """Bring all in the order of the index, and number the places."""
        self._flush(at_least=0)
        self._db.execute("COMMIT")
        self._db.executescript(_SORT)
        lowest, highest = self._db.execute("SELECT min(gid), max(gid) FROM placed").fetchone()
        self._number = array("I", [NOWHERE]) * (max(highest, 0) + 1)
        self._own_number = array("I", [NOWHERE]) * (1 - min(lowest, 0))
        for number, (gid,) in enumerate(self._db.execute("SELECT gid FROM placed")):
            if gid > 0:
                self._number[gid] = number
            else:
                self._own_number[-gid] = number

    def number(self, gid: int) -> int:
        """The number of a place in the new index; ``NOWHERE`` where it has none."""
        if gid > 0:
            return self._number[gid] if gid < len(self._number) else NOWHERE
        return self._own_number[-gid] if gid and -gid < len(self._own_number) else NOWHERE

    def distinct(self, column: str) -> list[str]:
        """The values of a column of places, sorted, with an empty one."""
        found = self._db.execute(f"SELECT DISTINCT {column} FROM placed")  # noqa: S608 - the names are this package's own
        return sorted({"", *(value for (value,) in found)})

    def count(self) -> int:
        """How many places there are."""
        return int(self._db.execute("SELECT count(*) FROM placed").fetchone()[0])

    def places(self) -> Iterator[Placed]:
        """Every place in the order of the numbers."""
        for gid, ident, name, lat, lon, kind, country, *more, parent1, parent2, code1, code2 in self._db.execute(
            "SELECT * FROM placed"
        ):
            divisions = (self._division(code1, parent1, gid), self._division(code2, parent2, gid))
            names = tuple(self._own_names(gid))
            yield Placed._make((ident, gid, name, lat, lon, KINDS[kind], country, *more, *divisions, names))

    def _division(self, code: str, known: int, gid: int) -> int:
        found = self._codes.get(code, known)
        return NOWHERE if found == gid else self.number(found)

    def _own_names(self, gid: int) -> Iterator[OwnName]:
        """The names of a place as written, preferred ones first, then the firmer ones."""
        rows = self._db.execute("SELECT text, attributes, lang FROM own WHERE gid = ? ORDER BY rowid", (gid,))
        found: dict[tuple[str, int], dict[str, None]] = {}
        for text, attributes, lang in rows:
            found.setdefault((text, attributes), {})[lang] = None
        for (text, bits), langs in sorted(
            found.items(), key=lambda own: (not own[0][1] & PREFERRED_BIT, own[0][1] & STRENGTH_MASK)
        ):
            marks = (bool(bits & bit) for bit in (PREFERRED_BIT, SHORT_BIT, COLLOQUIAL_BIT))
            yield Name(text, Strength(bits & STRENGTH_MASK), *marks), tuple(sorted(langs))

    def postings(self) -> Iterator[Posted]:
        """Every key with the places it names."""
        rows = self._db.execute("SELECT key, gid, attributes FROM posted")
        for key, group in groupby(rows, itemgetter(0)):
            found: dict[int, int] = {}
            for _, gid, bits in group:
                place = self.number(gid)
                found[place] = merged(found.get(place, bits), bits)
            for place in sorted(found):
                yield key, place, found[place]


def merged(one: int, other: int) -> int:
    """The attributes of a name that two sources list: languages add up, the firmest strength stays."""
    return (one | other) & ~STRENGTH_MASK | min(one & STRENGTH_MASK, other & STRENGTH_MASK)


def gid_of(known: Gazetteer, number: int) -> int:
    """How the scratch database knows a place of the shipped index; 0 for none."""
    return 0 if number == NOWHERE else known.geonameid[number] or -number - 1


def marks_of(name: Name) -> int:
    """The marks of a name as the index stores them."""
    marks = ((name.preferred, PREFERRED_BIT), (name.short, SHORT_BIT), (name.colloquial, COLLOQUIAL_BIT))
    return sum(bit for mark, bit in marks if mark)


def strength_of(cells: NameCells, lang: str) -> Strength:
    """How firm a name of the dump is: those in use and marked first, former ones last."""
    if cells.historic or cells.lang == "fr_1793":
        return Strength.HISTORIC
    if not lang:
        return Strength.ALTERNATE
    return Strength.OFFICIAL if cells.preferred or cells.short else Strength.COMMON


def kind_of(feature: str) -> PlaceKind:
    """What sort of place a feature code stands for; former divisions are regions."""
    if feature.startswith("A.") and feature.endswith(_HISTORIC_DIVISION):
        return PlaceKind.REGION
    return next((_KINDS[feature[:length]] for length in (6, 5, 2) if feature[:length] in _KINDS), PlaceKind.REGION)
