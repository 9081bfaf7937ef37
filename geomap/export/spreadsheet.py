"""Reports -> CSV for spreadsheets: UTF-8 with a byte order mark, and no cell that would run as a formula."""

import csv
import re
from collections.abc import Iterable
from pathlib import Path

from geomap.export.rows import COLUMNS, Row, Value, rows
from geomap.report import Layer, Report

# OWASP, "CSV Injection": what makes a spreadsheet take a cell for a formula, also after blanks and in full-width form.
FORMULA = re.compile("\\s*[=+\\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")

POINT = ("lat", "lon")
LINE = ("source_lat", "source_lon", "target_lat", "target_lon")


def write_csv(reports: Iterable[Report], path: Path, layer: Layer) -> None:
    """Write one row a feature under a header line; coordinates are decimal degrees in EPSG:4326."""
    where = LINE if layer is Layer.RELATIONS else POINT
    # Without the mark, Excel reads UTF-8 as the local code page.
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow((*COLUMNS[layer], *where))
        for row in rows(reports, layer):
            writer.writerow((*(harmless(row.properties[name]) for name in COLUMNS[layer]), *coordinates(row, where)))


def harmless(value: Value) -> Value:
    """The value; a text that a spreadsheet would run begins with an apostrophe instead."""
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


def coordinates(row: Row, where: tuple[str, ...]) -> tuple[float | None, ...]:
    """Latitude and longitude of each end, or empty cells."""
    found = tuple(degree for longitude, latitude in row.positions for degree in (latitude, longitude))
    return found or (None,) * len(where)
