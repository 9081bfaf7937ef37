"""Report: the record other programs rely on."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from geomap.documents import Document
from geomap.incidents import Incident, Relation
from geomap.roles import RoleAssignment

if TYPE_CHECKING:
    from folium import Map
    from geopandas import GeoDataFrame


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

    def to_geodataframe(self, layer: str = "mentions") -> "GeoDataFrame":
        """A GeoDataFrame in EPSG:4326; ``layer`` as in :meth:`to_geojson`."""
        from geomap.export.frame import frame

        return frame([self], Layer(layer))

    def map(self) -> "Map":
        """The layered map of this one report."""
        from geomap.map import draw

        return draw([self])

    def __repr__(self) -> str:
        counts = ", ".join(counted(len(getattr(self, layer)), layer) for layer in ("mentions", "incidents", "relations"))
        return f"<Report {self.document.id!r}: {counts}>"

    def _repr_html_(self) -> str:
        """What a notebook shows: the text with its mentions marked, and the map."""
        from geomap.export.markup import marked_text

        drawn: str = self.map()._repr_html_()
        return marked_text(self) + drawn


def counted(number: int, plural: str) -> str:
    """A number and its noun: 1 mention, 2 mentions."""
    return f"{number} {plural if number != 1 else plural.removesuffix('s')}"
