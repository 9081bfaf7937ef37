"""When it happened: the dates that a stretch of text names, resolved against the day of publication."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import NamedTuple

from geomap.incidents.points import EXACT, Point, PointReader, joined
from geomap.incidents.record import DateRange
from geomap.incidents.words import Item, has_date, read_date_words, read_items
from geomap.text import Text

# Words that may stand between a date and what opens or joins it: "since last Monday", "dans la nuit de vendredi à samedi".
_BETWEEN = 2
_ARTICLE = 3
_PASSED = frozenset({"last", "this", "from", "into"})
_NEXT_DAY = timedelta(days=1)


class Written(NamedTuple):
    """A date where the text writes it: its words, from ``first`` to ``past``, its days, and how closely it says when."""

    first: int
    past: int
    days: DateRange
    rank: int


def find_date(text: Text, first: int, past: int, names: frozenset[int] = frozenset()) -> DateRange | None:
    """The date that the words from ``first`` to ``past`` name most closely, the first of several that are as close.

    ``names`` are the words of place names, which are no dates. Weekdays and "last week" need the document's date; so does
    a month without its year. ``None`` where no date is certain.
    """
    return closest(find_dates(text, first, past, names), first, past)


def find_dates(text: Text, first: int, past: int, names: frozenset[int] = frozenset()) -> tuple[Written, ...]:
    """Every date that the words from ``first`` to ``past`` name, in text order."""
    words = read_date_words(text.lang)
    if not has_date(text, first, past, words):
        return ()
    items = read_items(text, first, past, words, names)
    return tuple(
        Written(items[point.first].first, items[min(point.past, len(items)) - 1].past, point.days, point.rank)
        for point in _Joiner(PointReader(text, items), items).dates()
    )


def closest(dates: Sequence[Written], first: int, past: int) -> DateRange | None:
    """Of the dates that begin from word ``first`` to ``past``, the one that says most closely when."""
    within = [date for date in dates if first <= date.first < past]
    return min(within, key=lambda date: (date.rank, date.first)).days if within else None


class _Joiner:
    """Makes one range of two dates that belong together, of "since" and a date, and of the night to a day."""

    def __init__(self, reader: PointReader, items: list[Item]) -> None:
        self.reader = reader
        self.items = items
        self.today = reader.today

    def dates(self) -> Iterator[Point]:
        points = list(self.reader.points())
        at = 0
        while at < len(points):
            point, other = points[at], points[at + 1] if at + 1 < len(points) else None
            days = self._range(point, other) if other is not None else None
            if days is not None and other is not None:
                yield Point(point.first, other.past, days, min(point.rank, other.rank))
                at += 2
                continue
            yield self._opened(point)
            at += 1

    def _range(self, one: Point, other: Point) -> DateRange | None:
        """ "Van maandag tot woensdag", "between March and May 2011", "w nocy z piątku na sobotę", "1992-1995"."""
        between = range(one.past, other.first)
        if len(between) > _BETWEEN:
            return None
        night = self._before("night", one, 2 * _BETWEEN)
        if night and any(self._is(kind, at) for at in between for kind in ("into", "until")):
            return self._night(one, other)
        opened = self._before("from", one, _BETWEEN) or self._before("since", one, _BETWEEN)
        linked = any(self._is("until", at) for at in between) and opened
        dashed = not between and self.reader.is_joint(other.first - 1) and one.rank == other.rank
        return joined(one, other) if linked or dashed else None

    @staticmethod
    def _night(one: Point, other: Point) -> DateRange:
        """Both days; of weekdays, which may lie in different weeks, the second counts."""
        start = joined(one, other)
        if start is not None and start.start + _NEXT_DAY == start.end:
            return start
        return DateRange(start=other.days.start - _NEXT_DAY, end=other.days.start)

    def _opened(self, point: Point) -> Point:
        several = point.rank == EXACT and point.days.start != point.days.end
        if not several and self._before("since", point, 1) and self.today is not None and point.days.start <= self.today:
            return Point(point.first, point.past, DateRange(start=point.days.start, end=self.today), point.rank)
        into = [at for at in range(point.first - _BETWEEN, point.first) if self._is("into", at)]
        if into and point.days.start == point.days.end and any(self._is("night", into[-1] - step) for step in (1, 2)):
            day = point.days.start
            return Point(point.first, point.past, DateRange(start=day - _NEXT_DAY, end=day), EXACT)
        return point

    def _before(self, kind: str, point: Point, reach: int) -> bool:
        """Whether a word of this kind stands before a date, no more than so many articles and the like away."""
        for at in range(point.first - 1, point.first - reach - 2, -1):
            if self._is(kind, at):
                return True
            if at < 0 or not (len(self.items[at].word) <= _ARTICLE or _PASSED & self.items[at].kinds.keys()):
                return False
        return False

    def _is(self, kind: str, at: int) -> bool:
        return 0 <= at < len(self.items) and kind in self.items[at].kinds
