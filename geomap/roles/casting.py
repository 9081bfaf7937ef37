"""A slot of a cue and who stands there -> the role that the frame gives it, or none that fits."""

from __future__ import annotations

from gazetteer.place import PlaceKind
from geomap.mentions import BLOC, MentionKind
from geomap.places import Resolution
from geomap.roles.frames import FORCES, NO_ROLE, PARTY, SITE, STRUCK, WHERE
from geomap.roles.happening import Stand
from geomap.roles.heads import ACTOR_HEADS, IDLE_HEADS
from geomap.roles.lexicon import Cue
from geomap.roles.record import Role

_BUILDINGS = frozenset({"state", "asset"})
"""In, at or near what they name is a place: a parliament, a ship."""
_VIOLENT = frozenset({"battles", "explosions_remote_violence", "violence_against_civilians", "riots"})
_ARMED = frozenset({"state", "force"})
_SHARED = frozenset({Role.CONTESTED_AREA, Role.MEDIATOR})


_FOUGHT = _VIOLENT - {"riots"}
"""Events whose "about", with a town, is where they are: "the battle for Bakhmut"; a riot over a town is elsewhere."""
_HAPPENS = _VIOLENT | {"crime", "accident", "disaster", "protests"}
"""Events that a name before their noun places: "the Texas shooting", "Leeds house fire"."""


def role_in(cue: Cue, slot: str, stand: Stand, resolution: Resolution, *, told: bool = False) -> str:
    """The role in this slot for this kind of mention, empty where it cannot have it.

    ``told`` says that where it happens stands in another slot: nobody fights in Kyiv who fights over it in London.
    """
    role = cue.roles.get(slot, NO_ROLE)
    settled = _kind(stand, resolution) is PlaceKind.SETTLEMENT
    fought = slot == "about" and cue.frame.event in _FOUGHT and settled and not told
    if fought or (slot == "poss" and cue.frame.event in _HAPPENS and _names(stand, resolution)):
        return Role.INCIDENT_SITE
    goods = role == Role.TARGET and cue.frame.name == "coerce" and stand.head == "culture"
    beside = stand.head == "seat" and slot == "near" and role in (STRUCK, SITE)
    if (stand.head in IDLE_HEADS and not (goods or beside)) or role == NO_ROLE:
        return ""
    if role in (STRUCK, SITE):
        return _site(cue, slot, stand, resolution)
    if role == FORCES:
        role = PARTY if stand.head in _ARMED or not (stand.head or stand.item.demonym) else ""
    idle = (
        (stand.head == "container" and role not in _SHARED)
        or (stand.head == "agency" and role != Role.SOURCE)
        or (role == Role.CONTESTED_AREA and _is_actor(stand, resolution))
    )
    no_doer = _kind(stand, resolution) is PlaceKind.NATURAL or _names(stand, resolution)
    if role == Role.AGGRESSOR and cue.frame.event and no_doer:
        return Role.INCIDENT_SITE
    return "" if idle else Role.AGGRESSOR if role == PARTY else role


def _site(cue: Cue, slot: str, stand: Stand, resolution: Resolution) -> str:
    """Where it happens, or whom it hits: violence at an embassy hits the state that it is of."""
    if stand.head == "container":
        return Role.INCIDENT_SITE
    if slot in WHERE and stand.head == "post":
        return Role.TARGET if cue.frame.event in _VIOLENT else ""
    if slot in WHERE and stand.head in _BUILDINGS:
        return Role.INCIDENT_SITE
    if not _is_actor(stand, resolution):
        deed = stand.head == "cue" and stand.item.demonym and slot in WHERE
        return "" if stand.head == "agency" or deed else Role.INCIDENT_SITE
    return Role.TARGET if cue.roles[slot] == STRUCK else Role.INCIDENT_SITE if slot == "poss" else ""


def _is_actor(stand: Stand, resolution: Resolution) -> bool:
    """Whether a mention stands for people, forces or a government: through its noun, or as an inhabitant."""
    if stand.head in ACTOR_HEADS:
        return True
    mention = resolution.mention
    if BLOC in mention.why and resolution.place is None:
        return True
    return mention.kind is MentionKind.DEMONYM and stand.head not in ("place", "cue")


def _names(stand: Stand, resolution: Resolution) -> bool:
    """ "The Paris attacks", "Kabul bombing": a name before a noun of events says where, unless it is a country's."""
    place = resolution.place
    before = stand.head == "cue" and not (stand.item.demonym or stand.item.owner)
    return before and place is not None and place.kind is not PlaceKind.COUNTRY


def _kind(stand: Stand, resolution: Resolution) -> PlaceKind | None:
    """What a name that stands by itself names: the battle for a town is fought there, a volcano attacks nobody."""
    place = resolution.place
    return place.kind if place is not None and stand.head in ("", "place") else None
