"""Incidents under the column names of the UCDP's Georeferenced Event Dataset and of ACLED, where the meaning is the same.

What these have and geomap cannot know (parties, deaths, whose violence it is) is left out, not filled with guesses; what
geomap adds begins with ``geomap_``.
"""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from functools import cache

from geomap.export.plain import degrees, rounded
from geomap.export.rows import Properties, Row, Value, position, quote, writable
from geomap.incidents import DateRange, Incident, IncidentType
from geomap.report import Report


class Names(StrEnum):
    """After whom the columns are named."""

    GEOMAP = "geomap"
    UCDP = "ucdp"
    ACLED = "acled"


GEOMAP = {
    "geomap_type": "text",
    "geomap_document": "text",
    "geomap_place_id": "text",
    "geomap_confidence": "number",
    "geomap_quote": "text",
}

# Every column and its type, in order, as in geomap.export.rows.
COLUMNS: Mapping[Names, Mapping[str, str]] = {
    Names.UCDP: {
        "id": "text",
        "year": "integer",
        "number_of_sources": "integer",
        "source_office": "text",
        "source_date": "date",
        "source_headline": "text",
        "where_prec": "integer",
        "where_coordinates": "text",
        "adm_1": "text",
        "adm_2": "text",
        "latitude": "number",
        "longitude": "number",
        "country": "text",
        "date_prec": "integer",
        "date_start": "date",
        "date_end": "date",
        **GEOMAP,
    },
    Names.ACLED: {
        "event_id_cnty": "text",
        "event_date": "date",
        "year": "integer",
        "time_precision": "integer",
        "event_type": "text",
        "country": "text",
        "admin1": "text",
        "admin2": "text",
        "location": "text",
        "latitude": "number",
        "longitude": "number",
        "geo_precision": "integer",
        "source": "text",
        **GEOMAP,
    },
}

# Days of a range, and the code of its precision: UCDP's date_prec (a day, less than a week, a week, a month, a year) and
# ACLED's time_precision (a day, a week, longer).
UCDP_DAYS = ((1, 1), (6, 2), (7, 3), (31, 4), (366, 5))
ACLED_DAYS = ((1, 1), (7, 2), (366, 3))
# UCDP's precision of the place, as `precision` has it, to ACLED's geo_precision: the spot, near it, a larger region.
ACLED_WHERE = {1: 1, 2: 2, 3: 2, 4: 3, 5: 3, 6: 3}
ACLED_TYPES = {
    IncidentType.BATTLES: "Battles",
    IncidentType.EXPLOSIONS: "Explosions/Remote violence",
    IncidentType.VIOLENCE_AGAINST_CIVILIANS: "Violence against civilians",
    IncidentType.PROTESTS: "Protests",
    IncidentType.RIOTS: "Riots",
    IncidentType.STRATEGIC_DEVELOPMENTS: "Strategic developments",
}


def conflict_rows(reports: Iterable[Report], names: Names) -> list[Row]:
    """One row for each incident, with the columns of these names."""
    return [
        Row(
            id=f"{report.document.id}#i{number}",
            positions=(position(incident.place),),
            properties={name: held(value) for name, value in MAKERS[names](report, incident).items()},
        )
        for report in reports
        for number, incident in enumerate(report.incidents)
    ]


def ucdp_columns(report: Report, incident: Incident) -> Properties:
    """An incident as UCDP's Georeferenced Event Dataset would name it."""
    document, place, date = report.document, incident.place, incident.date
    return {
        "id": incident.id,
        "year": date.start.year if date else None,
        "number_of_sources": incident.merged.sources if incident.merged else 1,
        "source_office": document.outlet,
        "source_date": document.date.isoformat() if document.date else None,
        "source_headline": document.title,
        "where_prec": incident.precision,
        "where_coordinates": place.name,
        "adm_1": place.admin1,
        "adm_2": place.admin2,
        "latitude": degrees(place.lat),
        "longitude": degrees(place.lon),
        "country": country_name(place.country),
        "date_prec": days_code(date, UCDP_DAYS),
        "date_start": date.start.isoformat() if date else None,
        "date_end": date.end.isoformat() if date else None,
        **geomap_columns(report, incident),
    }


def acled_columns(report: Report, incident: Incident) -> Properties:
    """An incident as ACLED would name it; ``event_type`` is empty where ACLED has no such type."""
    place, date = incident.place, incident.date
    return {
        "event_id_cnty": incident.id,
        "event_date": date.start.isoformat() if date else None,
        "year": date.start.year if date else None,
        "time_precision": days_code(date, ACLED_DAYS),
        "event_type": ACLED_TYPES.get(incident.type),
        "country": country_name(place.country),
        "admin1": place.admin1,
        "admin2": place.admin2,
        "location": place.name,
        "latitude": degrees(place.lat),
        "longitude": degrees(place.lon),
        "geo_precision": ACLED_WHERE[incident.precision],
        "source": report.document.outlet,
        **geomap_columns(report, incident),
    }


def geomap_columns(report: Report, incident: Incident) -> Properties:
    """What neither has."""
    return {
        "geomap_type": incident.type.value,
        "geomap_document": report.document.id,
        "geomap_place_id": incident.place.id,
        "geomap_confidence": rounded(incident.confidence),
        "geomap_quote": quote(report.document.text, incident.evidence, 0, 0),
    }


def days_code(date: DateRange | None, codes: tuple[tuple[int, int], ...]) -> int | None:
    """The code of the shortest length that holds the range; ``None`` where none does."""
    if date is None:
        return None
    days = (date.end - date.start).days + 1
    return next((code for most, code in codes if days <= most), None)


@cache
def country_name(code: str | None) -> str | None:
    """The English name of a country, from the gazetteer; its code where the gazetteer has none."""
    from gazetteer import open_gazetteer

    gazetteer = open_gazetteer()
    number = gazetteer.number_of(code) if code else None
    return code if number is None else gazetteer.place(number).name


def held(value: Value) -> Value:
    """The value as every format can hold it."""
    return writable(value) if isinstance(value, str) else value


MAKERS: Mapping[Names, Callable[[Report, Incident], Properties]] = {
    Names.UCDP: ucdp_columns,
    Names.ACLED: acled_columns,
}
