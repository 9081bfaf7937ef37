"""Text -> Mention: where a place is named, and how.

The gazetteer proposes every name it knows; a small trained model decides, from the words around, which of them are
places; the best ones that do not overlap stay.
"""

from geomap.mentions.engines import PLACE_LABELS, Engine, find_engine, find_mentions_with
from geomap.mentions.recognition import find_mentions
from geomap.mentions.record import BLOC, Mention, MentionKind

__all__ = ["BLOC", "PLACE_LABELS", "Engine", "Mention", "MentionKind", "find_engine", "find_mentions", "find_mentions_with"]
