"""The online geocoder: asked only by name, for what the gazetteer does not know; against a server on this machine."""

import http.server
import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

import geomap
from geomap.errors import EngineError, MissingExtra
from geomap.places import online
from geomap.places.online import FOUND, MOST_FAILURES, OnlineGeocoder, place_of

WHO = "geomap-tests/1.0 (nobody@example.org)"
ZZYQX = {
    "place_id": 1, "osm_type": "node", "osm_id": 42, "lat": "44.5", "lon": "20.25", "name": "Zzyqxgrad", "importance": 0.1,
    "display_name": "Zzyqxgrad, Somewhere, Serbia", "addresstype": "village", "class": "place", "type": "village",
    "address": {"village": "Zzyqxgrad", "state": "Vojvodina", "country": "Serbia", "country_code": "rs"},
}  # fmt: skip
TEXT = "Protesters blocked the road from Zzyqxgrad to Almaty on Sunday."


class Nominatim(http.server.BaseHTTPRequestHandler):
    """Knows one village; keeps what it was asked."""

    server: "Fake"

    def do_GET(self) -> None:
        query = {key: values[0] for key, values in parse_qs(urlsplit(self.path).query).items()}
        self.server.asked.append((query, self.headers["User-Agent"]))
        body = (
            self.server.answer if self.server.answer is not None else json.dumps([ZZYQX] if query["q"] == "Zzyqxgrad" else [])
        )
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Silent."""


class Fake(http.server.ThreadingHTTPServer):
    """The server on loopback, with what it answers and what it was asked."""

    status = 200
    answer: str | None = None

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Nominatim)
        self.asked: list[tuple[dict[str, str], str]] = []
        self.name = f"nominatim:http://127.0.0.1:{self.server_port}"


@pytest.fixture
def server() -> Iterator[Fake]:
    with Fake() as fake:
        thread = threading.Thread(target=fake.serve_forever)
        thread.start()
        yield fake
        fake.shutdown()
        thread.join()


@pytest.fixture
def reader(server: Fake, tmp_path: Path) -> geomap.Reader:
    return geomap.load(engine=named, geocoder=server.name, user_agent=WHO, geocoder_cache=tmp_path / "new" / "answers.sqlite")


def named(text: Any) -> list[tuple[int, int]]:
    """An engine that finds what this file is about."""
    whole = text.document.text
    words = ("Zzyqxgrad", "Almaty", "Wwvbkburg", "Qqxwij")
    return [(whole.index(word), whole.index(word) + len(word)) for word in words if word in whole]


def test_only_what_the_gazetteer_does_not_know_is_asked(reader: geomap.Reader, server: Fake) -> None:
    report = reader.read(TEXT, lang="en")
    assert [query["q"] for query, _ in server.asked] == ["Zzyqxgrad"]
    assert (server.asked[0][0]["accept-language"], server.asked[0][1]) == ("en", WHO)
    found = next(mention for mention in report.mentions if mention.text == "Zzyqxgrad")
    assert found.place is not None
    assert (found.place.id, found.place.geonameid, found.place.kind) == ("osm:node/42", None, "settlement")
    assert (found.place.lat, found.place.lon, found.place.country, found.place.admin1) == (44.5, 20.25, "RS", "Vojvodina")
    assert FOUND in found.resolution.why
    assert "OpenStreetMap contributors" in FOUND
    almaty = next(mention for mention in report.mentions if mention.text == "Almaty")
    offline = next(mention for mention in geomap.read(TEXT, lang="en").mentions if mention.text == "Almaty").resolution
    assert (almaty.place, almaty.resolution.confidence, almaty.resolution.why) == (
        offline.place,
        offline.confidence,
        offline.why,
    )
    assert geomap.Report.from_dict(report.to_dict()).to_json() == report.to_json()


def test_an_answer_is_asked_for_once_also_that_there_is_none(reader: geomap.Reader, server: Fake, tmp_path: Path) -> None:
    first = reader.read("Zzyqxgrad and Wwvbkburg, Zzyqxgrad.", lang="en")
    again = geomap.load(engine=named, geocoder=server.name, user_agent=WHO, geocoder_cache=tmp_path / "new" / "answers.sqlite")
    server.status = 500
    assert again.read("Zzyqxgrad and Wwvbkburg, Zzyqxgrad.", lang="en") == first
    assert [mention.place and mention.place.id for mention in first.mentions] == ["osm:node/42", None]
    assert [query["q"] for query, _ in server.asked] == ["Zzyqxgrad", "Wwvbkburg"]


def test_a_failure_is_a_warning_and_the_report_is_whole(reader: geomap.Reader, server: Fake) -> None:
    server.status = 503
    report = reader.read(TEXT, lang="en")
    assert {mention.text: mention.place is not None for mention in report.mentions} == {"Zzyqxgrad": False, "Almaty": True}
    (warning,) = report.warnings
    assert warning.startswith("'Zzyqxgrad' stays without a place: http://127.0.0.1")
    assert "503" in warning
    server.status = 200
    assert reader.read(TEXT, lang="en").warnings == ()


def test_a_server_out_of_reach_is_given_up(reader: geomap.Reader, server: Fake) -> None:
    server.status = 500
    names = ["Zzyqxgrad", "Wwvbkburg", "Qqxwij"]
    warnings = [warning for name in [*names, *names] for warning in reader.read(f"rain on {name}", lang="en").warnings]
    assert len(warnings) == 6
    assert len(server.asked) == MOST_FAILURES
    assert "is not asked any more, having failed 3 times in a row" in warnings[-1]


@pytest.mark.filterwarnings("ignore:Latitude normalization")
@pytest.mark.parametrize(
    "answer",
    [
        "<html>", "7", '[{"lat": "44"}]', '[{"lat": "north", "lon": "2"}]', json.dumps([{**ZZYQX, "lat": "440"}]),
        json.dumps([{**ZZYQX, "lon": "nan"}]), json.dumps([{**ZZYQX, "osm_id": "../../etc"}]),
    ],
)  # fmt: skip
def test_an_answer_that_is_no_place_is_a_failure_and_not_remembered(reader: geomap.Reader, server: Fake, answer: str) -> None:
    server.answer = answer
    report = reader.read(TEXT, lang="en")
    assert [mention.text for mention in report.mentions if mention.place is None] == ["Zzyqxgrad"]
    assert len(report.warnings) == 1
    server.answer = None
    assert all(mention.place for mention in reader.read(TEXT, lang="en").mentions)


def test_the_public_server_is_asked_once_a_second(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    geocoder = OnlineGeocoder("nominatim", WHO, tmp_path / "answers.sqlite")
    assert geocoder.address == "https://nominatim.openstreetmap.org"
    assert geocoder.ask.min_delay_seconds >= 1
    asked: list[float] = []
    monkeypatch.setattr(geocoder.ask, "func", lambda name, **options: asked.append(time.monotonic()))
    assert [geocoder.find(name, "en") for name in ("Zzyqxgrad", "Wwvbkburg", "Zzyqxgrad")] == [None, None, None]
    assert len(asked) == 2
    assert asked[1] - asked[0] >= 0.99


@pytest.mark.parametrize("user_agent", [None, "", "  "])
def test_who_asks_must_be_said(tmp_path: Path, user_agent: str | None) -> None:
    with pytest.raises(EngineError, match="--user-agent"):
        OnlineGeocoder("nominatim", user_agent, tmp_path / "answers.sqlite")


def test_a_user_agent_that_the_policy_forbids_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="'my-application' is not accepted"):
        OnlineGeocoder("nominatim", "my-application", tmp_path / "answers.sqlite")


@pytest.mark.parametrize("name", ["google", "nominatim:", "nominatim:ftp://example.org", "nominatim:example.org", ""])
def test_geocoders_that_do_not_exist(name: str, tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="there is nominatim"):
        OnlineGeocoder(name, WHO, tmp_path / "answers.sqlite")


def test_a_cache_that_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text("no database, but a text that is long enough to be taken for one", encoding="utf-8")
    with pytest.raises(EngineError, match="give another file"):
        OnlineGeocoder("nominatim", WHO, tmp_path / "text.txt")
    with pytest.raises(EngineError, match="cannot hold the answers"):
        OnlineGeocoder("nominatim", WHO, tmp_path / "text.txt" / "answers.sqlite")


def test_the_cache_is_in_the_users_folder_unless_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    OnlineGeocoder("nominatim", WHO)
    with sqlite3.connect(tmp_path / "geomap" / "geocoder.sqlite") as database:
        assert database.execute("SELECT count(*) FROM answers").fetchone() == (0,)
    database.close()


def test_several_workers_are_refused(reader: geomap.Reader) -> None:
    with pytest.raises(ValueError, match="one question at a time"):
        reader.read_many([TEXT], workers=2)


@pytest.mark.parametrize("package", ["geopy", "platformdirs"])
def test_a_missing_package_is_told_with_its_cure(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == package]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingExtra, match=r"pip install 'geomap\[geopy\]'"):
        OnlineGeocoder("nominatim", WHO)


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ({"addresstype": "country"}, "country"), ({"addresstype": "state"}, "admin1"), ({"addresstype": "county"}, "admin2"),
        ({"type": "sea", "class": "place"}, "water"), ({"type": "river", "class": "waterway"}, "water"),
        ({"addresstype": "island"}, "natural"), ({"type": "station", "class": "railway"}, "facility"), ({}, "facility"),
    ],
)  # fmt: skip
def test_kinds(raw: dict[str, str], kind: str) -> None:
    bare = {key: ZZYQX[key] for key in ("osm_type", "osm_id", "lat", "lon", "display_name")}
    place = place_of({**bare, **raw})
    assert (place.kind, place.name, place.country) == (kind, "Zzyqxgrad", None)


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(Path(geomap.__file__).parents[1])}
    command = [sys.executable, "-m", "geomap", *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)


@pytest.fixture
def news(tmp_path: Path) -> Path:
    path = tmp_path / "news.jsonl"
    start = TEXT.index("Zzyqxgrad")
    path.write_text(json.dumps({"id": "1", "lang": "en", "text": TEXT, "spans": [[start, start + 9]]}) + "\n", encoding="utf-8")
    return path


def test_the_commands_take_it(server: Fake, news: Path, tmp_path: Path) -> None:
    options = ("--geocoder", server.name, "--user-agent", WHO, "--geocoder-cache", tmp_path / "answers.sqlite")
    ended = run("parse", news, *options)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert [mention["place"]["id"] for mention in json.loads(ended.stdout)["mentions"]] == ["osm:node/42"]
    assert run("export", news, "-o", tmp_path / "places.geojson", *options).returncode == 0
    assert "osm:node/42" in (tmp_path / "places.geojson").read_text(encoding="utf-8")
    assert len(server.asked) == 1


def test_the_command_says_what_failed_and_writes_the_rest(server: Fake, news: Path, tmp_path: Path) -> None:
    server.status = 500
    ended = run("parse", news, "--geocoder", server.name, "--user-agent", WHO, "--geocoder-cache", tmp_path / "answers.sqlite")
    assert ended.returncode == 0
    assert "warning: 'Zzyqxgrad' stays without a place" in ended.stderr
    assert json.loads(ended.stdout)["mentions"][0]["place"] is None


def test_the_command_without_a_user_agent_stops_at_once(news: Path) -> None:
    ended = run("parse", news, "--geocoder", "nominatim")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "--user-agent" in ended.stderr


def test_nothing_is_asked_unless_it_is_asked_for(server: Fake, news: Path) -> None:
    assert run("parse", news).returncode == 0
    assert server.asked == []
    assert online.PUBLIC.startswith("https://")
