"""The records of this stage."""

from dataclasses import dataclass
from enum import StrEnum

from geomap.places import Resolution


class Role(StrEnum):
    """A mention's part in what the text reports. Where two fit, the earlier wins."""

    INCIDENT_SITE = "incident_site"
    CONTESTED_AREA = "contested_area"
    ACCUSER = "accuser"
    ACCUSED = "accused"
    AGGRESSOR = "aggressor"
    TARGET = "target"
    ALLY = "ally"
    MEDIATOR = "mediator"
    SOURCE = "source"
    MENTION = "mention"


class Reading(StrEnum):
    """What the name stands for here: the place, its government or people, or the byline."""

    LITERAL = "literal"
    ACTOR = "actor"
    DATELINE = "dateline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The words that decided: offsets of the clause in the text, and the cue in it."""

    start: int
    end: int
    cue: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleAssignment:
    """The role of one resolved mention."""

    resolution: Resolution
    reading: Reading
    role: Role
    confidence: float
    evidence: Evidence | None = None
    why: tuple[str, ...] = ()
