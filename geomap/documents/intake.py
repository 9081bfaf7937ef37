"""Intake: how files are to be read; OpenFile: one that is open for it; Entry: what comes out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from io import BufferedReader
from types import MappingProxyType
from typing import Any, BinaryIO

from geomap.documents.document import BadDocument
from geomap.errors import DocumentError

MIB = 2**20
# A long novel is 3 MB; a larger text is one that lost its line ends, or an attack.
MAX_SIZE = 16 * MIB
# A feed or a workbook holds many documents, and is read whole.
DOCUMENTS_IN_A_FILE = 16


class InputFormat(StrEnum):
    """What an input holds."""

    TXT = "txt"
    HTML = "html"
    JSONL = "jsonl"
    CSV = "csv"
    TSV = "tsv"
    EXCEL = "xlsx"
    PARQUET = "parquet"
    FEED = "feed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """How files are to be read.

    ``encoding`` is that of files without a byte order mark, or ``auto`` to have it detected; ``columns`` names the
    column, or the key of a JSON line, that holds a field: ``{"text": "body"}``. ``max_size`` is the most bytes that are
    read as one document; a file that is read whole, and what a packed file may hold at any ratio, is 16 times that.
    """

    encoding: str | None = None
    input_format: InputFormat | None = None
    columns: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    max_size: int = MAX_SIZE

    @property
    def max_file(self) -> int:
        """The most bytes of a file that has to be read whole."""
        return self.max_size * DOCUMENTS_IN_A_FILE

    def column(self, name: str) -> str:
        """The column that holds a field."""
        return self.columns.get(name, name)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenFile:
    """A file that is open: ``where`` is its name in messages, ``name`` in ids."""

    stream: "BufferedReader[Any]"
    where: str
    name: str

    def read(self, limit: int) -> bytes:
        """All of it; raises DocumentError where that is more than ``limit`` bytes."""
        return read_whole(self.stream, limit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """The fields of one document as received, where they stand, and the id it gets if it has none.

    ``warnings`` tell how it was read where that had to be found out, such as an encoding that was detected.
    """

    where: str
    default_id: str
    fields: Mapping[str, object]
    warnings: tuple[str, ...] = ()


Entries = Iterator[Entry | BadDocument]


def read_whole(stream: BinaryIO, limit: int) -> bytes:
    """All that a stream still holds; raises DocumentError where that is more than ``limit`` bytes."""
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise DocumentError(too_large("it", limit))
    return data


def too_large(what: str, limit: int) -> str:
    """What to tell about a text that is over the limit."""
    return f"{what} is larger than {limit / MIB:g} MiB, the most that is read at once; --max-size raises it"
