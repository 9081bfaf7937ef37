"""Reports -> the data of the page, ready for JSON: each place and each phrase once, the rest as rows of numbers.

``page/reading.js`` makes records of the rows again. Offsets into texts are in UTF-16 units here and nowhere else,
because the page's JavaScript counts so.
"""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from gazetteer.place import Place, PlaceKind
from gazetteer.shapes import admin1_shape
from geomap.documents import Document
from geomap.incidents import Incident, IncidentType, Relation, RelationKind
from geomap.map.blur import Blur
from geomap.map.naming import Names
from geomap.map.quotes import Span, Spans
from geomap.mentions import MentionKind
from geomap.report import Report
from geomap.roles import Evidence, Reading, Role, RoleAssignment

# Outlines of first-order divisions go into the page for the most often named ones; 300 take about a quarter of a megabyte.
MOST_SHAPES = 300
# A first line of up to so many characters, set apart by an empty one, is a headline: newspapers' stay under about 110.
LONGEST_HEADLINE = 140
HEADLINE = re.compile(r"\s*(\S[^\r\n]*?)[ \t]*\r?\n[ \t]*\r?\n")
DEGREE_DIGITS = 5  # about a metre

# What the numbers in the rows stand for.
CODES: dict[str, list[Any]] = {
    "roles": list(Role),
    "readings": list(Reading),
    "mentionKinds": list(MentionKind),
    "placeKinds": list(PlaceKind),
    "types": list(IncidentType),
    "kinds": list(RelationKind),
}

# Where a place's row has its names by language; it begins with its id and its name.
NAMES = 9

Data = dict[str, Any]
Row = list[Any]


def tell(reports: Sequence[Report], *, blur: Blur, names: Names) -> Data:
    """All that the page shows of the reports, newest document first; undated ones last."""
    story = _Story(blur, names)
    documents = [story.document(report) for report in sorted(reports, key=_newest_first)]
    story.name_as_written()
    return {
        "codes": CODES,
        "documents": documents,
        "places": story.places,
        "areas": story.areas,
        "phrases": story.phrases,
        "shapes": story.shapes(),
    }


def _newest_first(report: Report) -> int:
    return -(report.document.date or date.min).toordinal()


