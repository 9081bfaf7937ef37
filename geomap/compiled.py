"""Reviewed tables, compiled: mapped into memory and looked up there, so that no start reads their text.

A table is a text that people review. For use it is compiled into a file of parts under ``geomap/data``, which records of
what bytes it was made. Where those have changed since (somebody edited a table), or nothing was built yet, the same parts
are made in memory: answers never depend on it, only the time of a start and the memory do. ``python -m geomap.build``
writes the files; every wheel has them.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import marisa_trie

from gazetteer.mapped import FileKind, MappedFile, Parts, file_of
from geomap.errors import TableError

FOLDER = Path(__file__).parent / "data"
FORMAT = 1
TABLES = FileKind(
    b"geomap tables   ",
    FORMAT,
    "file of tables",
    "build it again with `python -m geomap.build`, or reinstall geomap",
    TableError,
)
MADE_OF = "sources"
"""The part that holds the digest of what the others were made of."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """Tables that are compiled together: the file's name, what it is made of (tables, and the code that compiles), and how."""

    name: str
    sources: Sequence[Path]
    make: Callable[[], Parts]

    @property
    def path(self) -> Path:
        """Where the file is built."""
        return FOLDER / f"{self.name}.bin"

    def parts(self) -> Parts:
        """All the parts, made from the sources; the same sources give the same bytes."""
        return {**self.make(), MADE_OF: digest(self.sources)}

    def is_built(self) -> bool:
        """Whether the file is there and made of the sources as they are now; raises TableError where it is damaged."""
        return self.path.is_file() and bytes(MappedFile(self.path, TABLES).part(MADE_OF)) == digest(self.sources)

    def open(self) -> MappedFile:
        """The tables: from the file, or made in memory where there is none or its sources have changed.

        Raises:
            TableError: the file is damaged or cut short.
            SourceError: a row of a table breaks a rule.
        """
        if not self.is_built():
            return MappedFile(self.path, TABLES, b"".join(file_of(self.parts(), TABLES)))
        mapped = MappedFile(self.path, TABLES)
        mapped.check()
        return mapped


def digest(sources: Iterable[Path]) -> bytes:
    """Of the files that there are: their names and contents, in order."""
    whole = blake2b(FORMAT.to_bytes(4, "little"), digest_size=16)
    for path in sources:
        if path.is_file():
            content = path.read_bytes()
            whole.update(f"{path.name} {len(content)}\n".encode() + content)
    return whole.digest()


def trie_of(mapped: MappedFile, name: str) -> marisa_trie.Trie:
    """The keys of one part, looked up where they are mapped."""
    return marisa_trie.Trie().map(mapped.part(name))


class Texts:
    """Numbered texts of one part, each read when it is asked for."""

    def __init__(self, mapped: MappedFile, name: str) -> None:
        self._texts = mapped.part(name)
        self._first = mapped.numbers(f"{name}.first", "I")

    def __len__(self) -> int:
        return len(self._first) - 1

    def __getitem__(self, number: int) -> bytes:
        return bytes(self._texts[self._first[number] : self._first[number + 1]])

    def __iter__(self) -> Iterator[bytes]:
        return map(self.__getitem__, range(len(self)))
