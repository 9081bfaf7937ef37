"""The file of the gazetteer: named parts behind a table of contents, mapped into memory.

::

    16 bytes  "geomap gazetteer"
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
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from gazetteer.errors import GazetteerError

MAGIC = b"geomap gazetteer"
FORMAT = 3
HEADER = struct.Struct("<16sIIQ")
"""Magic, format, CRC-32 of the table of contents, length of the table of contents."""
CURE = "reinstall geomap, or build it again with `geomap gazetteer build`"


class MappedFile:
    """The parts of one index file."""

    def __init__(self, path: Path) -> None:
        """Map the file at ``path``.

        Raises:
            GazetteerError: there is no such file, it is damaged or cut short, or another version built it.
        """
        self.path = path
        self._data = _map(path)
        self._contents = _contents(self._data, path)

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

    def damaged(self, what: str) -> GazetteerError:
        """The error for what is wrong with the file."""
        return GazetteerError(f"the gazetteer at {self.path} is damaged: {what}; {CURE}")

    def check(self, names: Iterable[str] | None = None) -> None:
        """Compare the checksums of these parts, or of all.

        Raises:
            GazetteerError: a part differs from what was built.
        """
        for name in self._contents if names is None else names:
            if zlib.crc32(self.part(name)) != self._contents[name][2]:
                raise self.damaged(f"the checksum of its part {name!r} is another")


def _map(path: Path) -> mmap.mmap:
    try:
        with path.open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except FileNotFoundError as error:
        raise GazetteerError(f"there is no gazetteer at {path}; {CURE}") from error
    except (OSError, ValueError) as error:
        raise GazetteerError(f"the gazetteer at {path} cannot be read ({error}); {CURE}") from error


def _contents(data: mmap.mmap, path: Path) -> dict[str, tuple[int, int, int]]:
    if sys.byteorder != "little":
        raise GazetteerError(f"the gazetteer at {path} holds little-endian numbers; this machine reads big-endian ones")
    if len(data) < HEADER.size or data[: len(MAGIC)] != MAGIC:
        raise GazetteerError(f"{path} is not a geomap gazetteer, or its beginning is lost; {CURE}")
    _, version, checksum, length = HEADER.unpack_from(data)
    if version != FORMAT:
        raise GazetteerError(f"{path} has format {version}, this geomap reads format {FORMAT}; {CURE}")
    raw = data[HEADER.size : HEADER.size + length]
    if zlib.crc32(raw) != checksum:
        raise GazetteerError(f"the table of contents of {path} is damaged; {CURE}")
    contents: dict[str, tuple[int, int, int]] = {name: tuple(where) for name, where in json.loads(raw).items()}
    end = max(start + size for start, size, _ in contents.values())
    if len(data) != end:
        raise GazetteerError(f"{path} has {len(data):,} bytes instead of {end:,}; {CURE}")
    return contents
