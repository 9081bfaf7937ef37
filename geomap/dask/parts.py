"""A corpus of Parquet files, cut into parts that one worker reads in one go."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from geomap.documents.intake import Intake
from geomap.errors import DocumentError, MissingExtra

# Rows of one part: ten seconds of work or so, little enough to do again, and 100 MB of reports to hold.
PART_ROWS = 2_000
FOOTER_BYTES = 64 * 1024  # the end of a Parquet file: its schema, and where and how long every column is
ENDING = ".parquet"
PLAIN = Intake()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Consecutive rows of one row group of one file; ``first`` counts the file's rows from 0, ``skip`` the group's."""

    number: int
    path: str
    name: str
    group: int
    first: int
    skip: int
    rows: int

    @property
    def key(self) -> str:
        """The name of what is written for it: part-000012."""
        return f"part-{self.number:06d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """The parts of a corpus, and a digest of the files that they were cut from."""

    parts: tuple[Part, ...]
    digest: str


def cut(inputs: Iterable[str | Path], rows: int = PART_ROWS, intake: Intake = PLAIN) -> Corpus:
    """Cut Parquet files, and the Parquet files below folders, into parts; only their footers are read.

    Raises DocumentError where an input is no Parquet file with a column of text.
    """
    digest = blake2b(f"{rows}".encode(), digest_size=16)
    parts: list[Part] = []
    for path, name in files(inputs):
        digest.update(f"\n{name}\t{file_digest(path)}".encode())
        lengths = group_lengths(path, intake)
        parts.extend(cut_file(path, name, lengths, rows, len(parts)))
    return Corpus(parts=tuple(parts), digest=digest.hexdigest())


def files(inputs: Iterable[str | Path]) -> Iterator[tuple[Path, str]]:
    """Each file and its name as ids are made of it: below a folder, the way to it."""
    for item in map(Path, inputs):
        if item.is_dir():
            found = sorted(path for path in item.rglob(f"*{ENDING}") if not is_hidden(path.relative_to(item)))
            if not found:
                raise DocumentError(f"{item}: no file in it ends in {ENDING}")
            yield from ((path, path.relative_to(item).as_posix()) for path in found)
        elif item.suffix.lower() == ENDING:
            yield item, item.name
        else:
            raise DocumentError(
                f"{item}: a corpus is read from {ENDING} files; without --scheduler, and into a file, any will do"
            )


def is_hidden(path: Path) -> bool:
    """Whether the file or a folder on the way to it is hidden."""
    return any(step.startswith(".") for step in path.parts)


def file_digest(path: Path) -> str:
    """What tells one Parquet file from another: its length and its footer."""
    try:
        with path.open("rb") as stream:
            length = stream.seek(0, os.SEEK_END)
            stream.seek(max(0, length - FOOTER_BYTES))
            return blake2b(stream.read(), digest_size=16, salt=length.to_bytes(8, "big")).hexdigest()
    except OSError as error:
        raise DocumentError(f"{path}: {error.strerror or error}") from error


def cut_file(path: Path, name: str, lengths: Iterable[int], rows: int, number: int) -> Iterator[Part]:
    """The parts of one file, numbered from ``number``."""
    first = 0
    for group, length in enumerate(lengths):
        for skip in range(0, length, rows):
            count = min(rows, length - skip)
            yield Part(
                number=number, path=str(path.resolve()), name=name, group=group, first=first + skip, skip=skip, rows=count
            )
            number += 1
        first += length


def group_lengths(path: Path, intake: Intake) -> list[int]:
    """How many rows each row group of a file has."""
    try:
        import pyarrow.parquet
    except ImportError as error:
        raise MissingExtra("a corpus of Parquet files needs pyarrow: pip install 'geomap[dask]'") from error
    from geomap.documents.parquet import columns_of

    try:
        with pyarrow.parquet.ParquetFile(path) as table:
            columns_of(table.schema_arrow.names, intake)
            return [table.metadata.row_group(group).num_rows for group in range(table.num_row_groups)]
    except Exception as error:
        raise DocumentError(f"{path}: not a Parquet file that can be read: {error}") from error
