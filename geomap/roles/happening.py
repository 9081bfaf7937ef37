"""The records between clauses and roles: who stands for what, one use of a cue, and the grounds and links it gives."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from geomap.roles.clause import Clause
from geomap.roles.lexicon import Cue
from geomap.roles.record import Role
from geomap.roles.units import Item

# How near a slot is to its cue; a nearer ground wins over a farther one, whatever its role.
DIRECT = 5
ATTACHED = 4
LIGHT = 3
CLAUSE = 2
DISCOURSE = 1


@dataclass(frozen=True, slots=True, eq=False)
class Stand:
    """A mention as the part of a clause: by itself (``head`` empty), or through the noun that it belongs to."""

    number: int
    head: str
    item: Item


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """One reason for a role: the mention, its slot, the cue, and how near."""

    number: int
    role: str
    cue: Cue
    at: int
    slot: str
    nearness: int
    clause: Clause
    stand: Stand
    alleged: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Link:
    """A relation that a cue or a speech tells: the mentions on its two sides, perhaps none on the second."""

    kind: str
    sources: tuple[int, ...]
    targets: tuple[int, ...]
    clause: Clause
    at: int
    nearness: int


@dataclass(slots=True, eq=False)
class Happening:
    """One use of a cue in a clause: who fills which slot, and whether it is told as fact."""

    cue: Cue
    at: int
    clause: Clause
    fillers: dict[str, list[Stand]] = field(default_factory=lambda: defaultdict(list))
    nearness: dict[str, int] = field(default_factory=dict)
    real: bool = True
    denied: bool = False


_RANK = {role: rank for rank, role in enumerate(Role)}


def best(grounds: Sequence[Ground]) -> Ground:
    """The nearest ground; of equally near ones that of the earlier role; one for no role only where there is no other.

    What an adjective says of a place ("rebel-held") comes after what happens there.
    """
    happens = any(ground.role == Role.INCIDENT_SITE for ground in grounds)
    return min(
        grounds,
        key=lambda ground: (
            ground.role == Role.MENTION,
            happens and ground.role == Role.CONTESTED_AREA and ground.cue.pos == "adj",
            -ground.nearness,
            _RANK[Role(ground.role)],
            ground.at,
        ),
    )
