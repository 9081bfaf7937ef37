"""What a mention stands for: the class of the noun that it belongs to, or that it hangs on."""

from __future__ import annotations

from geomap.roles.frames import WHERE
from geomap.roles.units import Item, Phrase

ACTOR_HEADS = frozenset({"state", "force", "people", "spokesman", "aid", "post", "asset"})
_THINGS = frozenset({"force", "asset", "state", "agency", "spokesman", "aid"})
_GOVERNMENTS = frozenset({"state", "post", "spokesman"})
IDLE_HEADS = frozenset({"culture", "seat"})
_SITES = frozenset({"force", "place", "post"})
"""What is in a place without being it: a village, an embassy, troops."""
_HOUSED = frozenset({"agency", "seat"})
"""What is near them is near their building: "outside the court in Lyon"."""
_PASSED_UP = frozenset({*ACTOR_HEADS, *IDLE_HEADS, "agency", "place", "unknown"})


def head_of(phrase: Phrase, item: Item, adjective_after: bool) -> str:
    """The class of the noun that a mention belongs to in its own phrase; empty where it stands by itself."""
    place = phrase.items.index(item)
    if place + 1 < len(phrase.items) and phrase.items[place + 1].bound:
        return "culture"
    if not (item.demonym or item.owner or phrase.items[place + 1 :]):
        return _title(phrase, place)
    later = [other for other in phrase.items[place + 1 :] if other.mention is None]
    if item.demonym and not later and phrase.items[place + 1 :]:
        return "container"
    if adjective_after and item.demonym:
        later = [other for other in phrase.items[:place] if other.mention is None][-1:] or later
    known = [other for other in later if other.head or other.cues]
    if known:
        return known[-1].head or "cue"
    return "unknown" if later else ""


def is_figure(phrase: Phrase | None) -> bool:
    """Whether a phrase has a noun of trade or weather that is no building."""
    cues = [cue for item in (phrase.items if phrase is not None else ()) if item.head in (None, "culture") for cue in item.cues]
    return any(cue.frame.name in ("trade", "weather") for cue in cues)


def is_state(phrase: Phrase | None) -> bool:
    """Whether a phrase is a state by its name, or its government: "Lima", "Peru's minister", not "Peru's farmers"."""
    nouns = [item for item in phrase.items if not item.demonym] if phrase is not None else []
    return bool(nouns) and (nouns[-1].head in _GOVERNMENTS or nouns[-1].mention is not None)


def modifies(phrase: Phrase, place: int) -> bool:
    """ "Attack helicopters": before a noun of people or things, a noun of events is no event."""
    after = phrase.items[place + 1] if place + 1 < len(phrase.items) else None
    return after is not None and not phrase.items[place].bound and not after.cues and after.head in _THINGS


def _title(phrase: Phrase, place: int) -> str:
    """ "The village Moura": a noun of place before a name leaves it a place."""
    before = phrase.items[place - 1] if place else None
    return before.head if before is not None and before.head in ("place", "culture") else ""


def passed_up(upper: Phrase, slot: str) -> str:
    """The class through which what hangs on a phrase stands for all of it; empty where it does not."""
    if slot == "like":
        return "like"
    last = upper.items[-1]
    if last.mention is not None:
        return "container" if slot in WHERE or slot == "of" else ""
    if slot in WHERE and (last.head in _SITES or (upper.root().value == "near" and last.head in _HOUSED)):
        return "container"
    if last.head in _PASSED_UP:
        return last.head
    if last.head is None and not last.cues and slot in ("of", "from"):
        return "unknown"
    return ""
