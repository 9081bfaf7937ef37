"""The gazetteer: places, their names in many languages, and how to find them, in one mapped file.

Stands alone: it never imports ``geomap``.
"""

from gazetteer.index import Gazetteer, open_gazetteer
from gazetteer.place import Place, PlaceKind

__all__ = ["Gazetteer", "Place", "PlaceKind", "open_gazetteer"]
