"""Where nothing happens nobody has a role, and the two markings of the role passages are of the same mentions."""

from pathlib import Path

import pytest

import geomap
from geomap.roles import Role

ROLES = Path(__file__).parents[1] / "benchmarks" / "roles"
CALM = ROLES / "calm" / "passages.txt"
MOST_FALSE = 0.03
"""The goal for articles without any conflict: the share of mentions with a role other than mention or source."""
GATE = Path(__file__).parent / "gate"
SECOND = sorted((ROLES / "second").glob("*.tsv"))


def test_where_nothing_happens_hardly_anybody_has_a_role() -> None:
    blocks = [block.partition("\n") for block in CALM.read_text(encoding="utf-8").removeprefix("# ").split("\n# ")]
    assert len(blocks) >= 40
    assert len({head.split()[1] for head, _, _ in blocks}) == 10
    read = [geomap.read(text.strip(), lang=head.split()[1], id=head.split()[0]) for head, _, text in blocks]
    roles = [each.role for report in read for each in report.mentions]
    assert sum(role not in (Role.MENTION, Role.SOURCE) for role in roles) <= MOST_FALSE * len(roles)


@pytest.mark.parametrize("path", SECOND, ids=lambda path: path.stem)
def test_the_second_marks_are_roles_of_passages_that_were_marked_first(path: Path) -> None:
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    assert header == "passage\troles"
    assert rows == sorted(rows)
    passages = GATE if path.name.startswith("plain.") else ROLES / "passages"
    first = (passages / f"{path.stem}.txt").read_text(encoding="utf-8")
    for row in rows:
        passage, roles = row.split("\t")
        assert f"# {passage} " in first
        assert {Role(role) for role in roles.split()} <= set(Role)
