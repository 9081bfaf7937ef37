"""Files, folders and standard input -> Entry -> Document; what is bad is named and never loses what is good."""

import os
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from io import BufferedReader
from pathlib import Path
from types import MappingProxyType

from geomap.documents.document import BadDocument, Document
from geomap.documents.encoding import AUTO, SAMPLE, encoding_of
from geomap.documents.fields import check_document
from geomap.documents.formats import read_stream
from geomap.documents.intake import MAX_SIZE, Entries, Entry, InputFormat, Intake, OpenFile
from geomap.errors import DocumentError, MissingExtra

STDIN = "-"

ENDINGS = {
    ".txt": InputFormat.TXT,
    ".html": InputFormat.HTML,
    ".htm": InputFormat.HTML,
    ".jsonl": InputFormat.JSONL,
    ".ndjson": InputFormat.JSONL,
    ".csv": InputFormat.CSV,
    ".tsv": InputFormat.TSV,
    ".xlsx": InputFormat.EXCEL,
    ".parquet": InputFormat.PARQUET,
    ".rss": InputFormat.FEED,
    ".atom": InputFormat.FEED,
    ".xml": InputFormat.FEED,
}
PACKED = (".gz", ".bz2", ".xz", ".zst")
# What standard input begins with, in lower case and without blanks before it; XML that is not XHTML is a feed.
BEGINNINGS = {
    "{": InputFormat.JSONL,
    "<html": InputFormat.HTML,
    "<!doctype html": InputFormat.HTML,
    "<rss": InputFormat.FEED,
    "<feed": InputFormat.FEED,
    "<rdf:rdf": InputFormat.FEED,
}
MAGIC = {b"PAR1": InputFormat.PARQUET, b"PK\x03\x04": InputFormat.EXCEL}
NO_COLUMNS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One file: where it is, and its name as ids are made of it."""

    path: Path
    name: str

    @property
    def packing(self) -> str | None:
        """The ending that says how the file is packed."""
        ending = self.path.suffix.lower()
        return ending if ending in PACKED else None

    @property
    def kind(self) -> InputFormat | None:
        """What the name of the file says that it holds."""
        inner = self.path.with_suffix("") if self.packing else self.path
        return ENDINGS.get(inner.suffix.lower())


def read_documents(
    inputs: Iterable[str | Path],
    *,
    encoding: str | None = None,
    input_format: InputFormat | str | None = None,
    columns: Mapping[str, str] = NO_COLUMNS,
    max_size: int = MAX_SIZE,
) -> Iterator[Document | BadDocument]:
    """Every document of files, folders and ``-`` (standard input), in order; bad ones stand among them as such.

    ``encoding`` is that of files without a byte order mark, UTF-8 where it is not given, or ``auto`` to have it detected
    with a warning. ``input_format`` overrules what the endings of files say. ``columns`` names the column of a table, or
    the key of a JSON line, that holds a field, such as ``{"text": "body", "date": "published"}``. ``max_size`` is the most
    bytes that are read as one document.
    """
    seen: set[str] = set()
    for entry in read_entries(inputs, encoding=encoding, input_format=input_format, columns=columns, max_size=max_size):
        yield entry if isinstance(entry, BadDocument) else to_document(entry, seen)


def to_document(entry: Entry, seen: set[str]) -> Document | BadDocument:
    """The document of an entry; one whose id is in ``seen`` carries a warning. Its id is added to ``seen``."""
    try:
        document = check_document(entry.fields, entry.default_id)
    except DocumentError as error:
        return BadDocument(where=entry.where, why=str(error))
    told = (f"id {document.id!r} names an earlier document too",) if document.id in seen else ()
    seen.add(document.id)
    return replace(document, warnings=(*entry.warnings, *document.warnings, *told))


def read_entries(
    inputs: Iterable[str | Path],
    *,
    encoding: str | None = None,
    input_format: InputFormat | str | None = None,
    columns: Mapping[str, str] = NO_COLUMNS,
    max_size: int = MAX_SIZE,
    output: Path | None = None,
) -> Entries:
    """The fields of every document as received, unchecked; see :func:`read_documents`.

    ``output`` is a file that folders are not searched for: what an earlier run wrote there is no document of this one.
    """
    kind = InputFormat(input_format) if input_format else None
    intake = Intake(encoding=encoding, input_format=kind, columns=columns, max_size=max_size)
    for item in inputs:
        if str(item) == STDIN:
            yield from read_stdin(intake)
        elif is_name(str(item)) and os.path.isdir(item):  # noqa: PTH112 (pathlib raises where a name is too long)
            yield from read_folder(Path(item), intake, output)
        else:
            yield from read_file(Source(path=Path(item), name=Path(item).name), intake)


def read_folder(folder: Path, intake: Intake, output: Path | None) -> Entries:
    """Every file with a known ending below a folder, sorted by path; hidden files and folders are passed over."""
    bad: list[BadDocument] = []
    sources = sorted(find_files(folder, bad), key=lambda source: source.name)
    yield from bad
    if not sources and not bad:
        yield BadDocument(where=str(folder), why=f"no file in it ends in {', '.join(ENDINGS)}")
    for source in sources:
        if output is None or source.path.resolve() != output.resolve():
            yield from read_file(source, intake)


def find_files(folder: Path, bad: list[BadDocument]) -> Iterator[Source]:
    """The files with a known ending, in no order; links to folders are not followed, so there are no loops.

    What cannot be listed, and what is no file and could be waited for for ever, is added to ``bad``.
    """

    def give_up(error: OSError) -> None:
        bad.append(BadDocument(where=str(error.filename), why=reason(error)))

    for parent, folders, files in os.walk(folder, onerror=give_up):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            path = Path(parent, name)
            source = Source(path=path, name=path.relative_to(folder).as_posix())
            if source.kind is None or name.startswith("."):
                continue
            if path.exists() and not stat.S_ISREG(path.stat().st_mode):
                bad.append(BadDocument(where=str(path), why="not a file but a device, a pipe or a link to one; not read"))
            else:
                yield source


def read_file(source: Source, intake: Intake) -> Entries:
    """The entries of one file, read as its ending says."""
    where = str(source.path)
    kind = intake.input_format or source.kind
    if not is_name(where):
        yield BadDocument(where=ascii(where), why="no file can have this name")
        return
    try:
        with source.path.open("rb", buffering=0) as raw:
            if kind is None:
                known = ", ".join(ENDINGS)
                yield BadDocument(where=where, why=f"its name ends in none of {known}; say what it is with --input-format")
                return
            file = OpenFile(stream=BufferedReader(raw, SAMPLE), where=where, name=source.name)
            yield from read_unpacked(kind, file, source.packing, intake)
    except OSError as error:
        yield BadDocument(where=where, why=reason(error))


def is_name(path: str) -> bool:
    """Whether the system could have a file of that name."""
    try:
        return b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:
        return False


def read_unpacked(kind: InputFormat | None, file: OpenFile, packing: str | None, intake: Intake) -> Entries:
    """The entries of an open file that may be packed; its kind is found from how it begins where it is not known."""
    try:
        if packing:
            from geomap.documents.packed import unpack

            file = replace(file, stream=unpack(file.stream, packing, intake))
        found = kind or sniff(file.stream.peek(SAMPLE), intake.encoding)
    except (DocumentError, MissingExtra) as error:
        yield BadDocument(where=file.where, why=str(error))
        return
    yield from read_stream(found, file, intake)


def reason(error: OSError) -> str:
    """Why the system refuses, as a message has it."""
    return (error.strerror or str(error)).lower()


def read_stdin(intake: Intake) -> Entries:
    """The entries of standard input, as they arrive; it may be packed."""
    stream = sys.stdin.buffer
    buffered = stream if isinstance(stream, BufferedReader) else BufferedReader(stream)  # type: ignore[type-var]
    from geomap.documents.packed import packing_of

    file = OpenFile(stream=buffered, where="standard input", name="stdin")
    yield from read_unpacked(intake.input_format, file, packing_of(buffered.peek(8)), intake)


def sniff(head: bytes, encoding: str | None) -> InputFormat:
    """What a stream holds, by how it begins: see BEGINNINGS and MAGIC; else text."""
    for magic, kind in MAGIC.items():
        if head.startswith(magic):
            return kind
    encoding = None if encoding == AUTO else encoding
    start = head.decode(encoding_of(head, encoding).name, "ignore").lstrip("\ufeff \t\r\n").lower()
    if start.startswith("<?xml"):
        return InputFormat.HTML if "<html" in start else InputFormat.FEED
    return next((kind for beginning, kind in BEGINNINGS.items() if start.startswith(beginning)), InputFormat.TXT)
