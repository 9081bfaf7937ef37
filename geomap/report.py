"""Report: the record other programs rely on."""

from dataclasses import dataclass

from geomap.documents import Document
from geomap.incidents import Incident, Relation
from geomap.roles import RoleAssignment


@dataclass(frozen=True, slots=True, kw_only=True)
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
