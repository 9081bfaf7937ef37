"""The gazetteer: one file, mapped into memory, shared by every process that opens it.

The file holds two tries of name keys, for each key the places it names, and the places as columns of numbers. Nothing
is read before it is asked for; opening touches a few pages.
"""

import json
import mmap
import os
import struct
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

import marisa_trie

from gazetteer.errors import GazetteerError
from gazetteer.names import exact_key, name_key
from gazetteer.place import Place, PlaceKind
from gazetteer.sources import Strength

MAGIC = b"geomap gazetteer"
FORMAT = 1
HEADER = struct.Struct("<16sIIQ")
"""Magic, format, CRC-32 of the table of contents, length of the table of contents."""

KINDS = tuple(PlaceKind)
LANGUAGES = ("en", "nl", "de", "fr", "es", "it", "pt", "pl", "ru", "uk", "ar", "tr", "zh")
"""The languages whose names are told apart; the others share one bit."""
LANGUAGE_BIT = {lang: 1 << (4 + place) for place, lang in enumerate(LANGUAGES)}
OTHER_LANGUAGE_BIT = 1 << (4 + len(LANGUAGES))
DOTTED_BIT = 1 << 18
"""Set for an abbreviation that is written with a final full stop: "Calif.", not "Calif"."""
STRENGTH_MASK = 15
NOWHERE = 0xFFFF_FFFF
"""The place number of a name that has no place: a bloc, or a word that is never one."""

EVERY_LANGUAGE = "*"
LONGEST_NAME = 64
"""Characters of a key that a scan looks at; the build leaves longer names out."""
# Bounds the memory of what is read from the map: about 10 MB and 20 MB.
PLACES_REMEMBERED = 8192
KEYS_REMEMBERED = 16384
_DEGREES = 1e5
ENVIRONMENT = "GEOMAP_GAZETTEER"


class Posting(NamedTuple):
    """One place that a name can mean: its number, how firmly the name is its own, and in which languages."""

    place: int
    attributes: int

    @property
    def strength(self) -> Strength:
        """How firmly the name belongs to the place."""
        return Strength(self.attributes & STRENGTH_MASK)

    @property
    def dotted(self) -> bool:
        """Whether the name ends in a full stop."""
        return bool(self.attributes & DOTTED_BIT)

    def in_language(self, lang: str | None) -> bool:
        """Whether a source tags the name as one of this language."""
        return bool(self.attributes & LANGUAGE_BIT.get(lang or "", OTHER_LANGUAGE_BIT))


class Match(NamedTuple):
    """A name of the gazetteer found in a text: the words ``first`` up to but not including ``past``."""

    first: int
    past: int
    postings: tuple[Posting, ...]


class Words(NamedTuple):
    """A text to scan: its words joined by a space, or by another sign where no name may run on.

    ``at`` gives the offset of each word in ``joined``, ``word_at`` the word that begins at an offset.
    """

    joined: str
    at: Sequence[int]
    word_at: Mapping[int, int]


class Names:
    """One trie of name keys with, for each key, the places it names."""

    def __init__(
        self, trie: memoryview, first: "memoryview[int]", place: "memoryview[int]", attributes: "memoryview[int]"
    ) -> None:
        """``first`` gives for each key the beginning of its part of ``place`` and ``attributes``."""
        self._trie = marisa_trie.Trie().map(trie)
        self._first, self._place, self._attributes = first, place, attributes
        self.postings = lru_cache(maxsize=KEYS_REMEMBERED)(self._postings)

    def __contains__(self, key: str) -> bool:
        """Whether any place has this key."""
        return key in self._trie

    def _postings(self, key: int) -> tuple[Posting, ...]:
        span = range(self._first[key], self._first[key + 1])
        return tuple(Posting(self._place[at], self._attributes[at]) for at in span)

    def find(self, key: str) -> tuple[Posting, ...]:
        """The places of a key, likeliest first; empty where there are none."""
        number = self._trie.get(key)
        return () if number is None else self.postings(number)

    def scan(self, words: Words, starts: Iterable[int], namespace: str = "") -> Iterator[Match]:
        """Every name that begins at one of the words ``starts``; only keys that begin with ``namespace``."""
        prefixes, postings = self._trie.iter_prefixes_with_ids, self.postings
        joined, at, word_at = words
        skip = len(namespace) - 1
        for first in starts:
            offset = at[first]
            for prefix, key in prefixes(namespace + joined[offset : offset + LONGEST_NAME]):
                past = word_at.get(offset + len(prefix) - skip)
                if past is not None:
                    yield Match(first, past, postings(key))


