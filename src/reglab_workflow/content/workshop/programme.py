"""The programme of an occasion: its points, day by day, and those who speak."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ...i18n import _

LUNCH_TO_LUNCH = "lunch_to_lunch"
HALF_DAY = "half_day"
WHOLE_DAY = "whole_day"
SPANS = (LUNCH_TO_LUNCH, HALF_DAY, WHOLE_DAY)
SPAN_TITLES: Mapping[str, Any] = {
    LUNCH_TO_LUNCH: _("Lunch to lunch"), HALF_DAY: _("Half a day"), WHOLE_DAY: _("The whole day")}

BETWEEN_SPEAKERS = re.compile(r"[;\n]")


@dataclass(frozen=True)
class Point:
    """One point of a programme; ``starts`` is a time as it was written, ``day`` counts from 1."""

    title: str
    starts: str = ""
    text: str = ""
    who: str = ""
    day: int = 1


@dataclass(frozen=True)
class Speaker:
    """Somebody who speaks at an occasion."""

    name: str
    role: str = ""
    organisation: str = ""

    @property
    def line(self) -> str:
        """Name, role and organisation, as far as they are known."""
        return ", ".join(part for part in (self.name, self.role, self.organisation) if part)


Speakers = tuple[Speaker, ...] | str
"""Those who speak, each as a record; or a text, as it was once written."""


@dataclass(frozen=True)
class ProgrammeDay:
    """The points of one day; ``day`` is None while the days of the occasion are not decided, or too few for it."""

    number: int
    day: date | None
    points: tuple[Point, ...]


def days_of(points: Iterable[Point], days: tuple[date, date] | None) -> list[ProgrammeDay]:
    """The points by their days, each day's in the order in which they were written."""
    by_day: dict[int, list[Point]] = {}
    for point in points:
        by_day.setdefault(point.day, []).append(point)
    return [ProgrammeDay(number, _day(number, days), tuple(by_day[number])) for number in sorted(by_day)]


def in_day_order(points: Iterable[Point]) -> tuple[Point, ...]:
    """The points with the first day's first."""
    return tuple(sorted(points, key=lambda each: each.day))


def length_in_days(days: tuple[date, date] | None) -> int | None:
    """How many days an occasion lasts, None while that is not decided."""
    return None if days is None else (days[1] - days[0]).days + 1


def lines_of(speakers: Speakers) -> tuple[str, ...]:
    """Those who speak, each on a line; a text as it was written."""
    if isinstance(speakers, str):
        return (speakers,) if speakers else ()
    return tuple(each.line for each in speakers)


def in_words(speakers: Speakers) -> str:
    """Those who speak, as one text."""
    return "; ".join(lines_of(speakers))


def as_records(speakers: Any) -> Any:
    """Those who speak as records; of a text, each line or part of it is one, under all that it says."""
    if not isinstance(speakers, str):
        return speakers
    return tuple(Speaker(part.strip()) for part in BETWEEN_SPEAKERS.split(speakers) if part.strip())


def _day(number: int, days: tuple[date, date] | None) -> date | None:
    if days is None:
        return None
    found = days[0] + timedelta(days=number - 1)
    return found if found <= days[1] else None
