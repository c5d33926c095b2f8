"""Time in one place: UTC inside, Europe/Stockholm where people read it."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timezone
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")
A_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


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
    """The moment at which a day begins in Sweden, in UTC."""
    return datetime.combine(day, time.min, STOCKHOLM).astimezone(timezone.utc)
