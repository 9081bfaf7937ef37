"""One open file -> Entry: plain text, HTML, JSON lines, and the doors to tables, workbooks, Parquet and feeds."""

import json
from collections.abc import Callable, Mapping

from geomap.documents.columns import line_fields
from geomap.documents.document import BadDocument
from geomap.documents.encoding import Lines, decode, encoding_of
from geomap.documents.intake import Entries, Entry, InputFormat, Intake, OpenFile
from geomap.errors import DocumentError, MissingExtra


def read_stream(kind: InputFormat, file: OpenFile, intake: Intake) -> Entries:
    """The entries of an open file; what ends it early is a BadDocument, after those that came before."""
    try:
        yield from READERS[kind](file, intake)
    except (DocumentError, MissingExtra) as error:
        yield BadDocument(where=file.where, why=str(error))


def read_plain(file: OpenFile, intake: Intake) -> Entries:
    """A plain text is one document."""
    data = file.read(intake.max_size)
    encoding = encoding_of(data, intake.encoding)
    text = decode(data, encoding)
    yield Entry(where=file.where, default_id=file.name, fields={"text": text}, warnings=encoding.warnings)


def read_page(file: OpenFile, intake: Intake) -> Entries:
    """An HTML page is one document: its article."""
    from geomap.documents.html import extract_article

    fields, warnings = extract_article(file.read(intake.max_size), intake.encoding)
    yield Entry(where=file.where, default_id=file.name, fields=fields, warnings=warnings)


def read_json_lines(file: OpenFile, intake: Intake) -> Entries:
    """Each line is a document; empty lines are passed over."""
    lines = Lines(file.stream, intake)
    number = 0
    while True:
        number += 1
        where = f"{file.where}:{number}"
        try:
            line = next(lines)
            if line.strip():
                fields = line_fields(parse_object(line, lines), intake)
                warnings = lines.encoding.warnings
                yield Entry(where=where, default_id=f"{file.name}:{number}", fields=fields, warnings=warnings)
        except StopIteration:
            return
        except DocumentError as error:
            yield BadDocument(where=where, why=str(error))


def parse_object(line: str, lines: Lines) -> dict[str, object]:
    """The JSON object of one line; raises DocumentError saying where in the line it breaks off."""
    lines.check(line)
    try:
        value = json.loads(line)
    except json.JSONDecodeError as error:
        raise DocumentError(f"not JSON: {error.msg} at column {error.colno}") from error
    except (RecursionError, ValueError) as error:
        raise DocumentError(f"JSON that cannot be read: {error}") from error
    if not isinstance(value, dict):
        raise DocumentError('not a JSON object such as {"id": "1", "text": "..."}')
    return value


def read_table(file: OpenFile, intake: Intake) -> Entries:
    """Each row of a CSV file is a document; its first row names the columns."""
    from geomap.documents.table import read_csv

    yield from read_csv(file, intake)


def read_tabbed(file: OpenFile, intake: Intake) -> Entries:
    """Each row of a TSV file is a document; its first row names the columns."""
    from geomap.documents.table import read_tsv

    yield from read_tsv(file, intake)


def read_sheets(file: OpenFile, intake: Intake) -> Entries:
    """Each row of an Excel workbook is a document; the first row of a sheet names its columns."""
    from geomap.documents.excel import read_workbook

    yield from read_workbook(file, intake)


def read_columns(file: OpenFile, intake: Intake) -> Entries:
    """Each row of a Parquet file is a document."""
    from geomap.documents.parquet import read_parquet

    yield from read_parquet(file, intake)


def read_items(file: OpenFile, intake: Intake) -> Entries:
    """Each item of an RSS or Atom feed is a document."""
    from geomap.documents.feed import read_feed

    yield from read_feed(file, intake)


READERS: Mapping[InputFormat, Callable[[OpenFile, Intake], Entries]] = {
    InputFormat.TXT: read_plain,
    InputFormat.HTML: read_page,
    InputFormat.JSONL: read_json_lines,
    InputFormat.CSV: read_table,
    InputFormat.TSV: read_tabbed,
    InputFormat.EXCEL: read_sheets,
    InputFormat.PARQUET: read_columns,
    InputFormat.FEED: read_items,
}
