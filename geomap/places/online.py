"""Names that the gazetteer could not place -> an online geocoder, where a reader asks for one by name; never else.

It never overrides an answer of the gazetteer. Every answer, also that there is none, is kept in a small SQLite file, and
the public server is asked at most once a second, as its policy requires; so is who asks, the user agent.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from gazetteer.place import Place, PlaceKind
from geomap.errors import EngineError, MissingExtra
from geomap.mentions import BLOC, MentionKind
from geomap.places.record import Resolution

NOMINATIM = "nominatim"
PUBLIC = "https://nominatim.openstreetmap.org"
FOUND = "found by the online geocoder Nominatim, not by geomap's gazetteer; data © OpenStreetMap contributors, ODbL"
"""The reason that marks its answers, with the attribution that the data's licence asks for."""

# The policy of the public server: no more than one request a second. A server of one's own has no such limit.
PUBLIC_DELAY_SECONDS = 1.0
TIMEOUT_SECONDS = 10
# After so many failures in a row the server is taken to be out of reach, and a long run is not held up by it.
MOST_FAILURES = 3
# Nobody has measured how often its first answer is right for a name out of the news: an even chance.
CONFIDENCE = 0.5

# Nominatim's `addresstype`, or where it has none its `type` or `class`, to geomap's kinds; anything else is a facility.
KINDS = {
    **dict.fromkeys(["country"], PlaceKind.COUNTRY),
    **dict.fromkeys(["continent", "archipelago"], PlaceKind.REGION),
    **dict.fromkeys(["state", "region", "province", "state_district"], PlaceKind.ADMIN1),
    **dict.fromkeys(["county", "district"], PlaceKind.ADMIN2),
    **dict.fromkeys(
        [
            "city", "municipality", "town", "village", "hamlet", "isolated_dwelling", "locality", "borough", "suburb",
            "city_district", "quarter", "neighbourhood",
        ],
        PlaceKind.SETTLEMENT,
    ),
    **dict.fromkeys(["waterway", "river", "water", "bay", "strait", "sea", "ocean"], PlaceKind.WATER),
    **dict.fromkeys(["natural", "island", "islet", "peak", "mountain_range", "peninsula"], PlaceKind.NATURAL),
}  # fmt: skip

TABLE = (
    "CREATE TABLE IF NOT EXISTS answers (service TEXT, lang TEXT, name TEXT, answer TEXT, PRIMARY KEY (service, lang, name))"
)
ASK = "SELECT answer FROM answers WHERE service = ? AND lang = ? AND name = ?"
KEEP = "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)"


class OnlineGeocoder:
    """Nominatim, the public server or one's own, behind a rate limit and a memory."""

    def __init__(self, name: str, user_agent: str | None, cache: Path | str | None = None) -> None:
        """Prepare it; nothing is asked yet.

        Args:
            name: ``nominatim``, or ``nominatim:`` and the address of a server of your own.
            user_agent: who asks, with an address where you can be reached: the server's policy requires it.
            cache: the file of answers; without it, one in the user's folder of caches.

        Raises:
            EngineError: there is no such geocoder, no user agent, or a cache that cannot be used.
            MissingExtra: geopy is not installed.
        """
        self.address = server_address(name)
        if not (user_agent or "").strip():
            raise EngineError(
                "an online geocoder wants to know who asks: give user_agent (--user-agent), such as "
                "'our-newsroom/1.0 (desk@example.org)'"
            )
        self.ask = limited_geocoder(self.address, str(user_agent).strip())
        self.answers = Answers(Path(cache) if cache else default_cache(), self.address)
        self.failures = 0

    def complete(self, resolutions: Sequence[Resolution], lang: str | None) -> tuple[tuple[Resolution, ...], tuple[str, ...]]:
        """The resolutions, with a place where only this geocoder has one; and a warning for each name it failed on."""
        places: dict[str, Place | None] = {}
        warnings: list[str] = []
        for name in dict.fromkeys(each.mention.text for each in resolutions if is_open(each)):
            try:
                places[name] = self.find(name, lang)
            except OnlineFailure as failure:
                warnings.append(f"{name!r} stays without a place: {failure}")
        return tuple(answered(each, places.get(each.mention.text)) for each in resolutions), tuple(warnings)

    def find(self, name: str, lang: str | None) -> Place | None:
        """The place that the server knows first under a name; ``None`` where it has none. Raises OnlineFailure."""
        known, raw = self.answers.find(name, lang)
        if not known:
            raw = self._asked(name, lang)
            self.answers.keep(name, lang, raw)
        return place_of(raw) if raw else None

    def _asked(self, name: str, lang: str | None) -> dict[str, Any] | None:
        from geopy.exc import GeopyError

        if self.failures >= MOST_FAILURES:
            raise OnlineFailure(f"{self.address} is not asked any more, having failed {self.failures} times in a row")
        try:
            location = self.ask(name, language=lang, addressdetails=True, timeout=TIMEOUT_SECONDS)
            raw = dict(location.raw) if location else None
            if raw:
                place_of(raw)
        except (GeopyError, AttributeError, KeyError, TypeError, ValueError) as error:
            self.failures += 1
            raise OnlineFailure(f"{self.address} gave no usable answer ({type(error).__name__}: {error})") from error
        self.failures = 0
        return raw


