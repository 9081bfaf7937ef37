"""The errors geomap raises; the tree is drawn in :mod:`gazetteer.errors`."""

from gazetteer.errors import (
    DocumentError,
    EngineError,
    GazetteerError,
    GeomapError,
    LanguageError,
    MissingExtra,
    OutputError,
    SourceError,
    TableError,
    WorkerError,
)

__all__ = [
    "DocumentError",
    "EngineError",
    "GazetteerError",
    "GeomapError",
    "LanguageError",
    "MissingExtra",
    "OutputError",
    "SourceError",
    "TableError",
    "WorkerError",
]
