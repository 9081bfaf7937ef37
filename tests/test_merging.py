"""Merging: which incidents of several documents are one, why, and that neither order nor worker changes it."""

import json
from collections import defaultdict
from dataclasses import replace
from datetime import date as Date
from datetime import timedelta
from pathlib import Path

import pytest
from conftest import Program
from hypothesis import given, settings
from hypothesis import strategies as st

import geomap
from gazetteer.place import Place, PlaceKind
from geomap.documents import Document
from geomap.incidents import DateRange, Incident, IncidentType
from geomap.merging import Sighting, group_incidents, merge_key, sightings
from geomap.merging.copies import COPIED, count_sources, resemblance, sketch
from geomap.report import Report
from geomap.roles import Evidence

KABUL = Place(id="p:kabul", name="Kabul", kind=PlaceKind.SETTLEMENT, lat=34.53, lon=69.17, country="AF", admin1="Kabul")
AIRPORT = Place(
    id="p:airport", name="Kabul Airport", kind=PlaceKind.FACILITY, lat=34.57, lon=69.21, country="AF", admin1="Kabul"
)
PAGHMAN = Place(id="p:paghman", name="Paghman", kind=PlaceKind.SETTLEMENT, lat=34.59, lon=68.95, country="AF", admin1="Kabul")
HERAT = Place(id="p:herat", name="Herat", kind=PlaceKind.SETTLEMENT, lat=34.35, lon=62.2, country="AF", admin1="Herat")
BLAST = IncidentType.EXPLOSIONS
DAY = Date(2021, 8, 26)
STORY = (
    "A bomb went off outside the Abbey Gate, where thousands were waiting in a sewage canal for a place on one of the "
    "last flights; more than 170 people were killed, thirteen American soldiers among them, and the local branch of the "
    "Islamic State said that one of its men had done it. Surgeons of an Italian charity worked through the night."
)
OTHER_STORY = (
    "Hospitals ran out of blood on Thursday evening after an attacker blew himself up among families with their papers in "
    "their hands. The airlift went on the next morning, said a general in Florida, who expected more such attempts before "
    "the deadline at the end of the month, while relatives searched the morgues for their sons."
)


def report(
    ident: str,
    place: Place = KABUL,
    kind: IncidentType = BLAST,
    days: tuple[Date, Date] | None = (DAY, DAY),
    *,
    outlet: str | None = None,
    text: str | None = None,
    published: Date | None = None,
    precision: int = 1,
) -> Report:
    written = text or " ".join(f"{ident}{number}" for number in range(20))
    incident = Incident(
        id=f"incident-{ident}",
        type=kind,
        mentions=(),
        place=place,
        precision=precision,
        date=DateRange(start=days[0], end=days[1]) if days else None,
        confidence=0.7,
        evidence=Evidence(start=0, end=1, cue=written[0]),
    )
    document = Document(id=ident, text=written, outlet=outlet, date=published)
    return Report(
        document=document, lang="en", mentions=(), incidents=(incident,), relations=(), warnings=(), geomap="0", gazetteer="0"
    )


def merged_ids(*reports: Report) -> list[str]:
    return [incident.id for each in geomap.merge(reports) for incident in each.incidents]


def test_one_place_type_and_day_are_one_happening_with_two_sources() -> None:
    one, two = geomap.merge([report("a", outlet="nos.nl"), report("b", outlet="bbc.co.uk")])
    assert one.incidents[0].id == two.incidents[0].id == "incident-a"
    merged = one.incidents[0].merged
    assert merged is not None
    assert (merged.sources, merged.reports) == (2, 2)
    assert [(each.document, each.outlet) for each in merged.documents] == [("a", "nos.nl"), ("b", "bbc.co.uk")]
    assert merged.why == ("same place and type: Kabul, explosions_remote_violence", "same day: 2021-08-26")


def test_what_stands_alone_is_left_as_it_was() -> None:
    alone = report("a")
    assert geomap.merge([alone]) == (alone,)


