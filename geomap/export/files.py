"""Writing files whole or not at all, and which ending means which format."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copymode

from gazetteer.leftovers import scratch_folder
from geomap.errors import GeomapError, OutputError
from geomap.report import Layer, Report


def write_export(reports: Iterable[Report], path: Path, layer: Layer = Layer.MENTIONS) -> None:
    """Write the reports in the format that the ending of ``path`` names; the old file stands until the new is whole.

    ``layer`` says what a feature is; a GeoPackage, a workbook and KML hold every layer whatever it says. Raises OutputError
    where the ending names no format or the file cannot be written.
    """
    writer = writer_for(path)
    with replacing(path) as temporary:
        writer(reports, temporary, layer)


def writer_for(path: Path) -> Callable[[Iterable[Report], Path, Layer], None]:
    """The writer that the ending of a path names; raises OutputError listing the endings there are."""
    ending = path.suffix.lower()
    if ending not in WRITERS:
        raise OutputError(f"{path}: its name must end in {', '.join(WRITERS)}: the ending chooses the format")
    return WRITERS[ending]


def write_lines(lines: Iterable[str], path: Path) -> None:
    """Write lines of UTF-8; the old file stands until the new is whole. Raises OutputError."""
    with replacing(path) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as stream:
        for line in lines:
            stream.write(f"{line}\n")


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A path to write to, which takes the place of ``path`` at the end, or is removed where that fails.

    A device or pipe is written to directly. Raises OutputError where ``path`` cannot be written.
    """
    check_writable(path)
    target = path.resolve()
    with told(path):
        if target.exists() and not target.is_file():
            yield target
            return
        # A folder of its own, which nobody else can have made or link elsewhere, and which takes what GDAL puts beside.
        with scratch_folder(target.parent, f".{target.name[:50]}.geomap-") as folder:
            temporary = folder / f"new{target.suffix}"
            yield temporary
            settle(temporary, target)


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Tell what the system refuses as an OutputError that names the file."""
    try:
        yield
    except OutputError as error:
        raise OutputError(f"{path}: {error}") from error
    except GeomapError:
        raise
    except OSError as error:
        raise OutputError(f"{path}: {error.strerror or error}") from error


def check_writable(path: Path) -> None:
    """Raise OutputError, before any work is done, where the path is a folder, stands in none, or is no name of a file."""
    try:
        target = path.resolve()
        is_folder, has_folder = target.is_dir(), target.parent.is_dir()
    except (OSError, RuntimeError, ValueError) as error:
        raise OutputError(f"{str(path)!a} cannot be the name of a file: {error}") from error
    if is_folder:
        raise OutputError(f"{path} is a folder; give the name of a file in it")
    if not has_folder:
        raise OutputError(f"{path}: there is no folder {target.parent}; make it first: mkdir -p {target.parent}")


def settle(temporary: Path, target: Path) -> None:
    """Have the bytes on disk, then take the target's name: after a crash there is the old file or the new one."""
    with temporary.open("rb") as stream:
        os.fsync(stream.fileno())
    if target.exists():
        copymode(target, temporary)
    temporary.replace(target)
    if hasattr(os, "O_DIRECTORY"):
        folder = os.open(target.parent, os.O_DIRECTORY)
        os.fsync(folder)
        os.close(folder)


def to_geojson(reports: Iterable[Report], path: Path, layer: Layer) -> None:
    """GeoJSON."""
    from geomap.export.geojson import write_geojson

    write_geojson(reports, path, layer)


def to_geoparquet(reports: Iterable[Report], path: Path, layer: Layer) -> None:
    """GeoParquet."""
    from geomap.export.frame import write_geoparquet

    write_geoparquet(reports, path, layer)


def to_geopackage(reports: Iterable[Report], path: Path, layer: Layer) -> None:
    """GeoPackage, every layer."""
    from geomap.export.geopackage import write_geopackage

    write_geopackage(reports, path)


def to_csv(reports: Iterable[Report], path: Path, layer: Layer) -> None:
    """CSV."""
    from geomap.export.spreadsheet import write_csv

    write_csv(reports, path, layer)


def to_tsv(reports: Iterable[Report], path: Path, layer: Layer) -> None:
    """TSV."""
    from geomap.export.spreadsheet import write_csv

    write_csv(reports, path, layer, "\t")


def to_workbook(reports: Iterable[Report], path: Path, layer: Layer) -> None:
    """Excel, every layer."""
    from geomap.export.spreadsheet import write_workbook

    write_workbook(reports, path)


def to_kml(reports: Iterable[Report], path: Path, layer: Layer) -> None:
    """KML, the mentions by role and the relations."""
    from geomap.export.kml import write_kml

    write_kml(reports, path)


WRITERS: dict[str, Callable[[Iterable[Report], Path, Layer], None]] = {
    ".geojson": to_geojson,
    ".parquet": to_geoparquet,
    ".gpkg": to_geopackage,
    ".csv": to_csv,
    ".tsv": to_tsv,
    ".xlsx": to_workbook,
    ".kml": to_kml,
}
