"""A Dask DataFrame of documents -> a Dask DataFrame of what was found in them."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from geomap.dask.part import Reading, reader_of, report_of
from geomap.documents import BadDocument, Document, Entry, to_document
from geomap.documents.fields import FIELDS, parse_day
from geomap.errors import DocumentError
from geomap.export.frame import column
from geomap.export.rows import COLUMNS, Row, rows
from geomap.report import Layer, Report

if TYPE_CHECKING:
    import dask.dataframe
    import pandas

REPORTS = "reports"
LOG = logging.getLogger("geomap.dask")
# Degrees in EPSG:4326. Of a relation they are of its source, and these of its target.
POINT = ("lon", "lat")
TARGET = ("target_lon", "target_lat")


def read(
    documents: dask.dataframe.DataFrame,
    *,
    layer: str = "mentions",
    text: str = "text",
    columns: Mapping[str, str] | None = None,
    lang: str | None = None,
    date: str | None = None,
    outlet: str | None = None,
    gazetteer: str | None = None,
) -> dask.dataframe.DataFrame:
    """What was found in a Dask DataFrame with one document a row, partition by partition, lazily.

    ``layer`` is ``mentions``, ``places`` (of one partition each), ``incidents`` or ``relations``: a row a feature, with
    the columns of ``Report.to_geodataframe`` and, in the place of its geometry, ``lon`` and ``lat`` in degrees
    (EPSG:4326). Or ``reports``: one row a document, with ``id``, ``report`` (JSON) and ``error`` where it could not be
    read; the other layers leave such documents out and say so to the logger ``geomap.dask``, on the worker.

    ``text`` names the column with the text, ``columns`` those of other fields: ``{"date": "published"}``. ``lang``,
    ``date`` and ``outlet`` hold for documents that do not state them; ``gazetteer`` is the path of an index, as workers
    see it. Raises DocumentError where a column is missing, ValueError at a layer that there is not.

    >>> import dask.dataframe
    >>> frame = dask.dataframe.from_dict({"text": ["Protesters seized the airport of Almaty."]}, npartitions=1)
    >>> read(frame, lang="en").compute()[["text", "country", "role"]].to_dict("records")
    [{'text': 'Almaty', 'country': 'KZ', 'role': 'incident_site'}]
    """
    taken = column_names(tuple(documents.columns), text, columns or {})
    reading = Reading(lang=lang, date=parse_day(date) if date else None, outlet=outlet, gazetteer=gazetteer)
    wanted = layer if layer == REPORTS else Layer(layer)
    made: dask.dataframe.DataFrame = documents.map_partitions(
        read_partition, taken, reading, wanted, meta=made_frame((), wanted), enforce_metadata=False
    )
    return made


def column_names(there: tuple[str, ...], text: str, columns: Mapping[str, str]) -> dict[str, str]:
    """Which column holds which field of a document; raises DocumentError at a column that is not there."""
    asked = {"text": text, **columns}
    for field, name in asked.items():
        if field not in FIELDS:
            raise DocumentError(f"a document has no field {field!r}; its fields are {', '.join(FIELDS)}")
        if name not in there:
            raise DocumentError(f"no column is named {name!r}; the columns are {', '.join(map(str, there))}")
    return {field: asked.get(field, field) for field in FIELDS if asked.get(field, field) in there}


def read_partition(
    partition: pandas.DataFrame, taken: Mapping[str, str], reading: Reading, layer: Layer | str
) -> pandas.DataFrame:
    """What was found in the documents of one partition."""
    found = tuple(read_rows(partition, taken, reading))
    for bad in found:
        if isinstance(bad, BadDocument) and layer != REPORTS:
            LOG.warning("%s", bad)
    return made_frame(found, layer)


def read_rows(partition: pandas.DataFrame, taken: Mapping[str, str], reading: Reading) -> Iterator[Report | BadDocument]:
    """The report of each row; a missing value is a field that is not stated."""
    reader = reader_of(reading.gazetteer, reading.engine)
    seen: set[str] = set()
    kept = partition[list(taken.values())].astype("object")
    plain = kept.where(kept.notna(), None)
    for label, values in zip(partition.index, plain.itertuples(index=False, name=None), strict=True):
        entry = Entry(where=f"row {label}", default_id=str(label), fields=dict(zip(taken, values, strict=True)))
        found = to_document(entry, seen)
        yield report_of(entry.where, reading.complete(found), reader) if isinstance(found, Document) else found


def made_frame(found: tuple[Report | BadDocument, ...], layer: Layer | str) -> pandas.DataFrame:
    """The frame of one layer, or one row a document."""
    import pandas

    if layer == REPORTS:
        made = [
            (each.document.id, each.to_json(), None) if isinstance(each, Report) else (None, None, str(each)) for each in found
        ]
        return pandas.DataFrame(made, columns=["id", "report", "error"], dtype="str")
    made_rows = list(rows((each for each in found if isinstance(each, Report)), Layer(layer)))
    columns = {name: column(made_rows, name, kind) for name, kind in COLUMNS[Layer(layer)].items()}
    return pandas.DataFrame({**columns, **coordinates(made_rows, Layer(layer))})


def coordinates(made: list[Row], layer: Layer) -> dict[str, pandas.Series]:
    """Longitudes and latitudes of the rows; missing where a row has no position."""
    import pandas

    ends = (POINT, TARGET) if layer is Layer.RELATIONS else (POINT,)
    return {
        name: pandas.Series([row.positions[end][axis] if end < len(row.positions) else None for row in made], dtype="float64")
        for end, names in enumerate(ends)
        for axis, name in enumerate(names)
    }