class _Story:
    """What has been gathered so far: rows refer to places and phrases by number."""

    def __init__(self, blur: Blur, names: Names) -> None:
        self.places: list[Row] = []
        self.areas: list[Row] = []
        self.phrases: list[str] = []
        self._blur = blur
        self._names = names
        self._area_numbers: dict[str, int] = {}
        self._place_numbers: dict[str, int] = {}
        self._phrase_numbers: dict[str, int] = {}
        self._areas: dict[int, Place] = {}
        self._named: Counter[int] = Counter()
        self._written: dict[int, dict[str, Counter[str]]] = {}

    def document(self, report: Report) -> Data:
        document, spans = report.document, Spans(report.document.text)
        span = None if document.title else headline(document.text)
        told = {
            "id": document.id,
            "title": heading(document),
            "headline": spans.of(*span) if span else None,
            "outlet": document.outlet,
            "url": web_address(document.url),
            "date": _day(document.date),
            "lang": report.lang,
            "text": document.text,
            "warnings": list(report.warnings),
            "mentions": [self._mention(mention, spans, report.lang) for mention in report.mentions],
            "incidents": [self._incident(incident, spans) for incident in report.incidents],
            "relations": [self._relation(relation, spans) for relation in report.relations],
        }
        return {key: value for key, value in told.items() if value not in (None, [])}

    def shapes(self) -> dict[int, Any]:
        """The outlines of the divisions that are named most often."""
        most = sorted(self._areas, key=lambda number: (-self._named[number], number))[:MOST_SHAPES]
        found = {number: admin1_shape(self._areas[number].geonameid or 0) for number in sorted(most)}
        return {number: shape for number, shape in found.items() if shape}

    def name_as_written(self) -> None:
        """Call places as the texts in the reader's language do, where that is one of their names."""
        for number, written in self._written.items():
            row = self.places[number]
            row[NAMES] = self._names.as_written(row[0], row[1], row[NAMES] or {}, written) or 0

    def _mention(self, assignment: RoleAssignment, spans: Spans, lang: str | None) -> Row:
        resolution, evidence = assignment.resolution, assignment.evidence
        mention, place = resolution.mention, resolution.place
        number = self._place(place, named=True) if place else -1
        if place and lang and mention.kind is MentionKind.NAME:
            self._written.setdefault(number, {}).setdefault(lang, Counter())[mention.text] += 1
        return [
            number,
            *spans.of(mention.start, mention.end),
            *spans.quote((mention.start, mention.end), evidence),
            CODES["mentionKinds"].index(mention.kind),
            CODES["readings"].index(assignment.reading),
            CODES["roles"].index(assignment.role),
            _share(resolution.confidence),
            _share(assignment.confidence),
            [part for other in resolution.alternatives for part in (self._place(other.place), _share(other.confidence))],
            [self._phrase(why) for why in (*mention.why, *resolution.why)],
            [self._phrase(why) for why in assignment.why],
            *self._evidence(evidence, spans),
        ]

    def _incident(self, incident: Incident, spans: Spans) -> Row:
        evidence, days = incident.evidence, incident.date
        return [
            incident.id,
            CODES["types"].index(incident.type),
            list(incident.mentions),
            self._place(incident.place),
            incident.precision,
            [_day(days.start), _day(days.end)] if days else 0,
            _share(incident.confidence),
            [incident.merged.sources, *map(self._phrase, incident.merged.why)] if incident.merged else 0,
            *spans.quote((evidence.start, evidence.end), evidence),
            *self._evidence(evidence, spans),
        ]

    def _relation(self, relation: Relation, spans: Spans) -> Row:
        evidence = relation.evidence
        return [
            CODES["kinds"].index(relation.kind),
            relation.source,
            relation.target,
            _share(relation.confidence),
            *spans.quote((evidence.start, evidence.end), evidence),
            *self._evidence(evidence, spans),
        ]

    def _evidence(self, evidence: Evidence | None, spans: Spans) -> Row:
        return [*spans.of(evidence.start, evidence.end), self._phrase(evidence.cue)] if evidence else []

    def _phrase(self, words: str) -> int:
        number = self._phrase_numbers.setdefault(words, len(self.phrases))
        if number == len(self.phrases):
            self.phrases.append(words)
        return number

    def _place(self, place: Place, *, named: bool = False) -> int:
        number = self._place_numbers.setdefault(place.id, len(self.places))
        if number == len(self.places):
            self.places.append(self._place_row(place))
        if named:
            self._named[number] += 1
            if place.kind in (PlaceKind.ADMIN1, PlaceKind.REGION) and place.geonameid is not None:
                self._areas[number] = place
        return number

    def _place_row(self, place: Place) -> Row:
        lat, lon = self._blur.point(place)
        row = [
            place.id,
            place.name,
            CODES["placeKinds"].index(place.kind),
            round(lat, DEGREE_DIGITS),
            round(lon, DEGREE_DIGITS),
            place.country or 0,
            self._area(place.admin1, place.admin1_id),
            self._area(place.admin2, place.admin2_id),
            place.population or 0,
            self._names.of(place.id, place.name) or 0,
        ]
        return [*row, list(place.claimed_by), list(place.held_by)] if place.claimed_by or place.held_by else row

    def _area(self, name: str | None, area_id: str | None) -> int:
        """The number of a division that a place lies in: its name, and those in the reader's languages."""
        if not name:
            return -1
        names = self._names.of(area_id, name)
        row = [name, names] if names else [name]
        number = self._area_numbers.setdefault(repr(row), len(self.areas))
        if number == len(self.areas):
            self.areas.append(row)
        return number


def headline(text: str) -> Span | None:
    """Where the text's own title stands: a short first line that an empty one sets apart."""
    found = HEADLINE.match(text)
    return found.span(1) if found and len(found[1]) <= LONGEST_HEADLINE else None


def heading(document: Document) -> str:
    """What to call the document: its title, else its own headline, else its id."""
    span = headline(document.text)
    return document.title or (document.text[slice(*span)] if span else document.id)


def web_address(url: str | None) -> str | None:
    """The address if it is one of http or https, which a reader may safely follow; ``None`` for any other."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None


def _share(probability: float) -> int:
    """In thousandths."""
    return round(1000 * probability)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
