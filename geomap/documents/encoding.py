"""Bytes -> text: UTF-8, or what a byte order mark, the file itself or the user says; detected only where that is asked."""

import codecs
import io
import re
from dataclasses import dataclass
from io import BufferedReader
from typing import Any, BinaryIO

from geomap.documents.intake import Intake, read_whole, too_large
from geomap.errors import DocumentError

# The longer mark first: that of UTF-32 begins with that of UTF-16.
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
AUTO = "auto"
# Enough for charset-normalizer to be sure of a text; a longer one only takes longer.
SAMPLE = 2**16
# Text in UTF-16 without a mark is valid UTF-8 with a NUL in about every second place; no news text has one in twenty.
NUL_SHARE = 0.05
# The lone surrogates that Python's "surrogateescape" puts for bytes that are not in the encoding.
UNDECODED = re.compile("[\udc80-\udcff]")


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding by the name that Python has for it, and a warning where it had to be found out."""

    name: str
    warnings: tuple[str, ...] = ()


def encoding_of(head: bytes, stated: str | None) -> Encoding:
    """The encoding: that of the byte order mark, else the one stated, else UTF-8; with ``auto`` what fits the bytes.

    Raises DocumentError where the one stated is none that Python knows.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return Encoding(encoding)
    if stated == AUTO:
        return detected(head)
    if stated and not is_encoding(stated):
        raise DocumentError(f"no encoding is called {stated!r}; such as windows-1252, koi8-r, utf-16-le")
    return Encoding(stated or "utf-8")


def detected(sample: bytes) -> Encoding:
    """UTF-8 where that fits, else what charset-normalizer takes for likeliest, with a warning that says so."""
    if is_utf8(sample):
        return Encoding("utf-8")
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    if best is None:
        raise DocumentError("its encoding cannot be detected; say what it is, such as --encoding windows-1252")
    name = codecs.lookup(best.encoding).name
    return Encoding(name, (f"read as {name}, which charset-normalizer found likeliest; if not so, state it: --encoding",))


def is_utf8(sample: bytes) -> bool:
    """Whether the beginning of a file is UTF-8, its last character perhaps cut."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def is_encoding(name: str) -> bool:
    """Whether text can be read by that name."""
    try:
        "".encode(name)
    except LookupError:
        return False
    return True


def decode(data: bytes, encoding: Encoding) -> str:
    """The text of a whole file; raises DocumentError naming the byte that does not fit, and the cure."""
    try:
        text = data.decode(encoding.name)
    except UnicodeDecodeError as error:
        offset = error.start
        raise DocumentError(undecodable(f"byte {offset}", data[offset : offset + 1], encoding.name)) from error
    if text.count("\0") > NUL_SHARE * len(text):
        raise DocumentError("full of NUL bytes: not text, or UTF-16 without a byte order mark: --encoding utf-16-le")
    return text


class Lines:
    """The lines of a stream, with their ends; they end at line feeds only.

    Bytes that do not fit the encoding become lone surrogates, for ``check`` to find. A line of more than ``max_size``
    bytes raises DocumentError; the next one can be asked for all the same.
    """

    def __init__(self, stream: "BufferedReader[Any]", intake: Intake) -> None:
        self.limit = intake.max_size
        sample = stream.peek(SAMPLE)
        self.encoding = encoding_of(sample, intake.encoding)
        self.stream: BinaryIO = stream
        self.codec = self.encoding.name.removesuffix("-sig")
        if self.encoding.name == "utf-8-sig":
            stream.read(len(codecs.BOM_UTF8))
        elif "\n".encode(self.codec) != b"\n":
            text = decode(read_whole(stream, intake.max_file), self.encoding)
            self.stream, self.codec = io.BytesIO(text.encode("utf-8", "surrogatepass")), "utf-8"

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        line = self.read_line()
        if not line:
            raise StopIteration
        if len(line) > self.limit:
            while line and not line.endswith(b"\n"):
                line = self.read_line()
            raise DocumentError(too_large("a line", self.limit))
        return line.decode(self.codec, "surrogateescape")

    def read_line(self) -> bytes:
        """A line, or the first part of one that is too long; after damage (DocumentError) there are no more."""
        try:
            return self.stream.readline(self.limit + 1)
        except DocumentError:
            self.stream = io.BytesIO()
            raise

    def check(self, text: str) -> None:
        """Raise DocumentError where a line, or a part of one, holds a byte that is not in the encoding."""
        undecoded = UNDECODED.search(text)
        if undecoded:
            offset = len(text[: undecoded.start()].encode(self.codec, "surrogateescape"))
            byte = bytes([ord(undecoded[0]) - 0xDC00])
            raise DocumentError(undecodable(f"byte {offset} of the line", byte, self.codec))


def undecodable(where: str, byte: bytes, encoding: str) -> str:
    """What to tell about a byte that is not in the encoding."""
    return (
        f"{where} (0x{byte.hex()}) is not {encoding.upper()}; say what it is, such as --encoding windows-1252, "
        "or have it detected: --encoding auto"
    )
