"""The errors geomap raises; the tree is drawn in :mod:`gazetteer.errors`."""

from gazetteer.errors import (
    DocumentError,
    GazetteerError,
    GeomapError,
    LanguageError,
    MissingExtra,
    OutputError,
    SourceError,
)

__all__ = [
    "DocumentError",
    "GazetteerError",
    "GeomapError",
    "LanguageError",
    "MissingExtra",
    "OutputError",
    "SourceError",
]
