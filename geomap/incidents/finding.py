"""RoleAssignment -> Incident."""

from collections.abc import Sequence

from geomap.incidents.record import Incident
from geomap.roles import RoleAssignment
from geomap.text import Text


def find_incidents(text: Text, roles: Sequence[RoleAssignment]) -> tuple[Incident, ...]:
    """What happened, and where."""
    return ()
