"""Reports -> rows: flat properties and a point or a line, from which every GIS format is written."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from gazetteer.place import Place
from geomap.export.plain import degrees, reasons, rounded
from geomap.incidents import Incident, Relation
from geomap.report import Layer, Report
from geomap.roles import Evidence, Role, RoleAssignment

Value = str | int | float | None
Properties = dict[str, Value]
Position = tuple[float, float]  # longitude, latitude

QUOTED = 100  # characters each side of a mention that is quoted without evidence: about a sentence
ROLE_ORDER = tuple(Role)

# What XML, a C string or UTF-8 cannot hold: control characters but tab and line ends, lone surrogates, non-characters.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

DOCUMENT = {"document": "text", "date": "date", "lang": "text", "title": "text", "outlet": "text", "url": "text"}
PLACE = {
    "place": "text",
    "place_id": "text",
    "geonameid": "integer",
    "place_kind": "text",
    "country": "text",
    "admin1": "text",
    "population": "integer",
}
EVIDENCE = {"cue": "text", "quote": "text"}

# Every column of every layer and its type, in order; a row has exactly these.
COLUMNS: Mapping[Layer, Mapping[str, str]] = {
    Layer.MENTIONS: {
        **DOCUMENT,
        "mention": "integer",
        "start": "integer",
        "end": "integer",
        "text": "text",
        "kind": "text",
        "reading": "text",
        "role": "role",
        "role_confidence": "number",
        **PLACE,
        "confidence": "number",
        **EVIDENCE,
        "why": "text",
    },
    Layer.PLACES: {
        **PLACE,
        "role": "role",
        "roles": "text",
        "names": "text",
        "mentions": "integer",
        "documents": "integer",
        "confidence": "number",
    },
    Layer.INCIDENTS: {
        **DOCUMENT,
        "incident": "text",
        "type": "text",
        "precision": "integer",
        "date_start": "date",
        "date_end": "date",
        "names": "text",
        "mentions": "integer",
        "sources": "integer",
        **PLACE,
        "confidence": "number",
        **EVIDENCE,
    },
    Layer.RELATIONS: {
        **DOCUMENT,
        "relation": "integer",
        "kind": "text",
        "source": "text",
        "source_place": "text",
        "source_id": "text",
        "target": "text",
        "target_place": "text",
        "target_id": "text",
        "confidence": "number",
        **EVIDENCE,
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One feature: no position, one of a point, or the two ends of a line; longitude first."""

    id: str
    positions: tuple[Position, ...]
    properties: Properties


def rows(reports: Iterable[Report], layer: Layer) -> Iterator[Row]:
    """The rows of one layer; text that no GIS format can hold is replaced by U+FFFD."""
    for row in MAKERS[layer](reports):
        properties = {name: writable(value) if isinstance(value, str) else value for name, value in row.properties.items()}
        yield Row(id=writable(row.id), positions=row.positions, properties=properties)


def writable(text: str) -> str:
    """The text, as long as before, without what XML, a C string or UTF-8 cannot hold."""
    return UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def mention_rows(reports: Iterable[Report]) -> Iterator[Row]:
    """One row for each mention that has a place."""
    for report in reports:
        for number, assignment in enumerate(report.mentions):
            place = assignment.resolution.place
            if place:
                properties = {**document_columns(report), **mention_columns(report, number, assignment, place)}
                yield Row(id=f"{report.document.id}#m{number}", positions=(position(place),), properties=properties)


def mention_columns(report: Report, number: int, assignment: RoleAssignment, place: Place) -> Properties:
    """What is known about one mention."""
    mention = assignment.resolution.mention
    return {
        "mention": number,
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "kind": mention.kind.value,
        "reading": assignment.reading.value,
        "role": assignment.role.value,
        "role_confidence": rounded(assignment.confidence),
        **place_columns(place),
        "confidence": rounded(assignment.resolution.confidence),
        "cue": assignment.evidence.cue if assignment.evidence else None,
        "quote": quote(report.document.text, assignment.evidence, mention.start, mention.end),
        "why": "; ".join(reasons(assignment)),
    }


def place_rows(reports: Iterable[Report]) -> Iterator[Row]:
    """One row for each place that is named in any of the reports, in order of first mention."""
    found: dict[str, list[tuple[str, RoleAssignment]]] = {}
    for report in reports:
        for assignment in report.mentions:
            if assignment.resolution.place:
                named = found.setdefault(assignment.resolution.place.id, [])
                named.append((report.document.id, assignment))
    for named in found.values():
        place = named[0][1].resolution.place
        if place:
            yield Row(id=place.id, positions=(position(place),), properties=summed_columns(place, named))


