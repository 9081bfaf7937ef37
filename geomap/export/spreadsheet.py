"""Reports -> CSV and TSV (UTF-8 with a byte order mark) and Excel workbooks; no cell in them would run as a formula."""

import csv
import re
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from geomap.errors import MissingExtra, OutputError
from geomap.export.rows import COLUMNS, Row, Value, rows
from geomap.report import Layer, Report

# OWASP, "CSV Injection": what makes a spreadsheet take a cell for a formula, also after blanks and in full-width form.
FORMULA = re.compile("\\s*[=+\\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")

POINT = ("lat", "lon")
LINE = ("source_lat", "source_lon", "target_lat", "target_lon")


# What a cell of a workbook can hold.
LONGEST_CELL = 32_767
CUT = "…"


def write_csv(reports: Iterable[Report], path: Path, layer: Layer, delimiter: str = ",") -> None:
    """Write one row a feature under a header line; coordinates are decimal degrees in EPSG:4326."""
    # Without the mark, Excel reads UTF-8 as the local code page.
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=delimiter)
        writer.writerow(header(layer))
        writer.writerows(cells(row, layer) for row in rows(reports, layer))


def write_workbook(reports: Iterable[Report], path: Path) -> None:
    """Write a sheet for each layer; a text longer than a cell can hold is cut. Needs the extra ``excel``."""
    from lxml.etree import LxmlError

    try:
        from openpyxl import Workbook
    except ImportError as error:
        raise MissingExtra("Excel workbooks need openpyxl: pip install 'geomap[excel]'") from error
    workbook = Workbook(write_only=True)
    reports = tuple(reports)
    try:
        for layer in Layer:
            sheet = workbook.create_sheet(layer.value)
            sheet.freeze_panes = "A2"
            sheet.append(header(layer))
            for row in rows(reports, layer):
                sheet.append([short(cell) for cell in cells(row, layer)])
        made = BytesIO()
        workbook.save(made)
    except LxmlError as error:
        raise OutputError(f"the workbook cannot be written; is the disk full? {error}") from error
    path.write_bytes(made.getvalue())


def header(layer: Layer) -> tuple[str, ...]:
    """The names of the columns."""
    return (*COLUMNS[layer], *where(layer))


def where(layer: Layer) -> tuple[str, ...]:
    """The columns of the coordinates."""
    return LINE if layer is Layer.RELATIONS else POINT


def cells(row: Row, layer: Layer) -> tuple[Value, ...]:
    """The cells of one row."""
    return (*(harmless(row.properties[name]) for name in COLUMNS[layer]), *coordinates(row, where(layer)))


def short(cell: Value) -> Value:
    """The cell, cut to what a workbook can hold."""
    return f"{cell[: LONGEST_CELL - 1]}{CUT}" if isinstance(cell, str) and len(cell) > LONGEST_CELL else cell


def harmless(value: Value) -> Value:
    """The value; a text that a spreadsheet would run begins with an apostrophe instead."""
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


def coordinates(row: Row, where: tuple[str, ...]) -> tuple[float | None, ...]:
    """Latitude and longitude of each end, or empty cells."""
    found = tuple(degree for longitude, latitude in row.positions for degree in (latitude, longitude))
    return found or (None,) * len(where)
