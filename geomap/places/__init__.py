"""Mention -> Resolution: which place is meant, how sure, why, and what else it could be."""

from collections.abc import Sequence

from gazetteer.index import Gazetteer
from geomap.mentions import Mention
from geomap.places.homes import Homes, OutletHome, learn_homes
from geomap.places.online import OnlineGeocoder
from geomap.places.record import Alternative, Resolution, labelled
from geomap.text import Text

__all__ = ["Alternative", "Homes", "OnlineGeocoder", "OutletHome", "Resolution", "labelled", "learn_homes", "resolve"]


def resolve(
    text: Text, mentions: Sequence[Mention], gazetteer: Gazetteer, homes: Homes | None = None
) -> tuple[Resolution, ...]:
    """The place of every mention, in order; ``place`` is ``None`` where nothing fits.

    ``homes`` are what :func:`learn_homes` found in other articles of the outlets.
    """
    # Who only reads reports or asks for help does not wait for numpy.
    from geomap.places.ranking import resolve_mentions

    return resolve_mentions(text, mentions, gazetteer, homes)
