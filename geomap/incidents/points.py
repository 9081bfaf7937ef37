"""One date as it is written: a day, a weekday, a month, a year, or a stretch counted from publication."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date as Date
from datetime import timedelta
from typing import NamedTuple

from geomap.incidents.record import DateRange
from geomap.incidents.stretches import (
    FIRST_YEAR,
    LAST_YEAR,
    WEEK,
    back,
    calendar,
    day_of,
    in_year,
    month_of,
    one,
    since,
    third_of,
    week_of,
    years_of,
)
from geomap.incidents.words import Item
from geomap.text import Text

_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th|e|er|de|ste|o|º|ª|го|е|те|му|ого|ме|ge)?$")
_DECADE = re.compile(r"((?:19|20)?\d0)(?:s|er|ern|х|е|ті|тих|ых)?$")
# The longest word that joins a day and its month, or a month and its year: "11 de marzo del 2004", "the 5th of May".
_LINK = 3
_CENTURY = 1900
_WINDOW = 4
"""How far "last week" may stand from its weekday, in words: "mardi de la semaine dernière"."""
_JOINTS = frozenset({".", "/", "-", "‑", ". "})
EXACT, DAY, STRETCH, MONTH, YEAR, DECADE = range(6)
"""How closely a date says when; of several, the closest counts."""


class Point(NamedTuple):
    """A date at the items from ``first`` to ``past``; ``yearless`` where its year is only the likeliest."""

    first: int
    past: int
    days: DateRange
    rank: int
    yearless: bool = False


class PointReader:
    """Reads the dates that items name, against the day of publication."""

    def __init__(self, text: Text, items: list[Item]) -> None:
        self.text = text
        self.items = items
        published = text.document.date
        self.today = published if published and FIRST_YEAR <= published.year <= LAST_YEAR else None

    def points(self) -> Iterator[Point]:
        """Every date, in text order; no two share a word."""
        past = 0
        for at, item in enumerate(self.items):
            if at >= past and (item.kinds or item.word[:1].isdigit()):
                point = self._point(at)
                if point is not None and point.first >= past:
                    yield point
                    past = point.past

    def _point(self, at: int) -> Point | None:
        kinds, word = self.items[at].kinds, self.items[at].word
        if word.isdigit():
            return self._numeric(at) or self._decade(at) or (self._year(at) if len(word) == len("2022") else None)
        if not kinds:
            return self._decade(at) if word[:1].isdigit() else None
        return (
            (self._day_and_month(at) or self._month(at) if "month" in kinds else None)
            or (self._weekday(at) if "weekday" in kinds else None)
            or (self._relative(at) if "day" in kinds else None)
            or (self._unit(at) if "unit" in kinds else None)
        )

    # What stands where.

    def _is(self, kind: str, at: int) -> bool:
        return 0 <= at < len(self.items) and kind in self.items[at].kinds

    def _value(self, kind: str, at: int) -> str:
        return self.items[at].kinds.get(kind, "") if 0 <= at < len(self.items) else ""

    def _word(self, at: int) -> str:
        return self.items[at].word if 0 <= at < len(self.items) else ""

    def _gap(self, at: int) -> str:
        return self.text.gaps[self.items[at].past - 1] if 0 <= at < len(self.items) else ""

    def _day_at(self, at: int) -> int | None:
        found = _DAY.match(self._word(at))
        return int(found[1]) if found and 1 <= int(found[1]) <= 31 else None

    def _year_at(self, at: int) -> int | None:
        word = self._word(at)
        return int(word) if len(word) == 4 and word.isdigit() and FIRST_YEAR <= int(word) <= LAST_YEAR else None

    def _is_link(self, at: int) -> bool:
        word = self._word(at)
        return 0 < len(word) <= _LINK and not word.isdigit() and not self._is("until", at)

    def is_joint(self, at: int) -> bool:
        """Whether what follows the item is a dash: "3-5 January"."""
        return self._gap(at).strip() in ("-", "–", "—", "‑")

    # Written in numbers.

    def _numeric(self, at: int) -> Point | None:
        """ "2022-01-05", "05.01.2022", "5/1/2022"; of a slash in English only what cannot be misread."""
        if at + 2 >= len(self.items) or self._gap(at) not in _JOINTS or self._gap(at + 1) not in _JOINTS:
            return self._iso_month(at)
        one_, two, three = (self._word(at + step) for step in range(3))
        if not (two.isdigit() and three.isdigit() and len(two) <= 2):
            return None
        if self._year_at(at) is not None and len(three) <= 2:
            days = day_of(int(one_), int(two), int(three))
        elif self._year_at(at + 2) is not None and len(one_) <= 2 and not self._is_ambiguous(int(one_), int(two), at):
            month, day = (int(one_), int(two)) if int(two) > 12 else (int(two), int(one_))
            days = day_of(int(three), month, day)
        else:
            return None
        return Point(at, at + 3, days, EXACT) if days else None

    def _is_ambiguous(self, day: int, month: int, at: int) -> bool:
        return self.text.lang == "en" and self._gap(at) != "." and day <= 12 and month <= 12 and day != month

    def _iso_month(self, at: int) -> Point | None:
        year, month = self._year_at(at), self._word(at + 1)
        if year is None or self._gap(at) != "-" or len(month) != 2 or not month.isdigit():
            return None
        days = month_of(year, int(month))
        return Point(at, at + 2, days, MONTH) if days else None

    # Written in words.

    def _day_and_month(self, at: int) -> Point | None:
        """ "5 januari 2022", "January 5, 2022", "del 3 al 5 de enero"; without a year the last one before publication."""
        month = int(self._value("month", at))
        for place in (at - 1, at - 2, at + 1):
            day = self._day_at(place)
            if day is None or (place == at - 2 and not self._is_link(at - 1)):
                continue
            first, last, start = place, max(at, place), day
            if place > at and self._joined(place) and self._day_at(place + self._joined(place)):
                last = place + self._joined(place)
                day = self._day_at(last) or day
            elif place < at and (reach := self._joined_before(place)):
                first = place - reach
                start = self._day_at(first) or day
            return self._dated(min(first, at), last, month, (start, day))
        return None

    def _joined(self, at: int) -> int:
        """How far on the second day of "3 to 5" or "3-5" stands; 0 where there is none."""
        if self.is_joint(at):
            return 1
        return 2 if self._is("until", at + 1) else 0

    def _joined_before(self, at: int) -> int:
        """How far back the first day of "3 to 5" stands: "entre el 3 y el 5" has words between."""
        if self._day_at(at - 1) and self.is_joint(at - 1):
            return 1
        link = 1 if self._is_link(at - 1) and not self._is("until", at - 1) and self._is("until", at - 2) else 0
        until = at - 1 - link
        return at - until + 1 if self._is("until", until) and self._day_at(until - 1) else 0

    def _dated(self, first: int, last: int, month: int, days: tuple[int, int]) -> Point | None:
        link = 1 if self._year_at(last + 1) is None and self._is_link(last + 1) else 0
        written = self._year_at(last + 1 + link)
        year = written or self._likely_year(month, days[1])
        start, end = (day_of(year, month, day) if year else None for day in days)
        if start is None or end is None or end.start < start.start:
            return None
        past = last + 2 + link if written else last + 1
        return Point(first, past, DateRange(start=start.start, end=end.end), EXACT, yearless=not written)

    def _likely_year(self, month: int, day: int = 1) -> int | None:
        if self.today is None:
            return None
        return self.today.year if (month, day) <= (self.today.month, self.today.day + 1) else self.today.year - 1

    def _month(self, at: int) -> Point | None:
        link = 1 if self._year_at(at + 1) is None and self._is_link(at + 1) else 0
        month, written = int(self._value("month", at)), self._year_at(at + 1 + link)
        year = written or self._likely_year(month)
        days = month_of(year, month) if year else None
        if days is None or self._day_at(at - 1) is not None:
            return None
        return self._parted(Point(at, at + 2 + link if written else at + 1, days, MONTH, yearless=not written))

    def _parted(self, point: Point) -> Point:
        """ "Early May", "fin 2019", "a mediados de julio"."""
        at = point.first - 1
        while at > point.first - _WINDOW and not self._is("part", at) and self._passes(at):
            at -= 1
        part = self._value("part", at)
        return Point(at, point.past, third_of(point.days, int(part)), STRETCH, point.yearless) if part else point

    def _passes(self, at: int) -> bool:
        """What may stand between the part and what it is of: "au début du mois de mai"."""
        return self._is_link(at) or self._value("unit", at) == "month"

    def _year(self, at: int) -> Point | None:
        written_out = self._gap(at - 1) in _JOINTS and self._word(at - 1).isdigit()
        year = None if written_out or self._is("month", at - 1) else self._year_at(at)
        return self._parted(Point(at, at + 1, years_of(year, year), YEAR)) if year is not None else None

    def _decade(self, at: int) -> Point | None:
        """ "The 1990s", "jaren negentig", "90-х годах"."""
        word = self.items[at].word
        found = _DECADE.match(word)
        marked = found is not None and not word.isdigit() and len(found[1]) == 4
        near = self._is("decade", at - 1) or self._is("decade", at + 1) or self._is("decade", at + 2)
        if found is None or not (marked or near):
            return None
        first = int(found[1]) if len(found[1]) == 4 else _CENTURY + int(found[1])
        return Point(at, at + 1, years_of(first, first + 9), DECADE)

    # Counted from publication.

    def _weekday(self, at: int) -> Point | None:
        if self.today is None:
            return None
        weekday = int(self._value("weekday", at))
        if self._is("next", at - 1) or self._is("next", at + 1):
            day = self.today + timedelta(days=(weekday - self.today.weekday() - 1) % WEEK + 1)
        elif self._in_last_week(at):
            day = week_of(self.today, -1).start + timedelta(days=weekday)
        else:
            before = (self.today.weekday() - weekday) % WEEK
            last = self._is("last", at - 1) or self._is("last", at + 1)
            day = self.today - timedelta(days=before or (WEEK if last else 0))
        return Point(at, at + 1, one(day), DAY)

    def _in_last_week(self, at: int) -> bool:
        """ "Vorige week dinsdag", "mardi de la semaine dernière"."""
        near = (place for place in range(at - _WINDOW, at + _WINDOW + 1) if self._value("unit", place) == "week")
        return any(self._is("last", place - 1) or self._is("last", place + 1) for place in near)

    def _has_weekday(self, at: int) -> bool:
        return any(self._is("weekday", place) for place in range(at - _WINDOW, at + _WINDOW + 1))

    def _relative(self, at: int) -> Point | None:
        if self.today is None:
            return None
        first, _, last = self._value("day", at).partition("..")
        start, end = (self.today + timedelta(days=int(offset)) for offset in (first, last or first))
        return Point(at, at + 1, DateRange(start=start, end=end), DAY)

    def _unit(self, at: int) -> Point | None:
        """ "Last week", "two weeks ago", "vor zwei Wochen", "in the past three days", "seit drei Wochen"."""
        unit, number = self._value("unit", at), self.items[at - 1].number if at else None
        if self.today is None or (unit == "week" and number is None and self._has_weekday(at)):
            return None
        days = self._counted(at, unit, number, self.today) or self._named(at, unit, self.today)
        if days is None:
            return Point(at, at + 1, calendar(self.today, unit, 0), STRETCH) if unit == "weekend" else None  # type: ignore[arg-type]
        return Point(max(0, at - 2), at + 2, days, DAY if days.start == days.end else STRETCH)

    def _counted(self, at: int, unit: str, number: int | None, today: Date) -> DateRange | None:
        if number is None:
            return None
        if self._is("ago", at + 1) or self._is("ago", at - 2):
            return since(today, unit, number) if self._is("since", at - 3) else back(today, unit, number)
        if self._is("since", at - 2) or self._is("last", at - 2) or self._is("last", at + 1):
            return since(today, unit, number)
        return None

    def _named(self, at: int, unit: str, today: Date) -> DateRange | None:
        for kind, step in (("last", -1), ("this", 0), ("next", 1)):
            beside = self._value(kind, at - 1) or self._value(kind, at + 1)
            if beside == "past" and unit != "weekend":
                return since(today, unit, 1) if unit != "day" else None
            if beside:
                return calendar(today, unit, step)
        return None


def joined(one_: Point, other: Point) -> DateRange | None:
    """From the first date to the second; a first without a year has that of the second, or the one before."""
    start, end = one_.days, other.days
    if one_.yearless and not other.yearless:
        start = in_year(start, end.start.year) or start
        start = (in_year(start, end.start.year - 1) or start) if start.start > end.end else start
    return DateRange(start=start.start, end=end.end) if start.start <= end.end else None
