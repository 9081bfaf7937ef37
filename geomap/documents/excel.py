"""Excel workbooks -> Entry: one row of a sheet, one document. Needs the extra ``excel``; no formula is evaluated."""

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

from geomap.documents.columns import check_columns, row_fields
from geomap.documents.document import BadDocument
from geomap.documents.intake import Entries, Entry, Intake, OpenFile, too_large
from geomap.errors import DocumentError, MissingExtra

if TYPE_CHECKING:
    from openpyxl import Workbook

# What Excel shows where a formula fails.
ERRORS = frozenset(("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"))


def read_workbook(file: OpenFile, intake: Intake) -> Entries:
    """The rows of every sheet whose first row names a column as that of the text.

    A cell with a formula is what Excel last stored as its result. Raises DocumentError where the file is damaged, holds
    more than ``max_file`` bytes when unpacked, or has no such sheet.
    """
    workbook = open_workbook(file, intake)
    try:
        for sheet in workbook.worksheets:
            sheet.reset_dimensions()  # Some programs write a size that is not the sheet's, and rows would be cut to it.
        sheets = {sheet.title: sheet.iter_rows(values_only=True) for sheet in workbook.worksheets}
        headers = {title: header(next(rows, ())) for title, rows in sheets.items()}
        for title in read_sheets(headers, intake):
            yield from read_sheet(title, headers[title], sheets[title], file, intake)
    except DocumentError:
        raise
    except Exception as error:
        raise DocumentError(f"not a workbook that can be read further: {type(error).__name__}: {error}") from error
    finally:
        workbook.close()


def open_workbook(file: OpenFile, intake: Intake) -> "Workbook":
    """The workbook, of which a sheet is read as its rows are asked for."""
    try:
        from openpyxl import load_workbook
        from openpyxl.utils.exceptions import InvalidFileException
    except ImportError as error:
        raise MissingExtra("Excel workbooks need openpyxl: pip install 'geomap[excel]'") from error
    data = BytesIO(file.read(intake.max_file))
    try:
        with ZipFile(data) as parts:
            if sum(part.file_size for part in parts.infolist()) > intake.max_file:
                raise DocumentError(too_large("what it unpacks to", intake.max_file))
        return load_workbook(data, read_only=True, data_only=True, keep_links=False)
    except (BadZipFile, InvalidFileException, KeyError, OSError, SyntaxError, ValueError) as error:
        raise not_a_workbook(error) from error


def not_a_workbook(error: Exception) -> DocumentError:
    """The error for a file that openpyxl cannot open."""
    if isinstance(error, DocumentError):
        return error
    return DocumentError(f"not an .xlsx workbook that can be read: {error}; save an .xls as .xlsx first")


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