class OnlineFailure(Exception):  # noqa: N818 (it never leaves this module: the document is read without the answer)
    """The server did not answer, or with something that is no place."""


class Answers:
    """What a server has answered, in an SQLite file that outlives the run; delete the file to ask anew."""

    def __init__(self, path: Path, service: str) -> None:
        self.path = path
        self.service = service
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise EngineError(f"{path.parent} cannot hold the answers of an online geocoder: {error}") from error
        with self._opened() as database:
            database.execute(TABLE)

    def find(self, name: str, lang: str | None) -> tuple[bool, dict[str, Any] | None]:
        """Whether the name was asked before, and what was answered."""
        with self._opened() as database:
            row = database.execute(ASK, (self.service, lang or "", name)).fetchone()
        return bool(row), json.loads(row[0]) if row else None

    def keep(self, name: str, lang: str | None, raw: Mapping[str, Any] | None) -> None:
        """Remember an answer."""
        with self._opened() as database:
            database.execute(KEEP, (self.service, lang or "", name, json.dumps(raw, ensure_ascii=False, sort_keys=True)))

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self.path)) as database, database:
                yield database
        except sqlite3.Error as error:
            message = f"{self.path} cannot hold the answers of an online geocoder ({error}); give another file"
            raise EngineError(message) from error


def server_address(name: str) -> str:
    """The address of the server that a geocoder's name means."""
    if name == NOMINATIM:
        return PUBLIC
    address = name.removeprefix(f"{NOMINATIM}:").rstrip("/")
    if address == name.rstrip("/") or not address.startswith(("http://", "https://")):
        raise EngineError(
            f"no online geocoder is called {name!r}; there is nominatim, or nominatim:https://a.server.of.your.own"
        )
    return address


def limited_geocoder(address: str, user_agent: str) -> Any:
    """Geopy's geocoder of the server, as its RateLimiter lets it through."""
    try:
        from geopy.exc import ConfigurationError
        from geopy.extra.rate_limiter import RateLimiter
        from geopy.geocoders import Nominatim
    except ImportError as error:
        raise MissingExtra("an online geocoder needs geopy: pip install 'geomap[geopy]'") from error
    scheme, _, domain = address.partition("://")
    try:
        geocoder = Nominatim(user_agent=user_agent, domain=domain, scheme=scheme)
    except ConfigurationError as error:
        raise EngineError(f"the user agent {user_agent!r} is not accepted: {error}") from error
    delay = PUBLIC_DELAY_SECONDS if address == PUBLIC else 0.0
    return RateLimiter(geocoder.geocode, min_delay_seconds=delay, max_retries=0, swallow_exceptions=False)


def default_cache() -> Path:
    """Where answers are kept if nobody says."""
    try:
        from platformdirs import user_cache_path
    except ImportError as error:
        raise MissingExtra("the cache of an online geocoder needs platformdirs: pip install 'geomap[geopy]'") from error
    return user_cache_path("geomap") / "geocoder.sqlite"


def is_open(resolution: Resolution) -> bool:
    """Whether a name has no place yet and may have one: blocs have no point, and demonyms are not what maps list."""
    mention = resolution.mention
    return resolution.place is None and mention.kind is MentionKind.NAME and BLOC not in mention.why


def answered(resolution: Resolution, place: Place | None) -> Resolution:
    """The resolution with the place, where it is open and there is one."""
    if place is None or not is_open(resolution):
        return resolution
    return replace(resolution, place=place, confidence=CONFIDENCE, why=(*resolution.why, FOUND))


def place_of(raw: Mapping[str, Any]) -> Place:
    """The place that the server describes. Raises ValueError, KeyError or TypeError where it describes none."""
    address = raw.get("address") or {}
    lat, lon = float(raw["lat"]), float(raw["lon"])
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise ValueError(f"{lat}, {lon} is no point on earth")
    code = address.get("country_code")
    return Place(
        id=f"osm:{raw['osm_type']}/{int(raw['osm_id'])}",
        name=str(raw.get("name") or raw["display_name"].partition(",")[0]),
        kind=next((KINDS[raw[key]] for key in ("addresstype", "type", "class") if raw.get(key) in KINDS), PlaceKind.FACILITY),
        lat=lat,
        lon=lon,
        country=str(code).upper() if code else None,
        admin1=address.get("state") or address.get("region") or address.get("province"),
        admin2=address.get("county"),
    )
