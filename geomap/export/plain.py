"""Report -> plain dictionaries and JSON, exactly as ``report.schema.json`` says; the keys always in the same order."""

import json
import re

from gazetteer.place import Place
from geomap.incidents import DateRange, Incident, Merged, Relation
from geomap.places import Alternative
from geomap.report import Report
from geomap.roles import Evidence, RoleAssignment

CONFIDENCE_DIGITS = 4
DEGREE_DIGITS = 5  # About a metre, and what GeoNames gives.

# Lone surrogates have no UTF-8, and some readers of lines break them at the others; JSON can say each as \uXXXX.
UNSAFE_IN_A_LINE = re.compile("[\ud800-\udfff\x7f-\x9f\u2028\u2029]")


def report_json(report: Report) -> str:
    """The report as one line of JSON, without its end."""
    return json_line(report_dict(report))


def json_line(value: object) -> str:
    """Any plain value as one line of JSON that is safe to write as UTF-8."""
    line = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return UNSAFE_IN_A_LINE.sub(lambda unsafe: f"\\u{ord(unsafe[0]):04x}", line)


def report_dict(report: Report) -> dict[str, object]:
    """The whole report; with ``byline`` only where the document has one."""
    document = report.document
    return {
        "id": document.id,
        "lang": report.lang,
        "date": document.date.isoformat() if document.date else None,
        "title": document.title,
        "outlet": document.outlet,
        "url": document.url,
        **({"byline": document.byline} if document.byline else {}),
        "text": document.text,
        "geomap": report.geomap,
        "gazetteer": report.gazetteer,
        "mentions": [mention_dict(mention) for mention in report.mentions],
        "incidents": [incident_dict(incident) for incident in report.incidents],
        "relations": [relation_dict(relation) for relation in report.relations],
        "warnings": list(report.warnings),
    }


def mention_dict(assignment: RoleAssignment) -> dict[str, object]:
    """One mention, with its place and role."""
    resolution = assignment.resolution
    mention = resolution.mention
    return {
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "kind": mention.kind.value,
        "reading": assignment.reading.value,
        "place": place_dict(resolution.place) if resolution.place else None,
        "confidence": rounded(resolution.confidence),
        "alternatives": [alternative_dict(alternative) for alternative in resolution.alternatives],
        "role": assignment.role.value,
        "role_confidence": rounded(assignment.confidence),
        "evidence": evidence_dict(assignment.evidence) if assignment.evidence else None,
        "why": list(reasons(assignment)),
    }


def reasons(assignment: RoleAssignment) -> tuple[str, ...]:
    """Every reason once: why a mention, why this place, why this role."""
    resolution = assignment.resolution
    return tuple(dict.fromkeys((*resolution.mention.why, *resolution.why, *assignment.why)))


def place_dict(place: Place) -> dict[str, object]:
    """One place."""
    return {
        "id": place.id,
        "geonameid": place.geonameid,
        "name": place.name,
        "kind": place.kind.value,
        "country": place.country,
        "admin1": place.admin1,
        "lat": degrees(place.lat),
        "lon": degrees(place.lon),
        "population": place.population,
    }


def alternative_dict(alternative: Alternative) -> dict[str, object]:
    """One place that was not chosen."""
    place = alternative.place
    return {
        "id": place.id,
        "name": place.name,
        "country": place.country,
        "lat": degrees(place.lat),
        "lon": degrees(place.lon),
        "confidence": rounded(alternative.confidence),
    }


def incident_dict(incident: Incident) -> dict[str, object]:
    """One happening; with ``merged`` only where several documents tell of it and were merged."""
    return {
        "id": incident.id,
        "type": incident.type.value,
        "mentions": list(incident.mentions),
        "place": place_dict(incident.place),
        "precision": incident.precision,
        "date": days_dict(incident.date) if incident.date else None,
        "confidence": rounded(incident.confidence),
        "evidence": evidence_dict(incident.evidence),
        **({"merged": merged_dict(incident.merged)} if incident.merged else {}),
    }


def merged_dict(merged: Merged) -> dict[str, object]:
    """Who else tells of it, and why it is taken for one happening."""
    return {
        "sources": merged.sources,
        "reports": merged.reports,
        "documents": [{"id": each.document, "outlet": each.outlet} for each in merged.documents],
        "why": list(merged.why),
    }


def days_dict(days: DateRange) -> dict[str, object]:
    """The first and the last day."""
    return {"start": days.start.isoformat(), "end": days.end.isoformat()}


def relation_dict(relation: Relation) -> dict[str, object]:
    """Who does what to whom."""
    return {
        "kind": relation.kind.value,
        "source": relation.source,
        "target": relation.target,
        "confidence": rounded(relation.confidence),
        "evidence": evidence_dict(relation.evidence),
    }


def evidence_dict(evidence: Evidence) -> dict[str, object]:
    """The words that decided."""
    return {"start": evidence.start, "end": evidence.end, "cue": evidence.cue}


def rounded(confidence: float) -> float:
    """A probability to four digits."""
    return round(confidence, CONFIDENCE_DIGITS)


def degrees(value: float) -> float:
    """A coordinate in decimal degrees to five digits."""
    return round(value, DEGREE_DIGITS)
