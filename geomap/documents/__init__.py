"""Documents: the record, and reading it from text, HTML, JSON lines, CSV, Parquet, folders and standard input."""

from geomap.documents.document import BadDocument, Document
from geomap.documents.fields import check_document, check_spans
from geomap.documents.files import read_documents, read_entries, to_document
from geomap.documents.formats import Entry, InputFormat

__all__ = [
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
