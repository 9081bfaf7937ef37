"""``geomap parse --merge``: all reports are read before the first is written, so they wait in a file, not in memory."""

import json
from collections.abc import Iterable, Iterator
from tempfile import TemporaryFile

from geomap.export.plain import json_line, merged_dict
from geomap.merging import Group, Sighting, group_incidents, shared_groups, sightings
from geomap.report import Report


def merged_lines(reports: Iterable[Report]) -> Iterator[str]:
    """The reports as lines of JSON, in their order, their incidents merged."""
    seen: list[Sighting] = []
    with TemporaryFile("w+", encoding="utf-8", newline="\n") as waiting:
        for report in reports:
            waiting.write(f"{report.to_json()}\n")
            seen.extend(sightings(report))
        shared = shared_groups(group_incidents(seen))
        waiting.seek(0)
        for line in waiting:
            yield _merged(line.rstrip("\n"), shared)


def _merged(line: str, shared: dict[tuple[str, str, int], Group]) -> str:
    fields = json.loads(line)
    found = False
    for number, incident in enumerate(fields["incidents"]):
        group = shared.get((fields["id"], incident["id"], number))
        if group is not None:
            found = True
            incident.update(id=group.id, merged=merged_dict(group.merged))
    return json_line(fields) if found else line
