"""Reading a column of texts in pandas; importing this module gives every DataFrame ``.geomap``.

>>> import pandas
>>> import geomap.pandas
>>> news = pandas.DataFrame({"body": ["Rain fell on Suva.", "Snow fell on Oslo."], "day": ["2022-01-05", "2022-01-06"]})
>>> places = news.geomap.read("body", date="day")
>>> places[["text", "country"]].to_dict("list")
{'text': ['Suva', 'Oslo'], 'country': ['FJ', 'NO']}
>>> news.join(places["place"])["place"].tolist()
['Suva', 'Oslo']
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

import pandas

from geomap.documents import BadDocument, Document, check_document
from geomap.errors import DocumentError
from geomap.export.rows import rows
from geomap.reader import Reader, load
from geomap.report import Layer, Report, concat

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

OnError = Callable[[BadDocument], None]


@pandas.api.extensions.register_dataframe_accessor("geomap")
class Texts:
    """``DataFrame.geomap``: a row is a document, and the arguments name the columns that hold its fields."""

    def __init__(self, table: pandas.DataFrame) -> None:
        self._table = table

    def read(
        self,
        text: str,
        *,
        id: str | None = None,
        lang: str | None = None,
        date: str | None = None,
        title: str | None = None,
        outlet: str | None = None,
        url: str | None = None,
        layer: str = "mentions",
        columns: str = "geomap",
        reader: Reader | None = None,
        workers: int = 1,
        on_error: OnError | None = None,
        progress: bool = True,
    ) -> GeoDataFrame:
        """What the texts of a column name, as a GeoDataFrame whose index is that of the rows it was found in.

        So ``table.join(found, rsuffix="_found")`` puts each find beside its row. Of the layer ``places`` each place comes
        once, for all the rows, with an index of its own.

        Args:
            text: the column of texts; a row without one is passed over.
            id: the column of ids; without it, a row's id is its label in the index.
            lang: the column of languages, ISO 639-1.
            date: the column of days of publication: datetimes, or ISO 8601.
            title: the column of titles.
            outlet: the column of publishers' domains.
            url: the column of addresses.
            layer: as in :func:`geomap.concat`.
            columns: as in :func:`geomap.concat`.
            reader: settings, from :func:`geomap.load`.
            workers: as in :func:`geomap.read_many`.
            on_error: as in :func:`geomap.read_many`.
            progress: as in :func:`geomap.read_many`.

        Raises:
            DocumentError: there is no such column, or, without ``on_error``, a row cannot be read.
            GazetteerError: the gazetteer cannot be opened.
            ValueError: there is no such layer or columns.
        """
        named = {"id": id, "lang": lang, "date": date, "title": title, "outlet": outlet, "url": url}
        options = {"reader": reader, "workers": workers, "on_error": on_error, "progress": progress}
        reports = self.reports(text, **named, **options).dropna()  # type: ignore[arg-type]
        found = concat(reports, layer, columns)
        if Layer(layer) is not Layer.PLACES:
            found.index = reports.index.repeat([sum(1 for _ in rows([report], Layer(layer))) for report in reports])
        return found

    def reports(
        self,
        text: str,
        *,
        reader: Reader | None = None,
        workers: int = 1,
        on_error: OnError | None = None,
        progress: bool = True,
        **fields: str | None,
    ) -> pandas.Series[Report]:
        """The report of each row, with the table's index; ``None`` where there is no text, or it could not be read.

        The arguments and errors are those of :meth:`read`.
        """
        columns = {field: column for field, column in {"text": text, **fields}.items() if column is not None}
        for field, column in columns.items():
            if column not in self._table:
                raise DocumentError(f"no column {column!r} for {field}; the columns are {', '.join(map(repr, self._table))}")
        there = self._table[text].notna()
        items = documents(self._table[there], columns)
        reports = pandas.Series([None] * len(self._table), index=self._table.index, dtype="object", name="report")
        reports[there.to_numpy()] = outcomes(items, reader or load(), workers, on_error, progress=progress)
        return reports


def documents(table: pandas.DataFrame, columns: Mapping[str, str]) -> Iterator[Document | BadDocument]:
    """A document for each row, or why it is none; its id is the row's label where no column gives one."""
    cells = [table[column].astype("object").where(table[column].notna(), None) for column in columns.values()]
    for label, *values in zip(table.index, *cells, strict=True):
        try:
            yield check_document(dict(zip(columns, values, strict=True)), str(label))
        except DocumentError as error:
            yield BadDocument(where=f"row {label!r}", why=str(error))


def outcomes(
    items: Iterator[Document | BadDocument], reader: Reader, workers: int, on_error: OnError | None, *, progress: bool
) -> list[Report | None]:
    """The report of each item; ``None`` where there is none, of which ``on_error`` was told."""
    read: list[Report | None] = []

    def skip(bad: BadDocument) -> None:
        read.append(None)
        if on_error:
            on_error(bad)

    for report in reader.read_many(items, workers=workers, on_error=skip if on_error else None, progress=progress):
        read.append(report)  # noqa: PERF402 (`skip` appends to the same list, in the same order)
    return read
