"""CSV and TSV -> Entry: one row, one document."""

import csv
import sys
from collections import deque
from collections.abc import Iterator

from geomap.documents.columns import check_columns, row_fields
from geomap.documents.document import BadDocument
from geomap.documents.encoding import Lines
from geomap.documents.intake import Entries, Entry, Intake, OpenFile, too_large
from geomap.errors import DocumentError

DELIMITERS = (",", ";", "\t", "|")
TAB = ("\t",)
# How much may be read twice, in characters, where quotation marks do not match: so that work stays linear in the file.
READ_TWICE = 10_000_000

# The csv module refuses cells of more than 131,072 characters; an article may be longer.
csv.field_size_limit(min(sys.maxsize, 2**31 - 1))


def read_csv(file: OpenFile, intake: Intake) -> Entries:
    """The rows under a header line; cells are split at the first of DELIMITERS that finds the column of the text."""
    yield from read_rows(file, intake, DELIMITERS, csv.QUOTE_MINIMAL)


def read_tsv(file: OpenFile, intake: Intake) -> Entries:
    """The rows under a header line, split at tabs; quotation marks that do not match are taken as they stand."""
    yield from read_rows(file, intake, TAB, csv.QUOTE_NONE)


def read_rows(file: OpenFile, intake: Intake, delimiters: tuple[str, ...], unmatched: int) -> Entries:
    """Every row; ``unmatched`` is how the csv module reads a line whose quotation marks do not match."""
    lines = Lines(file.stream, intake)
    header = next(lines, "")
    lines.check(header)
    delimiter = delimiter_of(header, delimiters, intake)
    names = split(header, delimiter)
    check_columns(names, intake)
    say_delimiter(file.where, delimiter, delimiters)
    records = Records(lines, delimiter, intake.max_size, unmatched)
    while True:
        try:
            row = next(records)
            if row:
                fields = row_fields(named(row, names, lines, intake), intake)
                where, name = f"{file.where}:{records.number}", f"{file.name}:{records.number}"
                yield Entry(where=where, default_id=name, fields=fields, warnings=lines.encoding.warnings)
        except StopIteration:
            return
        except DocumentError as error:
            yield BadDocument(where=f"{file.where}:{records.number}", why=str(error))


def split(line: str, delimiter: str) -> list[str]:
    """The cells of the header, without blanks around them; raises DocumentError where it cannot be split."""
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])]
    except csv.Error as error:
        raise DocumentError(
            f"its first line names no columns ({error}); where carriage returns alone end its lines, save it with line feeds"
        ) from error


def delimiter_of(header: str, delimiters: tuple[str, ...], intake: Intake) -> str:
    """The first delimiter under which a column is named as that of the text, else the one that finds most columns."""
    wanted = intake.column("text")
    for delimiter in delimiters:
        if wanted in split(header, delimiter):
            return delimiter
    return max(delimiters, key=lambda delimiter: len(split(header, delimiter)))


def say_delimiter(where: str, delimiter: str, delimiters: tuple[str, ...]) -> None:
    """Log which delimiter was found, where it is not the first of those looked for."""
    if delimiter != delimiters[0]:
        import logging

        logging.getLogger(__name__).info("%s: cells are split at %r, under which the header has its columns", where, delimiter)


def named(row: list[str], names: list[str], lines: Lines, intake: Intake) -> dict[str, object]:
    """The cells by the names of their columns; raises DocumentError where they are too many or too few."""
    if not names.index(intake.column("text")) < len(row) <= len(names):
        raise DocumentError(f"{len(row)} cells where the first line names {len(names)} columns")
    for cell in row:
        lines.check(cell)
    return {"text": "", **dict(zip(names, row, strict=False))}


class Records:
    """The rows, each perhaps of several lines; ``number`` is the line on which the last one began.

    A row whose quotation marks do not match raises DocumentError, and the next one begins on the line after: a mark
    that is never closed does not swallow what follows. Where that has had too much read twice, each line is a row.
    """

    def __init__(self, lines: Lines, delimiter: str, limit: int, unmatched: int) -> None:
        self.lines = lines
        self.delimiter = delimiter
        self.limit = limit
        self.unmatched = unmatched
        self.number = 1
        self.taken = [""]  # The header.
        self.waiting: deque[str] = deque()
        self.spare = READ_TWICE
        self.torn = False

    def __next__(self) -> list[str]:
        self.number += len(self.taken)
        self.taken = []
        try:
            return next(csv.reader(self.feed(), delimiter=self.delimiter, strict=True))
        except (csv.Error, DocumentError) as error:
            return self.mended(error)

    def feed(self) -> Iterator[str]:
        """The lines of one row, as the csv module asks for them."""
        size = 0
        while True:
            self.taken.append("")
            line = self.waiting.popleft() if self.waiting else next(self.lines, "")
            if not line:
                self.taken.pop()
                return
            self.taken[-1] = line
            size += len(line)
            if size > self.limit:
                raise DocumentError(too_large("a row", self.limit))
            yield line
            if self.spare < 0:
                return

    def mended(self, error: Exception) -> list[str]:
        """The first line by itself, where that makes sense; raises DocumentError where it makes none."""
        first = self.taken[0] if self.taken else ""
        if isinstance(error, DocumentError) and len(self.taken) < 2:
            raise error
        self.put_back()
        if self.unmatched == csv.QUOTE_MINIMAL and (self.torn or first.count('"') % 2):
            raise DocumentError(f"quotation marks do not match; this line cannot be read: {error}") from error
        try:
            return next(csv.reader([first], delimiter=self.delimiter, quoting=self.unmatched), [])  # type: ignore[arg-type]
        except csv.Error as again:
            raise DocumentError(str(again)) from again

    def put_back(self) -> None:
        """Have every line but the first read again."""
        rest = self.taken[1:]
        self.torn = bool(rest)
        self.spare -= sum(map(len, rest))
        self.waiting.extendleft(reversed(rest))
        del self.taken[1:]
