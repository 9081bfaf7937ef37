"""Coordinates in a text: "43.25 N, 76.91 E", "43°15′N 76°54′E", "43.2567, 76.9286"."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_NUMBER = r"(\d{1,3}(?:[.,]\d+)?)\s?"
# Begins with a digit, and looks back only from there: a search then skips to the next digit.
_FIRST_NUMBER = r"(\d(?<![\w.,].)\d{0,2}(?:[.,]\d+)?)\s?"
_SMALLER = rf"""[°º˚]?\s?(?:{_NUMBER}['’′]\s?)?(?:{_NUMBER}(?:["”″]|''|′′)\s?)?"""
_LATITUDES = {
    "N": 1, "S": -1, "с. ш.": 1, "ю. ш.": -1, "с.ш.": 1, "ю.ш.": -1, "пн. ш.": 1, "пд. ш.": -1, "пн.ш.": 1, "пд.ш.": -1,
}  # fmt: skip
_LONGITUDES = {
    "E": 1, "W": -1, "в. д.": 1, "з. д.": -1, "в.д.": 1, "з.д.": -1, "сх. д.": 1, "зх. д.": -1, "сх.д.": 1, "зх.д.": -1,
}  # fmt: skip


def _signed(number: str, signs: dict[str, int]) -> str:
    return f"{number}{_SMALLER}({'|'.join(map(re.escape, sorted(signs, key=len, reverse=True)))})"


_WITH_SIGNS = re.compile(rf"{_signed(_FIRST_NUMBER, _LATITUDES)}\s?[,;/]?\s?{_signed(_NUMBER, _LONGITUDES)}(?!\w)")
# Four decimals place a point to ten metres; shorter pairs are scores, prices and measures.
_PAIR = re.compile(r"(?<![\w.,-])(-?\d{1,2}\.\d{4,8}),\s?(-?\d{1,3}\.\d{4,8})(?![\w%]|[.,]\d)")
_DECIMALS = re.compile(r"\.\d{4}")
"""Without such there is no pair; found twenty times as fast."""
# "5 N 6 E" is no point, "5° N 6° E" and "5.0 N 6.0 E" are.
_EXACT = re.compile(r"[°º˚]|\d[.,]\d")
_FARTHEST_NORTH, _FARTHEST_EAST = 90.0, 180.0


class Point(NamedTuple):
    """Coordinates written at ``text[start:end]``: degrees in EPSG:4326, north and east positive."""

    start: int
    end: int
    lat: float
    lon: float


def find_points(text: str) -> Iterator[Point]:
    """Every pair of coordinates in a text that lies on the globe, in order of their two forms."""
    for match in _WITH_SIGNS.finditer(text):
        latitude, longitude = match.groups()[:4], match.groups()[4:]
        if not _EXACT.search(match[0]):
            continue
        lat = _decimal(latitude[:3]) * _LATITUDES[latitude[3]]
        lon = _decimal(longitude[:3]) * _LONGITUDES[longitude[3]]
        yield from _on_the_globe(match, lat, lon)
    for match in _PAIR.finditer(text) if _DECIMALS.search(text) else ():
        yield from _on_the_globe(match, float(match[1]), float(match[2]))


def _decimal(parts: tuple[str | None, ...]) -> float:
    """Degrees, minutes and seconds as degrees."""
    degrees, minutes, seconds = (float((part or "0").replace(",", ".")) for part in parts)
    return degrees + minutes / 60 + seconds / 3600


def _on_the_globe(match: re.Match[str], lat: float, lon: float) -> Iterator[Point]:
    if abs(lat) <= _FARTHEST_NORTH and abs(lon) <= _FARTHEST_EAST:
        yield Point(match.start(), match.end(), round(lat, 6), round(lon, 6))
