"""Reading the tables: tab-separated, a header, one row a line, no quoting; ``.xz`` where they are large."""

import lzma
from collections.abc import Iterator, Mapping
from pathlib import Path

from gazetteer.errors import SourceError

EXTRACTS = Path(__file__).with_name("extracts")
TABLES = Path(__file__).parent.with_name("tables")


def read_table(path: Path) -> Iterator[Mapping[str, str]]:
    """The rows of a table as header -> cell.

    Raises:
        SourceError: a row has more or fewer cells than the header, or the table is not UTF-8.
    """
    raw = lzma.decompress(path.read_bytes()) if path.suffix == ".xz" else path.read_bytes()
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
    """The rows of one committed extract."""
    return read_table(EXTRACTS / f"{name}.tsv.xz")


def listed(cell: str) -> tuple[str, ...]:
    """The items of a cell that holds a list."""
    return tuple(item for item in cell.split("|") if item)
