"""The commands: what they print, what they leave behind, and the exit status of CONTRACT: 0, 1 or 2."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ALMATY, Program

from geomap.export.schema import SCHEMA_FILE
from geomap.report import Report

TEXT = "Moscow blamed outsiders after crowds stormed the airport of Almaty."


@pytest.fixture
def news(tmp_path: Path) -> Path:
    path = tmp_path / "news.jsonl"
    lines = [{"id": "1", "text": TEXT, "lang": "en"}, {"id": "2", "text": "Nothing here."}]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def ids(lines: str) -> list[str]:
    return [json.loads(line)["id"] for line in lines.splitlines()]


class TestParse:
    def test_one_report_a_line(self, program: Program, news: Path) -> None:
        ended = program("parse", news)
        assert (ended.status, ids(ended.out), ended.err) == (0, ["1", "2"], "")
        assert json.loads(ended.out.splitlines()[0])["mentions"][1]["place"]["id"] == ALMATY.id

    def test_into_a_file(self, program: Program, news: Path, tmp_path: Path) -> None:
        ended = program("parse", news, "-o", tmp_path / "out.jsonl")
        assert (ended.status, ended.out) == (0, "")
        assert ids((tmp_path / "out.jsonl").read_text()) == ["1", "2"]

    def test_bad_documents_are_named_and_the_rest_is_written(self, program: Program, news: Path, tmp_path: Path) -> None:
        news.write_text(news.read_text() + "{\n" + json.dumps({"id": "4", "text": "Suva"}))
        ended = program("parse", tmp_path / "none.txt", news, "-o", tmp_path / "out.jsonl")
        assert (ended.status, ids((tmp_path / "out.jsonl").read_text())) == (1, ["1", "2", "4"])
        missing, line, summary = ended.err.splitlines()
        assert missing == f"geomap: {tmp_path / 'none.txt'}: no such file or directory"
        assert line.startswith(f"geomap: {news}:3: not JSON")
        assert summary == "geomap: 2 could not be read, 3 could"

    def test_standard_input(self, program: Program) -> None:
        assert ids(program("parse", "-", stdin=TEXT.encode()).out) == ["stdin"]
        assert ids(program("parse", "-", stdin=b'{"id": "x", "text": "Suva"}\n').out) == ["x"]
        forced = program("parse", "-", "--input-format", "txt", stdin=b'{"id": "x"}\n')
        assert json.loads(forced.out)["text"] == '{"id": "x"}\n'

    def test_a_folder(self, program: Program, tmp_path: Path) -> None:
        (tmp_path / "b.txt").write_text("Suva")
        (tmp_path / "a.txt").write_text("Apia")
        assert ids(program("parse", tmp_path).out) == ["a.txt", "b.txt"]

    def test_an_earlier_output_in_the_folder_is_no_input(self, program: Program, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text("Apia")
        for _ in range(2):
            assert program("parse", tmp_path, "-o", tmp_path / "out.jsonl").status == 0
            assert ids((tmp_path / "out.jsonl").read_text()) == ["a.txt"]

    def test_what_documents_do_not_state(self, program: Program, news: Path) -> None:
        ended = program("parse", news, "--lang", "NL", "--date", "2022-01-05T10:00", "--outlet", "nos.nl")
        first, second = map(json.loads, ended.out.splitlines())
        assert (first["lang"], second["lang"]) == ("en", "nl")
        assert (first["date"], second["outlet"]) == ("2022-01-05", "nos.nl")

    def test_an_encoding(self, program: Program, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_bytes("Мост".encode("koi8-r"))
        assert program("parse", tmp_path / "a.txt").status == 1
        assert json.loads(program("parse", tmp_path / "a.txt", "--encoding", "koi8-r").out)["text"] == "Мост"

    def test_warnings_are_told_and_reported(self, program: Program, tmp_path: Path) -> None:
        (tmp_path / "a.jsonl").write_text('{"id": "1", "text": "Suva", "date": "2022"}')
        ended = program("parse", tmp_path / "a.jsonl")
        assert ended.status == 0
        assert ended.err.startswith(f"geomap: {tmp_path / 'a.jsonl'}:1: warning: date '2022'")
        assert json.loads(ended.out)["warnings"] == ["date '2022' is no ISO 8601 day such as '2022-01-05'; left out"]

    def test_any_unicode_goes_out_as_utf8(self, program: Program, tmp_path: Path) -> None:
        (tmp_path / "a.jsonl").write_text('{"id": "1", "text": "\\ud800 Київ \\u2028"}')
        ended = program("parse", tmp_path / "a.jsonl")
        assert json.loads(ended.out)["text"] == "\ud800 Київ \u2028"

    def test_a_fault_in_one_document_does_not_lose_the_others(
        self, program: Program, news: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from conftest import made_report

        def faulty(document: object, *settings: object) -> Report:
            if document.id == "1":  # type: ignore[attr-defined]
                raise ZeroDivisionError("division by zero")
            return made_report(document)  # type: ignore[arg-type]

        monkeypatch.setattr("geomap.cli.run.read_document", faulty)
        ended = program("parse", news)
        assert (ended.status, ids(ended.out)) == (1, ["2"])
        assert f"{news}:1: a fault in geomap" in ended.err
        assert "ZeroDivisionError: division by zero" in ended.err


class TestWrongUse:
    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (["parse"], "INPUT"),
            (["fly"], "fly"),
            (["parse", "x.txt", "--lang", "dutch"], "ISO 639-1"),
            (["parse", "x.txt", "--date", "2022"], "ISO 8601"),
            (["parse", "x.txt", "--encoding", "klingon"], "klingon"),
            (["parse", "x.txt", "--input-format", "doc"], "doc"),
            (["parse", "x.txt", "-o", "none/out.jsonl"], "mkdir -p"),
            (["map", "x.txt"], "output"),
            (["export", "x.txt", "-o", "out.shp"], ".geojson, .parquet, .gpkg, .csv, .tsv, .xlsx, .kml"),
            (["export", "x.txt", "-o", "out.csv", "--layer", "roads"], "roads"),
            (["lookup", "x", "--country", "KAZ"], "3166"),
            (["lookup", "x", "-n", "0"], "--limit"),
            (["gazetteer", "import-geonames", "allCountries.zip"], "allCountries.zip cannot be read"),
        ],
    )
    def test_ends_with_2_and_says_why(
        self, program: Program, arguments: list[str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("TERM", "dumb")
        monkeypatch.setenv("COLUMNS", "200")
        ended = program(*arguments)
        assert ended.status == 2
        assert told in ended.err

    def test_an_input_is_never_overwritten(self, program: Program, news: Path) -> None:
        before = news.read_bytes()
        for command in ("parse", "map"):
            ended = program(command, news, "-o", news)
            assert (ended.status, "is also an input" in ended.err) == (2, True)
        assert news.read_bytes() == before


class TestMap:
    def test_says_where_it_is_and_what_it_found(self, program: Program, news: Path, tmp_path: Path) -> None:
        pytest.importorskip("folium")
        ended = program("map", news, "-o", tmp_path / "map.html", "--title", "Unrest")
        assert ended.status == 0, ended.err
        assert (tmp_path / "map.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
        assert ended.out.splitlines() == [
            f"Map: {tmp_path / 'map.html'}",
            "",
            "role           place   country  mentions",
            "incident site  Almaty  KZ       1",
            "accuser        Moscow  RU       1",
        ]

    def test_of_reports_made_before(self, program: Program, news: Path, tmp_path: Path) -> None:
        pytest.importorskip("folium")
        program("parse", news, "-o", tmp_path / "reports.jsonl")
        ended = program("map", tmp_path / "reports.jsonl", "-o", tmp_path / "map.html")
        assert (ended.status, "Almaty" in ended.out) == (0, True)

    def test_nothing_to_draw(self, program: Program, tmp_path: Path) -> None:
        ended = program("map", tmp_path / "none.txt", "-o", tmp_path / "map.html")
        assert (ended.status, (tmp_path / "map.html").exists()) == (1, False)


class TestExport:
    @pytest.mark.parametrize("ending", ["geojson", "parquet", "gpkg", "csv", "kml"])
    def test_documents_and_reports_give_the_same_file(self, program: Program, news: Path, tmp_path: Path, ending: str) -> None:
        program("parse", news, "-o", tmp_path / "reports.jsonl")
        assert program("export", news, "-o", tmp_path / f"a.{ending}").status == 0
        assert program("export", tmp_path / "reports.jsonl", "-o", tmp_path / f"b.{ending}").status == 0
        if ending != "gpkg":  # A GeoPackage has the time of writing in it.
            assert (tmp_path / f"a.{ending}").read_bytes() == (tmp_path / f"b.{ending}").read_bytes()

    def test_a_layer(self, program: Program, news: Path, tmp_path: Path) -> None:
        program("export", news, "-o", tmp_path / "a.geojson", "--layer", "incidents")
        [feature] = json.loads((tmp_path / "a.geojson").read_text())["features"]
        assert feature["properties"]["type"] == "riots"

    def test_a_broken_report_is_named(self, program: Program, tmp_path: Path) -> None:
        (tmp_path / "r.jsonl").write_text('{"id": "1", "text": "x", "mentions": []}\n')
        ended = program("export", tmp_path / "r.jsonl", "-o", tmp_path / "a.csv")
        assert ended.status == 1
        assert "r.jsonl:1: not a report that this geomap can read: report lacks 'lang'" in ended.err


class TestOthers:
    def test_schema(self, program: Program) -> None:
        ended = program("schema")
        assert (ended.status, ended.out) == (0, SCHEMA_FILE.read_text(encoding="utf-8"))

    def test_version(self, program: Program) -> None:
        from geomap.edition import edition

        assert program("--version").out == f"geomap {edition()}\n"

    def test_lookup(self, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
        class Index:
            def lookup(self, name: str, **_: object) -> tuple[object, ...]:
                return (ALMATY,) if name == "Алматы" else ()

        monkeypatch.setattr("geomap.cli.commands.open_gazetteer", lambda path: Index())
        ended = program("lookup", "Алматы", "Nergenshuizen", "-n", "1")
        assert (ended.status, ended.err) == (1, "geomap: no place is known as 'Nergenshuizen'\n")
        found = json.loads(ended.out)
        assert (found["query"], found["name"], found["country"], found["lat"]) == ("Алматы", "Almaty", "KZ", 43.25)
        assert program("lookup", "Алматы").status == 0

    @pytest.mark.parametrize("command", ["parse", "map", "export", "explain", "lookup", "schema"])
    def test_help_teaches_by_example(self, program: Program, command: str) -> None:
        ended = program(command, "--help")
        assert ended.status == 0
        assert f"    geomap {command}" in ended.out


def run(arguments: list[str], **options: object) -> subprocess.CompletedProcess[bytes]:
    """The program in a process of its own."""
    return subprocess.run([sys.executable, *arguments], capture_output=True, timeout=60, check=False, **options)  # type: ignore[call-overload, no-any-return]


def test_python_m_is_the_same_program() -> None:
    ended = run(["-m", "geomap", "schema"])
    assert (ended.returncode, ended.stdout) == (0, SCHEMA_FILE.read_bytes())


def test_a_reader_that_goes_away_is_no_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run(
        [sys.executable, "-m", "geomap", "schema"], stdout=writing, stderr=subprocess.PIPE, timeout=60, check=False
    )
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (0, b"")


def test_a_cold_start_loads_nothing_heavy() -> None:
    heavy = "{'folium', 'geopandas', 'pandas', 'pyarrow', 'rich', 'shapely', 'trafilatura'}"
    code = f"import sys, geomap.cli; print(sorted({heavy} & set(sys.modules)))"
    ended = run(["-c", code])
    assert ended.stdout == b"[]\n", ended.stderr.decode()


def test_columns_and_limits_are_options(program: Program, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"key;body\n7;{TEXT}\n8;{'x' * 5_000}\n")
    ended = program("parse", tmp_path / "a.csv", "--text-column", "body", "--id-column", "key", "--max-size", "0.002")
    assert (ended.status, ids(ended.out)) == (1, ["7"])
    assert f"{tmp_path / 'a.csv'}:3: a line is larger than" in ended.err
    assert program("parse", tmp_path / "a.csv", "--text-column", "body").status == 0


def test_an_encoding_that_was_detected_is_told(program: Program, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(
        ("Протестующие захватили аэропорт города, сообщила полиция вечером. " * 3).encode("koi8-r")
    )
    ended = program("parse", tmp_path / "a.txt", "--encoding", "auto")
    assert ended.status == 0
    assert f"{tmp_path / 'a.txt'}: warning: read as koi8-r, which charset-normalizer found likeliest" in ended.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is always full")
@pytest.mark.parametrize("arguments", [["schema"], ["lookup", "Paris"], ["parse", "a.txt"], ["explain", "a.txt", "-m", "0"]])
def test_a_full_disk_under_standard_output_is_one_line(arguments: list[str], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Crowds stormed the airport of Almaty.")
    root = Path(__file__).parents[1]
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "geomap", *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(root)},
        )
    assert (ended.returncode, ended.stderr) == (2, b"geomap: the output: No space left on device\n")
