"""Parquet -> Entry: one row, one document. Needs the extra ``parquet``."""

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from geomap.documents.columns import check_columns, row_fields
from geomap.documents.document import BadDocument
from geomap.documents.fields import FIELDS
from geomap.documents.intake import Entries, Entry, Intake, OpenFile
from geomap.errors import DocumentError, MissingExtra

if TYPE_CHECKING:
    from pyarrow import RecordBatch


ROWS_AT_A_TIME = 1_000  # a bound on memory: about 10 MB of news text


def read_parquet(file: OpenFile, intake: Intake) -> Entries:
    """The rows, of the columns that a document has; raises DocumentError where the file is damaged."""
    try:
        import pyarrow.parquet
    except ImportError as error:
        raise MissingExtra("Parquet files need pyarrow: pip install 'geomap[parquet]'") from error
    try:
        table = pyarrow.parquet.ParquetFile(file.stream if file.stream.seekable() else BytesIO(file.read(intake.max_file)))
        columns = columns_of(table.schema_arrow.names, intake)
        number = 0
        for batch in table.iter_batches(batch_size=ROWS_AT_A_TIME, columns=columns):
            for cells in rows_of(batch):
                number += 1
                yield read_row(cells, f"{file.where}:{number}", f"{file.name}:{number}", intake)
    except DocumentError:
        raise
    except Exception as error:  # pyarrow raises what it comes upon in a damaged file: UnicodeDecodeError, IndexError, ...
        raise DocumentError(f"not a Parquet file that can be read: {error}") from error


def rows_of(batch: "RecordBatch") -> Iterator[dict[str, object] | UnicodeDecodeError]:
    """The rows of a batch; where one holds bytes that are no UTF-8, the others all the same."""
    try:
        yield from batch.to_pylist()
    except UnicodeDecodeError:
        for row in range(batch.num_rows):
            try:
                yield from batch.slice(row, 1).to_pylist()
            except UnicodeDecodeError as error:
                yield error


def read_row(cells: dict[str, object] | UnicodeDecodeError, where: str, default_id: str, intake: Intake) -> Entry | BadDocument:
    """One row as an entry."""
    if isinstance(cells, UnicodeDecodeError):
        return BadDocument(where=where, why=f"byte {cells.start} of a cell is not UTF-8")
    try:
        return Entry(where=where, default_id=default_id, fields=row_fields(cells, intake))
    except DocumentError as error:
        return BadDocument(where=where, why=str(error))


def columns_of(names: list[str], intake: Intake) -> list[str]:
    """The columns to read; raises DocumentError where one that is needed is not there."""
    check_columns(names, intake)
    return [column for column in dict.fromkeys(map(intake.column, FIELDS)) if column in names]
