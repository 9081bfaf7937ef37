"""One part of a corpus -> its reports and layers on disk, and last of all the record that they are there."""

from __future__ import annotations

import json
import traceback
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import date as Date
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from geomap.dask.journal import Journal, journal
from geomap.dask.parts import Part
from geomap.documents import BadDocument, Document, Entry, to_document
from geomap.documents.intake import MAX_SIZE, Intake
from geomap.documents.parquet import columns_of, read_row, rows_of
from geomap.errors import DocumentError, GeomapError
from geomap.export.files import replacing, write_export, write_lines
from geomap.merging import Sighting, merge_key, sightings
from geomap.reader import Reader, load
from geomap.report import Layer, Report

# What a run writes for each part. Places are summed over a whole corpus: whoever wants them reads the mentions.
SIGHTINGS = "sightings"  # of incidents, from which those of all parts are merged
LAYERS = (Layer.MENTIONS, Layer.INCIDENTS, Layer.RELATIONS)
ROWS_AT_A_TIME = 500
KILLS = "the process that reads it dies, as where memory runs out; please report it with this document"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a run reads: what holds for documents that do not state it themselves, the index, engine and columns."""

    lang: str | None = None
    date: Date | None = None
    outlet: str | None = None
    gazetteer: str | None = None
    engine: str | None = None
    columns: tuple[tuple[str, str], ...] = ()
    max_size: int = MAX_SIZE

    @property
    def intake(self) -> Intake:
        """How rows are read."""
        return Intake(columns=dict(self.columns), max_size=self.max_size)

    def complete(self, document: Document) -> Document:
        """The document with what it does not state itself."""
        return replace(
            document,
            lang=document.lang or self.lang,
            date=document.date or self.date,
            outlet=document.outlet or self.outlet,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """One line of the index of parts: where its rows come from, what was found in them, what was written."""

    part: str
    input: str
    first: int
    rows: int
    documents: int
    skipped: int
    layers: dict[str, int] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)


def work(part: Part, folder: str, reading: Reading) -> Done:
    """Read a part and write its files below ``folder``; a document that fails is named among the skipped.

    Raises DocumentError where the file cannot be read any more, OutputError where the folder cannot be written.
    """
    with journal(Path(folder) / "parts" / f".{part.key}.reading") as kept:
        found = list(read_part(part, reading, kept))
    reports = [each for each in found if isinstance(each, Report)]
    return write_part(part, Path(folder), reports, [each for each in found if isinstance(each, BadDocument)])


def read_part(part: Part, reading: Reading, kept: Journal) -> Iterator[Report | BadDocument]:
    """The report of each row, in order."""
    reader = reader_of(reading.gazetteer, reading.engine)
    seen: set[str] = set()
    for row, entry in enumerate(entries(part, reading.intake), part.first):
        if kept.kills(row):
            yield BadDocument(where=entry.where, why=KILLS)
            continue
        found = entry if isinstance(entry, BadDocument) else to_document(entry, seen)
        yield found if isinstance(found, BadDocument) else report_of(entry.where, reading.complete(found), reader)


@lru_cache(maxsize=2)
def reader_of(gazetteer: str | None, engine: str | None) -> Reader:
    """The reader, made once in each process; the pages of its index are shared by all processes of a machine."""
    return load(gazetteer=gazetteer, engine=engine)


def report_of(where: str, document: Document, reader: Reader) -> Report | BadDocument:
    """The report of one document; a fault of geomap's own is told in full and costs no other document."""
    try:
        return reader.read(document)
    except GeomapError as error:
        return BadDocument(where=where, why=str(error))
    except Exception:  # noqa: BLE001 (named and counted, as on the command line)
        return BadDocument(where=where, why=f"a fault in geomap; please report it with this:\n{traceback.format_exc()}")


def entries(part: Part, intake: Intake) -> Iterator[Entry | BadDocument]:
    """The rows of a part, as received."""
    from pyarrow.parquet import ParquetFile

    with ParquetFile(part.path) as table:
        if part.group >= table.num_row_groups:
            raise DocumentError(f"{part.path}: it has fewer row groups than when the run began; begin a new run")
        position = 0
        batches = table.iter_batches(
            batch_size=ROWS_AT_A_TIME, row_groups=[part.group], columns=columns_of(table.schema_arrow.names, intake)
        )
        for batch in batches:
            start, stop = max(part.skip - position, 0), min(part.skip + part.rows - position, len(batch))
            for offset, cells in enumerate(rows_of(batch.slice(start, max(stop - start, 0))), position + start):
                where = f"{part.name}:{part.first - part.skip + offset + 1}"
                yield read_row(cells, where, where, intake)
            position += len(batch)
            if position >= part.skip + part.rows:
                return


def write_part(part: Part, folder: Path, reports: list[Report], skipped: list[BadDocument]) -> Done:
    """Write the files of a part, each whole or not at all, and its record when all the others are on disk."""
    written = {"reports": folder / "reports" / f"{part.key}.jsonl"}
    write_lines((report.to_json() for report in reports), written["reports"])
    for layer in LAYERS:
        written[layer.value] = folder / layer.value / f"{part.key}.parquet"
        write_export(reports, written[layer.value], layer)
    written[SIGHTINGS] = folder / SIGHTINGS / f"{part.key}.parquet"
    write_sightings(reports, written[SIGHTINGS])
    written["skipped"] = folder / "skipped" / f"{part.key}.jsonl"
    write_lines((json.dumps(asdict(bad), ensure_ascii=False) for bad in skipped), written["skipped"])
    done = Done(
        part=part.key,
        input=part.name,
        first=part.first,
        rows=part.rows,
        documents=len(reports),
        skipped=len(skipped),
        layers={layer.value: sum(len(getattr(report, layer.value)) for report in reports) for layer in LAYERS},
        files={name: digest(path) for name, path in written.items()},
    )
    write_lines([json.dumps(asdict(done), ensure_ascii=False)], record_path(folder, part))
    return done


def write_sightings(reports: list[Report], path: Path) -> None:
    """Write the incidents as merging takes them: a key, and what has different keys is never merged."""
    import pyarrow
    from pyarrow.parquet import write_table

    made = [each for report in reports for each in sightings(report)]
    columns = {"key": [merge_key(each) for each in made], "sighting": [write_sighting(each) for each in made]}
    schema = pyarrow.schema([(name, pyarrow.string()) for name in columns])
    with replacing(path) as temporary:
        write_table(pyarrow.table(columns, schema=schema), temporary)


def write_sighting(sighting: Sighting) -> str:
    """A sighting as a line of JSON."""
    fields = asdict(sighting)
    days = {name: fields[name] and fields[name].isoformat() for name in ("first", "last")}
    return json.dumps({**fields, **days}, ensure_ascii=False)


def record_path(folder: Path, part: Part) -> Path:
    """Where the record of a part stands: what has one is done."""
    return folder / "parts" / f"{part.key}.json"


def digest(path: Path) -> str:
    """The BLAKE2b-128 digest of a file, in hexadecimal."""
    made = blake2b(digest_size=16)
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            made.update(block)
    return made.hexdigest()


def read_record(folder: Path, part: Part) -> Done | None:
    """The record of a part, or ``None`` where it has none, or where one of its files is gone."""
    path = record_path(folder, part)
    if not path.exists():
        return None
    done = Done(**json.loads(path.read_text(encoding="utf-8")))
    endings = {"reports": ".jsonl", "skipped": ".jsonl"}
    there = [(folder / name / f"{part.key}{endings.get(name, '.parquet')}").is_file() for name in done.files]
    return done if all(there) else None
