"""The gate itself: its passages are well marked, and its floors hold, rise and refuse to fall."""

import pytest
from evaluate import ALL, FOLDER, SLACK, broken, f1_by_role, raised, reached_now, read_floors, read_passages, unmark

from geomap.roles import Role

MEASURES = ("precision", "recall", "country", "roles")
LANGS = ("de", "en", "es", "fr", "it", "nl", "pl", "pt", "ru", "uk")


@pytest.mark.parametrize("lang", LANGS)
def test_passages_are_well_marked(lang: str) -> None:
    passages = [each for kind in ("places", "plain") for each in read_passages(FOLDER / f"{kind}.{lang}.txt")]
    assert len({each.ident for each in passages}) == len(passages) >= 35
    assert {each.lang for each in passages} == {lang}
    assert {role for each in passages for gold in each.golds for role in gold.roles} <= set(Role)
    assert all("[[" not in each.text and "]]" not in each.text and each.golds for each in passages)
    assert {gold.roles[0] for each in passages for gold in each.golds} == set(Role)


def test_a_mark_becomes_a_span() -> None:
    text, (gold,) = unmark("In [[Almaty|incident_site/mention|KZ:Almaty]] brennt es.")
    assert (text, text[gold.start : gold.end]) == ("In Almaty brennt es.", "Almaty")
    assert (gold.roles, gold.country) == (("incident_site", "mention"), "KZ")


def test_f1_by_role() -> None:
    assert f1_by_role([("ally", "ally"), ("accuser", "accuser")]) == {"ally": 1, "accuser": 1}
    assert f1_by_role([("ally", "mention"), ("mention", "mention")]) == {"ally": 0, "mention": pytest.approx(2 / 3)}
    assert f1_by_role([]) == {}


def test_floors_rise_and_do_not_fall() -> None:
    high, low = (dict.fromkeys(MEASURES, figure) for figure in (0.9, 0.5))
    held = {"nl": dict.fromkeys(MEASURES, 0.7)}
    assert broken({"nl": high}, held) == []
    assert len(broken({"nl": low}, held)) == len(broken({}, held)) == len(MEASURES)
    assert raised({"nl": high}, held, lower=False) == {"nl": dict.fromkeys(MEASURES, round(0.9 - SLACK, 3))}
    assert raised({"nl": low}, held, lower=False) == held
    assert raised({"nl": low}, held, lower=True) == {"nl": dict.fromkeys(MEASURES, round(0.5 - SLACK, 3))}


def test_every_language_role_and_measure_has_a_floor() -> None:
    floors = read_floors()
    assert floors.keys() == {*LANGS, ALL, *Role}
    assert all(floors[lang].keys() == set(MEASURES) for lang in (*LANGS, ALL))
    assert all(floors[role].keys() == {"f1"} for role in Role)


def test_the_floors_hold() -> None:
    assert broken(reached_now(), read_floors()) == []
