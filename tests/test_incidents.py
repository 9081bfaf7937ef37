"""Incidents and relations: what happened, where, when, and between whom."""

from dataclasses import replace
from datetime import date as Date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_roles import resolved

from geomap.documents import Document
from geomap.incidents import Incident, IncidentType, Relation, RelationKind, find_incidents, find_relations
from geomap.incidents.dates import find_date
from geomap.incidents.finding import contains
from geomap.roles import assign_roles
from geomap.text import read_text

TODAY = Date(2022, 1, 12)


def read(marked: str, lang: str) -> tuple[tuple[Incident, ...], tuple[Relation, ...]]:
    text, resolutions, _ = resolved(marked, lang)
    roles = assign_roles(text, resolutions)
    return find_incidents(text, roles), find_relations(text, roles)


def test_a_town_and_its_country_are_one_incident() -> None:
    (incident,), _ = read("Rebels shelled [[Goma|-|CD:Goma]] in [[Congo|-|CD]] on 3 May 2024.", "en")
    assert (incident.type, incident.place.id, incident.precision) == (IncidentType.EXPLOSIONS, "CD:Goma", 1)
    assert incident.mentions == (0, 1)
    assert incident.date is not None
    assert incident.date.start == incident.date.end == Date(2024, 5, 3)


def test_two_happenings_are_two_incidents() -> None:
    incidents, _ = read("Protests in [[Lagos|-|NG:Lagos]] turned ugly. A ferry sank near [[Mombasa|-|KE:Mombasa]].", "en")
    assert [incident.type for incident in incidents] == [IncidentType.PROTESTS, IncidentType.ACCIDENT]
    assert incidents[1].precision == 2


def test_a_happening_told_twice_is_one() -> None:
    marked = "Er waren protesten in [[Lagos|-|NG:Lagos]]. De protesten in [[Lagos|-|NG:Lagos]] duurden tot middernacht."
    (incident,), _ = read(marked, "nl")
    assert incident.mentions == (0, 1)


def test_the_identifier_is_stable() -> None:
    marked = "Rellen in [[Lyon|-|FR:Lyon]] op 5 juli 2023."
    assert read(marked, "nl")[0][0].id == read(marked, "nl")[0][0].id
    assert len(read(marked, "nl")[0][0].id) == 16


def test_no_incident_without_an_event() -> None:
    assert read("The museum in [[Oslo|-|NO:Oslo]] opens in May.", "en") == ((), ())


def test_who_accuses_whom() -> None:
    _, (relation,) = read("[[Moscow|-|RU:Moscow]] was blamed by [[Kyiv|-|UA:Kyiv]] for the outage.", "en")
    assert (relation.kind, relation.source, relation.target) == (RelationKind.ACCUSES, 1, 0)


def test_who_says_it_of_whom() -> None:
    _, relations = read("[[Kyiv|-|UA:Kyiv]] says [[Russian|-|RU]] jets bombed [[Odesa|-|UA:Odesa]].", "en")
    assert (RelationKind.ACCUSES, 0, 1) in {(one.kind, one.source, one.target) for one in relations}


def test_help_goes_to_the_country_the_story_is_about() -> None:
    marked = "In [[Kazachstan|-|KZ]] woeden rellen. De president riep de hulp in van [[Rusland|-|RU]]."
    _, (relation,) = read(marked, "nl")
    assert (relation.kind, relation.source, relation.target) == (RelationKind.SUPPORTS, 1, 0)
    assert relation.confidence < 0.5


def test_claims_and_mediation() -> None:
    _, (claim,) = read("[[Argentina|-|AR]] claims [[Stanley|-|FK:Stanley]].", "en")
    assert (claim.kind, claim.source, claim.target) == (RelationKind.CLAIMS, 0, 1)
    _, relations = read("[[Qatar|-|QA]] mediated between [[Chad|-|TD]] and [[Libya|-|LY]].", "en")
    assert {(one.source, one.target) for one in relations} == {(0, 1), (0, 2)}


@pytest.mark.parametrize(
    ("lang", "phrase", "start", "end"),
    [
        ("nl", "op 5 januari 2022 stond", "2022-01-05", "2022-01-05"),
        ("nl", "zondag brak er brand uit", "2022-01-09", "2022-01-09"),
        ("nl", "komende zondag", "2022-01-16", "2022-01-16"),
        ("nl", "vorige week", "2022-01-03", "2022-01-09"),
        ("nl", "twee weken geleden", "2021-12-29", "2021-12-29"),
        ("nl", "gisteren", "2022-01-11", "2022-01-11"),
        ("nl", "in 2019", "2019-01-01", "2019-12-31"),
        ("en", "on January 5, 2022 it", "2022-01-05", "2022-01-05"),
        ("en", "on 24 February", "2021-02-24", "2021-02-24"),
        ("en", "in May 2021", "2021-05-01", "2021-05-31"),
        ("en", "last month", "2021-12-01", "2021-12-31"),
        ("en", "three days ago", "2022-01-09", "2022-01-09"),
        ("en", "dated 2022-01-05", "2022-01-05", "2022-01-05"),
    ],
)
def test_dates(lang: str, phrase: str, start: str, end: str) -> None:
    text = read_text(Document(id="x", text=phrase, lang=lang, date=TODAY))
    found = find_date(text, 0, len(text.words))
    assert found is not None
    assert (found.start.isoformat(), found.end.isoformat()) == (start, end)


@pytest.mark.parametrize("phrase", ["they may attack", "45 people", "on 31 February 2021", ""])
def test_what_is_no_date(phrase: str) -> None:
    text = read_text(Document(id="x", text=phrase, lang="en", date=TODAY))
    assert find_date(text, 0, len(text.words)) is None


