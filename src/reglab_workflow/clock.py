"""Time in one place: UTC inside, Europe/Stockholm where people read it."""

from __future__ import annotations

from datetime import date, datetime, time, timezone
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(timezone.utc)


def local_day(moment: datetime) -> date:
    """The calendar day it is in Sweden at that moment."""
    return moment.astimezone(STOCKHOLM).date()


def midnight(day: date) -> datetime:
    """The moment at which a day begins in Sweden, in UTC."""
    return datetime.combine(day, time.min, STOCKHOLM).astimezone(timezone.utc)
