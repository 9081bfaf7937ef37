"""The report is the contract: its keys, its schema, and that what is written can be read back."""

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from gazetteer.place import Place, PlaceKind
from geomap import Report, pipeline
from geomap.documents import Document
from geomap.errors import DocumentError
from geomap.export.plain import json_line
from geomap.export.schema import SCHEMA_FILE, check_report, report_schema
from geomap.incidents import DateRange, Incident, IncidentType, Relation, RelationKind
from geomap.mentions import BLOC, Mention, MentionKind
from geomap.places import Alternative, Resolution
from geomap.roles import Evidence, Reading, Role, RoleAssignment

VALIDATOR = Draft202012Validator(report_schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)

# ---- any report ----------------------------------------------------------------------------------------------------

texts = st.text(st.characters(), min_size=1, max_size=40)
words = st.text(st.characters(), max_size=8)
shares = st.floats(0, 1)
countries = st.none() | st.from_regex(r"[A-Z]{2}", fullmatch=True)
places = st.builds(
    Place,
    id=words,
    name=words,
    kind=st.sampled_from(PlaceKind),
    lat=st.floats(-90, 90),
    lon=st.floats(-180, 180),
    geonameid=st.none() | st.integers(1, 10**8),
    country=countries,
    admin1=st.none() | words,
    population=st.none() | st.integers(0, 10**10),
)


@st.composite
def spans(draw: st.DrawFn, text: str) -> tuple[int, int]:
    start = draw(st.integers(0, len(text) - 1))
    return start, draw(st.integers(start + 1, len(text)))


@st.composite
def evidences(draw: st.DrawFn, text: str) -> Evidence:
    start, end = draw(spans(text))
    return Evidence(start=start, end=end, cue=draw(words))


@st.composite
def assignments(draw: st.DrawFn, text: str) -> RoleAssignment:
    start, end = draw(spans(text))
    reasons = st.lists(words, max_size=2).map(tuple)
    kind = draw(st.sampled_from(MentionKind))
    mention = Mention(start=start, end=end, text=text[start:end], kind=kind, why=draw(reasons))
    alternatives = st.lists(st.builds(Alternative, place=places, confidence=shares), max_size=2).map(tuple)
    resolution = Resolution(
        mention=mention,
        place=draw(st.none() | places),
        confidence=draw(shares),
        alternatives=draw(alternatives),
        why=draw(reasons),
    )
    return RoleAssignment(
        resolution=resolution,
        reading=draw(st.sampled_from(Reading)),
        role=draw(st.sampled_from(Role)),
        confidence=draw(shares),
        evidence=draw(st.none() | evidences(text)),
        why=draw(reasons),
    )


@st.composite
def reports(draw: st.DrawFn) -> Report:
    text = draw(texts)
    mentions = tuple(draw(st.lists(assignments(text), max_size=3)))
    numbers = st.integers(0, max(0, len(mentions) - 1))
    days = st.builds(DateRange, start=st.dates(), end=st.dates())
    incidents = st.builds(
        Incident,
        id=words,
        type=st.sampled_from(IncidentType),
        mentions=st.lists(numbers, max_size=3).map(tuple),
        place=places,
        precision=st.integers(1, 6),
        date=st.none() | days,
        confidence=shares,
        evidence=evidences(text),
    )
    relations = st.builds(
        Relation,
        kind=st.sampled_from(RelationKind),
        source=numbers,
        target=numbers,
        confidence=shares,
        evidence=evidences(text),
    )
    optional = st.none() | words
    document = Document(
        id=draw(words),
        text=text,
        date=draw(st.none() | st.dates()),
        title=draw(optional),
        outlet=draw(optional),
        url=draw(optional),
    )
    return Report(
        document=document,
        lang=draw(st.none() | st.sampled_from(["nl", "en", "uk"])),
        mentions=mentions,
        incidents=tuple(draw(st.lists(incidents, max_size=2))) if mentions else (),
        relations=tuple(draw(st.lists(relations, max_size=2))) if mentions else (),
        warnings=tuple(draw(st.lists(words, max_size=2))),
        geomap="0.1.0",
        gazetteer=draw(words),
    )


