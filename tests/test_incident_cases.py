"""Short passages about true events, with what happened in them, where, how exactly, when, and who does what to whom.

``tests/cases/incidents/*.txt``, one file a language: ``# name day-of-publication``, the passage, then a line an incident
(``- type | the words that name its place | UCDP precision | days``) or relation (``> kind | source | target``); a slash
parts what is allowed. There are exactly as many incidents as lines. All was written before geomap had read the passages.

What fails stands in ``known-failures.json`` beside them with the reason and the room that has to mend it. What this room has
to mend must fail: once it is right, it has to go; what another room mends may pass before it is taken out.
"""

import json
from datetime import date as Date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import geomap
from geomap.documents import Document
from geomap.incidents import Incident
from geomap.incidents.dates import find_date
from geomap.report import Report
from geomap.text import read_text

FOLDER = Path(__file__).parent / "cases" / "incidents"
FAILURES = {each["check"]: each for each in json.loads((FOLDER / "known-failures.json").read_text(encoding="utf-8"))}
ROOMS = {"places", "roles", "incidents"}


class Happening(NamedTuple):
    """What should be found: one line of a case."""

    types: tuple[str, ...]
    at: str
    precision: tuple[int, ...]
    days: tuple[str, str]


class Case(NamedTuple):
    """One passage."""

    name: str
    lang: str
    day: str
    text: str
    happenings: tuple[Happening, ...]
    relations: tuple[tuple[str, str, str], ...]


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line[1:].split("|")]


def happening(line: str) -> Happening:
    types, at, precision, days = cells(line)
    start, _, end = days.partition("..")
    return Happening(tuple(types.split("/")), at, tuple(map(int, precision.split("/"))), (start, end or start))


def cases() -> dict[str, Case]:
    found = {}
    for path in sorted(FOLDER.glob("*.txt")):
        for block in path.read_text(encoding="utf-8").removeprefix("# ").split("\n# "):
            (name, day), text, *lines = block.split("\n")[0].split(), *block.split("\n")[1:]
            relations = tuple(tuple(cells(line)) for line in lines if line.startswith(">"))
            wanted = tuple(happening(line) for line in lines if line.startswith("-"))
            found[name] = Case(name, path.stem, day, text, wanted, relations)  # type: ignore[arg-type]
    return found


CASES = cases()


def marked(check: str, *values: Any) -> Any:
    known = FAILURES.get(check)
    marks = [pytest.mark.xfail(reason=known["reason"], strict=known["room"] == "incidents")] if known else []
    return pytest.param(*values, id=check, marks=marks)


def parameters(what: str) -> list[Any]:
    return [
        marked(f"{case.name}/{one.at}/{what}", case.name, number)
        for case in CASES.values()
        for number, one in enumerate(case.happenings)
    ]


COUNTS = [marked(f"{case.name}/count", case.name) for case in CASES.values() if case.happenings]
RELATIONS = [
    marked(f"{case.name}/{source} {kind} {target}", case.name, (kind, source, target))
    for case in CASES.values()
    for kind, source, target in case.relations
]


def dates() -> list[Any]:
    """Phrases as they stand in ``dates.tsv``, all published on Wednesday 12 January 2022; empty where nothing is certain."""
    rows = (line.split("\t") for line in (FOLDER / "dates.tsv").read_text(encoding="utf-8").splitlines()[1:])
    return [marked(f"dates/{lang}/{phrase}", lang, phrase, days) for lang, phrase, days in rows]


@cache
def report_of(name: str) -> Report:
    case = CASES[name]
    return geomap.read(case.text, lang=case.lang, date=case.day, id=name)


def names(report: Report, incident: Incident) -> list[str]:
    mentions = (report.mentions[number].resolution for number in incident.mentions)
    return [each.mention.text for each in mentions if each.place == incident.place]


def incident_at(name: str, wanted: Happening) -> Incident:
    """The incident at the place that these words name."""
    report = report_of(name)
    found = [each for each in report.incidents if wanted.at in names(report, each)]
    assert found, [(each.type.value, each.place.name) for each in report.incidents]
    return next((each for each in found if each.type in wanted.types), found[0])


@pytest.mark.parametrize("name", COUNTS)
def test_how_many_happenings(name: str) -> None:
    found = [(each.type.value, each.place.name, each.date) for each in report_of(name).incidents]
    assert len(found) == len(CASES[name].happenings), found


@pytest.mark.parametrize(("name", "number"), parameters("type"))
def test_what_happened_there(name: str, number: int) -> None:
    wanted = CASES[name].happenings[number]
    assert incident_at(name, wanted).type in wanted.types


@pytest.mark.parametrize(("name", "number"), parameters("precision"))
def test_how_exactly_it_is_known_where(name: str, number: int) -> None:
    wanted = CASES[name].happenings[number]
    assert incident_at(name, wanted).precision in wanted.precision


@pytest.mark.parametrize(("name", "number"), parameters("days"))
def test_when_it_happened(name: str, number: int) -> None:
    wanted = CASES[name].happenings[number]
    date = incident_at(name, wanted).date
    assert date is not None
    assert (date.start.isoformat(), date.end.isoformat()) == wanted.days


@pytest.mark.parametrize(("lang", "phrase", "days"), dates())
def test_what_days_a_phrase_names(lang: str, phrase: str, days: str) -> None:
    text = read_text(Document(id="x", text=phrase, lang=lang, date=Date(2022, 1, 12)))
    found = find_date(text, 0, len(text.words))
    start, _, end = days.partition("..")
    assert (f"{found.start}..{found.end}" if found else "") == (f"{start}..{end or start}" if days else "")


@pytest.mark.parametrize(("name", "wanted"), RELATIONS)
def test_who_does_what_to_whom(name: str, wanted: tuple[str, str, str]) -> None:
    report = report_of(name)
    words = [each.resolution.mention.text for each in report.mentions]
    found = {(each.kind.value, words[each.source], words[each.target]) for each in report.relations}
    kind, source, target = wanted
    assert wanted in found
    assert (kind, target, source) not in found


def test_known_failures_name_checks_that_there_are() -> None:
    every = [*COUNTS, *RELATIONS, *dates(), *(each for what in ("type", "precision", "days") for each in parameters(what))]
    assert FAILURES.keys() <= {each.id for each in every}
    assert all(each["reason"].strip() and each["room"] in ROOMS for each in FAILURES.values())
