"""Time in one place: UTC inside, Europe/Stockholm where people read it."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")
A_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
FIRST = datetime.min.replace(tzinfo=timezone.utc)
LAST = datetime.max.replace(tzinfo=timezone.utc)
"""The first and the last moment that can be told."""


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(timezone.utc)


def read_day(written: str) -> date | None:
    """The day that people, forms and addresses write as 2026-09-10; None for anything else."""
    try:
        return date.fromisoformat(written) if A_DAY.fullmatch(written) else None
    except ValueError:
        return None


def local_day(moment: datetime) -> date:
    """The calendar day it is in Sweden at that moment."""
    return moment.astimezone(STOCKHOLM).date()


def midnight(day: date) -> datetime:
    """The moment at which a day begins in Sweden, in UTC; the first moment there is where the day began before it."""
    try:
        return datetime.combine(day, time.min, STOCKHOLM).astimezone(timezone.utc)
    except OverflowError:
        return FIRST


def over(day: date) -> datetime:
    """The moment at which a day is over in Sweden, in UTC; the last moment there is where no day comes after it."""
    return midnight(day + timedelta(days=1)) if day < date.max else LAST