# Deep records take long to make on a busy machine, which says nothing about the code.
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(reports())
def test_any_report_fits_the_schema_and_comes_back(made: Report) -> None:
    line = made.to_json()
    assert len(line.encode().splitlines()) == 1
    assert len(line.splitlines()) == 1
    fields = json.loads(line)
    assert list(VALIDATOR.iter_errors(fields)) == []
    assert Report.from_dict(fields).to_dict() == made.to_dict() == fields
    assert Report.from_dict(fields).to_json() == line


def paths(value: object, here: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every place in a nested value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [here, *(path for key, item in inner for path in paths(item, (*here, key)))]


def put(value: Any, path: tuple[str | int, ...], new: object) -> object:
    """The value with another one at a place."""
    if not path:
        return new
    changed = deepcopy(value)
    holder = changed
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = new
    return changed


odd_values: st.SearchStrategy[object] = st.sampled_from(
    [None, True, 0, -1, 1.5, 7, 200, "", "x", "nl", "KZ", "2022-01-05", "2022-13-01", [], {}, [0]]
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), new=odd_values)
def test_the_check_agrees_with_a_full_validator(report: Report, data: st.DataObject, new: object) -> None:
    fields = json.loads(report.to_json())
    changed = put(fields, data.draw(st.sampled_from(paths(fields))), new)
    valid = Draft202012Validator(report_schema()).is_valid(changed)
    try:
        check_report(changed)
    except DocumentError:
        assert not valid
    else:
        assert valid


# ---- the report itself -----------------------------------------------------------------------------------------------


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(report_schema())


def test_the_report_as_the_contract_shows_it(report: Report) -> None:
    fields = report.to_dict()
    assert list(fields) == [
        *("id", "lang", "date", "title", "outlet", "url", "text", "geomap", "gazetteer"),
        *("mentions", "incidents", "relations", "warnings"),
    ]
    assert (fields["id"], fields["lang"], fields["date"], fields["url"]) == ("kz-1", "en", "2022-01-06", None)
    assert fields["mentions"][1] == {  # type: ignore[index]
        "start": 76,
        "end": 82,
        "text": "Almaty",
        "kind": "name",
        "reading": "literal",
        "place": {
            "id": "geonames:1526384",
            "geonameid": 1526384,
            "name": "Almaty",
            "kind": "settlement",
            "country": "KZ",
            "admin1": "Almaty",
            "lat": 43.25,
            "lon": 76.91667,
            "population": 1977011,
        },
        "confidence": 0.9765,
        "alternatives": [
            {
                "id": "geonames:2198148",
                "name": "Suva",
                "country": "FJ",
                "lat": -18.14161,
                "lon": 178.44149,
                "confidence": 0.01,
            }
        ],
        "role": "incident_site",
        "role_confidence": 0.9,
        "evidence": {"start": 0, "end": 83, "cue": "Almaty"},
        "why": ["written as a name", "largest place of that name", "subject of the verb"],
    }
    assert fields["incidents"] == [
        {
            "id": "kz-1-1",
            "type": "riots",
            "mentions": [1],
            "place": fields["mentions"][1]["place"],  # type: ignore[index]
            "precision": 2,
            "date": {"start": "2022-01-05", "end": "2022-01-06"},
            "confidence": 0.75,
            "evidence": {"start": 0, "end": 83, "cue": "Mosco"},
        }
    ]
    assert fields["relations"] == [
        {
            "kind": "accuses",
            "source": 0,
            "target": 1,
            "confidence": 0.8,
            "evidence": {"start": 0, "end": 83, "cue": "Mosco"},
        }
    ]


def test_lines_are_safe_to_write_and_to_split() -> None:
    line = json_line({"text": "a\ud800\u2028\u0085ж"})
    assert line == '{"text": "a\\ud800\\u2028\\u0085ж"}'
    assert json.loads(line) == {"text": "a\ud800\u2028\u0085ж"}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda f: f.pop("lang"), "report lacks 'lang'"),
        (lambda f: f.update(colour="red"), "report has unknown 'colour'"),
        (lambda f: f["mentions"][0].update(role="hero"), r"report.mentions\[0\].role is 'hero', none of incident_site"),
        (lambda f: f["mentions"][0].update(start="1"), r"report.mentions\[0\].start is '1', not integer"),
        (lambda f: f["mentions"][0].update(text="Mockow"), r"mentions\[0\].text is not text\[0:6\]"),
        (lambda f: f["mentions"][0]["place"].update(lat=91), r"place.lat is 91, outside -90 to 90"),
        (lambda f: f["incidents"][0].update(mentions=[2]), "names mention 2; there are 2"),
        (lambda f: f["relations"][0].update(target=9), "names mention 9; there are 2"),
        (lambda f: f["relations"][0]["evidence"].update(end=999), r"evidence \[0, 999\]"),
        (lambda f: f.update(date="2022-02-30"), "report.date is '2022-02-30': day is out of range"),
    ],
)
def test_reading_back_is_strict(report: Report, change: Callable[[Any], object], why: str) -> None:
    fields = json.loads(report.to_json())
    change(fields)
    with pytest.raises(DocumentError, match=why):
        Report.from_dict(fields)


