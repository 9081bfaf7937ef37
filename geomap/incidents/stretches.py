"""Days, weeks, months and years as ranges of days."""

from __future__ import annotations

from calendar import monthrange
from datetime import date as Date
from datetime import timedelta

from geomap.incidents.record import DateRange

# Years that news is written about; other numbers are counts.
FIRST_YEAR, LAST_YEAR = 1900, 2099
MONTHS = 12
WEEK = 7
SATURDAY = 5
# Days that "the past week, month, year" reach back.
PAST = {"week": 7, "month": 30, "year": 365}
_FIRST_DAYS = {1: 1, 2: 11, 3: 21}
_LAST_DAYS = {1: 10, 2: 20}


def one(day: Date) -> DateRange:
    """A single day."""
    return DateRange(start=day, end=day)


def day_of(year: int, month: int, day: int) -> DateRange | None:
    """A day of the calendar, ``None`` where there is none such or it is too old for news."""
    try:
        return one(Date(year, month, day)) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None


def month_of(year: int, month: int) -> DateRange | None:
    """A whole month."""
    if not (1 <= month <= MONTHS and FIRST_YEAR <= year <= LAST_YEAR):
        return None
    return DateRange(start=Date(year, month, 1), end=Date(year, month, monthrange(year, month)[1]))


def years_of(first: int, last: int) -> DateRange:
    """Whole years."""
    return DateRange(start=Date(first, 1, 1), end=Date(last, 12, 31))


def third_of(whole: DateRange, part: int) -> DateRange:
    """The beginning (1), middle (2) or end (3) of a month, in tens of days, or of a year, in fours of months."""
    start, end = whole.start, whole.end
    if start.month == end.month:
        return DateRange(
            start=start.replace(day=_FIRST_DAYS[part]), end=end.replace(day=_LAST_DAYS[part]) if part in _LAST_DAYS else end
        )
    months = MONTHS // 3
    last = Date(start.year, months * part, 1)
    return DateRange(
        start=Date(start.year, months * (part - 1) + 1, 1), end=last.replace(day=monthrange(last.year, last.month)[1])
    )


def weekend_before(today: Date, *, whole: bool) -> DateRange:
    """The Saturday and Sunday last begun; with ``whole`` the last that is over."""
    saturday = today - timedelta(days=(today.weekday() - SATURDAY) % WEEK)
    if whole and today.weekday() >= SATURDAY:
        saturday -= timedelta(days=WEEK)
    return DateRange(start=saturday, end=saturday + timedelta(days=1))


def week_of(today: Date, step: int) -> DateRange:
    """The week, from Monday, so many weeks from today's."""
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
    return DateRange(start=monday, end=monday + timedelta(days=WEEK - 1))


def calendar(today: Date, unit: str, step: int) -> DateRange | None:
    """The week, month or year so many steps from today's; a day by itself says nothing ("last day")."""
    if unit == "week":
        return week_of(today, step)
    if unit == "weekend":
        return weekend_before(today, whole=step < 0) if step <= 0 else None
    if unit == "month":
        year, month = divmod(today.year * MONTHS + today.month - 1 + step, MONTHS)
        return month_of(year, month + 1)
    if unit == "year":
        return years_of(today.year + step, today.year + step)
    return one(today) if step == 0 else None


def back(today: Date, unit: str, count: int) -> DateRange | None:
    """So many days, weeks, months or years ago: one day where days or weeks are counted, else the month or year."""
    if unit in ("day", "week"):
        days = count * (WEEK if unit == "week" else 1)
        return one(today - timedelta(days=days)) if days < today.toordinal() else None
    return calendar(today, unit, -count) if unit in ("month", "year") and count < today.year - FIRST_YEAR else None


def since(today: Date, unit: str, count: int) -> DateRange | None:
    """The past so many days, weeks, months or years, until today."""
    length = count * PAST.get(unit, 1)
    return DateRange(start=today - timedelta(days=length), end=today) if length < today.toordinal() else None


def in_year(days: DateRange, year: int) -> DateRange | None:
    """The same days in another year."""
    try:
        return DateRange(start=days.start.replace(year=year), end=days.end.replace(year=year))
    except ValueError:
        return None
