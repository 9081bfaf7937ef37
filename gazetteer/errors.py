"""What can go wrong, as one small tree.

GeomapError
├─ GazetteerError    (OSError)      the index is missing, damaged, or of another version
├─ TableError        (OSError)      compiled tables of words are damaged
├─ SourceError       (ValueError)   a source or table that the index is built from breaks a rule
├─ DocumentError     (ValueError)   a document, or a file of documents, that cannot be read
├─ LanguageError     (LookupError)  no such language; the message lists those there are
├─ EngineError       (ValueError)   no such engine or online geocoder, or one that cannot be used so
├─ WorkerError       (RuntimeError) a process that reads documents could not begin, or ended before its work was done
├─ OutputError       (OSError)      an output that cannot be written
└─ MissingExtra      (ImportError)  an optional package is not installed; the message has the pip line

Each is also the builtin that a caller would expect, and each message says what was wrong, where, and how to mend it.
The root stands here because ``gazetteer`` never imports ``geomap``.
"""


class GeomapError(Exception):
    """Any error that geomap raises on purpose."""


class GazetteerError(GeomapError, OSError):
    """The gazetteer index is missing, damaged, or built by another version."""


class TableError(GeomapError, OSError):
    """Compiled tables of words are damaged or cut short."""


class SourceError(GeomapError, ValueError):
    """A source or table that the index is built from breaks a rule; the message names the file and row."""


class DocumentError(GeomapError, ValueError):
    """A document, or a file of documents, that cannot be read; the message names it."""


class LanguageError(GeomapError, LookupError):
    """A language that geomap has no tables for; the message lists those there are."""


class EngineError(GeomapError, ValueError):
    """An engine of recognition, or an online geocoder, that does not exist or cannot be used as it was asked for."""


class WorkerError(GeomapError, RuntimeError):
    """A process that reads documents could not begin, or ended before its work was done."""


class OutputError(GeomapError, OSError):
    """An output that cannot be written; whatever stood there before still does."""


class MissingExtra(GeomapError, ImportError):  # noqa: N818 - it names what is missing, as geopandas' users know it
    """An optional package is not installed; the message gives the pip line that mends it."""
