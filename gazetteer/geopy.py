"""Anybody's geopy code, offline: change the geocoder and nothing else.

>>> from gazetteer.geopy import GeomapGeocoder
>>> geocoder = GeomapGeocoder()
>>> geocoder.geocode("Paris, Texas").point
Point(33.66094, -95.55551, 0.0)

Needs ``pip install 'geomap[geopy]'``.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from gazetteer.errors import MissingExtra
from gazetteer.index import Gazetteer, open_gazetteer
from gazetteer.names import name_key
from gazetteer.place import Place
from gazetteer.worldview import DEFAULT

try:
    from geopy.exc import GeocoderQueryError
    from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
    from geopy.location import Location
    from geopy.point import Point
except ImportError as error:
    raise MissingExtra("gazetteer.geopy needs geopy: pip install 'geomap[geopy]'") from error

# Places of a name that are looked through for one in the container or the box: there are 2,000 San Joses.
_CANDIDATES = 5000


class GeomapGeocoder(Geocoder):  # type: ignore[misc]
    """geopy's geocoder over geomap's gazetteer; it never touches the network.

    A place it finds is a :class:`geopy.location.Location`: ``address`` is its name, divisions and country, ``raw`` the
    fields of :class:`gazetteer.Place`.
    """

    def __init__(self, path: Path | str | None = None, *, worldview: str = DEFAULT, **geopy_options: Any) -> None:
        """Open an index; ``path`` and ``worldview`` are those of :func:`gazetteer.open_gazetteer`.

        ``geopy_options`` are those of geopy's geocoders; the ones about the network (``timeout``, ``proxies``) do nothing.

        Raises:
            GazetteerError: the index is missing, damaged or of another version.
        """
        super().__init__(**geopy_options)
        self.gazetteer: Gazetteer = open_gazetteer(path, worldview)

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        language: str | None = None,
        country_codes: str | Iterable[str] | None = None,
        viewbox: Sequence[Any] | None = None,
        limit: int = 10,
        timeout: Any = DEFAULT_SENTINEL,
    ) -> Location | list[Location] | None:
        """The place that a name means, likeliest first; ``None`` where there is none.

        Args:
            query: a name in any language; after commas what it lies in: "Paris, Texas", "Springfield, IL, US".
            exactly_one: one location, or a list of them.
            language: ISO 639-1; the address is in this language where a name is known, and its demonyms count.
            country_codes: ISO 3166-1 alpha-2, one or several: only places in these.
            viewbox: two corners, each a point as geopy takes it: only places between them. Where the first lies east of
                the second, the box crosses the antimeridian.
            limit: how many at most.
            timeout: as geopy's other geocoders take it; nothing here waits for a server.

        Raises:
            geopy.exc.GeocoderQueryError: the viewbox has not two corners.
        """
        tests = [*_country_test(country_codes), *_box_test(viewbox)]
        found = self._search(query, language, tests, 1 if exactly_one else limit)
        return self._answer([self._location(place, language) for place in found], exactly_one=exactly_one)

    def reverse(
        self,
        query: Any,
        *,
        exactly_one: bool = True,
        language: str | None = None,
        limit: int = 10,
        timeout: Any = DEFAULT_SENTINEL,
    ) -> Location | list[Location] | None:
        """The settlement nearest to a point; ``raw["distance_km"]`` says how far it is.

        Args:
            query: a point as geopy takes it: ``(lat, lon)``, "52.37, 4.90" or a Point.
            exactly_one: one location, or a list of them.
            language: ISO 639-1 of the address.
            limit: how many at most.
            timeout: as above.
        """
        point = Point(query)
        near = self.gazetteer.nearest(point.latitude, point.longitude, limit=1 if exactly_one else limit)
        located = [self._location(self.gazetteer.place(number), language, distance_km=km) for km, number in near]
        return self._answer(located, exactly_one=exactly_one)

    @staticmethod
    def _answer(located: list[Location], *, exactly_one: bool) -> Location | list[Location] | None:
        if not located:
            return None
        return located[0] if exactly_one else located

    def _search(self, query: str, language: str | None, tests: list[Callable[[Place], bool]], limit: int) -> list[Place]:
        """The places of the whole query as a name; where there are none, of its first part, in what the others name."""
        whole = self._named(query, language, tests)
        if whole or "," not in query:
            return whole[:limit]
        name, *containers = (part.strip() for part in query.split(","))
        found = self._named(name, language, tests)
        for container in filter(name_key, containers):
            around = self.gazetteer.lookup(container, lang=language, limit=_CANDIDATES) or self._coded(container)
            found = [place for place in found if any(self._lies_in(place, other) for other in around)]
        return found[:limit]

    def _named(self, name: str, language: str | None, tests: list[Callable[[Place], bool]]) -> list[Place]:
        places = self.gazetteer.lookup(name, lang=language, limit=_CANDIDATES)
        return [place for place in places if all(test(place) for test in tests)]

    def _coded(self, code: str) -> list[Place]:
        """The country or division of an ISO 3166 code: "FR", "US-TX"."""
        number = self.gazetteer.number_of(code.upper())
        return [] if number is None else [self.gazetteer.place(number)]

    def _lies_in(self, place: Place, container: Place) -> bool:
        return place != container and self.gazetteer.is_in(place, container)

    def _location(self, place: Place, language: str | None, **more: Any) -> Location:
        parts = (place, *self.gazetteer.parents(place))
        address = ", ".join(dict.fromkeys(self._name_in(part, language) for part in parts))
        return Location(address, (place.lat, place.lon), asdict(place) | more)

    def _name_in(self, place: Place, language: str | None) -> str:
        names: Mapping[str, Any] = self.gazetteer.names_of(place) if language else {}
        chosen = names.get((language or "").partition("-")[0])
        return chosen[0].text if chosen else place.name


def _country_test(codes: str | Iterable[str] | None) -> list[Callable[[Place], bool]]:
    if codes is None:
        return []
    wanted = {code.strip().upper() for code in ([codes] if isinstance(codes, str) else codes)}
    return [lambda place: place.country in wanted]


def _box_test(viewbox: Sequence[Any] | None) -> list[Callable[[Place], bool]]:
    """Whether a place lies between two corners, whichever two they are."""
    if viewbox is None:
        return []
    if len(viewbox) != len(("one", "other")):
        raise GeocoderQueryError(f"a viewbox has two corners, not {len(viewbox)}: [(south, west), (north, east)]")
    one, other = map(Point, viewbox)
    south, north = sorted((float(one.latitude), float(other.latitude)))
    west, east = float(one.longitude), float(other.longitude)

    def inside(place: Place) -> bool:
        across = west <= place.lon <= east if west <= east else place.lon >= west or place.lon <= east
        return south <= place.lat <= north and across

    return [inside]
