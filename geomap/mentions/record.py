"""The record of this stage."""

from dataclasses import dataclass
from enum import StrEnum

from gazetteer.index import Posting

BLOC = "an organisation or bloc, which has no point on the map"
"""The reason that marks a mention of NATO, the West and the like."""


class MentionKind(StrEnum):
    """How the text names the place: "Almaty" is a name; "Kazachse", "Russians" are demonyms."""

    NAME = "name"
    DEMONYM = "demonym"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A place named in the text; ``text`` is ``document.text[start:end]``, always.

    ``first`` and ``past`` are the words it covers, ``postings`` the places the gazetteer knows under that name,
    ``probability`` that it names a place at all.
    """

    start: int
    end: int
    text: str
    kind: MentionKind
    why: tuple[str, ...] = ()
    first: int = 0
    past: int = 0
    postings: tuple[Posting, ...] = ()
    probability: float = 1.0
    point: tuple[float, float] | None = None
    """Latitude and longitude in degrees, where the mention is a pair of coordinates."""

    def __repr__(self) -> str:
        return f"<Mention {self.text!r} at {self.start}>"
