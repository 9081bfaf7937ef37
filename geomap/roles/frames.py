"""Frames: what the parts of a sentence do when a word of one class is said. Language-independent; ``frames.tsv``."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from geomap.errors import SourceError
from geomap.roles.record import Role

TABLE = Path(__file__).parent.parent / "languages" / "frames.tsv"
HEADER = ("class", "roles", "relation", "event", "holds", "note")
EMPTY = "-"

STRUCK = "struck"
"""The object of violence: the site where it is a place, the target where it stands for people or forces."""
SITE = "site"
"""Where it happened: the site where the name is read as a place, nothing where it stands for an actor."""
PARTY = "party"
"""One side of a fight in which both sides act: aggressor, unless its own clause says more."""
FORCES = "forces"
"""Who does violence that private people do too: aggressor where it is a state or its forces, else nothing."""
NO_ROLE = "none"
PART_ROLES = frozenset({*Role, STRUCK, SITE, PARTY, FORCES, NO_ROLE})

SLOTS = frozenset(
    {
        "subject", "object", "object2", "of", "by", "poss", "against", "to", "at", "on", "from", "with", "about", "for", "in",
        "near", "between", "like", "via", "according", "under", "after", "without", "during",
    }
)  # fmt: skip
WHERE = frozenset({"in", "near", "at", "on"})
"""The slots that say where something happens."""
HOLDS = frozenset({"always", "real"})
"""Whether the roles hold when it is only planned, promised or feared; never when it is denied by a "not"."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Frame:
    """What one class of cues does.

    ``roles`` gives slots their role; ``relation`` runs from the subject to the object; ``event`` is the incident type.
    """

    name: str
    roles: Mapping[str, str]
    relation: str | None
    event: str | None
    always: bool


_MEANT = {
    STRUCK: (Role.INCIDENT_SITE, Role.TARGET),
    SITE: (Role.INCIDENT_SITE,),
    PARTY: (Role.AGGRESSOR, Role.TARGET),
    FORCES: (Role.AGGRESSOR,),
}
_SPOKEN = frozenset({"say", "label", "incite", "deny", "attack", "strike", "fire", "kill", "invade", "crime"})
"""Frames of what accusations are about, or of saying so."""


@cache
def gives(frame: Frame) -> frozenset[Role]:
    """The roles that a frame can be the reason for, whatever the slot."""
    given = set(frame.roles.values()) - {NO_ROLE}
    found = {role for each in given for role in _MEANT.get(each) or (Role(each),)}
    spoken = {Role.ACCUSER, Role.ACCUSED} if frame.name in _SPOKEN else set()
    return frozenset(found | spoken | ({Role.SOURCE} if frame.name == "say" else set())) - {Role.MENTION}


@cache
def read_frames() -> Mapping[str, Frame]:
    """The frames by class; raises SourceError at a row that breaks a rule."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    if not lines or tuple(lines[0].split("\t")) != HEADER:
        raise SourceError(f"{TABLE}, row 1: expected the header {' '.join(HEADER)}, tab-separated")
    frames = (_frame(line, f"{TABLE}, row {row}") for row, line in enumerate(lines[1:], start=2))
    return {frame.name: frame for frame in frames}


def _frame(line: str, where: str) -> Frame:
    cells = line.split("\t")
    if len(cells) != len(HEADER):
        raise SourceError(f"{where}: expected {len(HEADER)} cells, found {len(cells)}")
    name, roles, relation, event, holds, _ = cells
    if holds not in HOLDS:
        raise SourceError(f"{where}: holds must be one of {', '.join(sorted(HOLDS))}, not {holds!r}")
    return Frame(
        name=name,
        roles=read_pairs(roles, PART_ROLES, where),
        relation=None if relation == EMPTY else relation,
        event=None if event == EMPTY else event,
        always=holds == "always",
    )


def read_pairs(cell: str, values: frozenset[str], where: str) -> dict[str, str]:
    """ "subject=accuser object=accused" as a mapping; raises SourceError at an unknown slot or value."""
    pairs: dict[str, str] = {}
    for pair in cell.split() if cell != EMPTY else ():
        slot, _, value = pair.partition("=")
        if slot not in SLOTS or value not in values:
            raise SourceError(f"{where}: {pair!r} is not slot=value; slots: {', '.join(sorted(SLOTS))}")
        pairs[slot] = value
    return pairs
