"""Reads the files of a GeoNames dump: rows as a stream, each checked; a bad one is counted and named, never fatal.

The format is that of https://download.geonames.org/export/dump/readme.txt: ``allCountries.zip`` or a country's zip, and
``alternateNamesV2.zip``.
"""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, NamedTuple

from gazetteer.errors import SourceError

PLACE_CELLS = 19
NAME_CELLS = 10
# The longest row of allCountries.txt has 10,000 letters of alternate names.
LONGEST_ROW = 1 << 20
ROWS_A_STEP = 10_000
# GeoNames ids have eight digits; the table that leads from id to place takes four bytes for each.
HIGHEST_ID = 100_000_000
MOST_DIGITS = 11
# Text packs about five to one; a hundred to one is no dump.
MOST_TIMES_LARGER = 100
BAD_ROWS_NAMED = 20
BAD_ROWS_ALLOWED = 0.01
# Not before so many bad rows is a file given up while it is still being read.
_BAD_ROWS_AT_LEAST = 10_000
_BUFFER = 1 << 20
_COUNTRY_LETTERS = 2

Progress = Callable[[str, int, int], None]
"""Told as rows are read: which file, bytes so far, bytes in all."""


class PlaceCells(NamedTuple):
    """One row of the main file, checked; ``alternates`` are untagged names, joined by commas."""

    geonameid: int
    name: str
    ascii_name: str
    alternates: str
    lat: float
    lon: float
    feature: str
    country: str
    admin1: str
    admin2: str
    population: int
    modified: str


class NameCells(NamedTuple):
    """One row of the alternate names, checked."""

    geonameid: int
    lang: str
    name: str
    preferred: bool
    short: bool
    colloquial: bool
    historic: bool


@dataclass(slots=True)
class RowCount:
    """How many rows a file has, and which of them are bad."""

    file: str
    rows: int = 0
    bad: int = 0
    named: list[str] = field(default_factory=list)

    def give_up_row(self, reason: str) -> None:
        """Count a bad row; the first are named with their line."""
        self.bad += 1
        if len(self.named) < BAD_ROWS_NAMED:
            self.named.append(f"{self.file}, line {self.rows:,}: {reason}")
        if self.bad >= _BAD_ROWS_AT_LEAST:
            self.check()

    def check(self) -> None:
        """Refuse a file of which more than one row in a hundred is bad, or that has none.

        Raises:
            SourceError: names the first bad rows.
        """
        if not self.rows:
            raise SourceError(f"{self.file} has no rows; download it again")
        if self.bad > BAD_ROWS_ALLOWED * self.rows:
            listed = "\n".join(self.named)
            share = f"{self.bad:,} of {self.rows:,} rows of {self.file}"
            raise SourceError(f"{share} are no rows of a GeoNames dump; download it again:\n{listed}")


def dump_size(path: Path) -> int:
    """Bytes of the rows in a dump file, unpacked. Raises SourceError as :func:`open_rows` does."""
    if zipfile.is_zipfile(path):
        with _archive(path) as archive:
            return _member(archive, path).file_size
    try:
        size = path.stat().st_size
    except OSError as error:
        raise SourceError(f"{path} cannot be read ({error.strerror}); give a file of a GeoNames dump") from error
    if path.suffix.lower() == ".zip":
        raise SourceError(f"{path} is no zip file, or it is cut short; download it again")
    return size


@contextmanager
def open_rows(path: Path) -> Iterator[tuple[BinaryIO, int]]:
    """The rows of a dump file, zipped or not, and how many bytes they are.

    Raises:
        SourceError: there is no such file, it is no dump, it is encrypted, or it unpacks to far more than it should.
    """
    size = dump_size(path)
    try:
        if not zipfile.is_zipfile(path):
            with path.open("rb", buffering=_BUFFER) as file:
                yield file, size
            return
        with _archive(path) as archive, archive.open(_member(archive, path)) as member:
            yield io.BufferedReader(member, _BUFFER), size  # type: ignore[type-var]
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise SourceError(f"{path} is damaged ({error}); download it again") from error


@contextmanager
def _archive(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError) as error:
        raise SourceError(f"{path} is damaged ({error}); download it again") from error
    with archive:
        yield archive


