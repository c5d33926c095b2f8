"""Calendar files (RFC 5545): days as other calendars can read them, and keep up with."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from icalendar import Calendar, Event, Timezone

PRODUCT = "-//Reglab//reglab-workflow//SV"
CONTENT_TYPE = "text/calendar"
CONFIRMED, TENTATIVE, CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"
REFRESH = timedelta(hours=6)
NO_TEXT = ("Cc", "Cs")
"""Control characters and halves of characters, which RFC 5545 does not allow in a text."""

HOME, HOME_YEAR = "Europe/Stockholm", 2026


@dataclass(frozen=True)
class Entry:
    """One thing that lasts whole days; ``uid`` stays when it is moved, ``version`` rises with every change."""

    uid: str
    title: str
    first: date
    last: date
    version: int
    modified: datetime
    url: str
    status: str = CONFIRMED
    text: str = ""
    place: str = ""
    busy: bool = True


def calendar_file(name: str, entries: Iterable[Entry], host: str) -> bytes:
    """The file that a calendar reads; ``host`` makes the names of its entries unique in the world."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("name", one_line(name))
    # The older name of the same property, which most programs still read.
    calendar.add("x-wr-calname", one_line(name))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for entry in entries:
        calendar.add_component(event(entry, host))
    if not calendar.subcomponents:
        # A calendar must hold something: where it is at home, when nothing happens there.
        calendar.add_component(Timezone.from_tzid(
            HOME, first_date=date(HOME_YEAR, 1, 1), last_date=date(HOME_YEAR + 1, 1, 1)))
    made: bytes = calendar.to_ical()
    return made


def event(entry: Entry, host: str) -> Event:
    """One entry as RFC 5545 words it: the day of its end is the first day after it."""
    made = Event()
    made.add("uid", f"{entry.uid}@{host}")
    made.add("summary", one_line(entry.title))
    made.add("dtstart", entry.first)
    made.add("dtend", entry.last + timedelta(days=1))
    made.add("sequence", entry.version)
    for name in ("dtstamp", "last-modified"):
        made.add(name, entry.modified.astimezone(timezone.utc).replace(microsecond=0))
    made.add("status", entry.status)
    made.add("transp", "OPAQUE" if entry.busy and entry.status != CANCELLED else "TRANSPARENT")
    made.add("url", entry.url)
    if entry.place:
        made.add("location", one_line(entry.place))
    if entry.text:
        made.add("description", lines(entry.text))
    return made


def one_line(text: str) -> str:
    """A text without breaks and control characters, whatever stood in it."""
    return " ".join(lines(text).split())


def lines(text: str) -> str:
    """A text whose only control character is the line feed, however its lines were broken."""
    return "\n".join(
        "".join(each for each in line.replace("\t", " ") if unicodedata.category(each) not in NO_TEXT)
        for line in text.splitlines())
