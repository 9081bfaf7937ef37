"""Resolution -> RoleAssignment: what the place does in the story, and the words that say so."""

from geomap.roles.assignment import assign_roles
from geomap.roles.record import Evidence, Reading, Role, RoleAssignment

__all__ = ["Evidence", "Reading", "Role", "RoleAssignment", "assign_roles"]
