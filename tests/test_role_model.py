"""The weights that roles are weighed with: their table, their sums, and that a role always has a cue."""

import lzma

import pytest

import geomap
from geomap.errors import SourceError
from geomap.roles import Reading, Role
from geomap.roles.model import BIAS, parse_model, read_model, write_model

ROLES = (Role.ALLY, Role.MENTION)


def made() -> str:
    return lzma.decompress(write_model(ROLES, {BIAS: [0.0, 1.0], "clause=help": [2.0, -0.5]})).decode()


def test_a_table_is_read_as_it_was_written() -> None:
    model = parse_model(made())
    assert model.roles == ROLES
    assert model.worth("clause=help", Role.ALLY) == 2.0
    assert model.worth("never seen", Role.ALLY) == 0.0


def test_probabilities_sum_to_one_and_unknown_features_change_nothing() -> None:
    shares = parse_model(made()).probabilities([["clause=help"], ["never seen"], []])
    assert shares.sum(axis=1) == pytest.approx([1.0, 1.0, 1.0])
    assert shares[0, 0] > 0.5 > shares[1, 0] == shares[2, 0]


def test_no_mentions_have_no_probabilities() -> None:
    assert parse_model(made()).probabilities([]).shape == (0, 2)


def test_a_row_that_is_none_is_named() -> None:
    with pytest.raises(SourceError, match="row 4"):
        parse_model(made() + "clause=talks\t1.0\n")


def test_the_shipped_weights_know_every_role_and_no_place_or_language() -> None:
    model = read_model()
    assert set(model.roles) == set(Role)
    assert not [
        feature
        for feature in model.rows
        if any(letter.isupper() for letter in feature.replace("True", "").replace("False", ""))
    ]


# What the rules alone do not find: containers of the site, help told without a verb of helping, who speaks of an opponent.
WEIGHED = (
    ("en", "A bomb killed nine shoppers in the Syrian town of Afrin.", "Syrian", Role.INCIDENT_SITE),
    ("nl", "Een bomaanslag in het Syrische Afrin kostte negen mensen het leven.", "Syrische", Role.INCIDENT_SITE),
)
# Where nothing happens there is no role, whatever the model makes of the words around.
QUIET = (
    ("en", "Kenya beat Morocco in the final in Casablanca, and the defence held firm to the end."),
    ("en", "Rain is forecast for Utrecht on Sunday, with a strong wind along the coast of Zeeland."),
    ("nl", "De schilder werd geboren in Haarlem, trouwde in Gent en overleed in Parijs."),
    ("de", "Die Exporte von Bayern nach Italien stiegen im Juni, meldet das Statistikamt."),
    ("fr", "Le festival de Lyon a reçu quarante films venus du Japon et du Chili."),
    ("es", "La empresa abrirá una fábrica en Zaragoza y venderá sus coches en Portugal."),
    ("ru", "Выставка художника открылась в Казани, затем её увидят в Минске и Праге."),
)


@pytest.mark.parametrize(("lang", "text", "name", "role"), WEIGHED)
def test_what_the_rules_alone_do_not_find(lang: str, text: str, name: str, role: Role) -> None:
    found = {each.resolution.mention.text: each.role for each in geomap.read(text, lang=lang).mentions}
    assert found[name] is role


@pytest.mark.parametrize(("lang", "text"), QUIET)
def test_no_role_where_nothing_happens(lang: str, text: str) -> None:
    mentions = geomap.read(text, lang=lang).mentions
    assert mentions
    assert {each.role for each in mentions} <= {Role.MENTION, Role.SOURCE}


@pytest.mark.parametrize(("lang", "text", "name", "role"), WEIGHED)
def test_every_role_has_its_cue(lang: str, text: str, name: str, role: Role) -> None:
    report = geomap.read(text, lang=lang)
    for each in report.mentions:
        if each.role not in (Role.MENTION, Role.SOURCE):
            assert each.evidence is not None
            assert each.evidence.cue in text[each.evidence.start : each.evidence.end]
            assert each.reading is not Reading.DATELINE
