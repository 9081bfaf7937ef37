"""The records of this stage."""

from dataclasses import dataclass
from datetime import date as Date
from enum import StrEnum

from gazetteer.place import Place
from geomap.places import labelled
from geomap.roles.record import Evidence


class IncidentType(StrEnum):
    """What happened: ACLED's six event types, and five more."""

    BATTLES = "battles"
    EXPLOSIONS = "explosions_remote_violence"
    VIOLENCE_AGAINST_CIVILIANS = "violence_against_civilians"
    PROTESTS = "protests"
    RIOTS = "riots"
    STRATEGIC_DEVELOPMENTS = "strategic_developments"
    DISASTER = "disaster"
    ACCIDENT = "accident"
    CRIME = "crime"
    DIPLOMACY = "diplomacy"
    OTHER = "other"


class RelationKind(StrEnum):
    """What one place does to another."""

    ACCUSES = "accuses"
    SUPPORTS = "supports"
    ATTACKS = "attacks"
    MEDIATES = "mediates"
    CLAIMS = "claims"


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRange:
    """First and last day, both included."""

    start: Date
    end: Date


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """One document that tells of a happening; ``outlet`` is the publisher's domain."""

    document: str
    outlet: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What an incident shares with those of other documents: who tells of it, and why they are taken for one.

    ``sources`` counts those that are independent: one outlet counts once, and so does one text in near copies.
    ``reports`` counts the documents; ``documents`` names the first of them.
    """

    sources: int
    reports: int
    documents: tuple[Witness, ...]
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One happening. ``mentions`` index the report's mentions; ``precision`` is UCDP's code, 1 exact to 6 country.

    ``merged`` is set where several documents were merged and others tell of it too: their incidents have the same id.
    """

    id: str
    type: IncidentType
    mentions: tuple[int, ...]
    place: Place
    precision: int
    date: DateRange | None
    confidence: float
    evidence: Evidence
    merged: Merged | None = None

    def __repr__(self) -> str:
        days = f", {self.date.start} to {self.date.end}" if self.date else ""
        return f"<Incident {self.type} at {labelled(self.place)}{days}: mentions {', '.join(map(str, self.mentions))}>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """Who does what to whom; ``source`` and ``target`` index the report's mentions."""

    kind: RelationKind
    source: int
    target: int
    confidence: float
    evidence: Evidence

    def __repr__(self) -> str:
        return f"<Relation {self.kind}: mention {self.source} → mention {self.target} ({self.confidence:.2f})>"
