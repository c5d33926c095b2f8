"""Days and times in words, as they are read in Sweden: stored in UTC, shown in Europe/Stockholm."""

from __future__ import annotations

import datetime as dt

from babel.dates import format_date, format_time

from ..clock import STOCKHOLM, local_day

Moment = dt.date | dt.datetime

LONG = {"sv": "d MMMM y", "en": "d MMMM y"}
SHORT = {"sv": "d MMM", "en": "d MMM"}
AT = {"sv": ("kl. ", "HH.mm"), "en": ("at ", "HH:mm")}
# Babel's own unit of a day is "dygn" in Swedish, so these few words stand here.
TODAY = {"sv": "i dag", "en": "today"}
DAYS = {"sv": ("{n} dag", "{n} dagar"), "en": ("{n} day", "{n} days")}
YESTERDAY = {"sv": "i går", "en": "yesterday"}
PAST = {"sv": "för {age} sedan", "en": "{age} ago"}
# A Swedish month is short without the full stop that the data for other uses has.
STOP = "."


def date(day: Moment, language: str = "sv") -> str:
    """A day in full: 27 september 2024."""
    return str(format_date(_day(day), LONG[_known(language)], locale=_known(language)))


def span(first: dt.date, last: dt.date, language: str = "sv") -> str:
    """The days from the first to the last: 23–24 oktober 2024."""
    if first == last:
        return date(first, language)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{date(last, language)}"
    return f"{date(first, language)} – {date(last, language)}"


def short(day: Moment, language: str = "sv") -> str:
    """A day for dense tables: 27 sep; the year is left to what stands around it."""
    day_and_month = str(format_date(_day(day), SHORT[_known(language)], locale=_known(language)))
    number, _, month = day_and_month.partition(" ")
    return f"{number} {month.rstrip(STOP)[:3]}"


def clock(moment: dt.datetime | dt.time, language: str = "sv") -> str:
    """A time of day: kl. 14.32."""
    word, pattern = AT[_known(language)]
    if isinstance(moment, dt.datetime):
        moment = moment.astimezone(STOCKHOLM).time()
    return word + str(format_time(moment, pattern, locale=_known(language)))


def when(moment: dt.datetime, language: str = "sv") -> str:
    """A moment in full: 27 september 2024 kl. 14.32."""
    return f"{date(moment, language)} {clock(moment, language)}"


def ago(moment: Moment, now: dt.datetime, language: str = "sv") -> str:
    """How many days lie between a moment and now, whichever comes first: 9 dagar, i dag."""
    days = abs((_day(now) - _day(moment)).days)
    if not days:
        return TODAY[_known(language)]
    return DAYS[_known(language)][days != 1].format(n=days)


def past(moment: Moment, now: dt.datetime, language: str = "sv") -> str:
    """How long ago something happened: för 9 dagar sedan, i dag."""
    days = (_day(now) - _day(moment)).days
    if days == 1:
        return YESTERDAY[_known(language)]
    age = ago(moment, now, language)
    return PAST[_known(language)].format(age=age) if days > 1 else age


def stamp(day: Moment) -> str:
    """The same day or moment for machines: the value of a time element's datetime."""
    if isinstance(day, dt.datetime):
        return day.astimezone(STOCKHOLM).isoformat(timespec="minutes")
    return day.isoformat()


def _day(day: Moment) -> dt.date:
    return local_day(day) if isinstance(day, dt.datetime) else day


def _known(language: str) -> str:
    return language if language in LONG else "sv"