def _member(archive: zipfile.ZipFile, path: Path) -> zipfile.ZipInfo:
    """The file of rows in a zip: the one of the zip's own name, else the largest text."""
    texts = [info for info in archive.infolist() if info.filename.endswith(".txt") and "readme" not in info.filename.lower()]
    if not texts:
        raise SourceError(f"{path} holds no .txt of rows; give a zip of a GeoNames dump, such as allCountries.zip")
    own = [info for info in texts if Path(info.filename).stem == path.stem]
    info = own[0] if own else max(texts, key=lambda each: each.file_size)
    if info.flag_bits & 1:
        raise SourceError(f"{path} is encrypted; download it from geonames.org")
    if info.file_size > MOST_TIMES_LARGER * max(info.compress_size, 1):
        sizes = f"{info.compress_size:,} bytes to {info.file_size:,}"
        raise SourceError(f"{path} would unpack {sizes}: that is no GeoNames dump, and it is refused")
    return info


def _lines(path: Path, count: RowCount, progress: Progress) -> Iterator[list[str]]:
    """The cells of every row that can be read as text."""
    with open_rows(path) as (file, size):
        done = 0
        while raw := file.readline(LONGEST_ROW):
            done += len(raw)
            count.rows += 1
            if count.rows % ROWS_A_STEP == 0:
                progress(path.name, done, size)
            if not raw.endswith(b"\n") and done < size:
                count.give_up_row(f"longer than {LONGEST_ROW:,} bytes")
            elif b"\0" in raw:
                count.give_up_row("it has a NUL byte")
            else:
                try:
                    yield raw.decode("utf-8").rstrip("\r\n").split("\t")
                except UnicodeDecodeError as error:
                    count.give_up_row(f"not UTF-8 at byte {error.start}")
    progress(path.name, size, size)


def read_places(path: Path, count: RowCount, progress: Progress) -> Iterator[PlaceCells]:
    """Every good row of the main file. Raises SourceError where too many are bad."""
    seen = bytearray(HIGHEST_ID // 8 + 1)
    for cells in _lines(path, count, progress):
        try:
            place = _place(cells)
            _mark_once(seen, place.geonameid)
        except ValueError as error:
            count.give_up_row(str(error))
        else:
            yield place
    count.check()


def _mark_once(seen: bytearray, ident: int) -> None:
    if seen[ident >> 3] & 1 << (ident & 7):
        raise ValueError(f"id {ident} comes twice")
    seen[ident >> 3] |= 1 << (ident & 7)


def _place(cells: list[str]) -> PlaceCells:
    if len(cells) != PLACE_CELLS:
        raise ValueError(f"{len(cells)} cells instead of {PLACE_CELLS}")
    ident, name, ascii_name, alternates, lat, lon, feature_class, code, country, _, admin1, admin2, *more = cells
    if not name:
        raise ValueError("no name")
    if country and not (len(country) == _COUNTRY_LETTERS and country.isascii() and country.isupper()):
        raise ValueError(f"{country!r} is no country code")
    feature = f"{feature_class}.{code}" if feature_class and code else ""
    where = (_degrees(lat, 90.0, "latitude"), _degrees(lon, 180.0, "longitude"))
    people = _whole(more[2] or "0", "population")
    ids = (_geonameid(ident), name, ascii_name, alternates)
    return PlaceCells(*ids, *where, feature, country, admin1, admin2, max(people, 0), more[-1])


def _geonameid(cell: str) -> int:
    ident = _whole(cell, "GeoNames id")
    if not 0 < ident <= HIGHEST_ID:
        raise ValueError(f"{cell!r} is no GeoNames id")
    return ident


def _whole(cell: str, what: str) -> int:
    digits = cell.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= MOST_DIGITS):
        raise ValueError(f"{cell[:40]!r} is no {what}")
    return int(cell)


def _degrees(cell: str, most: float, what: str) -> float:
    try:
        degrees = float(cell)
    except ValueError:
        raise ValueError(f"{cell[:40]!r} is no {what}") from None
    if not -most <= degrees <= most:
        raise ValueError(f"{cell[:40]!r} is no {what} from -{most:.0f} to {most:.0f}")
    return degrees


def read_names(path: Path, count: RowCount, progress: Progress) -> Iterator[NameCells]:
    """Every good row of the alternate names. Raises SourceError where too many are bad."""
    for cells in _lines(path, count, progress):
        try:
            name = _name(cells)
        except ValueError as error:
            count.give_up_row(str(error))
        else:
            yield name
    count.check()


def _name(cells: list[str]) -> NameCells:
    if len(cells) not in (NAME_CELLS, NAME_CELLS - 2):
        raise ValueError(f"{len(cells)} cells instead of {NAME_CELLS}")
    _, ident, lang, name, *marks = cells
    if not name:
        raise ValueError("no name")
    preferred, short, colloquial, historic = (mark == "1" for mark in marks[:4])
    return NameCells(_geonameid(ident), lang, name, preferred, short, colloquial, historic)
