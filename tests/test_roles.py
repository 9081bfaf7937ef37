"""Roles: what each construction gives, that nothing makes them fail, and that every table is well formed."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.place import Place, PlaceKind
from geomap.documents import Document
from geomap.errors import SourceError
from geomap.mentions import Mention, MentionKind
from geomap.places import Resolution
from geomap.roles import Reading, Role, RoleAssignment, assign_roles
from geomap.roles.frames import read_frames, read_pairs
from geomap.roles.lexicon import LANGUAGES, languages, read_lexicon
from geomap.text import Text, read_text

CASES = Path(__file__).parent / "cases" / "roles"
MARK = re.compile(r"\[\[([^|\]]+)\|([^|\]]+)\|([^\]]+)\]\]")
DEMONYMS = frozenset({"Russische", "Franse", "Duitse", "Russian", "French", "Turkish"})


def passages() -> list[tuple[str, str, str]]:
    """(name, language, marked text) of every case."""
    found = []
    for path in sorted(CASES.glob("*.txt")):
        for block in path.read_text(encoding="utf-8").split("# ")[1:]:
            head, _, body = block.partition("\n")
            name, lang = head.split()
            found.append((name, lang, body.strip()))
    return found


def resolved(marked: str, lang: str | None) -> tuple[Text, tuple[Resolution, ...], tuple[str, ...]]:
    """A marked text read, with a resolution for each mark and the roles that are right for it."""
    plain, spans, roles, at = "", [], [], 0
    for match in MARK.finditer(marked):
        plain += marked[at : match.start()]
        spans.append((len(plain), match[1], match[3]))
        plain += match[1]
        roles.append(match[2])
        at = match.end()
    text = read_text(Document(id="case", text=plain + marked[at:], lang=lang))
    return text, tuple(resolution(text, *span) for span in spans), tuple(roles)


def resolution(text: Text, start: int, surface: str, place: str) -> Resolution:
    """A place as the mark names it: a country, or a settlement in one."""
    words = [number for number, begin in enumerate(text.starts) if start <= begin < start + len(surface)]
    country, _, city = place.partition(":")
    kind = PlaceKind.SETTLEMENT if city else PlaceKind.COUNTRY
    return Resolution(
        mention=Mention(
            start=start,
            end=start + len(surface),
            text=surface,
            kind=MentionKind.DEMONYM if surface in DEMONYMS else MentionKind.NAME,
            first=words[0],
            past=words[-1] + 1,
        ),
        place=Place(id=place, name=city or country, kind=kind, lat=0.0, lon=0.0, country=country),
        confidence=1.0,
    )


def roles_of(marked: str, lang: str) -> tuple[RoleAssignment, ...]:
    text, resolutions, _ = resolved(marked, lang)
    return assign_roles(text, resolutions)


@pytest.mark.parametrize(("name", "lang", "marked"), passages(), ids=lambda value: value[:30] if " " not in value else "")
def test_every_construction(name: str, lang: str, marked: str) -> None:
    text, resolutions, wanted = resolved(marked, lang)
    given_roles = assign_roles(text, resolutions)
    for role, right in zip(given_roles, wanted, strict=True):
        assert role.role in right.split("/"), (role.resolution.mention.text, role.role, role.why)


def test_an_accusation_is_evident() -> None:
    first, _ = roles_of("[[Moscow|accuser|RU:Moscow]] accuses [[Kyiv|accused|UA:Kyiv]] of sabotage.", "en")
    assert first.evidence is not None
    assert first.evidence.cue == "accuses"
    assert (first.evidence.start, first.reading, first.why[0][:7]) == (0, Reading.ACTOR, "the one")


def test_a_dateline_is_read_as_one() -> None:
    (role,) = roles_of("[[ALMATY|source|KZ:Almaty]] (Reuters) - Calm has returned.", "en")
    assert (role.reading, role.role) == (Reading.DATELINE, Role.SOURCE)


def test_a_venue_is_a_place_and_a_broker_an_actor() -> None:
    venue, broker = roles_of("In [[Doha|mediator|QA:Doha]] [[Qatar|mediator|QA]] mediated.", "en")
    assert (venue.reading, broker.reading) == (Reading.LITERAL, Reading.ACTOR)


def test_a_language_without_tables_is_read_literally() -> None:
    text, resolutions, _ = resolved("[[Reykjavík|mention|IS:Reykjavik]] er höfuðborg.", "is")
    (role,) = assign_roles(text, resolutions)
    assert (role.role, role.reading) == (Role.MENTION, Reading.LITERAL)
    assert role.confidence < 0.5


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=120), st.sampled_from(["nl", "en", "de", "ru", "xx"]), st.lists(st.integers(0, 30), max_size=4))
def test_nothing_makes_it_fail(words: str, lang: str, places: list[int]) -> None:
    if lang not in languages():
        lang = "xx"
    text = read_text(Document(id="any", text=words, lang=lang))
    spans = sorted({place for place in places if place < len(text.words)})
    marks = tuple(resolution(text, text.starts[place], text.words[place], "NL") for place in spans)
    assert [role.resolution for role in assign_roles(text, marks)] == list(marks)


def test_the_same_text_gives_the_same_roles() -> None:
    marked = "[[Kyiv|accuser|UA:Kyiv]] blamed [[Russia|accused|RU]] for the blast in [[Odesa|incident_site|UA:Odesa]]."
    assert [role.role for role in roles_of(marked, "en")] == [role.role for role in roles_of(marked, "en")]


@pytest.mark.parametrize("lang", languages())
def test_tables_load_and_are_sorted(lang: str) -> None:
    lexicon = read_lexicon(lang)
    assert lexicon is not None
    assert len(lexicon) > 100
    for name in ("cues.tsv", "actors.tsv", "slots.tsv"):
        rows = (LANGUAGES / lang / name).read_text(encoding="utf-8").splitlines()[1:]
        assert rows == sorted(rows), f"{lang}/{name} is not sorted"
        assert len(rows) == len(set(rows)), f"{lang}/{name} has a row twice"


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_tables_are_thorough(lang: str) -> None:
    rows = (LANGUAGES / lang / "cues.tsv").read_text(encoding="utf-8").splitlines()[1:]
    assert len({row.split("\t")[0] for row in rows}) >= 400


def test_frames_are_complete() -> None:
    frames = read_frames()
    assert {"accuse", "deny", "say", "attack", "help", "ask_help", "talks", "protest", "act"} <= set(frames)
    assert frames["accuse"].roles["object"] == "accused"


def test_an_unknown_slot_is_named() -> None:
    with pytest.raises(SourceError, match="nowhere=accused"):
        read_pairs("nowhere=accused", frozenset({"accused"}), "frames.tsv, row 2")
