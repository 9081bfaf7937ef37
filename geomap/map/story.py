"""Reports -> the data of the page: plain lists and mappings, ready for JSON, each place once.

Offsets into texts are in UTF-16 units here and nowhere else, because the page's JavaScript counts so.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from gazetteer.place import Place, PlaceKind
from gazetteer.shapes import admin1_shape, countries_topology, inner_borders
from geomap.documents import Document
from geomap.incidents import Incident, Relation
from geomap.map.quotes import Span, quote, sentences, utf16
from geomap.report import Report
from geomap.roles import Evidence, Role, RoleAssignment

# Inner borders are drawn for the countries where something happened: up to so many, those with most incidents first.
COUNTRIES_WITH_DIVISIONS = 6
# A first line of up to so many characters, set apart by an empty one, is a headline: newspapers' stay under about 110.
LONGEST_HEADLINE = 140
HEADLINE = re.compile(r"\s*(\S[^\r\n]*?)[ \t]*\r?\n[ \t]*\r?\n")

Data = dict[str, Any]


def tell(reports: Sequence[Report]) -> Data:
    """All that the page shows of the reports, newest document first; undated ones last."""
    story = _Story()
    for report in sorted(reports, key=_newest_first):
        story.add(report)
    return {
        "documents": story.documents,
        "mentions": story.mentions,
        "places": story.places,
        "incidents": story.incidents,
        "relations": story.relations,
        "divisions": _divisions(reports),
    }


def _newest_first(report: Report) -> int:
    return -(report.document.date or date.min).toordinal()


class _Story:
    """What has been gathered so far; an index into one list is a key in another."""

    def __init__(self) -> None:
        self.documents: list[Data] = []
        self.mentions: list[Data] = []
        self.places: list[Data] = []
        self.incidents: list[Data] = []
        self.relations: list[Data] = []
        self._seen: dict[str, int] = {}

    def add(self, report: Report) -> None:
        text = report.document.text
        spans = _Spans(text)
        document, first = len(self.documents), len(self.mentions)
        self.documents.append(_document(report, spans))
        for mention in report.mentions:
            place = self._place(mention.resolution.place)
            self.mentions.append({"document": document, "place": place, **_mention(mention, spans)})
        for relation in report.relations:
            self.relations.append({"document": document, **_relation(relation, first, spans)})
        for incident in report.incidents:
            place = self._place(incident.place)
            self.incidents.append({"document": document, "place": place, **_incident(incident, first, spans)})

    def _place(self, place: Place | None) -> int | None:
        if place is None:
            return None
        if place.id not in self._seen:
            self._seen[place.id] = len(self.places)
            self.places.append(_place(place))
        return self._seen[place.id]


class _Spans:
    """Spans of one text as the page needs them."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._sentences = sentences(text)
        self._offset: Callable[[int], int] = utf16(text)

    def of(self, start: int, end: int) -> list[int]:
        return [self._offset(start), self._offset(end)]

    def quote(self, span: Span, evidence: Evidence | None) -> list[int]:
        """The sentence around the span, and around its evidence where that takes the span in."""
        start, end = span
        if evidence and evidence.start <= start and end <= evidence.end:
            start, end = evidence.start, evidence.end
        return self.of(*quote(self._text, self._sentences, (start, end)))

    def evidence(self, evidence: Evidence | None) -> Data | None:
        return {"span": self.of(evidence.start, evidence.end), "cue": evidence.cue} if evidence else None


def headline(text: str) -> Span | None:
    """Where the text's own title stands: a short first line that an empty one sets apart."""
    found = HEADLINE.match(text)
    return found.span(1) if found and len(found[1]) <= LONGEST_HEADLINE else None


def heading(document: Document) -> str:
    """What to call the document: its title, else its own headline, else its id."""
    span = headline(document.text)
    return document.title or (document.text[slice(*span)] if span else document.id)


