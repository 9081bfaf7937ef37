"""The inner borders of every country, and where to write the names of its first-order divisions: for drawing maps.

One line a country in ``divisions.tsv.gz``, so that a map reads no more than it needs; its lines are kept as JSON that can
go into a page as it stands. :mod:`gazetteer.shapes.extract_divisions` makes the file from ``admin1.topojson.gz``.
"""

import gzip
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from gazetteer.errors import GazetteerError

FILE = "divisions.tsv.gz"
HEADER = "country\tzoom\tlines\tlabels"
GRID = 1000
"""Steps to a degree of the grid on which the lines are kept: 111 metres of latitude."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Divisions:
    """The first-order divisions of one country.

    ``country`` is ISO 3166-1 alpha-2. ``zoom`` is the web map's zoom from which the borders stand apart. ``lines`` is a
    JSON array of lines, each an array of numbers: longitude and latitude of its first point, then steps to each next one,
    all in thousandths of a degree.
    """

    country: str
    zoom: float
    lines: str
    _labels: str

    def labels(self, languages: Iterable[str]) -> list[list[Any]]:
        """Longitude, latitude, least zoom and names by language of each; English stands in where it has none of these."""
        wanted = (*languages, "en")
        return [[lon, lat, zoom, _chosen(names, wanted)] for lon, lat, zoom, names in json.loads(self._labels)]


def _chosen(names: dict[str, str], wanted: Iterable[str]) -> dict[str, str]:
    return {lang: names[lang] for lang in wanted if lang in names} or {"en": next(iter(names.values()))}


@cache
def divisions() -> dict[str, Divisions]:
    """All countries that have such lines, by code. Raises GazetteerError where the packaged file cannot be read."""
    file = files(__package__) / FILE
    try:
        _, *rows = gzip.decompress(file.read_bytes()).decode("utf-8").splitlines()
        return {row.country: row for row in map(_row, rows)}
    except (OSError, EOFError, ValueError) as error:
        raise GazetteerError(f"{file}: the packaged inner borders cannot be read ({error}); reinstall geomap") from error


def _row(line: str) -> Divisions:
    country, zoom, lines, labels = line.split("\t")
    return Divisions(country=country, zoom=float(zoom), lines=lines, _labels=labels)
