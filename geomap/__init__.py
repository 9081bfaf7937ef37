"""News text in, every place mention out: resolved, given its role in the story, and drawn on a map.

>>> import geomap
>>> report = geomap.read("Protesters seized the airport of Almaty.", lang="en")
>>> page = report.map()
"""

from geomap.documents import BadDocument, Document, read_documents
from geomap.merging import merge
from geomap.pipeline import read
from geomap.reader import Reader, load, read_many
from geomap.report import Report, concat

__version__ = "0.1.0"

__all__ = ["BadDocument", "Document", "Reader", "Report", "concat", "load", "merge", "read", "read_documents", "read_many"]
