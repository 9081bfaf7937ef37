"""Excel workbooks -> Entry: one row of a sheet, one document. Needs the extra ``excel``; no formula is evaluated."""

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from geomap.documents.columns import check_columns, row_fields
from geomap.documents.document import BadDocument
from geomap.documents.intake import Entries, Entry, Intake, OpenFile, too_large
from geomap.errors import DocumentError, MissingExtra

if TYPE_CHECKING:
    from openpyxl import Workbook

# Rows and cells that are left out of the file cost time all the same. So many may be read, a few seconds' worth, and one
# more for each byte that the workbook unpacks to.
CELLS = 2**21
# What Excel shows where a formula fails.
ERRORS = frozenset(("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"))


@dataclass(slots=True)
class Room:
    """How many cells of a workbook may still be read, empty ones too."""

    cells: int

    def counted(self, rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
        """The rows; raises DocumentError where they have more cells than there is room for."""
        for row in rows:
            self.cells -= max(len(row), 1)
            if self.cells < 0:
                raise DocumentError("far more rows and columns than it has contents; take the empty ones out")
            yield row


def read_workbook(file: OpenFile, intake: Intake) -> Entries:
    """The rows of every sheet whose first row names a column as that of the text.

    A cell with a formula is what Excel last stored as its result. Raises DocumentError where the file is damaged, holds
    more than ``max_file`` bytes when unpacked, or has no such sheet.
    """
    workbook, size = open_workbook(file, intake)
    try:
        for sheet in workbook.worksheets:
            sheet.reset_dimensions()  # Some programs write a size that is not the sheet's, and rows would be cut to it.
        room = Room(CELLS + size)
        sheets = {sheet.title: room.counted(sheet.iter_rows(values_only=True)) for sheet in workbook.worksheets}
        headers = {title: header(next(rows, ())) for title, rows in sheets.items()}
        for title in read_sheets(headers, intake):
            yield from read_sheet(title, headers[title], sheets[title], file, intake)
    except DocumentError:
        raise
    except Exception as error:
        raise DocumentError(f"not a workbook that can be read further: {type(error).__name__}: {error}") from error
    finally:
        workbook.close()


def open_workbook(file: OpenFile, intake: Intake) -> "tuple[Workbook, int]":
    """The workbook, of which a sheet is read as its rows are asked for, and how many bytes it unpacks to."""
    try:
        from openpyxl import load_workbook
    except ImportError as error:
        raise MissingExtra("Excel workbooks need openpyxl: pip install 'geomap[excel]'") from error
    data = BytesIO(file.read(intake.max_file))
    try:
        with ZipFile(data) as parts:
            size = checked_size(parts, intake)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Of styles and the like, which no text depends on.
            return load_workbook(data, read_only=True, data_only=True, keep_links=False), size
    except DocumentError:
        raise
    except Exception as error:
        raise DocumentError(f"not an .xlsx workbook that can be read: {error}; save an .xls as .xlsx first") from error


def checked_size(parts: ZipFile, intake: Intake) -> int:
    """How many bytes the parts are when unpacked; raises DocumentError where that is more than ``max_file``."""
    size = sum(part.file_size for part in parts.infolist())
    if size > intake.max_file:
        raise DocumentError(too_large("what it unpacks to", intake.max_file))
    return size


def header(cells: tuple[Any, ...]) -> tuple[str, ...]:
    """The names of the columns."""
    return tuple("" if cell is None else str(cell).strip() for cell in cells)


def read_sheets(headers: dict[str, tuple[str, ...]], intake: Intake) -> list[str]:
    """The sheets that have the columns; raises DocumentError where none has, with what the first one has."""
    found = [title for title, names in headers.items() if intake.column("text") in names]
    for title in found or list(headers)[:1]:
        try:
            check_columns([name for name in headers[title] if name], intake)
        except DocumentError as error:
            raise DocumentError(f"sheet {title!r}: {error}") from error
    return found


def read_sheet(title: str, names: tuple[str, ...], rows: Iterator[tuple[Any, ...]], file: OpenFile, intake: Intake) -> Entries:
    """The rows of one sheet under its header that are not empty."""
    for number, row in enumerate(rows, start=2):
        where, name = f"{file.where}:{title}!{number}", f"{file.name}:{title}:{number}"
        if all(cell is None for cell in row):
            continue
        try:
            fields = row_fields(dict(zip(names, map(checked, row), strict=False)), intake)
        except DocumentError as error:
            yield BadDocument(where=where, why=str(error))
        else:
            yield Entry(where=where, default_id=name, fields=fields)


def checked(cell: object) -> object:
    """The value; raises DocumentError where a formula has failed."""
    if isinstance(cell, str) and cell in ERRORS:
        raise DocumentError(f"a cell holds {cell}: its formula failed; put a text in its place")
    return cell