def _document(report: Report, spans: _Spans) -> Data:
    document = report.document
    span = None if document.title else headline(document.text)
    return {
        "id": document.id,
        "title": heading(document),
        "headline": spans.of(*span) if span else None,
        "outlet": document.outlet,
        "url": web_address(document.url),
        "date": _day(document.date),
        "lang": report.lang,
        "text": document.text,
        "warnings": list(report.warnings),
    }


def web_address(url: str | None) -> str | None:
    """The address if it is one of http or https, which a reader may safely follow; ``None`` for any other."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None


def _mention(assignment: RoleAssignment, spans: _Spans) -> Data:
    resolution = assignment.resolution
    mention = resolution.mention
    return {
        "span": spans.of(mention.start, mention.end),
        "quote": spans.quote((mention.start, mention.end), assignment.evidence),
        "text": mention.text,
        "kind": mention.kind,
        "reading": assignment.reading,
        "confidence": _share(resolution.confidence),
        "alternatives": [_alternative(other.place, other.confidence) for other in resolution.alternatives],
        "role": assignment.role,
        "roleConfidence": _share(assignment.confidence),
        "evidence": spans.evidence(assignment.evidence),
        "why": [*mention.why, *resolution.why],
        "roleWhy": list(assignment.why),
    }


def _relation(relation: Relation, first: int, spans: _Spans) -> Data:
    evidence = relation.evidence
    return {
        "kind": relation.kind,
        "source": first + relation.source,
        "target": first + relation.target,
        "confidence": _share(relation.confidence),
        "quote": spans.quote((evidence.start, evidence.end), evidence),
        "evidence": spans.evidence(evidence),
    }


def _incident(incident: Incident, first: int, spans: _Spans) -> Data:
    evidence, days = incident.evidence, incident.date
    return {
        "id": incident.id,
        "type": incident.type,
        "mentions": [first + index for index in incident.mentions],
        "precision": incident.precision,
        "date": [_day(days.start), _day(days.end)] if days else None,
        "confidence": _share(incident.confidence),
        "quote": spans.quote((evidence.start, evidence.end), evidence),
        "evidence": spans.evidence(evidence),
    }


def _place(place: Place) -> Data:
    return {
        "id": place.id,
        "name": place.name,
        "kind": place.kind,
        "lat": round(place.lat, 5),
        "lon": round(place.lon, 5),
        "country": place.country,
        "admin": [name for name in (place.admin2, place.admin1) if name and name != place.name],
        "population": place.population,
        "claimedBy": list(place.claimed_by),
        "heldBy": list(place.held_by),
        "shape": _shape(place),
    }


def _shape(place: Place) -> Data | None:
    """A country's outline is in the page already, by its code; a division's is put in; other places have none."""
    if place.kind is PlaceKind.COUNTRY and place.country in country_codes():
        return {"iso2": place.country}
    if place.kind in (PlaceKind.ADMIN1, PlaceKind.REGION) and place.geonameid is not None:
        geometry = admin1_shape(place.geonameid)
        return {"geometry": geometry} if geometry else None
    return None


def _alternative(place: Place, confidence: float) -> Data:
    return {
        "name": place.name,
        "kind": place.kind,
        "country": place.country,
        "admin1": place.admin1,
        "confidence": _share(confidence),
    }


def country_codes() -> frozenset[str]:
    """The codes of the countries that the page has outlines of."""
    shapes = countries_topology()["objects"]["shapes"]["geometries"]
    return frozenset(shape["properties"]["iso2"] for shape in shapes if shape["properties"]["iso2"])


def _divisions(reports: Sequence[Report]) -> list[Any]:
    """The inner borders of the countries where most happened, as lines."""
    counts: dict[str, int] = {}
    for report in reports:
        for mention in report.mentions:
            place = mention.resolution.place
            if place and place.country and mention.role is Role.INCIDENT_SITE:
                counts[place.country] = counts.get(place.country, 0) + 1
    most = sorted(counts, key=lambda country: (-counts[country], country))[:COUNTRIES_WITH_DIVISIONS]
    return [line for country in most for line in inner_borders(country)]


def _share(probability: float) -> float:
    return round(probability, 3)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
