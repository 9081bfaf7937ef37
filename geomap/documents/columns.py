"""Columns of a table, or keys of a JSON line -> the fields of a document."""

import json
from collections.abc import Iterable, Mapping

from geomap.documents.fields import FIELDS, kind_of
from geomap.documents.intake import Intake, too_large
from geomap.errors import DocumentError

WORDS = ("lang", "title", "outlet", "url", "byline")


def check_columns(names: Iterable[str], intake: Intake) -> None:
    """Raise DocumentError, naming the columns that there are, where one that is needed or asked for is not."""
    names = tuple(names)
    for field in ("text", *intake.columns):
        column = intake.column(field)
        if column not in names:
            raise DocumentError(
                f"no column is named {column!r}; the columns are {listed(names)}; "
                f"name the one that holds the {field} with --{field}-column"
            )
        if names.count(column) > 1:
            raise DocumentError(f"{names.count(column)} columns are named {column!r}; give each a name of its own")


def listed(names: Iterable[str]) -> str:
    """Names, as a message has them."""
    return ", ".join(repr(name) for name in names) or "none"


def row_fields(cells: Mapping[str, object], intake: Intake) -> dict[str, object]:
    """The fields of a row that are not empty; spans in a cell are read as JSON, numbers among the words as they look.

    Raises DocumentError where the text is too large or the spans are no JSON.
    """
    found = {field: cells.get(intake.column(field)) for field in FIELDS}
    fields = {field: value for field, value in found.items() if field == "text" or value not in (None, "")}
    text, spans = fields["text"], fields.get("spans")
    if isinstance(text, str) and len(text) > intake.max_size:
        raise DocumentError(too_large("the text", intake.max_size))
    if isinstance(spans, str):
        fields["spans"] = parse_spans(spans)
    return {field: worded(value) if field in WORDS else value for field, value in fields.items()}


def worded(value: object) -> object:
    """A number in a column of words, such as the title 1984, as it looks."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def line_fields(fields: Mapping[str, object], intake: Intake) -> dict[str, object]:
    """The keys of a JSON line, those that ``columns`` names under the name of their field.

    Raises DocumentError where the text is asked for under a key that the line does not have.
    """
    if intake.column("text") not in fields and "mentions" not in fields:
        raise DocumentError(
            f"no field {intake.column('text')!r}; the fields are {listed(fields)}; "
            "name the one that holds the text with --text-column"
        )
    return {**fields, **{field: fields.get(column) for field, column in intake.columns.items()}}


def parse_spans(cell: str) -> object:
    """The spans of a cell such as ``[[0, 6], [20, 26]]``."""
    try:
        spans = json.loads(cell)
    except (ValueError, RecursionError) as error:
        raise DocumentError(f"spans {cell[:80]!r} is not a JSON list such as [[0, 6], [20, 26]]") from error
    if not isinstance(spans, list):
        raise DocumentError(f"spans is {kind_of(spans)}, not a JSON list such as [[0, 6], [20, 26]]")
    return spans