class Gazetteer:
    """The places and names of one index file.

    Places are numbered, more important ones first, so that a smaller number is the likelier meaning of a name.
    """

    def __init__(self, path: Path) -> None:
        """Map the index at ``path``.

        Raises:
            GazetteerError: there is no such file, it is damaged or cut short, or another version built it.
        """
        self.path = path
        self._data = _map(path)
        self._contents = _contents(self._data, path)
        self.meta: dict[str, Any] = json.loads(bytes(self._section("meta")))
        self.version: str = self.meta["version"]
        self.names = self._names("names")
        self.exact = self._names("exact")
        self.lat = self._numbers("lat", "i")
        self.lon = self._numbers("lon", "i")
        self.population = self._numbers("population", "I")
        self.geonameid = self._numbers("geonameid", "I")
        self.kind = self._numbers("kind", "B")
        self.country = self._numbers("country", "H")
        self.admin1 = self._numbers("admin1", "I")
        self.admin2 = self._numbers("admin2", "I")
        self.prominence = self._numbers("prominence", "B")
        self._name_at = self._numbers("name", "I")
        self._ident_at = self._numbers("ident", "I")
        self._strings = self._section("strings")
        self.place = lru_cache(maxsize=PLACES_REMEMBERED)(self._place)

    def _section(self, name: str) -> memoryview:
        start, length, _ = self._contents[name]
        return memoryview(self._data)[start : start + length]

    def _numbers(self, name: str, code: Literal["B", "H", "i", "I"]) -> "memoryview[int]":
        return self._section(name).cast(code)

    def _names(self, name: str) -> Names:
        first, place, attributes = (self._numbers(f"{name}.{part}", "I") for part in ("first", "place", "attributes"))
        return Names(self._section(name), first, place, attributes)

    def __len__(self) -> int:
        """How many places there are."""
        return len(self.lat)

    def verify(self) -> None:
        """Read the whole index and compare every checksum.

        Raises:
            GazetteerError: a part differs from what was built.
        """
        for name, (_, _, checksum) in self._contents.items():
            if zlib.crc32(self._section(name)) != checksum:
                raise GazetteerError(f"{self.path} is damaged in its part {name!r}; {_CURE}")

    # -- names -------------------------------------------------------------------------------------------------------

    def find(self, name: str) -> tuple[Posting, ...]:
        """The places of a name, whatever its case, likeliest first; empty where there are none."""
        return self.names.find(name_key(name))

    def find_exact(self, form: str, lang: str | None) -> tuple[Posting, ...]:
        """The places of an abbreviation, demonym or bloc, written just so in this language."""
        return self.exact.find(self.namespace(lang) + exact_key(form))

    @staticmethod
    def namespace(lang: str | None) -> str:
        """The beginning of the exact names that a language uses."""
        return f"{lang} " if lang in LANGUAGE_BIT else f"{EVERY_LANGUAGE} "

    # -- places ------------------------------------------------------------------------------------------------------

    def _string(self, offset: int) -> str:
        length = self._strings[offset] | self._strings[offset + 1] << 8
        return str(self._strings[offset + 2 : offset + 2 + length], "utf-8")

    def _place(self, number: int) -> Place:
        ident = self.place_id(number)
        admin1, admin2 = self.admin1[number], self.admin2[number]
        disputed = self.meta["disputed"].get(ident, ((), ()))
        return Place(
            id=ident,
            name=self.name(number),
            kind=KINDS[self.kind[number]],
            lat=self.lat[number] / _DEGREES,
            lon=self.lon[number] / _DEGREES,
            geonameid=self.geonameid[number] or None,
            country=self.country_code(number),
            admin1=None if admin1 == NOWHERE else self.name(admin1),
            admin1_id=None if admin1 == NOWHERE else self.place_id(admin1),
            admin2=None if admin2 == NOWHERE else self.name(admin2),
            admin2_id=None if admin2 == NOWHERE else self.place_id(admin2),
            population=self.population[number] or None,
            claimed_by=tuple(disputed[0]),
            held_by=tuple(disputed[1]),
        )

    def name(self, number: int) -> str:
        """The name of a place, as its source lists it."""
        return self._string(self._name_at[number])

    def place_id(self, number: int) -> str:
        """The stable id of a place."""
        ident = self.geonameid[number]
        return f"geonames:{ident}" if ident else self._string(self._ident_at[number])

    def country_code(self, number: int) -> str | None:
        """ISO 3166-1 alpha-2 code of the country a place lies in."""
        return self.meta["countries"][self.country[number]] or None

    @cached_property
    def _numbers_by_id(self) -> dict[str, int]:
        return {self.place_id(number): number for number in range(len(self))}

    def number(self, ident: str) -> int | None:
        """The number of a place id; ``None`` where the index has no such place."""
        return self._numbers_by_id.get(ident)

    def country_place(self, number: int) -> int:
        """The number of the country that a place lies in; ``NOWHERE`` where no country holds it."""
        return self._country_place[self.country[number]]

    @cached_property
    def _country_place(self) -> tuple[int, ...]:
        return tuple(self.meta["country_places"].get(code, NOWHERE) for code in self.meta["countries"])

    @cached_property
    def country_numbers(self) -> dict[str, int]:
        """ISO code -> the number of the country itself."""
        return dict(self.meta["country_places"])

    @cached_property
    def capitals(self) -> dict[int, str]:
        """Number of each capital -> ISO code of its country."""
        return {number: code for code, number in self.meta["capitals"].items()}

    def lookup(self, name: str, *, lang: str | None = None, country: str | None = None, limit: int = 5) -> tuple[Place, ...]:
        """The places a name can mean, likeliest first.

        Args:
            name: the name in any language or script, an abbreviation, a demonym or an ISO code.
            lang: ISO 639-1; demonyms and abbreviations of this language count.
            country: ISO 3166-1 alpha-2; only places in it.
            limit: how many at most.
        """
        found = dict.fromkeys((*self.find_exact(name, lang), *self.find(name)))
        wanted = [post for post in found if post.place != NOWHERE and country in (None, self.country_code(post.place))]
        ranked = sorted(wanted, key=lambda post: (post.strength in _WEAK, post.place))
        return tuple(self.place(number) for number in list(dict.fromkeys(post.place for post in ranked))[:limit])

    def info(self) -> dict[str, Any]:
        """Version, counts by kind and language, and the sources with version and licence."""
        return {key: self.meta[key] for key in ("version", "format", "places", "names", "kinds", "languages", "sources")}


