"""Files packed by gzip, bzip2, xz or Zstandard -> the bytes in them, with a limit to what a small file may grow into."""

import io
import zlib
from collections.abc import Callable, Mapping
from typing import Any

from geomap.documents.intake import MIB, Intake
from geomap.errors import DocumentError, MissingExtra

# News text packs to between a third and a tenth, by Zstandard at its best to a thirtieth; a gzip bomb to a thousandth.
MAX_RATIO = 200
BUFFER = 2**16


# The bytes unpacked, and the errors that tell of damage.
Opened = tuple[io.BufferedIOBase, tuple[type[Exception], ...]]


def open_gzip(packed: io.BufferedReader) -> Opened:
    """The bytes that gzip packed."""
    import gzip

    return gzip.GzipFile(fileobj=packed, mode="rb"), (zlib.error,)


def open_bzip2(packed: io.BufferedReader) -> Opened:
    """The bytes that bzip2 packed."""
    import bz2

    return bz2.BZ2File(packed), ()


def open_xz(packed: io.BufferedReader) -> Opened:
    """The bytes that xz packed."""
    import lzma

    return lzma.LZMAFile(packed), (lzma.LZMAError,)


def open_zstandard(packed: io.BufferedReader) -> Opened:
    """The bytes that Zstandard packed; raises MissingExtra before Python 3.14 without the extra ``zstd``."""
    try:
        from compression import zstd
    except ImportError:
        try:
            from backports import zstd
        except ImportError as error:
            raise MissingExtra("files packed by Zstandard need backports.zstd: pip install 'geomap[zstd]'") from error
    return zstd.ZstdFile(packed), (zstd.ZstdError,)


PACKINGS: Mapping[str, Callable[[io.BufferedReader], Opened]] = {
    ".gz": open_gzip,
    ".bz2": open_bzip2,
    ".xz": open_xz,
    ".zst": open_zstandard,
}
MAGIC = {b"\x1f\x8b\x08": ".gz", b"BZh": ".bz2", b"\xfd7zXZ\0": ".xz", b"\x28\xb5\x2f\xfd": ".zst"}


def packing_of(head: bytes) -> str | None:
    """The ending that the first bytes of a packed file belong to."""
    return next((ending for magic, ending in MAGIC.items() if head.startswith(magic)), None)


def unpack(packed: "io.BufferedReader[Any]", ending: str, intake: Intake) -> io.BufferedReader:
    """The bytes in a packed file, unpacked as they are read.

    Reading raises DocumentError where the file is damaged or cut short, or grows past all measure.
    """
    counted = Counted(packed)
    stream, damage = PACKINGS[ending](io.BufferedReader(counted))
    return io.BufferedReader(Unpacked(stream, damage, counted, intake.max_file), BUFFER)


class Counted(io.RawIOBase):
    """A stream that counts what is read of it."""

    def __init__(self, stream: "io.BufferedReader[Any]") -> None:
        self.stream = stream
        self.count = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: "memoryview[int]") -> int:  # type: ignore[override]
        """Read into a buffer; how many bytes there were."""
        data = self.stream.read(len(buffer))
        buffer[: len(data)] = data
        self.count += len(data)
        return len(data)


class Unpacked(io.RawIOBase):
    """What a packed stream holds, as long as it keeps to the measure."""

    def __init__(self, stream: io.BufferedIOBase, damage: tuple[type[Exception], ...], packed: Counted, free: int) -> None:
        self.stream = stream
        self.damage: tuple[type[Exception], ...] = (EOFError, OSError, *damage)
        self.packed = packed
        self.free = free
        self.count = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: "memoryview[int]") -> int:  # type: ignore[override]
        """Read into a buffer; how many bytes there were."""
        data = self.unpacked(len(buffer))
        buffer[: len(data)] = data
        self.count += len(data)
        if self.count > self.free and self.count > MAX_RATIO * self.packed.count:
            raise DocumentError(
                f"unpacks to more than {MAX_RATIO} times its size and more than {self.free / MIB:g} MiB, as no text does; "
                "--max-size raises the limit"
            )
        return len(data)

    def unpacked(self, size: int) -> bytes:
        """Up to ``size`` bytes."""
        try:
            return self.stream.read(size)
        except self.damage as error:
            raise DocumentError(f"packed badly, or cut short: {error}") from error
