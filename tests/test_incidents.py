"""Incidents and relations: what happened, where, when, and between whom."""

from datetime import date as Date

import pytest
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
