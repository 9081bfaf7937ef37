"""Every door through which something from outside comes in, as a function of bytes: for fuzzing, and for its corpus.

A door may refuse what it is given, by an error of geomap's own tree or by naming a bad document. Whatever else comes out
of it is a fault.
"""

import atexit
import io
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import replace
from functools import cache
from io import BufferedReader, BytesIO
from pathlib import Path
from unittest import mock
from zipfile import ZipFile
from zlib import crc32

sys.path.insert(0, str(Path(__file__).parents[1]))

import pytest
from conftest import made_report
from test_gazetteer import nothing_to_check, small_world, use

from gazetteer import Gazetteer
from gazetteer.build import pack
from gazetteer.geonames_dump import import_geonames
from gazetteer.mapped import GAZETTEER, HEADER, FileKind, file_of
from gazetteer.pack import write_index
from geomap.cli import main
from geomap.compiled import TABLES
from geomap.corrections import apply_corrections, never_met, read_corrections
from geomap.documents import BadDocument, Document, InputFormat, to_document
from geomap.documents.files import read_unpacked, sniff
from geomap.documents.formats import read_stream
from geomap.documents.intake import Entry, Intake, OpenFile
from geomap.errors import GeomapError
from geomap.export.geojson import feature_collection
from geomap.export.markup import marked_text
from geomap.export.reading import report_or_document
from geomap.export.rows import rows
from geomap.export.schema import check_report
from geomap.export.spreadsheet import cells
from geomap.reader import Reader, load
from geomap.report import Layer, Report
from geomap.roles.lexicon import Lexicon, compiled_words

Door = Callable[[bytes], None]

# Small, so that a bomb is one at once.
LIMIT = 2**18
COLUMNS = {"text": "body", "date": "published", "id": "key"}
INTAKES = (
    Intake(max_size=LIMIT),
    Intake(max_size=LIMIT, encoding="auto"),
    Intake(max_size=LIMIT, encoding="windows-1251"),
    Intake(max_size=LIMIT, encoding="utf-16-le"),
    Intake(max_size=LIMIT, columns=COLUMNS),
    Intake(max_size=100),
)
LANGUAGES = (None, "nl", "en", "de", "fr", "es", "it", "pt", "pl", "ru", "uk", "ar")
BETWEEN = b"\n---\n"
"""Between the files of an input that is several: a dump and its names, the sheets and strings of a workbook."""
PACKINGS = (".gz", ".bz2", ".xz", ".zst")


def chosen(data: bytes) -> tuple[Intake, bytes]:
    """The intake that the first byte chooses, and the rest."""
    return INTAKES[data[0] % len(INTAKES) if data else 0], data[1:]


def opened(data: bytes) -> OpenFile:
    return OpenFile(stream=BufferedReader(BytesIO(data)), where="file", name="file")  # type: ignore[type-var]


def read_as(kind: InputFormat, data: bytes, intake: Intake) -> Iterator[Document]:
    """The documents; each entry has a place where it stands, and each that is bad says why."""
    seen: set[str] = set()
    for entry in read_stream(kind, opened(data), intake):
        found = to_document(entry, seen) if isinstance(entry, Entry) else entry
        assert (found.where and found.why) if isinstance(found, BadDocument) else (found.id and isinstance(found.text, str))
        assert "\n" not in found.where if isinstance(found, BadDocument) else True
        if isinstance(found, Document):
            yield found


def files_door(kind: InputFormat) -> Door:
    def door(data: bytes) -> None:
        intake, content = chosen(data)
        for _ in read_as(kind, content, intake):
            pass

    return door


@cache
def reader() -> Reader:
    return load()


def text(data: bytes) -> None:
    """A text, through everything there is, to a report and back."""
    lang = LANGUAGES[data[0] % len(LANGUAGES) if data else 0]
    for document in read_as(InputFormat.TXT, data[1:], INTAKES[0]):
        made = reader().read(replace(document, lang=lang))
        written = json.loads(made.to_json())
        check_report(written)
        assert all(made.document.text[each["start"] : each["end"]] == each["text"] for each in written["mentions"])
        assert Report.from_dict(written).to_json() == made.to_json()


def reports(data: bytes) -> None:
    """Reports that were written before, or say that they were: what is read back can be written in every form."""
    seen: set[str] = set()
    for entry in read_stream(InputFormat.JSONL, opened(data), INTAKES[0]):
        found = report_or_document(entry, seen) if isinstance(entry, Entry) else entry
        if isinstance(found, Report):
            assert Report.from_dict(json.loads(found.to_json())).to_json() == found.to_json()
            marked_text(found)
            for layer in Layer:
                json.dumps(feature_collection([found], layer), allow_nan=False)
                for row in rows([found], layer):
                    cells(row, layer)


def workbook(data: bytes) -> None:
    """A workbook as it is, or its parts, of which one is made."""
    intake, content = chosen(data)
    if not content.startswith(b"PK"):
        content = packed_workbook(*(content + 2 * BETWEEN).split(BETWEEN)[:3])
    for _ in read_as(InputFormat.EXCEL, content, intake):
        pass


RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPES = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/sharedStrings.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>
<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>
</Types>"""
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"


def packed_workbook(sheet: bytes, strings: bytes, styles: bytes) -> bytes:
    """A workbook of these parts."""
    book = (
        f'<workbook xmlns="{SHEETS}" xmlns:r="{RELATIONS}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>'
    )
    sheets = f'<Relationship Id="r1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
    parts = {
        "[Content_Types].xml": TYPES,
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{LINKS}">{sheets}</Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
        "xl/sharedStrings.xml": strings or f'<sst xmlns="{SHEETS}"/>',
        "xl/styles.xml": styles or f'<styleSheet xmlns="{SHEETS}"/>',
    }
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def packed(data: bytes) -> None:
    """A packed file, and standard input that may be one."""
    file = opened(data[1:])
    for entry in read_unpacked(InputFormat.TXT, file, PACKINGS[data[0] % len(PACKINGS) if data else 0], INTAKES[0]):
        assert isinstance(entry, Entry) or entry.why
    with suppress(GeomapError):
        sniff(data[1:], None)


def corrections(data: bytes) -> None:
    """Corrections, replayed on a report."""
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as file, suppress(GeomapError):
        Path(file.name).write_bytes(data)
        read = read_corrections(file.name)
        report = made_report(Document(id="kz-1", text="Moscow blamed others after crowds stormed the airport of Almaty."))
        corrected, _ = apply_corrections(report, read)
        never_met(read, [report])
        corrected.to_json()


@cache
def small_index() -> Path:
    """An index of a few places, in a file that stays until the process ends."""
    path = Path(scratch().name, "small.bin")
    write_index(pack(small_world()), path, nothing_to_check)
    return path


@cache
def scratch() -> "tempfile.TemporaryDirectory[str]":
    made = tempfile.TemporaryDirectory(prefix="geomap-fuzz-")
    atexit.register(made.cleanup)
    return made


def dump(data: bytes) -> None:
    """A GeoNames dump and the names by language that belong to it, plain or zipped, indexed."""
    places, _, names = data.partition(BETWEEN)
    with tempfile.TemporaryDirectory(dir=scratch().name) as folder:
        ending = ".zip" if data.startswith(b"PK") else ".txt"
        rows_file, names_file = Path(folder, f"GE{ending}"), Path(folder, "alternateNamesV2.txt")
        rows_file.write_bytes(places)
        names_file.write_bytes(names)
        with suppress(GeomapError):
            made = import_geonames(rows_file, Path(folder, "out"), names_file if names else None, base=small_index())
            use(Gazetteer(made.path))


def damaged(whole: bytes, kind: FileKind, data: bytes) -> bytes:
    """A file of parts with bytes changed, of which six say where and how; where the first is odd, with a listing of its own."""
    content = bytearray(whole)
    for at in range(1, len(data) - 5 if data[:1] != b"\1" else 0, 6):
        content[int.from_bytes(data[at : at + 4], "little") % len(content)] ^= data[at + 4] or 1
    if data[:1] and data[0] % 2:
        listing = data[1:]
        content[HEADER.size : HEADER.size + len(listing)] = listing
        HEADER.pack_into(content, 0, kind.magic, kind.format, crc32(listing), len(listing))
    return bytes(content)


def index(data: bytes) -> None:
    """An index that is damaged."""
    with tempfile.NamedTemporaryFile(suffix=".bin", dir=scratch().name) as file, suppress(GeomapError):
        Path(file.name).write_bytes(damaged(small_index().read_bytes(), GAZETTEER, data))
        use(Gazetteer(Path(file.name)))


@cache
def whole_tables() -> bytes:
    return b"".join(map(bytes, file_of(compiled_words("pt").parts(), TABLES)))


def tables(data: bytes) -> None:
    """Compiled tables that are damaged: refused, made again from their sources, or whole where nothing was changed."""
    folder = Path(scratch().name)
    (folder / "roles.pt.bin").write_bytes(damaged(whole_tables(), TABLES, data))
    with mock.patch("geomap.compiled.FOLDER", folder), suppress(GeomapError):
        assert Lexicon("pt", compiled_words("pt").open()).word("acusou")


def config(data: bytes) -> None:
    """A file of settings, to the end of what the program makes of it before it reads anything."""
    with tempfile.TemporaryDirectory(dir=scratch().name) as folder:
        path, news = Path(folder, "geomap.toml"), Path(folder, "a.txt")
        path.write_bytes(data)
        news.write_bytes(b"")
        arguments = ["geomap", "parse", str(news), "--config", str(path)]
        idle = mock.Mock(**{"return_value.reports.return_value": (), "return_value.status.return_value": 0})
        said = io.TextIOWrapper(BytesIO(), encoding="utf-8")
        with (
            mock.patch.object(sys, "argv", arguments),
            mock.patch("geomap.cli.commands.Run", idle),
            redirect_stderr(said),
            redirect_stdout(said),
            pytest.raises(SystemExit) as ended,
        ):
            main()
        assert ended.value.code in (0, 1, 2)


DOORS: dict[str, Door] = {
    "text": text,
    "html": files_door(InputFormat.HTML),
    "jsonl": files_door(InputFormat.JSONL),
    "csv": files_door(InputFormat.CSV),
    "tsv": files_door(InputFormat.TSV),
    "excel": workbook,
    "parquet": files_door(InputFormat.PARQUET),
    "feed": files_door(InputFormat.FEED),
    "packed": packed,
    "corrections": corrections,
    "reports": reports,
    "geonames": dump,
    "index": index,
    "tables": tables,
    "config": config,
}
