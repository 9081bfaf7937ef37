"""Incidents where somebody says that a mention is a site, after the text was read: found anew from its words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from geomap.incidents.finding import add_incidents
from geomap.incidents.record import Incident, IncidentType
from geomap.roles import RoleAssignment
from geomap.text import Text


def with_told_sites(
    text: Text, roles: Sequence[RoleAssignment], incidents: Sequence[Incident], told: Sequence[int]
) -> tuple[tuple[Incident, ...], frozenset[int]]:
    """The incidents with those at the mentions that somebody says are sites, and the mentions that give none.

    A site where the same has happened already joins that incident. The roles may come from a report that was written and
    read back. There is no incident at a mention without a place, or in a language without tables.
    """
    found = add_incidents(text, tuple(_in_words(text, role) for role in roles), told)
    whole = list(incidents)
    for new in found:
        home = next((at for at, known in enumerate(whole) if _is_of(known, new)), None)
        if home is None:
            whole.append(new)
        else:
            whole[home] = replace(whole[home], mentions=tuple(sorted({*whole[home].mentions, *new.mentions})))
    placed = {number for incident in found for number in incident.mentions}
    return tuple(sorted(whole, key=lambda incident: min(incident.mentions, default=0))), frozenset(told) - placed


def _is_of(known: Incident, new: Incident) -> bool:
    return known.place.id == new.place.id and (known.type is new.type or new.type is IncidentType.OTHER)


def _in_words(text: Text, role: RoleAssignment) -> RoleAssignment:
    """The role with the words that its mention covers, which a report does not carry."""
    mention = role.resolution.mention
    if mention.past > mention.first or not text.words:
        return role
    first = max(0, bisect_right(text.starts, mention.start) - 1)
    past = max(first + 1, bisect_left(text.starts, mention.end))
    return replace(role, resolution=replace(role.resolution, mention=replace(mention, first=first, past=past)))
