"""RoleAssignment -> Relation."""

from collections.abc import Sequence

from geomap.incidents.record import Relation
from geomap.roles import RoleAssignment
from geomap.text import Text


def find_relations(text: Text, roles: Sequence[RoleAssignment]) -> tuple[Relation, ...]:
    """Who does what to whom."""
    return ()
