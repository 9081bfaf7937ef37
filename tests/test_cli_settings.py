"""geomap.toml, --verbose, --workers, the shell's completion, and what a terminal shows that a pipe does not."""

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Program

TEXT = "Moscow blamed outsiders after crowds stormed the airport of Almaty."
ROOT = Path(__file__).parents[1]
COLOUR = re.compile(rb"\x1b\[[0-9;]*(?:3[0-7]|9[0-7]|38;[0-9;]+)m")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, below a home folder, with two documents under a name of their own."""
    home = tmp_path / "home"
    (home / "desk" / "today").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("COLUMNS", "300")
    monkeypatch.chdir(home / "desk" / "today")
    lines = [json.dumps({"body": TEXT}), json.dumps({"body": "Nothing here."})]
    Path("news.jsonl").write_text("\n".join(lines))
    return home / "desk"


def langs(lines: str) -> list[str]:
    return [json.loads(line)["lang"] for line in lines.splitlines()]


class TestConfig:
    def test_a_file_above_the_working_folder_gives_defaults(self, program: Program, desk: Path) -> None:
        (desk / "geomap.toml").write_text('lang = "nl"\nmax-size = 2\n[parse]\ntext-column = "body"\n')
        ended = program("parse", "news.jsonl")
        assert (ended.status, langs(ended.out)) == (0, ["nl", "nl"])

    def test_the_command_line_wins_and_the_table_of_the_command_before_the_top(self, program: Program, desk: Path) -> None:
        (desk / "geomap.toml").write_text('lang = "nl"\n[parse]\ntext-column = "body"\nlang = "fr"\n')
        assert langs(program("parse", "news.jsonl").out) == ["fr", "fr"]
        assert langs(program("parse", "news.jsonl", "--lang", "de").out) == ["de", "de"]

    def test_a_file_that_is_named_comes_before_one_that_is_found(self, program: Program, desk: Path) -> None:
        (desk / "geomap.toml").write_text("nonsense = 1")
        Path("other.toml").write_text('text-column = "body"\nlang = "es"')
        assert langs(program("parse", "news.jsonl", "--config", "other.toml").out) == ["es", "es"]

    def test_nothing_above_the_home_folder_is_trusted(self, program: Program, desk: Path) -> None:
        (desk.parents[1] / "geomap.toml").write_text('text-column = "body"')
        assert program("parse", "news.jsonl").status == 1

    def test_paths_count_from_the_file(self, program: Program, desk: Path) -> None:
        (desk / "geomap.toml").write_text('text-column = "body"\ncorrections = "none.jsonl"')
        ended = program("parse", "news.jsonl")
        assert ended.status == 2
        assert str(desk / "none.jsonl") in ended.err

    @pytest.mark.parametrize(
        ("settings", "told"),
        [
            ("max-sice = 2", "there is no setting 'max-sice'; did you mean 'max-size'?"),
            ("[parse]\ntext-colum = 'x'", "geomap parse has no 'text-colum'; did you mean 'text-column'?"),
            ("[prase]\nlang = 'nl'", "there is no command 'prase' for [prase]; did you mean 'parse'?"),
            ("[parse]\noutput = 'x'", "geomap parse has no 'output'"),
            ("geocoder = 'nominatim'", "'geocoder' holds only in a file that is named"),
            ("lang = 3", "'3' is no ISO 639-1 code"),
            ("max-size = 'large'", "--max-size"),
            ("lang = ", "is not TOML that can be read"),
            ("a = " + "[" * 5_000, "is not TOML that can be read"),
            ("#" * 1_100_000, "larger than 1 MiB"),
            ("lang = '\udcff'", "is not TOML that can be read"),
        ],
    )
    def test_what_is_wrong_in_it_is_told(self, program: Program, desk: Path, settings: str, told: str) -> None:
        (desk / "geomap.toml").write_bytes(settings.encode("utf-8", "surrogateescape"))
        ended = program("parse", "news.jsonl")
        assert ended.status == 2
        assert told in " ".join(re.sub("[│╭╮╰╯─]", " ", ended.err).split())

    def test_every_command_that_reads_takes_it(self, program: Program, desk: Path) -> None:
        (desk / "geomap.toml").write_text('text-column = "body"\n[export]\nlayer = "incidents"\n')
        assert program("export", "news.jsonl", "-o", "a.geojson").status == 0
        [feature] = json.loads(Path("a.geojson").read_text())["features"]
        assert feature["properties"]["type"] == "riots"


class TestVerbose:
    def test_what_is_decided_is_told_on_standard_error(self, program: Program, desk: Path) -> None:
        Path("news.csv").write_text(f"id;body\n1;{TEXT}\n")
        assert program("parse", "news.csv", "--text-column", "body").err == ""
        ended = program("parse", "news.csv", "--text-column", "body", "-v")
        assert ended.status == 0
        assert "geomap: text is read from 'body'" in ended.err
        assert "geomap: news.csv: cells are split at ';'" in ended.err
        assert "geomap: news.csv:2: en (as found); 2 mentions, 1 incident, 1 relation; 0 without a place" in ended.err
        assert re.search(r"geomap: files in \d\.\d\d s, reading \d\.\d\d s; 1 document$", ended.err.strip())


def geomap(*arguments: object, **settings: str) -> subprocess.CompletedProcess[bytes]:
    """The program in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **settings}
    command = [sys.executable, "-m", "geomap", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, timeout=120, check=False, env=environment)


