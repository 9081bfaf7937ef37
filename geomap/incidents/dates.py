"""When it happened: the dates that a stretch of text names, resolved against the day of publication."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date as Date
from datetime import timedelta
from functools import cache
from pathlib import Path

from gazetteer.names import WORD, fold
from geomap.errors import SourceError
from geomap.incidents.record import DateRange
from geomap.text import Text

LANGUAGES = Path(__file__).parent.parent / "languages"
HEADER = ("word", "kind", "value")
KINDS = frozenset({"month", "weekday", "day", "number", "unit", "ago", "last", "next", "this"})
_HEARTS = frozenset({"month", "weekday", "day", "unit"})
# Years that news is written about; other numbers are counts.
FIRST_YEAR, LAST_YEAR = 1900, 2099
MONTHS = 12
# Words between a modifier or number and its unit: "last week", "two weeks ago".
_ISO = re.compile(r"\b(\d{4})-(\d\d)(?:-(\d\d))?\b")
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th|e|de|ste|er|º|ª)?$")


@dataclass(slots=True)
class DateWords:
    """The words for dates of one language: folded word -> value, by kind; several words are joined by a space."""

    by_kind: dict[str, dict[str, str]] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    triggers: set[str] = field(default_factory=set)
    """The first words of everything that can begin a date or stand at its heart."""
    capital: set[str] = field(default_factory=set)
    """Words that the table writes with a capital, and that count only so: "May"."""

    def get(self, kind: str, word: str) -> str | None:
        """The value of a word of this kind."""
        return self.by_kind[kind].get(word)


@cache
def read_date_words(lang: str | None) -> DateWords:
    """The date words of a language, none for one without a table; raises SourceError at a broken row."""
    words = DateWords()
    path = LANGUAGES / (lang or "-") / "dates.tsv"
    if not path.is_file():
        return words
    lines = path.read_text(encoding="utf-8").splitlines()
    if tuple(lines[0].split("\t")) != HEADER:
        raise SourceError(f"{path}, row 1: expected the header {' '.join(HEADER)}, tab-separated")
    for row, line in enumerate(lines[1:], start=2):
        cells = line.split("\t")
        if len(cells) != len(HEADER) or cells[1] not in KINDS:
            raise SourceError(f"{path}, row {row}: expected word, kind and value, found {line!r}")
        key = " ".join(fold(word) for word in WORD.findall(cells[0]))
        words.by_kind[cells[1]][key] = cells[2]
        if cells[1] in _HEARTS:
            words.triggers.add(key.split(" ")[0])
        if cells[0][0].isupper():
            words.capital.add(key)
    return words


def find_date(text: Text, first: int, past: int) -> DateRange | None:
    """The first date that the words from ``first`` to ``past`` name; ``None`` where they name none that is certain.

    Weekdays and "last week" need the document's date; so does a month without its year.
    """
    return next(_Reader(text, first, past).dates(), None)


class _Reader:
    def __init__(self, text: Text, first: int, past: int) -> None:
        self.folded: Sequence[str] = text.folded[first:past]
        self.written: Sequence[str] = text.words[first:past]
        self.text = text
        self.span = (text.starts[first], text.ends[past - 1]) if past > first else (0, 0)
        self.words = read_date_words(text.lang)
        self.today = text.document.date

    def dates(self) -> Iterator[DateRange]:
        """Every date, exact ones before vague ones, each kind in text order."""
        yield from self._iso()
        known = self.words.triggers
        places = [
            place for place, word in enumerate(self.folded) if word in known or (len(word) == len("2022") and word.isdigit())
        ]
        for reader in (self._day_and_month, self._relative, self._month, self._weekday, self._year):
            for place in places:
                found = reader(place)
                if found is not None:
                    yield found

    def _iso(self) -> Iterator[DateRange]:
        for year, month, day in _ISO.findall(self.text.document.text[self.span[0] : self.span[1]]):
            found = _day(int(year), int(month), int(day)) if day else _whole_month(int(year), int(month))
            if found is not None:
                yield found

    def _word(self, place: int) -> str:
        return self.folded[place] if 0 <= place < len(self.folded) else ""

    def _value(self, kind: str, place: int) -> int | None:
        value = self.words.get(kind, self._word(place))
        if value is None or (self._word(place) in self.words.capital and not self.written[place][0].isupper()):
            return None
        return int(value)

    def _day_and_month(self, place: int) -> DateRange | None:
        """ "5 januari 2022", "January 5, 2022"; without a year, the one that lies nearest before publication."""
        month = self._value("month", place)
        if month is None:
            return None
        for at, after in ((place - 1, place + 1), (place - 2, place + 1), (place + 1, place + 2)):
            day = _DAY.match(self._word(at))
            if day and (at != place - 2 or (len(self._word(place - 1)) <= 3 and not self._word(place - 1).isdigit())):
                year = self._year_at(after) or self._year_of(month, int(day[1]))
                return _day(year, month, int(day[1])) if year else None
        return None

    def _has_day(self, place: int) -> bool:
        return bool(_DAY.match(self._word(place - 1)))

    def _year_at(self, place: int) -> int | None:
        word = self._word(place)
        return int(word) if word.isdigit() and FIRST_YEAR <= int(word) <= LAST_YEAR else None

    def _year_of(self, month: int, day: int = 1) -> int | None:
        if self.today is None:
            return None
        return self.today.year if (month, day) <= (self.today.month, self.today.day + 1) else self.today.year - 1

    def _month(self, place: int) -> DateRange | None:
        month = self._value("month", place)
        year = (self._year_at(place + 1) or self._year_of(month)) if month is not None else None
        if month is None or year is None or self._has_day(place):
            return None
        return _whole_month(year, month)

    def _year(self, place: int) -> DateRange | None:
        year = self._year_at(place)
        if self._value("month", place - 1) is not None:
            return None
        return None if year is None else DateRange(start=Date(year, 1, 1), end=Date(year, 12, 31))

    def _weekday(self, place: int) -> DateRange | None:
        weekday = self._value("weekday", place)
        if weekday is None or self.today is None:
            return None
        if self.words.get("next", self._word(place - 1)) is not None:
            return _one(self.today + timedelta(days=(weekday - self.today.weekday() - 1) % 7 + 1))
        back = (self.today.weekday() - weekday) % 7
        if self.words.get("last", self._word(place - 1)) is not None:
            back = back or 7
        return _one(self.today - timedelta(days=back))

    def _relative(self, place: int) -> DateRange | None:
        if self.today is None:
            return None
        two = f"{self._word(place)} {self._word(place + 1)}"
        offset = self.words.get("day", two) or self.words.get("day", self._word(place))
        if offset is not None:
            return _one(self.today + timedelta(days=int(offset)))
        unit = self.words.get("unit", self._word(place))
        return self._by_unit(place, unit, self.today) if unit is not None else None

    def _by_unit(self, place: int, unit: str, today: Date) -> DateRange | None:
        """ "Last week", "two weeks ago", "vor zwei Wochen"."""
        if self.words.get("ago", self._word(place + 1)) or self.words.get("ago", self._word(place - 2)):
            number = self._value("number", place - 1)
            word = self._word(place - 1)
            count = number if number is not None else int(word) if word.isdigit() and len(word) < 4 else None
            return None if count is None else _stretch(today, unit, -count, exact=True)
        for kind, step in (("last", -1), ("this", 0), ("next", 1)):
            if kind in self.words.by_kind and (self._is(kind, place - 1) or self._is(kind, place + 1)):
                return _stretch(today, unit, step, exact=False)
        return None

    def _is(self, kind: str, place: int) -> bool:
        return self.words.get(kind, self._word(place)) is not None


def _one(day: Date) -> DateRange:
    return DateRange(start=day, end=day)


def _day(year: int, month: int, day: int) -> DateRange | None:
    try:
        return _one(Date(year, month, day))
    except ValueError:
        return None


def _whole_month(year: int, month: int) -> DateRange | None:
    if not (1 <= month <= MONTHS and FIRST_YEAR <= year <= LAST_YEAR):
        return None
    return DateRange(start=Date(year, month, 1), end=Date(year, month, monthrange(year, month)[1]))


def _stretch(today: Date, unit: str, step: int, *, exact: bool) -> DateRange:
    """The day, week, month or year so many steps from today; an exact step of days or weeks is one day."""
    if unit == "day" or (unit == "week" and exact):
        return _one(today + timedelta(days=step * (7 if unit == "week" else 1)))
    if unit == "week":
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
        return DateRange(start=monday, end=monday + timedelta(days=6))
    if unit == "month":
        months = today.year * 12 + today.month - 1 + step
        year, month = divmod(months, 12)
        return _whole_month(year, month + 1) or _one(today)
    return DateRange(start=Date(today.year + step, 1, 1), end=Date(today.year + step, 12, 31))
