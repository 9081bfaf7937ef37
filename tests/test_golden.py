"""Articles with every place mention that a reader finds in them, and what it should come out as.

``tests/cases/*.json`` by kind: ``in-the-wild`` articles, ``synthetic`` sentences of one difficulty each, ``negative`` texts in
which nothing happens, ``ambiguous`` ones whose names all have namesakes. All are written for this project.

A case lists its mentions in the order of the text. Of each is stated what matters: ``country``, ``place`` (the kind of place;
null for a bloc, which must get no point), ``admin1``, ``kind``, ``role`` (any of these) and ``reading``. A mention with ``may``
is allowed and not asked for. Nothing else may be found. In a ``quiet`` case nothing happens: no incident, no relation.

What fails stands in ``known-failures.json`` with the reason, and must fail: once it is right, it has to be taken out.
"""

import json
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import geomap
from geomap.mentions import BLOC
from geomap.report import Report
from geomap.roles import RoleAssignment

FOLDER = Path(__file__).parent / "cases"
EXAMPLES = Path(__file__).parents[1] / "examples"
KINDS = ("in-the-wild", "synthetic", "negative", "ambiguous")

Case = dict[str, Any]


class Expected(NamedTuple):
    """One mention of a case: where it stands, and what was stated of it."""

    start: int
    end: int
    stated: dict[str, Any]


def load(name: str) -> list[Case]:
    cases: list[Case] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return cases


CASES = {case["id"]: case for kind in KINDS for case in load(kind)}
FAILURES = {failure["check"]: failure["reason"] for failure in load("known-failures")}


def text_of(case: Case) -> str:
    """The text of a case, its own or that of an example."""
    return str(case["text"]) if "text" in case else (EXAMPLES / case["example"]).read_text(encoding="utf-8")


@cache
def report_of(ident: str) -> Report:
    case = CASES[ident]
    return geomap.read(text_of(case), lang=case["lang"], id=ident)


def expected(case: Case) -> list[Expected]:
    """The stated mentions with their offsets: each the first of its kind after the one before it."""
    text, at, found = text_of(case), 0, []
    for stated in case["mentions"]:
        start = text.index(stated["text"], at)
        at = start + len(stated["text"])
        found.append(Expected(start, at, stated))
    return found


def names_of_checks(case: Case) -> list[tuple[int, str]]:
    """The number of each mention that is asked for, and its name: "Almaty#2" is the second Almaty."""
    surfaces = [stated["text"] for stated in case["mentions"]]
    return [
        (number, f"{case['id']}/{stated['text']}#{surfaces[: number + 1].count(stated['text'])}")
        for number, stated in enumerate(case["mentions"])
        if "may" not in stated
    ]


def checks(what: str) -> list[Any]:
    """The parameters of a test of every mention; what is known to fail is marked so."""
    named = [(case["id"], number, f"{name}/{what}") for case in CASES.values() for number, name in names_of_checks(case)]
    return [pytest.param(ident, number, id=name, marks=marks(name)) for ident, number, name in named]


def marks(name: str) -> list[pytest.MarkDecorator]:
    return [pytest.mark.xfail(reason=FAILURES[name], strict=True)] if name in FAILURES else []


def found_at(ident: str, start: int, end: int) -> RoleAssignment | None:
    for assignment in report_of(ident).mentions:
        mention = assignment.resolution.mention
        if (mention.start, mention.end) == (start, end):
            return assignment
    return None


@pytest.mark.parametrize(("ident", "number"), checks("place"))
def test_the_place(ident: str, number: int) -> None:
    start, end, stated = expected(CASES[ident])[number]
    if stated.get("place", "") is None:
        assert_no_point(ident, start, end)
        return
    found = found_at(ident, start, end)
    assert found, f"not found; found are {[each.resolution.mention.text for each in report_of(ident).mentions]}"
    place = found.resolution.place
    assert place
    assert found.resolution.mention.kind == stated["kind"]
    assert {"country": place.country, "place": place.kind, "admin1": place.admin1} | what_matters(stated) == {
        "country": place.country,
        "place": place.kind,
        "admin1": place.admin1,
    }


