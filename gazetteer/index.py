"""The gazetteer: one file, mapped into memory, shared by every process that opens it.

The file holds two tries of name keys, for each key the places it names, and the places as columns of numbers. Nothing
is read before it is asked for; opening touches a few pages.
"""

import json
import os
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal

from gazetteer.mapped import FORMAT, HEADER, MAGIC, MappedFile
from gazetteer.names import exact_key, name_key, without_article
from gazetteer.near import HALFWAY_ROUND_KM, Near, nearest
from gazetteer.place import Name, Place, PlaceKind, Strength
from gazetteer.tries import (
    DOTTED_BIT,
    EXACT_REMEMBERED,
    LANGUAGE_BIT,
    LANGUAGES,
    LONGEST_NAME,
    NOWHERE,
    OTHER_LANGUAGE_BIT,
    STRENGTH_MASK,
    Found,
    Match,
    Names,
    Posting,
    Words,
)
from gazetteer.worldview import BOX, DEFAULT, Area, Columns, areas, country_on_land, recoded

__all__ = [
    "DOTTED_BIT", "EVERY_LANGUAGE", "FORMAT", "HEADER", "KINDS", "LANGUAGES", "LANGUAGE_BIT", "LONGEST_NAME", "MAGIC",
    "NOWHERE", "OTHER_LANGUAGE_BIT", "STRENGTH_MASK", "Found", "Gazetteer", "Match", "Names", "Posting", "Words",
    "default_path", "open_gazetteer",
]  # fmt: skip

KINDS = tuple(PlaceKind)
EVERY_LANGUAGE = "*"
# Bounds the memory of what is read from the map: about 2 MB. Another reading costs ten microseconds.
PLACES_REMEMBERED = 2048
_DEGREES = 1e5
ENVIRONMENT = "GEOMAP_GAZETTEER"
VERIFIED_AT_OPENING = ("meta", "names", "exact", "kind", "admin1", "admin2")
"""The parts whose damage could lead out of the map. Others are checked when they are first needed, or as they are read."""

TERRITORIAL_WATERS_KM = 22.224
"""12 nautical miles, Convention on the Law of the Sea, article 3."""

PREFERRED_BIT, SHORT_BIT, COLLOQUIAL_BIT = 1 << 4, 1 << 5, 1 << 6
"""In the attributes of a place's own names, beside the strength."""