_WEAK = (Strength.HISTORIC, Strength.GENERATED)
_CURE = "reinstall geomap, or build it again with `geomap gazetteer build`"


def _map(path: Path) -> mmap.mmap:
    try:
        with path.open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except FileNotFoundError as error:
        raise GazetteerError(f"there is no gazetteer at {path}; {_CURE}") from error
    except (OSError, ValueError) as error:
        raise GazetteerError(f"the gazetteer at {path} cannot be read ({error}); {_CURE}") from error


def _contents(data: mmap.mmap, path: Path) -> dict[str, tuple[int, int, int]]:
    if sys.byteorder != "little":
        raise GazetteerError(f"the gazetteer at {path} holds little-endian numbers; this machine reads big-endian ones")
    if len(data) < HEADER.size or data[: len(MAGIC)] != MAGIC:
        raise GazetteerError(f"{path} is not a geomap gazetteer, or its beginning is lost; {_CURE}")
    _, version, checksum, length = HEADER.unpack_from(data)
    if version != FORMAT:
        raise GazetteerError(f"{path} has format {version}, this geomap reads format {FORMAT}; {_CURE}")
    raw = data[HEADER.size : HEADER.size + length]
    if zlib.crc32(raw) != checksum:
        raise GazetteerError(f"the table of contents of {path} is damaged; {_CURE}")
    contents: dict[str, tuple[int, int, int]] = {name: tuple(where) for name, where in json.loads(raw).items()}
    end = max(start + size for start, size, _ in contents.values())
    if len(data) != end:
        raise GazetteerError(f"{path} has {len(data):,} bytes instead of {end:,}; {_CURE}")
    return contents


def default_path() -> Path:
    """Where the index is: ``$GEOMAP_GAZETTEER``, or inside the package."""
    chosen = os.environ.get(ENVIRONMENT)
    return Path(chosen) if chosen else Path(__file__).parent / "data" / "gazetteer.bin"


@lru_cache(maxsize=4)
def _opened(path: Path) -> Gazetteer:
    return Gazetteer(path)


def open_gazetteer(path: Path | str | None = None) -> Gazetteer:
    """The gazetteer at ``path``, a file or a folder that holds ``gazetteer.bin``; without it, the one geomap ships.

    Raises:
        GazetteerError: it is missing, damaged or of another version.
    """
    chosen = Path(path) if path else default_path()
    return _opened(chosen / "gazetteer.bin" if chosen.is_dir() else chosen)
