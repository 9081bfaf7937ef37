"""JSON -> Report: reports that were written before, for ``geomap map reports.jsonl``."""

from collections.abc import Mapping
from datetime import date as Date
from typing import Any

from gazetteer.place import Place, PlaceKind
from geomap.documents import BadDocument, Document, Entry, to_document
from geomap.errors import DocumentError
from geomap.export.schema import check_report
from geomap.incidents import DateRange, Incident, IncidentType, Merged, Relation, RelationKind, Witness
from geomap.mentions import Mention, MentionKind
from geomap.places import Alternative, Resolution
from geomap.report import Report
from geomap.roles import Evidence, Reading, Role, RoleAssignment

Fields = Mapping[str, Any]


def read_report(fields: Mapping[str, object]) -> Report:
    """The report; raises DocumentError at the first key that breaks the schema or points outside the text.

    What the report does not carry (the admin-2 area, who claims a place, the kind of an alternative) is not known
    afterwards: an alternative is read back as a ``region``, the vaguest kind.
    """
    check_report(fields)
    report = build_report(fields)
    check_offsets(report)
    return report


def build_report(fields: Fields) -> Report:
    """The records, from fields that fit the schema."""
    return Report(
        document=Document(
            id=fields["id"],
            text=fields["text"],
            lang=fields["lang"],
            date=read_day(fields["date"], "report.date") if fields["date"] else None,
            title=fields["title"],
            outlet=fields["outlet"],
            url=fields["url"],
            byline=fields.get("byline"),
        ),
        lang=fields["lang"],
        mentions=tuple(read_mention(mention) for mention in fields["mentions"]),
        incidents=tuple(read_incident(incident) for incident in fields["incidents"]),
        relations=tuple(read_relation(relation) for relation in fields["relations"]),
        warnings=tuple(fields["warnings"]),
        geomap=fields["geomap"],
        gazetteer=fields["gazetteer"],
    )


def read_mention(fields: Fields) -> RoleAssignment:
    """One mention; all its reasons stand with the mention itself."""
    mention = Mention(
        start=fields["start"],
        end=fields["end"],
        text=fields["text"],
        kind=MentionKind(fields["kind"]),
        why=tuple(fields["why"]),
    )
    resolution = Resolution(
        mention=mention,
        place=read_place(fields["place"]) if fields["place"] else None,
        confidence=fields["confidence"],
        alternatives=tuple(read_alternative(alternative) for alternative in fields["alternatives"]),
    )
    return RoleAssignment(
        resolution=resolution,
        reading=Reading(fields["reading"]),
        role=Role(fields["role"]),
        confidence=fields["role_confidence"],
        evidence=read_evidence(fields["evidence"]) if fields["evidence"] else None,
    )


def read_place(fields: Fields) -> Place:
    """One place."""
    return Place(**{**fields, "kind": PlaceKind(fields["kind"])})


def read_alternative(fields: Fields) -> Alternative:
    """One place that was not chosen."""
    place = {key: value for key, value in fields.items() if key != "confidence"}
    return Alternative(place=Place(**place, kind=PlaceKind.REGION), confidence=fields["confidence"])


def read_incident(fields: Fields) -> Incident:
    """One happening."""
    return Incident(
        id=fields["id"],
        type=IncidentType(fields["type"]),
        mentions=tuple(fields["mentions"]),
        place=read_place(fields["place"]),
        precision=fields["precision"],
        date=read_days(fields["date"]) if fields["date"] else None,
        confidence=fields["confidence"],
        evidence=read_evidence(fields["evidence"]),
        merged=read_merged(fields["merged"]) if "merged" in fields else None,
    )


def read_merged(fields: Fields) -> Merged:
    """Who else tells of an incident."""
    return Merged(
        sources=fields["sources"],
        reports=fields["reports"],
        documents=tuple(Witness(document=each["id"], outlet=each["outlet"]) for each in fields["documents"]),
        why=tuple(fields["why"]),
    )


def read_days(fields: Fields) -> DateRange:
    """The first and the last day."""
    return DateRange(start=read_day(fields["start"], "date.start"), end=read_day(fields["end"], "date.end"))


def read_day(value: str, where: str) -> Date:
    """One day; raises DocumentError where the calendar has none such."""
    try:
        return Date.fromisoformat(value)
    except ValueError as error:
        raise DocumentError(f"{where} is {value!r}: {error}") from error


def read_relation(fields: Fields) -> Relation:
    """Who does what to whom."""
    return Relation(
        kind=RelationKind(fields["kind"]),
        source=fields["source"],
        target=fields["target"],
        confidence=fields["confidence"],
        evidence=read_evidence(fields["evidence"]),
    )


def read_evidence(fields: Fields) -> Evidence:
    """The words that decided."""
    return Evidence(start=fields["start"], end=fields["end"], cue=fields["cue"])


def check_offsets(report: Report) -> None:
    """Raise DocumentError where a mention is not what the text has there, or an index or offset leads nowhere."""
    text = report.document.text
    for number, assignment in enumerate(report.mentions):
        mention = assignment.resolution.mention
        if text[mention.start : mention.end] != mention.text:
            raise DocumentError(f"mentions[{number}].text is not text[{mention.start}:{mention.end}] of the report")
    for number in indices(report):
        if number >= len(report.mentions):
            raise DocumentError(f"an incident or relation names mention {number}; there are {len(report.mentions)}")
    for evidence in evidences(report):
        if not evidence.start <= evidence.end <= len(text):
            raise DocumentError(f"evidence [{evidence.start}, {evidence.end}] is not a part of the text")


def indices(report: Report) -> list[int]:
    """Every index of a mention that an incident or a relation holds."""
    of_incidents = [number for incident in report.incidents for number in incident.mentions]
    return of_incidents + [number for relation in report.relations for number in (relation.source, relation.target)]


def evidences(report: Report) -> list[Evidence]:
    """Every evidence in the report."""
    of_roles = [assignment.evidence for assignment in report.mentions if assignment.evidence]
    of_incidents = [incident.evidence for incident in report.incidents]
    return of_roles + of_incidents + [relation.evidence for relation in report.relations]


def report_or_document(entry: Entry, seen: set[str]) -> Report | Document | BadDocument:
    """What an entry holds: a report where it has mentions, else a document, to be read; see ``to_document``."""
    if "mentions" not in entry.fields:
        return to_document(entry, seen)
    try:
        report = read_report(entry.fields)
    except DocumentError as error:
        return BadDocument(where=entry.where, why=f"not a report that this geomap can read: {error}")
    seen.add(report.document.id)
    return report