@pytest.mark.parametrize(
    "other",
    [
        report("b", HERAT),
        report("b", PAGHMAN),
        report("b", kind=IncidentType.PROTESTS),
        report("b", days=(DAY + timedelta(days=1),) * 2),
        report("b", days=(Date(2021, 1, 1), Date(2021, 12, 31))),
        report("b", days=None),
        report("b", days=None, published=DAY + timedelta(days=2)),
        report("b", AIRPORT, days=(DAY + timedelta(days=1),) * 2),
    ],
    ids=["other town", "next town", "other type", "next day", "a year", "no day", "published later", "airport, next day"],
)
def test_what_may_be_another_happening_stays_apart(other: Report) -> None:
    assert merged_ids(report("a"), other) == ["incident-a", "incident-b"]


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (report("b", days=(DAY, DAY + timedelta(days=1))), "same day: 2021-08-26"),
        (report("b", AIRPORT), "Kabul Airport lies 6 km from Kabul"),
        (report("b", days=(DAY - timedelta(days=3), DAY + timedelta(days=3))), "said of 2021-08-23 to 2021-08-29, and"),
        (report("b", days=None, published=DAY + timedelta(days=1)), "no day named: published 2021-08-27"),
        (report("b", kind=IncidentType.OTHER), "other is what another document calls explosions_remote_violence"),
    ],
    ids=["the night to the next day", "airport of the town", "that week", "published the day after", "other"],
)
def test_what_fits_only_one_happening_joins_it_and_says_why(other: Report, reason: str) -> None:
    _, joined = geomap.merge([report("a"), other])
    assert joined.incidents[0].id == "incident-a"
    assert joined.incidents[0].merged is not None
    assert any(why.startswith(reason) for why in joined.incidents[0].merged.why), joined.incidents[0].merged.why


def test_what_fits_two_happenings_joins_neither() -> None:
    week = report("c", days=(DAY - timedelta(days=3), DAY + timedelta(days=3)))
    assert len(set(merged_ids(report("a"), report("b", days=(DAY + timedelta(days=1),) * 2), week))) == 3


def test_a_month_of_daily_protests_is_no_single_one() -> None:
    nights = [report(f"n{day}", days=(DAY + timedelta(days=day), DAY + timedelta(days=day + 1))) for day in range(30)]
    assert len(set(merged_ids(*nights))) == 15


def test_two_incidents_of_one_document_are_never_made_one() -> None:
    both = report("a")
    second = replace(both.incidents[0], id="incident-z", place=AIRPORT)
    assert len(set(merged_ids(replace(both, incidents=(*both.incidents, second)), report("b")))) == 2


def test_undated_reports_of_one_day_are_one_happening() -> None:
    published = {"days": None, "published": DAY}
    assert merged_ids(report("a", **published), report("b", **published)) == ["incident-a"] * 2


def test_copies_and_one_outlet_count_once() -> None:
    headline = f"Kabul: what we know. {STORY}"
    three = [
        report("a", outlet="one.example", text=STORY),
        report("b", outlet="two.example", text=headline),
        report("c", outlet="www.one.example", text=OTHER_STORY),
    ]
    merged = geomap.merge(three)[0].incidents[0].merged
    assert merged is not None
    assert (merged.sources, merged.reports) == (1, 3)
    assert merged.why[-1].startswith("3 documents count as 1")


def test_copies_are_alike_and_two_stories_are_not() -> None:
    assert resemblance(sketch(STORY), sketch(f"{STORY} (Reuters)")) > COPIED > resemblance(sketch(STORY), sketch(OTHER_STORY))
    assert count_sources({"a": (None, sketch(STORY)), "b": (None, sketch(OTHER_STORY))}) == 2


def test_merging_again_changes_nothing() -> None:
    once = geomap.merge([report("a"), report("b"), report("c", HERAT)])
    assert geomap.merge(once) == once


