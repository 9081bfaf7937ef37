"""Parquet -> Entry: one row, one document. Needs the extra ``parquet``."""

from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from geomap.documents.document import BadDocument
from geomap.documents.fields import FIELDS
from geomap.documents.formats import Entry
from geomap.errors import DocumentError, MissingExtra

ROWS_AT_A_TIME = 1_000  # a bound on memory: about 10 MB of news text


def read_parquet(stream: BinaryIO, where: str, name: str) -> Iterator[Entry | BadDocument]:
    """The rows, of the columns that a document has; raises DocumentError where the file is damaged."""
    try:
        import pyarrow
        from pyarrow.parquet import ParquetFile
    except ImportError as error:
        raise MissingExtra("Parquet files need pyarrow: pip install 'geomap[parquet]'") from error
    try:
        table = ParquetFile(stream if stream.seekable() else BytesIO(stream.read()))
        columns = columns_of(table.schema_arrow.names)
        number = 0
        for batch in table.iter_batches(batch_size=ROWS_AT_A_TIME, columns=columns):
            for fields in batch.to_pylist():
                number += 1
                yield Entry(where=f"{where}:{number}", default_id=f"{name}:{number}", fields=fields)
    except (pyarrow.ArrowException, OSError, UnicodeDecodeError) as error:
        raise DocumentError(f"not a Parquet file that can be read: {error}") from error


def columns_of(names: list[str]) -> list[str]:
    """The columns to read; raises DocumentError where none holds the text."""
    if "text" not in names:
        raise DocumentError(f"no column is named 'text'; the columns are {', '.join(names)}")
    return [field for field in FIELDS if field in names]
