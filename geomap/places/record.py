"""Mention -> Resolution: which place is meant, how sure, why, and what else it could be."""

from dataclasses import dataclass

from gazetteer.place import Place
from geomap.mentions import Mention


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """A place that was weighed and not chosen."""

    place: Place
    confidence: float

    def __repr__(self) -> str:
        return f"<Alternative {labelled(self.place)} ({self.confidence:.2f})>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """The place a mention means; ``None`` where nothing fits. ``confidence`` is the calibrated probability."""

    mention: Mention
    place: Place | None
    confidence: float
    alternatives: tuple[Alternative, ...] = ()
    why: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<Resolution {self.mention.text!r} → {labelled(self.place)} ({self.confidence:.2f})>"


def labelled(place: Place | None) -> str:
    """A place in a few words: Almaty, KZ."""
    return ", ".join(part for part in (place.name, place.country) if part) if place else "no place"
