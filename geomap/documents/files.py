"""Files, folders and standard input -> Entry -> Document; what is bad is named and never loses what is good."""

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from io import BufferedReader
from pathlib import Path

from geomap.documents.document import BadDocument, Document
from geomap.documents.encoding import encoding_of
from geomap.documents.fields import check_document
from geomap.documents.formats import Entry, InputFormat, read_stream
from geomap.errors import DocumentError

STDIN = "-"


ENDINGS = {
    ".txt": InputFormat.TXT,
    ".html": InputFormat.HTML,
    ".htm": InputFormat.HTML,
    ".jsonl": InputFormat.JSONL,
    ".csv": InputFormat.CSV,
    ".parquet": InputFormat.PARQUET,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One file: where it is, and its name as ids are made of it."""

    path: Path
    name: str


def read_documents(
    inputs: Iterable[str | Path], *, encoding: str | None = None, input_format: InputFormat | None = None
) -> Iterator[Document | BadDocument]:
    """Every document of files, folders and ``-`` (standard input), in order; bad ones stand among them as such.

    ``encoding`` is that of files without a byte order mark; UTF-8 where it is not given. ``input_format`` overrules
    what the endings of files say.
    """
    seen: set[str] = set()
    for entry in read_entries(inputs, encoding=encoding, input_format=input_format):
        yield entry if isinstance(entry, BadDocument) else to_document(entry, seen)


def to_document(entry: Entry, seen: set[str]) -> Document | BadDocument:
    """The document of an entry; one whose id is in ``seen`` carries a warning. Its id is added to ``seen``."""
    try:
        document = check_document(entry.fields, entry.default_id)
    except DocumentError as error:
        return BadDocument(where=entry.where, why=str(error))
    if document.id in seen:
        document = replace(document, warnings=(*document.warnings, f"id {document.id!r} names an earlier document too"))
    seen.add(document.id)
    return document


def read_entries(
    inputs: Iterable[str | Path],
    *,
    encoding: str | None = None,
    input_format: InputFormat | None = None,
    output: Path | None = None,
) -> Iterator[Entry | BadDocument]:
    """The fields of every document as received, unchecked; see :func:`read_documents`.

    ``output`` is a file that folders are not searched for: what an earlier run wrote there is no document of this one.
    """
    for item in inputs:
        if str(item) == STDIN:
            yield from read_stdin(encoding, input_format)
        elif Path(item).is_dir():
            yield from read_folder(Path(item), encoding, input_format, output)
        else:
            yield from read_file(Source(path=Path(item), name=Path(item).name), encoding, input_format)


def read_folder(
    folder: Path, encoding: str | None, input_format: InputFormat | None, output: Path | None
) -> Iterator[Entry | BadDocument]:
    """Every file with a known ending below a folder, sorted by path; hidden files and folders are passed over."""
    sources = sorted(find_files(folder), key=lambda source: source.name)
    if not sources:
        yield BadDocument(where=str(folder), why=f"no file in it ends in {', '.join(ENDINGS)}")
    for source in sources:
        if output is None or source.path.resolve() != output.resolve():
            yield from read_file(source, encoding, input_format)


def find_files(folder: Path) -> Iterator[Source]:
    """The files with a known ending, in no order; links to folders are not followed, so there are no loops."""
    for parent, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            path = Path(parent, name)
            if path.suffix.lower() in ENDINGS and not name.startswith("."):
                yield Source(path=path, name=path.relative_to(folder).as_posix())


def read_file(source: Source, encoding: str | None, input_format: InputFormat | None) -> Iterator[Entry | BadDocument]:
    """The entries of one file, read as its ending says."""
    where = str(source.path)
    kind = input_format or ENDINGS.get(source.path.suffix.lower())
    if kind is None and source.path.exists():
        known = ", ".join(ENDINGS)
        yield BadDocument(where=where, why=f"its name ends in none of {known}; say what it is with --input-format")
        return
    try:
        with source.path.open("rb") as stream:
            yield from read_stream(kind or InputFormat.TXT, stream, where, source.name, encoding)
    except OSError as error:
        yield BadDocument(where=where, why=(error.strerror or str(error)).lower())


def read_stdin(encoding: str | None, input_format: InputFormat | None) -> Iterator[Entry | BadDocument]:
    """The entries of standard input, as they arrive."""
    stream = sys.stdin.buffer
    buffered = stream if isinstance(stream, BufferedReader) else BufferedReader(stream)  # type: ignore[type-var]
    kind = input_format or sniff(buffered.peek(), encoding)
    yield from read_stream(kind, buffered, "standard input", "stdin", encoding)


def sniff(head: bytes, encoding: str | None) -> InputFormat:
    """What standard input holds: JSON lines where it begins with ``{``, a page with its doctype or tag, else text."""
    start = head.decode(encoding_of(head, encoding), "ignore").lstrip().lower()
    if start.startswith("{"):
        return InputFormat.JSONL
    return InputFormat.HTML if start.startswith(("<html", "<!doctype html")) else InputFormat.TXT
