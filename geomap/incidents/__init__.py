"""RoleAssignment -> Incident, Relation: what happened, where, when, and between whom."""

from geomap.incidents.finding import find_incidents
from geomap.incidents.record import DateRange, Incident, IncidentType, Merged, Relation, RelationKind, Witness
from geomap.incidents.relations import find_relations
from geomap.incidents.told import with_told_sites

__all__ = [
    "DateRange",
    "Incident",
    "IncidentType",
    "Merged",
    "Relation",
    "RelationKind",
    "Witness",
    "find_incidents",
    "find_relations",
    "with_told_sites",
]
