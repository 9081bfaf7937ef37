"""The incidents of all parts of a corpus, merged: Dask brings together what may be one happening, geomap decides."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date as Date
from pathlib import Path
from typing import TYPE_CHECKING

from gazetteer.place import PlaceKind
from geomap.dask.part import SIGHTINGS, Done
from geomap.export.files import replacing, write_lines
from geomap.export.frame import CRS
from geomap.incidents import IncidentType
from geomap.merging import Group, Sighting, group_incidents

if TYPE_CHECKING:
    import pandas
    from distributed import Client

MERGED = "merged"
# Parts whose incidents make one part of the merged ones: a part has a few hundred, a file should have more.
PARTS_IN_ONE = 8
COLUMNS = {
    "incident": "str",
    "type": "str",
    "place": "str",
    "place_id": "str",
    "country": "str",
    "admin1": "str",
    "precision": "Int64",
    "date_start": "datetime64[s]",
    "date_end": "datetime64[s]",
    "sources": "Int64",
    "reports": "Int64",
    "documents": "str",
    "why": "str",
}


def merge_parts(done: Sequence[Done], folder: Path, client: Client) -> None:
    """Write merged/part-*.parquet: each happening once, with the documents that tell of it, as GeoParquet in EPSG:4326.

    The same parts give the same files, on any number of workers; where nothing changed since, nothing is done.
    Raises OutputError where the folder cannot be written.
    """
    import dask.dataframe
    from dask.delayed import delayed

    stamp = json.dumps({part.part: part.files[SIGHTINGS] for part in done})
    record = folder / MERGED / "record.json"
    if record.exists() and record.read_text(encoding="utf-8") == f"{stamp}\n":
        return
    record.parent.mkdir(exist_ok=True)
    paths = [str(folder.resolve() / SIGHTINGS / f"{part.part}.parquet") for part in done]
    if paths:
        sightings = dask.dataframe.read_parquet(paths)
        together = sightings.shuffle("key", npartitions=-(-len(paths) // PARTS_IN_ONE))
        written = [
            delayed(write_merged)(block, str(folder.resolve() / MERGED / f"part-{number:06d}.parquet"))
            for number, block in enumerate(together.to_delayed())
        ]
        client.gather(client.compute(written))
    write_lines([stamp], record)


def write_merged(block: pandas.DataFrame, path: str) -> int:
    """Merge the sightings of one block, which has all those of its keys, and write the happenings; how many."""
    groups = group_incidents(read_sighting(line) for line in block["sighting"])
    with replacing(Path(path)) as temporary:
        merged_frame(groups).to_parquet(temporary, index=False, schema_version="1.1.0", write_covering_bbox=True)
    return len(groups)


def read_sighting(line: str) -> Sighting:
    """The sighting of such a line."""
    fields = json.loads(line)
    fields |= {name: fields[name] and Date.fromisoformat(fields[name]) for name in ("first", "last")}
    fields |= {"type": IncidentType(fields["type"]), "kind": PlaceKind(fields["kind"]), "sketch": tuple(fields["sketch"])}
    return Sighting(**fields)


def merged_frame(groups: Iterable[Group]) -> pandas.DataFrame:
    """One row a happening, a point where it was."""
    import geopandas
    import pandas

    groups = tuple(groups)
    heads = [group.sightings[0] for group in groups]
    made = [row(group) for group in groups]
    columns = {name: pandas.Series([each[name] for each in made], dtype=kind) for name, kind in COLUMNS.items()}
    points = geopandas.points_from_xy([head.lon for head in heads], [head.lat for head in heads], crs=CRS)
    return geopandas.GeoDataFrame(columns, geometry=points)


def row(group: Group) -> Mapping[str, object]:
    """What is known of one happening; the place and days are those of the sighting that says them best."""
    head = group.sightings[0]
    return {
        "incident": group.id,
        "type": head.type.value,
        "place": head.name,
        "place_id": head.place,
        "country": head.country,
        "admin1": head.admin1,
        "precision": head.precision,
        "date_start": head.first if head.dated else None,
        "date_end": head.last if head.dated else None,
        "sources": group.merged.sources,
        "reports": group.merged.reports,
        "documents": "; ".join(witness.document for witness in group.merged.documents),
        "why": "; ".join(group.merged.why),
    }
