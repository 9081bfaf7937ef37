"""A user's full GeoNames dump -> an index: all that the shipped one knows, and every place and name of the dump.

The dump is read as a stream into a scratch database beside the output, sorted there, and packed. What the shipped index
lists keeps its kind, country, names and rank; its point, population and divisions are the dump's. The index appears
whole or not at all, and whatever an interrupted run left is removed by the next.
"""

import re
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from gazetteer.build import RELEASE
from gazetteer.errors import GeomapError, OutputError
from gazetteer.geonames_rows import Progress, RowCount, dump_size, read_names, read_places
from gazetteer.geonames_scratch import Placed, Scratch, gid_of
from gazetteer.index import LANGUAGES, Gazetteer, shipped_path
from gazetteer.leftovers import scratch_folder
from gazetteer.mapped import Parts
from gazetteer.pack import PlaceColumns, Posted, finished, pack_names, write_index
from gazetteer.sources import PlaceRow, Source

INDEX = "gazetteer.bin"
SCRATCH = ".import-"
# Room in the output folder for the scratch database and the index, for each byte of rows; measured, see docs/gazetteer.md.
ROOM_FOR_EACH_BYTE = 5
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import made: the index, how many places and names are in it, and the rows that were left out."""

    path: Path
    places: int
    names: int
    bad_rows: tuple[RowCount, ...]


def quiet(file: str, done: int, size: int) -> None:
    """Show no progress."""


def import_geonames(
    dump: Path, out: Path, alternate_names: Path | None = None, base: Path | None = None, progress: Progress = quiet
) -> Imported:
    """Index a GeoNames dump into the folder ``out``.

    Args:
        dump: ``allCountries.zip``, a country's zip, or the text in it.
        out: the folder for ``gazetteer.bin``; an index that is there stays until the new one is whole.
        alternate_names: ``alternateNamesV2.zip``: names by language, with their marks.
        base: the index to add to; without it, the one that geomap ships.
        progress: told how far the reading is.

    Raises:
        SourceError: a file is no dump, or more than one row in a hundred is bad.
        GazetteerError: the index to add to cannot be read.
        OutputError: there is no room, or ``out`` cannot be written.
    """
    known = Gazetteer(base or shipped_path())
    files = [dump, *filter(None, [alternate_names])]
    counts = tuple(RowCount(path.name) for path in files)
    with _scratch(out, sum(map(dump_size, files))) as scratch:
        scratch.add_index(known)
        newest = max((scratch.add_place(cells) for cells in read_places(dump, counts[0], progress)), key=_day, default="")
        for cells in read_names(alternate_names, counts[1], progress) if alternate_names else ():
            scratch.add_name(cells)
        scratch.sort()
        parts, meta = _pack(scratch, known, _source(newest, alternate_names))
    write_index(parts, out / INDEX, Gazetteer.verify)
    return Imported(out / INDEX, meta["places"], meta["names"], counts)


@contextmanager
def _scratch(out: Path, size: int) -> Iterator[Scratch]:
    """A scratch database in ``out``, removed whatever happens; what an interrupted run left there goes first."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        with scratch_folder(out, SCRATCH) as folder:
            _ask_for_room(out, size * ROOM_FOR_EACH_BYTE)
            with closing(Scratch(folder)) as database:
                yield database
    except sqlite3.Error as error:
        raise OutputError(f"the import cannot write to {out} ({error}); give a folder with room") from error
    except OSError as error:
        if isinstance(error, GeomapError):
            raise
        raise OutputError(f"{out} cannot be used ({error}); give a folder that can be written") from error


def _ask_for_room(out: Path, needed: float) -> None:
    free = shutil.disk_usage(out).free
    if free < needed:
        raise OutputError(f"{out} has {free / 1e9:.1f} GB free, the import needs about {needed / 1e9:.1f}; give another folder")


def _day(modified: str) -> str:
    return modified if _DAY.fullmatch(modified) else ""


def _source(newest: str, alternate_names: Path | None) -> Source:
    gives = "every place of the dump" + (", names by language" if alternate_names else "")
    return Source("GeoNames full dump", f"newest row of {newest}", newest, "CC BY 4.0", gives, "geonames.org")


def _pack(scratch: Scratch, known: Gazetteer, source: Source) -> tuple[Parts, dict[str, Any]]:
    """The parts of the new index, and its description."""
    countries, features = scratch.distinct("country"), scratch.distinct("feature")
    columns, kinds = PlaceColumns(countries, features), Counter[str]()
    for place in scratch.places():
        kinds[place.kind] += 1
        columns.add(_row(place), (place.admin1, place.admin2), place.importance, place.names)
    tries = pack_names("names", scratch.postings) | pack_names("exact", lambda: iter(_exact(scratch, known)))
    names = len(tries["names.place"]) + len(tries["exact.place"])
    meta = _describe(scratch, known) | {
        "places": len(columns), "names": names, "kinds": dict(sorted(kinds.items())), "own_ids": columns.own_ids(),
        "countries": countries, "features": features, "sources": [*known.meta["sources"], asdict(source)],
    }  # fmt: skip
    places = {countries.index(code): number for code, number in meta["country_places"].items() if code in countries}
    parts = finished(tries | columns.parts(places), meta, f"{RELEASE}.geonames-{source.date}")
    return parts, meta


def _row(place: Placed) -> PlaceRow:
    row = PlaceRow(place.ident, place.kind, place.name, place.lat, place.lon, place.country)
    row.population, row.prominence, row.feature = place.population, place.prominence, place.feature
    row.geonameid = max(place.gid, 0)
    return row


def _exact(scratch: Scratch, known: Gazetteer) -> list[Posted]:
    """The names whose case counts, which a dump has none of."""
    found = (
        (key, scratch.number(gid_of(known, post.place)), post.attributes)
        for key, postings in known.exact.items()
        for post in postings
    )
    return sorted(found)


def _describe(scratch: Scratch, known: Gazetteer) -> dict[str, Any]:
    """What the shipped index says of itself, with the new numbers of its places."""
    numbered = ("country_places", "divisions", "capitals")
    renumbered = {
        part: {code: scratch.number(gid_of(known, number)) for code, number in known.meta[part].items()} for part in numbered
    }
    languages = {lang: known.meta["languages"][lang] + scratch.languages[lang] for lang in LANGUAGES}
    return known.meta | renumbered | {"languages": languages}
