"""Reports in, the same reports out: incidents that tell of one happening share their id, and say so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from geomap.incidents import Incident
from geomap.merging.grouping import Group, group_incidents
from geomap.merging.sighting import sightings
from geomap.report import Report


def merge(reports: Iterable[Report]) -> tuple[Report, ...]:
    """The reports in their order; incidents of one type, place and time get one id, and ``merged`` says who and why.

    What a document says about its incident (type, place, date, evidence) stays as it says it. Any order of reports gives
    the same groups, and merging merged reports changes nothing.

    >>> import geomap
    >>> texts = ["Crowds gathered in Gori.", "In Gori crowds gathered."]
    >>> reports = geomap.merge(geomap.read_many(texts))
    """
    read = tuple(reports)
    groups = group_incidents(sighting for report in read for sighting in sightings(report))
    shared = shared_groups(groups)
    return tuple(with_groups(report, shared) for report in read)


def shared_groups(groups: Iterable[Group]) -> dict[tuple[str, str, int], Group]:
    """The groups of several documents, by document, incident id and number of each of their sightings."""
    several = (group for group in groups if group.merged.reports > 1)
    return {(each.document, each.id, each.number): group for group in several for each in group.sightings}


def with_groups(report: Report, shared: Mapping[tuple[str, str, int], Group]) -> Report:
    """The report, its incidents with the ids of their groups."""
    incidents = (
        _shared(incident, shared.get((report.document.id, incident.id, number)))
        for number, incident in enumerate(report.incidents)
    )
    return replace(report, incidents=tuple(incidents))


def _shared(incident: Incident, group: Group | None) -> Incident:
    return incident if group is None else replace(incident, id=group.id, merged=group.merged)