def test_without_a_publication_date_a_weekday_is_unknown() -> None:
    text = read_text(Document(id="x", text="on Tuesday", lang="en"))
    assert find_date(text, 0, len(text.words)) is None


def test_a_country_contains_its_towns() -> None:
    _, resolutions, _ = resolved("[[Congo|-|CD]] [[Goma|-|CD:Goma]] [[Lagos|-|NG:Lagos]]", "en")
    congo, goma, lagos = (one.place for one in resolutions)
    assert congo is not None
    assert goma is not None
    assert lagos is not None
    assert (contains(congo, goma), contains(congo, lagos), contains(goma, congo)) == (True, False, False)


def dated(marked: str, lang: str, day: Date = TODAY) -> list[tuple[IncidentType, str, str | None]]:
    """Type, place and first day of each incident of a marked text that was published on a day."""
    text, resolutions, _ = resolved(marked, lang)
    text = read_text(replace(text.document, date=day))
    found = find_incidents(text, assign_roles(text, resolutions))
    return [(one.type, one.place.name, one.date.start.isoformat() if one.date else None) for one in found]


def test_what_happened_on_other_days_is_another_happening() -> None:
    marked = "Protests shook [[Lagos|-|NG:Lagos]] on Monday. Protests in [[Lagos|-|NG:Lagos]] on 3 January were quiet."
    assert [day for _, _, day in dated(marked, "en")] == ["2022-01-10", "2022-01-03"]


def test_a_sentence_without_a_day_goes_on_in_that_of_the_one_before_in_the_same_country() -> None:
    marked = (
        "Rebels shelled [[Goma|-|CD:Goma]] on Sunday. They also shelled [[Bukavu|-|CD:Bukavu]]. "
        "Riots broke out in [[Lagos|-|NG:Lagos]]."
    )
    assert [day for _, _, day in dated(marked, "en")] == ["2022-01-09", "2022-01-09", None]


def test_the_same_day_is_that_of_the_sentence_before_in_whatever_country() -> None:
    marked = "Rebels shelled [[Goma|-|CD:Goma]] on Sunday. On the same day, riots broke out in [[Lagos|-|NG:Lagos]]."
    assert [day for _, _, day in dated(marked, "en")] == ["2022-01-09", "2022-01-09"]


def test_what_is_still_to_come_is_no_day_of_what_happened() -> None:
    assert dated("After riots in [[Lyon|-|FR:Lyon]] the council meets next Friday.", "en")[0][2] is None


def test_the_cause_says_what_happened_not_the_verb() -> None:
    assert dated("An earthquake struck [[Lima|-|PE:Lima]].", "en")[0][0] is IncidentType.DISASTER
    assert dated("[[Lima|-|PE:Lima]] was struck by an earthquake.", "en")[0][0] is IncidentType.DISASTER
    assert dated("The army struck [[Lima|-|PE:Lima]].", "en")[0][0] is not IncidentType.DISASTER


def test_casualties_are_of_what_was_told_just_before() -> None:
    marked = "An earthquake devastated [[Pisco|-|PE:Pisco]]. Dozens of people were killed in [[Ica|-|PE:Ica]]."
    assert [kind for kind, _, _ in dated(marked, "en")] == [IncidentType.DISASTER, IncidentType.DISASTER]


def test_a_country_joins_the_one_town_in_it_and_none_of_two() -> None:
    one = "Rebels shelled [[Congo|-|CD]]. In [[Goma|-|CD:Goma]] a shell exploded."
    assert len(dated(one, "en")) == 1
    assert len(dated(f"{one} Rebels shelled [[Bukavu|-|CD:Bukavu]].", "en")) == 3


def test_help_goes_to_the_state_rather_than_to_a_town_of_it() -> None:
    marked = "[[Kazakhstan|-|KZ]] is tense. Crowds stormed [[Almaty|-|KZ:Almaty]]. He asked [[Russia|-|RU]] for help."
    _, relations = read(marked, "en")
    assert [(one.kind, one.source, one.target) for one in relations] == [(RelationKind.SUPPORTS, 2, 0)]


def test_the_country_is_the_only_one_named_before() -> None:
    marked = "[[Rwanda|-|RW]] denies it. [[Congo|-|CD]] accused the country of looting."
    assert (RelationKind.ACCUSES, 1, 0) in {(one.kind, one.source, one.target) for one in read(marked, "en")[1]}
    several = f"[[Uganda|-|UG]] met [[Rwanda|-|RW]]. {marked}"
    assert RelationKind.ACCUSES not in {one.kind for one in read(several, "en")[1] if one.source == 3 and one.target != 2}


def test_who_mediates_between_the_two_neighbours() -> None:
    marked = "[[Congo|-|CD]] fights [[Rwanda|-|RW]]. [[Angola|-|AO]] mediated between the two neighbours."
    found = {(one.source, one.target) for one in read(marked, "en")[1] if one.kind is RelationKind.MEDIATES}
    assert found == {(2, 0), (2, 1)}


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [*"0123456789", "31", "2022", "05", ".", "/", "-", "5", "van", "tot", "nacht", "op", "maandag", "januari"]
        ),
        max_size=14,
    ),
    st.sampled_from(["nl", "en", "ru", "xx"]),
    st.dates(),
)
def test_nothing_makes_the_dates_fail(words: list[str], lang: str, day: Date) -> None:
    text = read_text(Document(id="x", text=" ".join(words), lang=lang, date=day))
    found = find_date(text, 0, len(text.words))
    assert found is None or found.start <= found.end
