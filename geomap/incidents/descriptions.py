""" "The country", "the two neighbours": descriptions of the countries that were named just before; ``descriptions.tsv``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gazetteer.names import WORD, fold
from gazetteer.place import PlaceKind
from geomap.errors import SourceError
from geomap.roles.analysis import country_of
from geomap.roles.record import Reading, Role, RoleAssignment
from geomap.text import Text

TABLE = Path(__file__).parent.parent / "languages" / "descriptions.tsv"
HEADER = ("lang", "phrase", "countries")
_COUNTS = {"one": 1, "two": 2}


@dataclass(frozen=True, slots=True)
class Description:
    """A description at word ``at`` of so many ``countries``; those ``named`` before it, each with its last mention."""

    at: int
    countries: int
    named: Mapping[str, int]


@cache
def read_descriptions(lang: str | None) -> Mapping[str, tuple[tuple[tuple[str, ...], int], ...]]:
    """By first word: the folded phrases of a language, and how many countries each means; raises SourceError."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    if tuple(lines[0].split("\t")) != HEADER:
        raise SourceError(f"{TABLE}, row 1: expected the header {' '.join(HEADER)}, tab-separated")
    found: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for row, line in enumerate(lines[1:], start=2):
        cells = line.split("\t")
        if len(cells) != len(HEADER) or cells[2] not in _COUNTS:
            raise SourceError(f"{TABLE}, row {row}: expected language, phrase, and one or two, found {line!r}")
        if cells[0] == lang:
            words = tuple(fold(word) for word in WORD.findall(cells[1]))
            found.setdefault(words[0], []).append((words, _COUNTS[cells[2]]))
    return {first: tuple(phrases) for first, phrases in found.items()}


def find_descriptions(text: Text, roles: Sequence[RoleAssignment]) -> tuple[Description, ...]:
    """Every description in the text, with the countries that its sentence named before it, and the sentence before."""
    table = read_descriptions(text.lang)
    if table.keys().isdisjoint(text.folded):
        return ()
    return tuple(
        Description(at, countries, dict(_named_before(text, roles, at)))
        for at, word in enumerate(text.folded)
        if word in table
        for phrase, countries in table[word]
        if text.folded[at : at + len(phrase)] == phrase
    )


def _named_before(text: Text, roles: Sequence[RoleAssignment], at: int) -> Iterator[tuple[str, int]]:
    since = text.sentences[max(0, text.sentence_of[at] - 1)][0]
    for number, role in enumerate(roles):
        place, country = role.resolution.place, country_of(role.resolution)
        stately = place is not None and (place.kind is PlaceKind.COUNTRY or role.reading is Reading.ACTOR)
        if country is not None and stately and role.role is not Role.SOURCE and since <= role.resolution.mention.first < at:
            yield country, number