def what_matters(stated: dict[str, Any]) -> dict[str, Any]:
    return {key: stated[key] for key in ("country", "place", "admin1") if key in stated}


def assert_no_point(ident: str, start: int, end: int) -> None:
    overlapping = [each.resolution for each in report_of(ident).mentions if overlaps(each, start, end)]
    assert [each.mention.text for each in overlapping if each.place] == []


def overlaps(assignment: RoleAssignment, start: int, end: int) -> bool:
    mention = assignment.resolution.mention
    return mention.start < end and start < mention.end


def with_role(parameters: list[Any]) -> list[Any]:
    """The parameters of mentions of which a role or reading is stated."""
    return [each for each in parameters if {"role", "reading"} & CASES[each.values[0]]["mentions"][each.values[1]].keys()]


@pytest.mark.parametrize(("ident", "number"), with_role(checks("role")))
def test_the_role(ident: str, number: int) -> None:
    start, end, stated = expected(CASES[ident])[number]
    found = found_at(ident, start, end)
    assert found
    assert found.role in stated.get("role", [found.role])
    assert found.reading == stated.get("reading", found.reading)


def case_parameters(what: str) -> list[Any]:
    return [pytest.param(ident, id=f"{ident}/{what}", marks=marks(f"{ident}/{what}")) for ident in CASES]


@pytest.mark.parametrize("ident", case_parameters("nothing else"))
def test_nothing_else_is_found(ident: str) -> None:
    stated = expected(CASES[ident])
    more = [
        each.resolution.mention.text
        for each in report_of(ident).mentions
        if BLOC not in each.resolution.mention.why and not any(overlaps(each, start, end) for start, end, _ in stated)
    ]
    assert more == []


@pytest.mark.parametrize("ident", [each for each in case_parameters("quiet") if CASES[each.values[0]].get("quiet")])
def test_where_nothing_happens_nothing_is_found_to_happen(ident: str) -> None:
    report = report_of(ident)
    assert (report.incidents, report.relations) == ((), ())
    assert {each.role for each in report.mentions} <= {"mention", "source"}


def relation_parameters() -> list[Any]:
    return [
        pytest.param(case["id"], relation, id=name, marks=marks(name))
        for case in CASES.values()
        for relation in case.get("relations", ())
        for name in [f"{case['id']}/{relation['source']} {relation['kind']} {relation.get('target', 'somebody')}"]
    ]


@pytest.mark.parametrize(("ident", "relation"), relation_parameters())
def test_the_relation(ident: str, relation: dict[str, str]) -> None:
    report = report_of(ident)
    words = [each.resolution.mention.text for each in report.mentions]
    found = [(each.kind.value, words[each.source], words[each.target]) for each in report.relations]
    wanted = (relation["kind"], relation["source"], relation.get("target"))
    assert any(each[:2] == wanted[:2] and wanted[2] in (None, each[2]) for each in found), found


def test_known_failures_name_checks_that_there_are() -> None:
    names = {each.id for what in ("place", "role") for each in checks(what)}
    names |= {each.id for what in ("nothing else", "quiet") for each in case_parameters(what)}
    names |= {each.id for each in relation_parameters()}
    assert FAILURES.keys() <= names
    assert all(reason.strip() for reason in FAILURES.values())


@pytest.mark.parametrize("ident", CASES)
def test_the_case_itself(ident: str) -> None:
    """Offsets can be found, nothing overlaps, and only known keys are used."""
    case = CASES[ident]
    assert case.keys() <= {"id", "lang", "about", "text", "example", "quiet", "mentions", "relations"}
    spans = expected(case)
    assert all(one.end <= two.start for one, two in pairwise(spans))
    known = {"text", "country", "place", "admin1", "kind", "role", "reading", "may"}
    assert all(stated.keys() <= known for stated in case["mentions"])
