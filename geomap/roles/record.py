"""The records of this stage."""

from dataclasses import dataclass
from enum import StrEnum

from gazetteer.place import Place
from geomap.places import Resolution, labelled


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

    @property
    def text(self) -> str:
        """The words of the mention, as they stand in the document."""
        return self.resolution.mention.text

    @property
    def start(self) -> int:
        """Where they begin, in code points of the document's text."""
        return self.resolution.mention.start

    @property
    def end(self) -> int:
        """Where they end, in code points of the document's text."""
        return self.resolution.mention.end

    @property
    def place(self) -> Place | None:
        """The place that is meant; ``None`` where nothing fits."""
        return self.resolution.place

    def __repr__(self) -> str:
        where = f"{labelled(self.place)} ({self.resolution.confidence:.2f})"
        return f"<RoleAssignment {self.text!r} → {where}: {self.role} ({self.confidence:.2f})>"
