"""One open file -> Entry: plain text, HTML, JSON lines, CSV, Parquet."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO

from geomap.documents.document import BadDocument
from geomap.documents.encoding import check_decoded, decode, decode_lines
from geomap.errors import DocumentError, MissingExtra


class InputFormat(StrEnum):
    """What an input holds."""

    TXT = "txt"
    HTML = "html"
    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """The fields of one document as received, where they stand, and the id it gets if it has none."""

    where: str
    default_id: str
    fields: Mapping[str, object]


Entries = Iterator[Entry | BadDocument]


def read_stream(kind: InputFormat, stream: BinaryIO, where: str, name: str, encoding: str | None) -> Entries:
    """The entries of an open file. ``where`` is its name in messages, ``name`` in ids."""
    try:
        yield from READERS[kind](stream, where, name, encoding)
    except (DocumentError, MissingExtra) as error:
        yield BadDocument(where=where, why=str(error))


def read_plain(stream: BinaryIO, where: str, name: str, encoding: str | None) -> Entries:
    """A plain text is one document."""
    yield Entry(where=where, default_id=name, fields={"text": decode(stream.read(), encoding)})


def read_page(stream: BinaryIO, where: str, name: str, encoding: str | None) -> Entries:
    """An HTML page is one document: its article."""
    from geomap.documents.html import extract_article

    yield Entry(where=where, default_id=name, fields=extract_article(stream.read(), encoding))


def read_json_lines(stream: BinaryIO, where: str, name: str, encoding: str | None) -> Entries:
    """Each line is a document; empty lines are passed over."""
    for number, line in enumerate(decode_lines(stream, encoding), start=1):
        if not line.strip():
            continue
        try:
            fields = parse_object(line, encoding)
        except DocumentError as error:
            yield BadDocument(where=f"{where}:{number}", why=str(error))
        else:
            yield Entry(where=f"{where}:{number}", default_id=f"{name}:{number}", fields=fields)


def parse_object(line: str, encoding: str | None) -> dict[str, object]:
    """The JSON object of one line; raises DocumentError saying where in the line it breaks off."""
    check_decoded(line, encoding)
    try:
        value = json.loads(line)
    except json.JSONDecodeError as error:
        raise DocumentError(f"not JSON: {error.msg} at column {error.colno}") from error
    except (RecursionError, ValueError) as error:
        raise DocumentError(f"JSON that cannot be read: {error}") from error
    if not isinstance(value, dict):
        raise DocumentError('not a JSON object such as {"id": "1", "text": "..."}')
    return value


def read_table(stream: BinaryIO, where: str, name: str, encoding: str | None) -> Entries:
    """Each row of a CSV file is a document; its first row names the columns."""
    from geomap.documents.table import read_csv

    yield from read_csv(stream, where, name, encoding)


def read_columns(stream: BinaryIO, where: str, name: str, encoding: str | None) -> Entries:
    """Each row of a Parquet file is a document."""
    from geomap.documents.parquet import read_parquet

    yield from read_parquet(stream, where, name)


READERS: Mapping[InputFormat, Callable[[BinaryIO, str, str, str | None], Entries]] = {
    InputFormat.TXT: read_plain,
    InputFormat.HTML: read_page,
    InputFormat.JSONL: read_json_lines,
    InputFormat.CSV: read_table,
    InputFormat.PARQUET: read_columns,
}