def summed_columns(place: Place, named: list[tuple[str, RoleAssignment]]) -> Properties:
    """A place and all that its mentions say; ``role`` is the first of its roles in the table of roles."""
    mentions = [assignment for _, assignment in named]
    roles = sorted({mention.role for mention in mentions}, key=ROLE_ORDER.index)
    return {
        **place_columns(place),
        "role": roles[0].value,
        "roles": "; ".join(roles),
        "names": "; ".join(dict.fromkeys(mention.resolution.mention.text for mention in mentions)),
        "mentions": len(mentions),
        "documents": len({document for document, _ in named}),
        "confidence": rounded(max(mention.resolution.confidence for mention in mentions)),
    }


def incident_rows(reports: Iterable[Report]) -> Iterator[Row]:
    """One row for each incident."""
    for report in reports:
        for number, incident in enumerate(report.incidents):
            properties = {**document_columns(report), **incident_columns(report, incident)}
            row_id = f"{report.document.id}#i{number}"
            yield Row(id=row_id, positions=(position(incident.place),), properties=properties)


def incident_columns(report: Report, incident: Incident) -> Properties:
    """What is known about one incident."""
    names = dict.fromkeys(report.mentions[number].resolution.mention.text for number in incident.mentions)
    return {
        "incident": incident.id,
        "type": incident.type.value,
        "precision": incident.precision,
        "date_start": incident.date.start.isoformat() if incident.date else None,
        "date_end": incident.date.end.isoformat() if incident.date else None,
        "names": "; ".join(names),
        "mentions": len(incident.mentions),
        "sources": incident.merged.sources if incident.merged else 1,
        **place_columns(incident.place),
        "confidence": rounded(incident.confidence),
        "cue": incident.evidence.cue,
        "quote": quote(report.document.text, incident.evidence, 0, 0),
    }


def relation_rows(reports: Iterable[Report]) -> Iterator[Row]:
    """One row for each relation; a line where both ends have a place and these differ, else no position."""
    for report in reports:
        for number, relation in enumerate(report.relations):
            properties = {**document_columns(report), **relation_columns(report, number, relation)}
            row_id = f"{report.document.id}#r{number}"
            yield Row(id=row_id, positions=ends(report, relation), properties=properties)


def relation_columns(report: Report, number: int, relation: Relation) -> Properties:
    """What is known about one relation."""
    source, target = (report.mentions[end].resolution for end in (relation.source, relation.target))
    return {
        "relation": number,
        "kind": relation.kind.value,
        "source": source.mention.text,
        "source_place": source.place.name if source.place else None,
        "source_id": source.place.id if source.place else None,
        "target": target.mention.text,
        "target_place": target.place.name if target.place else None,
        "target_id": target.place.id if target.place else None,
        "confidence": rounded(relation.confidence),
        "cue": relation.evidence.cue,
        "quote": quote(report.document.text, relation.evidence, 0, 0),
    }


def ends(report: Report, relation: Relation) -> tuple[Position, ...]:
    """Where the relation begins and ends, or nothing where that makes no line."""
    places = [report.mentions[number].resolution.place for number in (relation.source, relation.target)]
    positions = tuple(position(place) for place in places if place)
    return positions if len(set(positions)) == 2 else ()


def document_columns(report: Report) -> Properties:
    """What is known about the document."""
    document = report.document
    return {
        "document": document.id,
        "date": document.date.isoformat() if document.date else None,
        "lang": report.lang,
        "title": document.title,
        "outlet": document.outlet,
        "url": document.url,
    }


def place_columns(place: Place) -> Properties:
    """What is known about a place, but for where it is."""
    return {
        "place": place.name,
        "place_id": place.id,
        "geonameid": place.geonameid,
        "place_kind": place.kind.value,
        "country": place.country,
        "admin1": place.admin1,
        "population": place.population,
    }


def position(place: Place) -> Position:
    """Longitude and latitude, as GeoJSON orders them."""
    return degrees(place.lon), degrees(place.lat)


def quote(text: str, evidence: Evidence | None, start: int, end: int) -> str:
    """The clause that decided, else the words around ``start`` and ``end`` in the same paragraph."""
    if evidence:
        return text[evidence.start : evidence.end].strip()
    before = text[max(0, start - QUOTED) : start].rpartition("\n")[2]
    after = text[end : end + QUOTED].partition("\n")[0]
    return f"{before}{text[start:end]}{after}".strip()


MAKERS: Mapping[Layer, Callable[[Iterable[Report]], Iterator[Row]]] = {
    Layer.MENTIONS: mention_rows,
    Layer.PLACES: place_rows,
    Layer.INCIDENTS: incident_rows,
    Layer.RELATIONS: relation_rows,
}
