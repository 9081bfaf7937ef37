"""Exact spots -> spots moved on purpose, so that the page does not tell where precisely something stands."""

import math
from dataclasses import dataclass

from gazetteer.place import Place, PlaceKind

# Areas say no more than their outline; all else has a point of its own that can be too exact.
POINTS = frozenset(PlaceKind) - {PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.ADMIN1}
KILOMETRES_PER_DEGREE = 111.195  # of latitude, on a sphere of the earth's mean radius
# Nearer to the poles a degree of longitude is so short that cells would be no longer than they are wide by rounding.
NEAREST_TO_POLE = 89.0


@dataclass(frozen=True, slots=True)
class Blur:
    """Moves a spot to the middle of its cell in a fixed grid: by ``kilometres`` at most, and always to the same point.

    A fixed grid gives nothing away when many maps are compared, as a random shift would. 0 moves nothing.
    """

    kilometres: float = 0.0

    def __post_init__(self) -> None:
        """Raises ValueError where the distance is none."""
        if not (math.isfinite(self.kilometres) and self.kilometres >= 0):
            raise ValueError(f"blur={self.kilometres!r}: give a distance in kilometres, 0 or more")

    def point(self, place: Place) -> tuple[float, float]:
        """Latitude and longitude to show, in degrees."""
        if not self.kilometres or place.kind not in POINTS:
            return place.lat, place.lon
        # The middle of a square is no further from any point in it than half its diagonal.
        side = self.kilometres * math.sqrt(2) / KILOMETRES_PER_DEGREE
        lat = _middle(place.lat, side)
        return lat, _middle(place.lon, side / math.cos(math.radians(min(abs(lat), NEAREST_TO_POLE))))


def _middle(degrees: float, side: float) -> float:
    return (math.floor(degrees / side) + 0.5) * side
