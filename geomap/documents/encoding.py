"""Bytes -> text: UTF-8, or what a byte order mark or the user says; never a guess."""

import codecs
import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from geomap.errors import DocumentError

# The longer mark first: that of UTF-32 begins with that of UTF-16.
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Text in UTF-16 without a mark is valid UTF-8 with a NUL in about every second place; no news text has one in twenty.
NUL_SHARE = 0.05
# The lone surrogates that Python's "surrogateescape" puts for bytes that are not in the encoding.
UNDECODED = re.compile("[\udc80-\udcff]")


def encoding_of(head: bytes, stated: str | None) -> str:
    """The encoding: that of the byte order mark, else the one stated, else UTF-8.

    Raises DocumentError where the one stated is none that Python knows.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return encoding
    if stated and not is_encoding(stated):
        raise DocumentError(f"no encoding is called {stated!r}; such as windows-1252, koi8-r, utf-16-le")
    return stated or "utf-8"


def is_encoding(name: str) -> bool:
    """Whether text can be read by that name."""
    try:
        "".encode(name)
    except LookupError:
        return False
    return True


def decode(data: bytes, stated: str | None = None) -> str:
    """The text of a whole file; raises DocumentError naming the byte that does not fit, and the cure."""
    encoding = encoding_of(data, stated)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        offset = error.start
        raise DocumentError(undecodable(f"byte {offset}", data[offset : offset + 1], encoding)) from error
    if text.count("\0") > NUL_SHARE * len(text):
        raise DocumentError("full of NUL bytes: not text, or UTF-16 without a byte order mark: --encoding utf-16-le")
    return text


def decode_lines(stream: BinaryIO, stated: str | None = None) -> Iterator[str]:
    """The lines, with their ends; bytes that do not fit become lone surrogates, for ``check_decoded`` to find."""
    head = stream.readline()
    encoding = encoding_of(head, stated)
    if "\n".encode(encoding) != b"\n" and encoding != "utf-8-sig":
        yield from io.StringIO(decode(head + stream.read(), stated), newline="\n")
        return
    if head:
        yield head.decode(encoding, "surrogateescape")
    for line in stream:
        yield line.decode(encoding.removesuffix("-sig"), "surrogateescape")


def check_decoded(line: str, stated: str | None) -> None:
    """Raise DocumentError where a line from ``decode_lines`` holds a byte that is not in the encoding."""
    undecoded = UNDECODED.search(line)
    if undecoded:
        encoding = stated or "utf-8"
        offset = len(line[: undecoded.start()].encode(encoding, "surrogateescape"))
        byte = bytes([ord(undecoded[0]) - 0xDC00])
        raise DocumentError(undecodable(f"byte {offset} of the line", byte, encoding))


def undecodable(where: str, byte: bytes, encoding: str) -> str:
    """What to tell about a byte that is not in the encoding."""
    return f"{where} (0x{byte.hex()}) is not {encoding.upper()}; say what it is, such as --encoding windows-1252"