def test_a_merged_report_is_written_and_read_back() -> None:
    one, _ = geomap.merge([report("a"), report("b")])
    again = Report.from_dict(one.to_dict())
    assert again.incidents[0].merged == one.incidents[0].merged
    assert again.to_dict() == one.to_dict()


PLACES = (KABUL, AIRPORT, PAGHMAN, HERAT)
TYPES = (BLAST, IncidentType.BATTLES, IncidentType.OTHER, IncidentType.PROTESTS)
RANGES = st.one_of(
    st.none(),
    st.builds(
        lambda start, length: (DAY + timedelta(days=start), DAY + timedelta(days=start + length)),
        st.integers(0, 6),
        st.sampled_from([0, 0, 0, 1, 2, 6, 30]),
    ),
)
REPORTS = st.lists(
    st.builds(
        lambda place, kind, days, outlet, published, near: (place, kind, days, outlet, published, near),
        st.sampled_from(PLACES),
        st.sampled_from(TYPES),
        RANGES,
        st.sampled_from([None, "a.example", "b.example"]),
        st.sampled_from([None, DAY, DAY + timedelta(days=2)]),
        st.sampled_from([1, 1, 2]),
    ),
    max_size=14,
)


def seen(drawn: list[tuple[Place, IncidentType, tuple[Date, Date] | None, str | None, Date | None, int]]) -> list[Sighting]:
    found = [
        report(f"d{number // 2}", place, kind, days, outlet=outlet, published=published, precision=near)
        for number, (place, kind, days, outlet, published, near) in enumerate(drawn)
    ]
    each = [sighting for one in found for sighting in sightings(one)]
    return [replace(one, id=f"{one.id}-{number}", number=number) for number, one in enumerate(each)]


@settings(max_examples=300, deadline=None)
@given(REPORTS, st.randoms(use_true_random=False))
def test_any_order_gives_the_same_partition(drawn, random) -> None:  # type: ignore[no-untyped-def]
    every = seen(drawn)
    groups = group_incidents(every)
    assert sorted(each.id for group in groups for each in group.sightings) == sorted(each.id for each in every)
    assert all(len({each.document for each in group.sightings}) == len(group.sightings) for group in groups)
    shuffled = list(every)
    random.shuffle(shuffled)
    assert group_incidents(shuffled) == groups


@settings(max_examples=100, deadline=None)
@given(REPORTS)
def test_each_key_is_merged_by_itself(drawn) -> None:  # type: ignore[no-untyped-def]
    every = seen(drawn)
    by_key = defaultdict(list)
    for each in every:
        by_key[merge_key(each)].append(each)
    apart = [group for part in by_key.values() for group in group_incidents(part)]
    assert sorted(apart, key=lambda group: group.id) == sorted(group_incidents(every), key=lambda group: group.id)


@settings(max_examples=100, deadline=None)
@given(REPORTS)
def test_a_group_is_of_compatible_places_and_times(drawn) -> None:  # type: ignore[no-untyped-def]
    for group in group_incidents(seen(drawn)):
        assert len({merge_key(each) for each in group.sightings}) == 1
        firm = [each for each in group.sightings if each.firm]
        if firm:
            assert max(each.first for each in firm) <= min(each.last for each in firm)
        elif len(group.sightings) > 1:
            assert len({(each.place, each.type, each.first, each.last) for each in group.sightings}) == 1


def test_the_command_merges_what_was_read_before_and_leaves_the_rest(program: Program, tmp_path: Path) -> None:
    reports = [report("a", outlet="one.example"), report("c", HERAT), report("b", outlet="two.example")]
    before = tmp_path / "reports.jsonl"
    before.write_text("".join(f"{each.to_json()}\n" for each in reports))
    ended = program("parse", "--merge", before)
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.splitlines() == [each.to_json() for each in geomap.merge(reports)]
    one, two, three = (json.loads(line)["incidents"][0] for line in ended.out.splitlines())
    assert one["id"] == three["id"] != two["id"]
    assert (one["merged"]["sources"], "merged" in two) == (2, False)
