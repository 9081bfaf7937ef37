"""A file of named parts behind a table of contents, mapped into memory: the gazetteer, and tables that geomap compiles.

::

    16 bytes  what it is: "geomap gazetteer"
     4 bytes  the format, FORMAT
     4 bytes  CRC-32 of the table of contents
     8 bytes  length of the table of contents
              the table of contents: JSON, {"part": [offset, length, CRC-32], ...}
              the parts, each at a multiple of eight bytes; numbers are little-endian

Nothing is read before it is asked for; processes that map the same file share its pages.
"""

import json
import mmap
import struct
import sys
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal, NamedTuple

from gazetteer.errors import GazetteerError, GeomapError

MAGIC = b"geomap gazetteer"
FORMAT = 3
HEADER = struct.Struct("<16sIIQ")
"""Magic, format, CRC-32 of the table of contents, length of the table of contents."""
_ALIGNMENT = 8
CURE = "reinstall geomap, or build it again with `geomap gazetteer build`"


Parts = dict[str, Any]
"""Name of a part -> its bytes, or an array of numbers."""


class FileKind(NamedTuple):
    """What files of one kind begin with, what to call one, how to mend it, and what is raised where it is bad."""

    magic: bytes
    """Sixteen bytes."""
    format: int
    noun: str
    cure: str
    error: type[GeomapError]


GAZETTEER = FileKind(MAGIC, FORMAT, "gazetteer", CURE, GazetteerError)


class MappedFile:
    """The parts of one file."""

    def __init__(self, path: Path, kind: FileKind = GAZETTEER, data: bytes | None = None) -> None:
        """Map the file at ``path``; or take its bytes, where they are not on a disk but given as ``data``.

        Raises:
            GazetteerError: there is no such file, it is damaged or cut short, or another version built it; or the error
                of its ``kind``.
        """
        self.path = path
        self.kind = kind
        self._data = _map(path, kind) if data is None else data
        self._contents = _contents(self._data, path, kind)

    def part(self, name: str) -> memoryview:
        """The bytes of one part."""
        try:
            start, length, _ = self._contents[name]
        except KeyError:
            raise self.damaged(f"it has no part {name!r}") from None
        return memoryview(self._data)[start : start + length]

    def numbers(self, name: str, code: Literal["B", "H", "i", "I"]) -> "memoryview[int]":
        """One part as a column of numbers."""
        try:
            return self.part(name).cast(code)
        except TypeError as error:
            raise self.damaged(f"its part {name!r} is no column of numbers") from error

    def damaged(self, what: str) -> GeomapError:
        """The error for what is wrong with the file."""
        kind = self.kind
        return kind.error(f"the {kind.noun} at {self.path} is damaged: {what}; {kind.cure}")

    def check(self, names: Iterable[str] | None = None) -> None:
        """Compare the checksums of these parts, or of all.

        Raises:
            GazetteerError: a part differs from what was built; or the error of its kind.
        """
        for name in self._contents if names is None else names:
            if zlib.crc32(self.part(name)) != self._contents[name][2]:
                raise self.damaged(f"the checksum of its part {name!r} is another")


def _map(path: Path, kind: FileKind) -> mmap.mmap:
    try:
        with path.open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except FileNotFoundError as error:
        raise kind.error(f"there is no {kind.noun} at {path}; {kind.cure}") from error
    except (OSError, ValueError) as error:
        raise kind.error(f"the {kind.noun} at {path} cannot be read ({error}); {kind.cure}") from error


def _contents(data: mmap.mmap | bytes, path: Path, kind: FileKind) -> dict[str, tuple[int, int, int]]:
    if sys.byteorder != "little":
        raise kind.error(f"the {kind.noun} at {path} holds little-endian numbers; this machine reads big-endian ones")
    if len(data) < HEADER.size or data[: len(kind.magic)] != kind.magic:
        raise kind.error(f"{path} is not a geomap {kind.noun}, or its beginning is lost; {kind.cure}")
    _, version, checksum, length = HEADER.unpack_from(data)
    if version != kind.format:
        raise kind.error(f"{path} has format {version}, this geomap reads format {kind.format}; {kind.cure}")
    raw = data[HEADER.size : HEADER.size + length]
    if zlib.crc32(raw) != checksum:
        raise kind.error(f"the table of contents of {path} is damaged; {kind.cure}")
    contents = _listing(raw, path, kind)
    end = max((start + size for start, size, _ in contents.values()), default=0)
    if len(data) != end:
        raise kind.error(f"{path} has {len(data):,} bytes instead of {end:,}; {kind.cure}")
    return contents


def _listing(raw: bytes, path: Path, kind: FileKind) -> dict[str, tuple[int, int, int]]:
    """Offset, length and checksum of each part."""
    try:
        listed = {str(name): (start, size, checksum) for name, (start, size, checksum) in json.loads(raw).items()}
    except (AttributeError, RecursionError, TypeError, ValueError) as error:
        raise kind.error(f"the table of contents of {path} is no table of contents; {kind.cure}") from error
    if not all(type(number) is int and number >= 0 for where in listed.values() for number in where):
        raise kind.error(f"the table of contents of {path} has offsets that are none; {kind.cure}")
    return listed


def file_of(parts: Parts, kind: FileKind = GAZETTEER) -> Iterator[Any]:
    """The file piece by piece: header, table of contents, then every part at a multiple of eight bytes."""
    room = HEADER.size + len(json.dumps({name: [10**10, 10**10, 2**32] for name in parts})) + _ALIGNMENT
    start = at = room + -room % _ALIGNMENT
    contents = {}
    for name, part in sorted(parts.items()):
        raw = memoryview(part).cast("B")
        contents[name] = [at, len(raw), zlib.crc32(raw)]
        at += len(raw) + -len(raw) % _ALIGNMENT
    contents["end"] = [at, 0, 0]
    listing = json.dumps(contents, separators=(",", ":")).encode()
    head = HEADER.pack(kind.magic, kind.format, zlib.crc32(listing), len(listing)) + listing
    yield head + bytes(start - len(head))
    for _, part in sorted(parts.items()):
        raw = memoryview(part).cast("B")
        yield raw
        yield bytes(-len(raw) % _ALIGNMENT)
