"""Mention -> Resolution: which place is meant, how sure, why, and what else it could be."""

from dataclasses import dataclass

from gazetteer.place import Place
from geomap.mentions import Mention


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """A place that was weighed and not chosen."""

    place: Place
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """The place a mention means; ``None`` where nothing fits. ``confidence`` is the calibrated probability."""

    mention: Mention
    place: Place | None
    confidence: float
    alternatives: tuple[Alternative, ...] = ()
    why: tuple[str, ...] = ()
