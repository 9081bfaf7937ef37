"""Reading the tables: tab-separated, a header, one row a line, no quoting; extracts are compressed."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from gazetteer.errors import SourceError
from gazetteer.sources.checked import EXTRACTS, read_extract

TABLES = Path(__file__).parent.with_name("tables")


def read_table(path: Path) -> Iterator[Mapping[str, str]]:
    """The rows of a table as header -> cell.

    Raises:
        SourceError: a row has more or fewer cells than the header, or the table is not UTF-8.
    """
    return rows(path.read_bytes(), path)


def rows(raw: bytes, path: Path) -> Iterator[Mapping[str, str]]:
    """The rows of a table that was read from ``path``. Raises SourceError as above."""
    try:
        lines = raw.decode("utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise SourceError(f"{path} is not UTF-8 at byte {error.start}; save it as UTF-8") from error
    header = lines[0].split("\t")
    for number, line in enumerate(lines[1:], start=2):
        if not line:
            continue
        cells = line.split("\t")
        if len(cells) != len(header):
            raise SourceError(f"{path}, line {number}: {len(cells)} cells, the header has {len(header)}")
        yield dict(zip(header, cells, strict=True))


def extract(name: str) -> Iterator[Mapping[str, str]]:
    """The rows of one committed extract. Raises SourceError where it is not the reviewed one."""
    import lzma

    file = f"{name}.tsv.xz"
    return rows(lzma.decompress(read_extract(file)), EXTRACTS / file)


def listed(cell: str) -> tuple[str, ...]:
    """The items of a cell that holds a list."""
    return tuple(item for item in cell.split("|") if item)
