"""geomap explain: the story of a mention, for people and as JSON."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ARTICLE = ROOT / "examples" / "kazakhstan-2022.nl.txt"


def geomap(*arguments: object) -> subprocess.CompletedProcess[str]:
    """The program in a process of its own, with the real gazetteer."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "300", "TERM": "dumb"}
    command = [sys.executable, "-m", "geomap", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False, env=environment)


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the example and one more, made before."""
    folder = tmp_path_factory.mktemp("reports")
    (folder / "b.txt").write_text("Iraqi tanks crossed the border of Kuwait in 1990. Paris, Texas is a town.")
    assert geomap("parse", ARTICLE, folder / "b.txt", "-o", folder / "r.jsonl").returncode == 0
    return folder / "r.jsonl"


def test_a_story_agrees_with_the_report(reports: Path) -> None:
    [report, _] = map(json.loads, reports.read_text(encoding="utf-8").splitlines())
    ended = geomap("explain", ARTICLE, "--text", "Rusland", "--json")
    assert (ended.returncode, ended.stderr) == (0, "")
    told = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [each["number"] for each in told] == [
        number
        for number, mention in enumerate(report["mentions"])
        if mention["text"] == "Rusland" or (mention["place"] and mention["place"]["name"] == "Rusland")
    ]
    for each in told:
        assert each["mention"] == report["mentions"][each["number"]]
        start, end = each["sentence"]["start"], each["sentence"]["end"]
        assert start <= each["mention"]["start"] < each["mention"]["end"] <= end
        assert [place["id"] for place in each["places"] if place["chosen"]] == [each["mention"]["place"]["id"]]
        assert any(name["taken"] and name["text"] == "Rusland" for name in each["recognition"]["names"])
    ally = next(each for each in told if each["mention"]["role"] == "ally")
    [*decided] = [ground for ground in ally["considered"] if ground["decided"]]
    assert {(ground["role"], ground["frame"]) for ground in decided} == {("ally", "ask_help")}
    assert any("Rusland" in names for happening in ally["happenings"] for names in happening["parts"].values())
    assert ally["relations"]


def test_people_read_it_too(reports: Path) -> None:
    ended = geomap("explain", reports, "--id", "b.txt", "--text", "Kuwait")
    assert ended.returncode == 0
    lines = ended.stdout.splitlines()
    assert lines[0].startswith("Kuwait: mention 1 of ")
    assert lines[1] == "  Iraqi tanks crossed the border of [Kuwait] in 1990"
    assert any(line.startswith("The place: ") and "KW, confidence " in line for line in lines)
    assert any(line.startswith("The role: ") for line in lines)
    assert "\x1b" not in ended.stdout


def test_other_places_of_the_name_are_listed(reports: Path) -> None:
    ended = geomap("explain", reports, "--id", "b.txt", "--text", "Paris", "--json")
    told = json.loads(ended.stdout.splitlines()[0])
    countries = [(place["country"], place["chosen"]) for place in told["places"]]
    assert countries[0] == ("US", True)
    assert ("FR", False) in countries


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "say which, with --mention or --text"),
        (["--text", "Atlantis"], "there is no such mention"),
        (["--mention", "999"], "there is no such mention"),
        (["--id", "x", "--mention", "0"], "no document has the id 'x'"),
    ],
)
def test_what_is_not_there_is_told_with_what_is(arguments: list[str], told: str) -> None:
    ended = geomap("explain", ARTICLE, *arguments)
    assert ended.returncode == 2
    assert told in " ".join(ended.stderr.split())


def test_a_hostile_text_commands_no_terminal(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Crowds \x1b[31mstormed\x1b[0m \x9b2J \u202ethe airport of Almaty.", encoding="utf-8")
    ended = geomap("explain", tmp_path / "a.txt", "--text", "Almaty")
    assert ended.returncode == 0
    assert not {"\x1b", "\x9b", "\u202e"} & set(ended.stdout)