class Gazetteer:
    """The places and names of one index file.

    Places are numbered, more important ones first, so that a smaller number is the likelier meaning of a name.
    """

    def __init__(self, path: Path, worldview: str = DEFAULT) -> None:
        """Map the index at ``path``; ``worldview`` says to which state disputed areas count.

        Raises:
            GazetteerError: there is no such file, it is damaged or cut short, another version built it, or there is no
                such worldview.
        """
        self.path = path
        self._mapped = mapped = MappedFile(path)
        mapped.check(VERIFIED_AT_OPENING)
        self._numbers = cache(self._checked_numbers)
        self.meta: dict[str, Any] = json.loads(bytes(mapped.part("meta")))
        self.version: str = self.meta["version"]
        self.lat = mapped.numbers("lat", "i")
        self.lon = mapped.numbers("lon", "i")
        self.population = mapped.numbers("population", "I")
        self.geonameid = mapped.numbers("geonameid", "I")
        self.kind = mapped.numbers("kind", "B")
        self.admin1 = mapped.numbers("admin1", "I")
        self.admin2 = mapped.numbers("admin2", "I")
        self.prominence = mapped.numbers("prominence", "B")
        self.names = Names(mapped, "names", len(self))
        self.exact = Names(mapped, "exact", len(self), EXACT_REMEMBERED)
        self._strings = mapped.part("strings")
        self.place = lru_cache(maxsize=PLACES_REMEMBERED)(self._place)
        self.worldview = worldview
        self.country: Sequence[int] = self._numbers("country", "H") if worldview == DEFAULT else self._recoded()

    def _checked_numbers(self, name: str, code: Literal["B", "H", "I"]) -> "memoryview[int]":
        """A column that is not needed at once; its checksum is compared when it first is."""
        self._mapped.check([name])
        return self._mapped.numbers(name, code)

    @cached_property
    def areas(self) -> tuple[Area, ...]:
        """What the worldview counts otherwise than the sources do."""
        return areas(self.worldview, self.meta, self._country_ids)

    def _recoded(self) -> Sequence[int]:
        columns = Columns(self._numbers("country", "H"), self.admin1, self.lat, self.lon)
        return recoded(self.areas, columns, self.meta["countries"], self.meta["divisions"])

    @cached_property
    def _country_ids(self) -> dict[str, str]:
        return {self.place_id(number): code for code, number in self.meta["country_places"].items()}

    def __reduce__(self) -> "tuple[Callable[[Path, str], Gazetteer], tuple[Path, str]]":
        """To another process it goes as its path, and is opened there: the memory is shared."""
        return open_gazetteer, (self.path, self.worldview)

    def __len__(self) -> int:
        """How many places there are."""
        return len(self.lat)

    def verify(self) -> None:
        """Read the whole index and compare every checksum.

        Raises:
            GazetteerError: a part differs from what was built.
        """
        self._mapped.check()

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

    def scan(self, text: str) -> Iterator[Found]:
        """Every name in a text that begins with a capital, or with a letter of a script that has none.

        Names may overlap. Demonyms and abbreviations, whose case counts, are not among them.
        """
        return self.names.scan_text(text)

    def names_of(self, place: Place | str) -> Mapping[str, tuple[Name, ...]]:
        """The names of a place by language (ISO 639), the first choice first; "und" has those no source tags.

        Empty for a place that the index does not have. Alternate names without a language are not kept as written.
        """
        number = self.number_of(place)
        found: dict[str, list[Name]] = {}
        first = self._numbers("own.first", "I")
        for at in () if number is None else range(first[number], first[number + 1]):
            bits = self._numbers("own.attributes", "B")[at]
            marks = (bool(bits & bit) for bit in (PREFERRED_BIT, SHORT_BIT, COLLOQUIAL_BIT))
            name = Name(self._string(self._numbers("own.text", "I")[at]), Strength(bits & STRENGTH_MASK), *marks)
            for lang in self._string(self._numbers("own.langs", "I")[at]).split("|"):
                found.setdefault(lang, []).append(name)
        return {lang: tuple(found[lang]) for lang in sorted(found)}

    # -- places ------------------------------------------------------------------------------------------------------

    def _string(self, offset: int) -> str:
        try:
            length = self._strings[offset] | self._strings[offset + 1] << 8
            return str(self._strings[offset + 2 : offset + 2 + length], "utf-8")
        except (IndexError, UnicodeDecodeError) as error:
            raise self._mapped.damaged(f"there is no text at {offset:,} of its strings") from error

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
        return self._string(self._numbers("name", "I")[number])

    def place_id(self, number: int) -> str:
        """The stable id of a place."""
        ident = self.geonameid[number]
        return f"geonames:{ident}" if ident else self._string(self._numbers("ident", "I")[number])

    def country_code(self, number: int) -> str | None:
        """ISO 3166-1 alpha-2 code of the country a place lies in."""
        return self.meta["countries"][self.country[number]] or None

    def importance(self, number: int) -> int:
        """How likely a place is meant before anything is known of the text; the places are numbered in this order."""
        return self._numbers("importance", "I")[number]

    def feature(self, number: int) -> str | None:
        """The GeoNames feature code of a place, such as "P.PPLC"; ``None`` where its source has none."""
        return self.meta["features"][self._numbers("feature", "H")[number]] or None

    def number(self, ident: str) -> int | None:
        """The number of a place id; ``None`` where the index has no such place."""
        own, order = self.meta["own_ids"], self._numbers("by_id", "I")
        prefix, _, digits = ident.partition(":")
        if prefix == "geonames" and digits.isdecimal():
            at = bisect_left(order, int(digits), own, key=self.geonameid.__getitem__)
        else:
            at = bisect_left(order, ident, 0, own, key=self.place_id)
        return order[at] if at < len(order) and self.place_id(order[at]) == ident else None

    def number_of(self, place: Place | str) -> int | None:
        """The number of a place, place id ("geonames:1526384"), or ISO 3166 code ("KZ", "US-WV")."""
        if isinstance(place, Place):
            return self.number(place.id)
        coded = self.meta["country_places"].get(place, self.meta["divisions"].get(place))
        return self.number(place) if coded is None else coded

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
        found = dict.fromkeys((*self.find_exact(name, lang), *self.find(name))) or dict.fromkeys(
            self.find(without_article(name))
        )
        wanted = [post for post in found if post.place != NOWHERE and country in (None, self.country_code(post.place))]
        foreign = {post for post in wanted if self._foreign(post, name_key(name), lang)}
        ranked = sorted(wanted, key=lambda post: (post.strength in _WEAK, post in foreign, post.place))
        return tuple(self.place(number) for number in list(dict.fromkeys(post.place for post in ranked))[:limit])

    def _foreign(self, post: Posting, key: str, lang: str | None) -> bool:
        """Whether it is a country, which comes before all others of its name, by a name of a language nobody asked for."""
        asked = LANGUAGE_BIT.get(lang, OTHER_LANGUAGE_BIT) if lang else _THIRTEEN
        named = post.attributes & asked or post.strength > Strength.ALTERNATE or name_key(self.name(post.place)) == key
        return KINDS[self.kind[post.place]] is PlaceKind.COUNTRY and not named

    # -- what lies where -----------------------------------------------------------------------------------------------

    def parents(self, place: Place | str) -> tuple[Place, ...]:
        """The divisions and the country that a place lies in, the smallest first."""
        number = self.number_of(place)
        if number is None:
            return ()
        found = dict.fromkeys((self.admin2[number], self.admin1[number], self.country_place(number)))
        return tuple(self.place(each) for each in found if each not in (NOWHERE, number))

    def children(self, place: Place | str) -> Iterator[Place]:
        """What lies directly in a country or division, the most important first, by the sources' codes."""
        number = self.number_of(place)
        if number is not None:
            order = self._numbers("by_parent", "I")
            start = bisect_left(order, number, key=self._own_parent)
            past = bisect_left(order, number + 1, start, key=self._own_parent)
            yield from map(self.place, order[start:past])

    def _own_parent(self, number: int) -> int:
        """The parent by the sources' codes, whatever the worldview: the order in which children are stored."""
        code = self.meta["countries"][self._numbers("country", "H")[number]]
        candidates = (self.admin2[number], self.admin1[number], self.meta["country_places"].get(code, NOWHERE))
        return next((each for each in candidates if each not in (NOWHERE, number)), NOWHERE)

    def is_in(self, place: Place | str, container: Place | str) -> bool:
        """Whether a place lies in another: a division, a country, or a region of which members are known.

        A place lies in itself. Where a region has only a box for its extent, the box decides.
        """
        inner, outer = self.number_of(place), self.number_of(container)
        if inner is None or outer is None:
            return False
        around = (inner, self.admin2[inner], self.admin1[inner], self.country_place(inner))
        if outer in around:
            return True
        members = self.meta["members"].get(self.place_id(outer), ())
        return any(self._in_member(inner, around, member) for member in members)

    def _in_member(self, number: int, around: tuple[int, ...], member: str) -> bool:
        if member.startswith(BOX):
            west, south, east, north = map(float, member.removeprefix(BOX).split(","))
            lat, lon = self.lat[number] / _DEGREES, self.lon[number] / _DEGREES
            return south <= lat <= north and (west <= lon <= east if west <= east else lon >= west or lon <= east)
        return self.number_of(member) in around

    def neighbours(self, country: Place | str) -> tuple[Place, ...]:
        """The countries that share a land border with one, by their codes."""
        number = self.number_of(country)
        code = None if number is None else self.country_code(number)
        own = [iso for iso, place in self.country_numbers.items() if self.country_code(place) == code]
        beside = {self._holder(other) for iso in own for other in self.meta["neighbours"].get(iso, ())} - {code, None}
        return tuple(self.place(self.country_numbers[iso]) for iso in sorted(filter(None, beside)))

    def _holder(self, code: str) -> str | None:
        number = self.country_numbers.get(code)
        return None if number is None else self.country_code(number)

    def country_at(self, lat: float, lon: float) -> str | None:
        """ISO 3166-1 alpha-2 of the country at a point in degrees; ``None`` on the high seas and where no state is meant.

        By the outlines of :mod:`gazetteer.shapes`; a point that they put in the sea counts to the nearest settlement
        within 12 nautical miles, as territorial waters do.
        """
        on_land, code = country_on_land(self.areas, lat, lon)
        if on_land:
            return code
        near = self.nearest(lat, lon, within_km=TERRITORIAL_WATERS_KM)
        return self.country_code(near[0].place) if near else None

    def nearest(self, lat: float, lon: float, *, limit: int = 1, within_km: float = HALFWAY_ROUND_KM) -> list[Near]:
        """The settlements nearest to a point in degrees, nearest first, with their distance in kilometres."""
        cells = self._numbers("near.first", "I"), self._numbers("near.place", "I")
        return nearest((lat, lon), cells, (self.lat, self.lon), limit=limit, within_km=within_km)

    def shape_of(self, place: Place | str) -> dict[str, Any] | None:
        """The outline of a country, as the worldview has it, or of a first-order division; ``None`` where there is none.

        A GeoJSON geometry, longitude first.
        """
        number = self.number_of(place)
        if number is None:
            return None
        from gazetteer.drawn import shape_in
        from gazetteer.shapes import admin1_shape

        code = self._country_ids.get(self.place_id(number))
        return shape_in(self.areas, code) if code else admin1_shape(self.geonameid[number])

    def info(self) -> dict[str, Any]:
        """Version, counts by kind and language, and the sources with version and licence."""
        return {key: self.meta[key] for key in ("version", "format", "places", "names", "kinds", "languages", "sources")}


