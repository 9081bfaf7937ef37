"""Mention -> Resolution: which place is meant, how sure, why, and what else it could be."""

from geomap.places.online import OnlineGeocoder
from geomap.places.ranking import resolve
from geomap.places.record import Alternative, Resolution, labelled

__all__ = ["Alternative", "OnlineGeocoder", "Resolution", "labelled", "resolve"]
