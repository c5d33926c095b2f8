"""The months and years that the calendar shows, and which things fall on which days."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from babel.dates import format_date, get_day_names

from .calendar import Happening

FIRST_YEAR, LAST_YEAR = 2000, 2100
"""No link leads further, so nobody follows them for ever."""

MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
YEAR = re.compile(r"[0-9]{4}")
DAYS = range(7)


@dataclass(frozen=True, order=True)
class Month:
    """A month of a year."""

    year: int
    number: int

    @property
    def name(self) -> str:
        """As it stands in an address: 2026-11."""
        return f"{self.year}-{self.number:02}"

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return date(self.year, self.number, calendar.monthrange(self.year, self.number)[1])

    def beside(self, step: int) -> Month | None:
        """The month before or after, within the years that are shown."""
        year, number = divmod(self.year * 12 + self.number - 1 + step, 12)
        return Month(year, number + 1) if FIRST_YEAR <= year <= LAST_YEAR else None

    def title(self, language: str) -> str:
        """In words: november 2026."""
        return str(format_date(self.first, "LLLL y", locale=language))

    def weeks(self) -> list[list[date]]:
        """Its weeks from Monday to Sunday, with the days of the months beside it."""
        return calendar.Calendar().monthdatescalendar(self.year, self.number)


def month_of(day: date) -> Month:
    """The month that a day is in."""
    return Month(day.year, day.month)


def read_month(text: str, today: date) -> Month | None:
    """The month that an address names, the present one when it names none; None when that is no month we show."""
    if not text:
        return month_of(today)
    found = MONTH.fullmatch(text)
    month = Month(int(found[1]), int(found[2])) if found else None
    return month if month is not None and FIRST_YEAR <= month.year <= LAST_YEAR else None


def read_year(text: str, today: date) -> int | None:
    """The year that an address names, the present one when it names none; None when that is no year we show."""
    if not text:
        return today.year
    return int(text) if YEAR.fullmatch(text) and FIRST_YEAR <= int(text) <= LAST_YEAR else None


def within(happenings: Iterable[Happening], first: date, last: date) -> list[Happening]:
    """What happens on any day from the first to the last."""
    return [each for each in happenings if each.days and each.days[0] <= last and each.days[1] >= first]


def months_ahead(happenings: Iterable[Happening], today: date) -> Iterator[tuple[Month, list[Happening]]]:
    """What is over today at the earliest, by the month in which it begins, or now if it began before."""
    months: dict[Month, list[Happening]] = {}
    for each in happenings:
        if each.days and each.days[1] >= today:
            months.setdefault(month_of(max(each.days[0], today)), []).append(each)
    yield from sorted(months.items(), key=lambda pair: pair[0])


def weekdays(language: str) -> list[tuple[str, str]]:
    """The days of the week from Monday, short and in full."""
    short, full = (get_day_names(width, locale=language) for width in ("abbreviated", "wide"))
    return [(str(short[day]), str(full[day])) for day in DAYS]


def weeks(month: Month, happenings: list[Happening], today: date, language: str) -> list[dict[str, Any]]:
    """The rows of a month: the number of the week and its days, empty where they are in another month."""
    return [
        {"number": week[0].isocalendar().week,
         "days": [_day(day, happenings, today, language) if day.month == month.number else None for day in week]}
        for week in month.weeks()
    ]


def _day(day: date, happenings: list[Happening], today: date, language: str) -> dict[str, Any]:
    return {"day": day, "long": str(format_date(day, "EEEE d MMMM", locale=language)), "today": day == today,
            "past": today - day > timedelta(0), "rows": within(happenings, day, day)}