_THIRTEEN = sum(LANGUAGE_BIT.values())
_WEAK = (Strength.HISTORIC, Strength.GENERATED)


def shipped_path() -> Path:
    """Where the index is that geomap ships."""
    return Path(__file__).parent / "data" / "gazetteer.bin"


def default_path() -> Path:
    """Where the index is: ``$GEOMAP_GAZETTEER``, or inside the package."""
    chosen = os.environ.get(ENVIRONMENT)
    return Path(chosen) if chosen else shipped_path()


@lru_cache(maxsize=4)
def _opened(path: Path, worldview: str) -> Gazetteer:
    return Gazetteer(path, worldview)


def open_gazetteer(path: Path | str | None = None, worldview: str = DEFAULT) -> Gazetteer:
    """The gazetteer at ``path``, a file or a folder that holds ``gazetteer.bin``; without it, the one geomap ships.

    ``worldview`` says to which state disputed areas count: ``default`` (as the sources do), ``de-facto``, ``un``, or a
    state's ISO code for its own claims; see :mod:`gazetteer.worldview`.

    Raises:
        GazetteerError: it is missing, damaged or of another version, or there is no such worldview.
    """
    chosen = Path(path) if path else default_path()
    return _opened(chosen / "gazetteer.bin" if chosen.is_dir() else chosen, worldview)
