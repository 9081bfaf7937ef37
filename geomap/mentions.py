"""Text -> Mention: where a place is named, and how."""

from dataclasses import dataclass
from enum import StrEnum


class MentionKind(StrEnum):
    """How the text names the place: "Almaty" is a name; "Kazachse", "Russians" are demonyms."""

    NAME = "name"
    DEMONYM = "demonym"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A place named in the text; ``text`` is ``document.text[start:end]``, always."""

    start: int
    end: int
    text: str
    kind: MentionKind
    why: tuple[str, ...] = ()
