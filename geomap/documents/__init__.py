"""Documents: the record, and reading it from text, HTML, JSON lines, tables, Parquet, feeds, folders and standard input."""

from geomap.documents.document import BadDocument, Document
from geomap.documents.fields import check_document, check_spans
from geomap.documents.files import read_documents, read_entries, to_document
from geomap.documents.intake import MAX_SIZE, Entry, InputFormat

__all__ = [
    "MAX_SIZE",
    "BadDocument",
    "Document",
    "Entry",
    "InputFormat",
    "check_document",
    "check_spans",
    "read_documents",
    "read_entries",
    "to_document",
]
