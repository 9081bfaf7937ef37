"""A place given by its coordinates."""

from gazetteer.index import Gazetteer
from gazetteer.place import Place, PlaceKind


def place_at(name: str, lat: float, lon: float, gazetteer: Gazetteer) -> Place:
    """The spot at a point in degrees; its id is the point as a geo URI (RFC 5870)."""
    country = gazetteer.country_at(lat, lon)
    return Place(id=f"geo:{lat},{lon}", name=name, kind=PlaceKind.FACILITY, lat=lat, lon=lon, country=country)