def test_a_byline_is_told_where_there_is_one(report: Report) -> None:
    assert "byline" not in report.to_dict()
    signed = replace(report, document=replace(report.document, byline="Ada Vos"))
    assert signed.to_dict()["byline"] == "Ada Vos"
    assert Report.from_dict(signed.to_dict()).document.byline == "Ada Vos"


def test_repr_is_one_short_line(report: Report) -> None:
    assert repr(report) == "<Report 'kz-1': 2 mentions, 1 incident, 1 relation>"


def test_notebooks_get_escaped_text_with_marks(report: Report) -> None:
    from geomap.export.markup import marked_text

    html = marked_text(report)
    assert "&lt;b&gt;outsiders&lt;/b&gt; &amp; others" in html
    assert 'title="Almaty, KZ: incident site">Almaty</mark>' in html


def test_notebooks_use_the_colours_of_the_map() -> None:
    from geomap.export.markup import COLOURS

    style = (SCHEMA_FILE.parent / "map" / "page" / "colours.css").read_text(encoding="utf-8")
    for role, colour in COLOURS.items():
        assert f".role-{role} {{\n  --role: {colour};" in style


# ---- the flow --------------------------------------------------------------------------------------------------------


def test_a_text_becomes_a_document() -> None:
    document = pipeline.complete("Almaty", {"date": "2022-01-05", "lang": "nl", "spans": [(0, 6)]})
    assert document == Document(id=document.id, text="Almaty", lang="nl", date=date(2022, 1, 5), spans=((0, 6),))
    assert document.id == pipeline.complete("Almaty", {}).id != pipeline.complete("Astana", {}).id


def test_what_is_given_overrules_the_document() -> None:
    given = Document(id="x", text="t", lang="nl", title="T", warnings=("w",))
    assert pipeline.complete(given, {"lang": "en"}) == replace(given, lang="en")


def test_spans_that_do_not_fit_are_refused() -> None:
    with pytest.raises(DocumentError, match=r"spans\[0\]"):
        pipeline.complete("Almaty", {"spans": [(0, 7)]})


def bloc(report: Report, role: Role) -> RoleAssignment:
    """The first three letters of the text as a bloc."""
    mention = Mention(start=0, end=3, text=report.document.text[:3], kind=MentionKind.NAME, why=(BLOC,))
    resolution = Resolution(mention=mention, place=None, confidence=0.0)
    return RoleAssignment(resolution=resolution, reading=Reading.ACTOR, role=role, confidence=0.5)


def test_idle_blocs_are_dropped_and_the_rest_renumbered(report: Report) -> None:
    with_blocs = replace(
        report,
        mentions=(bloc(report, Role.MENTION), *report.mentions, bloc(report, Role.ACCUSER), bloc(report, Role.MENTION)),
        incidents=(replace(report.incidents[0], mentions=(2,)),),
        relations=(replace(report.relations[0], source=1, target=2), replace(report.relations[0], source=2, target=3)),
    )
    dropped = pipeline.drop_idle_blocs(with_blocs)
    assert dropped.mentions == (*report.mentions, bloc(report, Role.ACCUSER))
    assert dropped.incidents == report.incidents
    assert [(relation.source, relation.target) for relation in dropped.relations] == [(0, 1), (1, 2)]


def test_a_bloc_in_a_relation_stays(report: Report) -> None:
    relation = replace(report.relations[0], source=0, target=2)
    with_bloc = replace(report, mentions=(*report.mentions, bloc(report, Role.MENTION)), relations=(relation,))
    assert pipeline.drop_idle_blocs(with_bloc) is with_bloc
