"""Report: the record other programs rely on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from geomap.documents import Document
from geomap.incidents import Incident, Relation
from geomap.roles import RoleAssignment

if TYPE_CHECKING:
    from folium import Map
    from geopandas import GeoDataFrame

VIEW_MARK = " view="
"""Between the gazetteer's version and its view of disputed places, where that is not the default one: "2026.11 view=un"."""


class Layer(StrEnum):
    """What a row, or a feature, of an export stands for."""

    MENTIONS = "mentions"
    PLACES = "places"
    INCIDENTS = "incidents"
    RELATIONS = "relations"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Report:
    """Everything found in one document."""

    document: Document
    lang: str | None
    mentions: tuple[RoleAssignment, ...]
    incidents: tuple[Incident, ...]
    relations: tuple[Relation, ...]
    warnings: tuple[str, ...] = ()
    geomap: str = ""
    gazetteer: str = ""

    def to_dict(self) -> dict[str, object]:
        """The report as plain dictionaries, exactly as its JSON Schema says."""
        from geomap.export.plain import report_dict

        return report_dict(self)

    def to_json(self) -> str:
        """The report as one line of JSON."""
        from geomap.export.plain import report_json

        return report_json(self)

    @classmethod
    def from_dict(cls, fields: Mapping[str, object]) -> "Report":
        """The report that ``to_dict`` gave; raises DocumentError at the first key that breaks the schema."""
        from geomap.export.reading import read_report

        return read_report(fields)

    def to_geojson(self, layer: str = "mentions") -> dict[str, object]:
        """A GeoJSON FeatureCollection (RFC 7946: longitude first, EPSG:4326).

        ``layer`` is ``mentions``, ``places``, ``incidents`` or ``relations``; raises ValueError at any other.
        """
        from geomap.export.geojson import feature_collection

        return feature_collection([self], Layer(layer))

    @property
    def __geo_interface__(self) -> dict[str, object]:
        """The mentions as GeoJSON, for every library that knows the protocol."""
        return self.to_geojson()

    def to_geodataframe(self, layer: str = "mentions", columns: str = "geomap") -> "GeoDataFrame":
        """A GeoDataFrame in EPSG:4326; ``layer`` and ``columns`` as in :func:`geomap.concat`.

        >>> import geomap
        >>> report = geomap.read("Crowds gathered in Gori.", lang="en")
        >>> report.to_geodataframe()[["text", "place", "country"]].to_dict("records")
        [{'text': 'Gori', 'place': 'Gori', 'country': 'GE'}]
        """
        return concat([self], layer, columns)

    def map(self) -> "Map":
        """The layered map of this one report."""
        from geomap.map import draw

        return draw([self])

    def __repr__(self) -> str:
        counts = ", ".join(counted(len(getattr(self, layer)), layer) for layer in ("mentions", "incidents", "relations"))
        return f"<Report {self.document.id!r}: {counts}>"

    def _repr_html_(self) -> str:
        """What a notebook shows: the text with its mentions marked, and a small map; :meth:`map` gives the large one."""
        from geomap.export.markup import shown_report

        return shown_report(self)


def concat(reports: Iterable[Report], layer: str = "mentions", columns: str = "geomap") -> "GeoDataFrame":
    """The mentions, places, incidents or relations of all the reports as one GeoDataFrame in EPSG:4326.

    Args:
        reports: the reports, of which the rows are in the same order.
        layer: ``mentions``, ``places`` (each place once), ``incidents`` or ``relations``.
        columns: for incidents also ``ucdp`` or ``acled``: the names, and the codes, of the UCDP's Georeferenced Event
            Dataset or of ACLED where the meaning is the same; docs/python.md lists them.

    Raises:
        ValueError: there is no such layer, or no such columns for it.

    >>> import geomap
    >>> reports = geomap.read_many(["Rain fell on Suva.", "Snow fell on Oslo."])
    >>> list(geomap.concat(reports)["place"])
    ['Suva', 'Oslo']
    """
    from geomap.export.conflict import Names
    from geomap.export.frame import frame

    return frame(reports, Layer(layer), Names(columns))


def counted(number: int, plural: str) -> str:
    """A number and its noun: 1 mention, 2 mentions."""
    return f"{number} {plural if number != 1 else plural.removesuffix('s')}"
