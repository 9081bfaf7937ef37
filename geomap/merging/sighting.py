"""Sighting: one incident as one document tells it, with what merging needs and no more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as Date
from datetime import timedelta

from gazetteer.place import PlaceKind
from geomap.incidents import IncidentType
from geomap.merging.copies import Sketch, sketch
from geomap.report import Report

# Days that a range may have to say when: "in the night to Saturday", "on 3 and 4 May".
FIRM_DAYS = 3
# "Last week". A month or a year says too little to tell two happenings apart.
LONGEST_DAYS = 7
# A report that names no day is taken to be about the day it is published or the one before.
BEFORE_PUBLICATION = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One incident of one document, at ``lat`` and ``lon`` in decimal degrees.

    ``first`` and ``last`` are the days it may have been, both included, ``None`` where nothing tells; ``dated`` is
    whether the text itself names them.
    """

    document: str
    outlet: str | None
    number: int
    id: str
    type: IncidentType
    place: str
    name: str
    kind: PlaceKind
    country: str | None
    admin1: str | None
    lat: float
    lon: float
    precision: int
    dated: bool
    first: Date | None
    last: Date | None
    sketch: Sketch

    @property
    def order(self) -> tuple[str, ...]:
        """What sightings are sorted by, whatever order they came in."""
        return (str(self.first), str(self.last), self.place, self.type, self.document, self.id, f"{self.number:06}")

    @property
    def days(self) -> int:
        """How many days it may have been; 0 where that is not known."""
        return (self.last - self.first).days + 1 if self.first and self.last else 0

    @property
    def firm(self) -> bool:
        """Whether the text itself says when, to a few days."""
        return self.dated and self.days <= FIRM_DAYS


def merge_key(sighting: Sighting) -> str:
    """Sightings with different keys are never merged, so that each key can be merged by itself, on any worker.

    It is the first-order division, else the country, else the place.
    """
    if sighting.country is None:
        return sighting.place
    return f"{sighting.country}/{sighting.admin1 or ''}"


def sightings(report: Report) -> Iterator[Sighting]:
    """The incidents of a report, ready for merging."""
    document = report.document
    drawn = sketch(document.text) if report.incidents else ()
    for number, incident in enumerate(report.incidents):
        place = incident.place
        first, last = (incident.date.start, incident.date.end) if incident.date else _around(document.date)
        yield Sighting(
            document=document.id,
            outlet=document.outlet,
            number=number,
            id=incident.id,
            type=incident.type,
            place=place.id,
            name=place.name,
            kind=place.kind,
            country=place.country,
            admin1=place.admin1,
            lat=place.lat,
            lon=place.lon,
            precision=incident.precision,
            dated=incident.date is not None,
            first=first,
            last=last,
            sketch=drawn,
        )


def _around(published: Date | None) -> tuple[Date | None, Date | None]:
    if published is None:
        return None, None
    return (published - BEFORE_PUBLICATION if published > Date.min else published), published
