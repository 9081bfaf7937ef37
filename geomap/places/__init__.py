"""Mention -> Resolution: which place is meant, how sure, why, and what else it could be."""

from geomap.places.homes import Homes, OutletHome, learn_homes
from geomap.places.online import OnlineGeocoder
from geomap.places.ranking import resolve
from geomap.places.record import Alternative, Resolution, labelled

__all__ = ["Alternative", "Homes", "OnlineGeocoder", "OutletHome", "Resolution", "labelled", "learn_homes", "resolve"]