def on_a_terminal(*arguments: object, **settings: str) -> bytes:
    """What a terminal shows of the program."""
    reading, writing = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", **settings}
    command = [sys.executable, "-m", "geomap", *map(str, arguments)]
    ended = subprocess.Popen(command, stdin=writing, stdout=writing, stderr=writing, env=environment)
    os.close(writing)
    shown = b""
    while True:
        try:
            piece = os.read(reading, 65_536)
        except OSError:  # How Linux says that nobody writes to the terminal any more.
            piece = b""
        if not piece:
            break
        shown += piece
    os.close(reading)
    assert ended.wait(60) in (0, 1)
    return shown


def test_several_processes_give_the_same_bytes(tmp_path: Path) -> None:
    news = tmp_path / "news.jsonl"
    lines = [json.dumps({"id": str(number), "text": f"{TEXT} {number}"}) for number in range(40)]
    news.write_text("\n".join([*lines[:20], "{", '{"id": "x", "text": "a", "date": "never"}', *lines[20:]]))
    one, two = geomap("parse", news), geomap("parse", news, "--workers", 2)
    assert one.stdout == two.stdout
    assert one.stdout.count(b"\n") == 41
    assert (one.returncode, one.stderr) == (two.returncode, two.stderr) == (1, one.stderr)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_completes(shell: str) -> None:
    script = geomap("--show-completion", shell)
    assert script.returncode == 0
    assert b"_GEOMAP_COMPLETE" in script.stdout


def test_commands_and_options_are_completed() -> None:
    def completed(words: str) -> set[str]:
        count = str(len(words.split(" ")) - 1)
        ended = geomap(_GEOMAP_COMPLETE="complete_bash", COMP_WORDS=words, COMP_CWORD=count)
        return set(ended.stdout.decode().split())

    assert completed("geomap pa") == {"parse"}
    assert {"--lang", "--lang-column"} <= completed("geomap parse --la")
    assert completed("geomap export --layer inc") == {"incidents"}


def test_no_color_is_respected() -> None:
    assert COLOUR.search(on_a_terminal("parse", "--help"))
    assert not COLOUR.search(on_a_terminal("parse", "--help", NO_COLOR="1"))


def test_a_terminal_shows_how_far_it_is_and_a_pipe_does_not(tmp_path: Path) -> None:
    news = tmp_path / "news.jsonl"
    news.write_text("\n".join(json.dumps({"text": f"{TEXT} {number}"}) for number in range(300)))
    assert b"reading" in on_a_terminal("parse", news, "-o", tmp_path / "out.jsonl")
    assert geomap("parse", news, "-o", tmp_path / "out.jsonl").stderr == b""
