"""The gate itself: its passages are well marked, and its floors hold, rise and refuse to fall."""

import pytest
from evaluate import ALL, FOLDER, MEASURES, SLACK, broken, macro_f1, raised, reached_now, read_floors, read_passages, unmark

from geomap.roles import Role

LANGS = ("de", "en", "es", "fr", "it", "nl", "pl", "pt", "ru", "uk")


@pytest.mark.parametrize("lang", LANGS)
def test_passages_are_well_marked(lang: str) -> None:
    passages = list(read_passages(FOLDER / f"places.{lang}.txt"))
    assert len({each.ident for each in passages}) == len(passages) == 15
    assert {each.lang for each in passages} == {lang}
    assert {role for each in passages for gold in each.golds for role in gold.roles} <= set(Role)
    assert all("[[" not in each.text and "]]" not in each.text and each.golds for each in passages)
    assert {gold.roles[0] for each in passages for gold in each.golds} == set(Role)


def test_a_mark_becomes_a_span() -> None:
    text, (gold,) = unmark("In [[Almaty|incident_site/mention|KZ:Almaty]] brennt es.")
    assert (text, text[gold.start : gold.end]) == ("In Almaty brennt es.", "Almaty")
    assert (gold.roles, gold.country) == (("incident_site", "mention"), "KZ")


def test_macro_f1() -> None:
    assert macro_f1([("ally", "ally"), ("accuser", "accuser")]) == 1
    assert macro_f1([("ally", "mention"), ("mention", "mention")]) == pytest.approx((0 + 2 / 3) / 2)
    assert macro_f1([]) == 0


def test_floors_rise_and_do_not_fall() -> None:
    high, low = (dict.fromkeys(MEASURES, figure) for figure in (0.9, 0.5))
    held = {"nl": dict.fromkeys(MEASURES, 0.7)}
    assert broken({"nl": high}, held) == []
    assert len(broken({"nl": low}, held)) == len(broken({}, held)) == len(MEASURES)
    assert raised({"nl": high}, held, lower=False) == {"nl": dict.fromkeys(MEASURES, round(0.9 - SLACK, 3))}
    assert raised({"nl": low}, held, lower=False) == held
    assert raised({"nl": low}, held, lower=True) == {"nl": dict.fromkeys(MEASURES, round(0.5 - SLACK, 3))}


def test_every_language_and_measure_has_a_floor() -> None:
    floors = read_floors()
    assert floors.keys() == {*LANGS, ALL}
    assert all(row.keys() == set(MEASURES) for row in floors.values())


def test_the_floors_hold() -> None:
    assert broken(reached_now(), read_floors()) == []
