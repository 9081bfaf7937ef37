"""CSV -> Entry: one row, one document."""

import csv
import json
import sys
from collections.abc import Iterator
from typing import BinaryIO

from geomap.documents.document import BadDocument
from geomap.documents.encoding import check_decoded, decode_lines
from geomap.documents.fields import FIELDS
from geomap.documents.formats import Entry
from geomap.errors import DocumentError

DELIMITERS = (",", ";", "\t")

# The csv module refuses cells of more than 131,072 characters; an article may be longer.
csv.field_size_limit(min(sys.maxsize, 2**31 - 1))


def read_csv(stream: BinaryIO, where: str, name: str, encoding: str | None) -> Iterator[Entry | BadDocument]:
    """The rows under a header line; cells are split at the first of DELIMITERS that finds a column ``text``."""
    lines = decode_lines(stream, encoding)
    header = next(lines, "")
    check_decoded(header, encoding)
    delimiter = delimiter_of(header)
    columns = [column.strip() for column in next(csv.reader([header], delimiter=delimiter))]
    rows = csv.reader(lines, delimiter=delimiter)
    while True:
        line = rows.line_num + 2
        try:
            row = next(rows)
            if row:
                fields = row_fields(columns, row, encoding)
                yield Entry(where=f"{where}:{line}", default_id=f"{name}:{line}", fields=fields)
        except StopIteration:
            return
        except (DocumentError, csv.Error) as error:
            yield BadDocument(where=f"{where}:{line}", why=str(error))


def delimiter_of(header: str) -> str:
    """The delimiter under which one column is named ``text``; raises DocumentError where there is none."""
    for delimiter in DELIMITERS:
        if "text" in (column.strip() for column in next(csv.reader([header], delimiter=delimiter), [])):
            return delimiter
    raise DocumentError(f"no column is named 'text'; the first line is {header.strip()[:200]!r}")


def row_fields(columns: list[str], row: list[str], encoding: str | None) -> dict[str, object]:
    """The named cells of one row that are not empty; the spans are read as JSON."""
    if not columns.index("text") < len(row) <= len(columns):
        raise DocumentError(f"{len(row)} cells where the first line names {len(columns)} columns")
    for cell in row:
        check_decoded(cell, encoding)
    cells = dict(zip(columns, row, strict=False))
    fields: dict[str, object] = {field: cells[field] for field in FIELDS if cells.get(field)}
    fields.setdefault("text", "")
    if "spans" in fields:
        fields["spans"] = parse_spans(cells["spans"])
    return fields


def parse_spans(cell: str) -> object:
    """The spans of a cell such as ``[[0, 6], [20, 26]]``."""
    try:
        return json.loads(cell)
    except ValueError as error:
        raise DocumentError(f"spans {cell[:80]!r} is not a JSON list such as [[0, 6], [20, 26]]") from error
