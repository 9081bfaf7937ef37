"""The plainest sentences of the news: one construction each, in every language.

``tests/cases/sentences/*.txt``, one file a language, one sentence a line: what happens, a tab, the sentence with its mentions
marked ``[words|role]`` (a slash parts what is allowed). What happens is the incident type (``-`` for no incident, ``*`` where
it does not matter) and, after semicolons, every relation: its kind and the numbers of its two mentions.
"""

import json
import re
from pathlib import Path

import pytest

import geomap

FOLDER = Path(__file__).parent / "cases" / "sentences"
MARK = re.compile(r"\[([^|\]]+)\|([^\]]+)\]")
KNOWN: dict[str, str] = json.loads((FOLDER / "known-failures.json").read_text(encoding="utf-8"))
"""Sentences that are not read rightly yet, and how they are read instead."""


def sentences() -> list[tuple[str, str, str]]:
    """(language, what happens, marked sentence) of every line."""
    found = []
    for path in sorted(FOLDER.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            happens, marked = line.split("\t")
            found.append((path.stem, happens, marked))
    return found


def unmarked(marked: str) -> tuple[str, list[tuple[int, int]], list[str]]:
    """A sentence without its marks, their spans and roles."""
    plain, spans, roles, at = "", [], [], 0
    for match in MARK.finditer(marked):
        plain += marked[at : match.start()]
        spans.append((len(plain), len(plain) + len(match[1])))
        roles.append(match[2])
        plain += match[1]
        at = match.end()
    return plain + marked[at:], spans, roles


@pytest.mark.parametrize(("lang", "happens", "marked"), sentences())
def test_a_plain_sentence_is_read(request: pytest.FixtureRequest, lang: str, happens: str, marked: str) -> None:
    if marked in KNOWN:
        request.applymarker(pytest.mark.xfail(reason=KNOWN[marked], strict=True))
    plain, spans, roles = unmarked(marked)
    report = geomap.read(plain, lang=lang, spans=spans, id="sentence")
    for mention, role in zip(report.mentions, roles, strict=True):
        assert mention.role in role.split("/"), (mention.resolution.mention.text, mention.role, mention.why)
    types, *relations = happens.split("; ")
    given = {str(incident.type) for incident in report.incidents}
    if types == "-":
        assert not given
    elif types != "*":
        assert len(given) == 1 and given <= set(types.split("/")), given
    assert {f"{one.kind} {one.source} {one.target}" for one in report.relations} == set(relations)


def test_every_language_has_its_sentences() -> None:
    counted = {path.stem: len(path.read_text(encoding="utf-8").splitlines()) for path in FOLDER.glob("*.txt")}
    assert set(counted) == {"de", "en", "es", "fr", "it", "nl", "pl", "pt", "ru", "uk"}
    assert min(counted.values()) > 35
