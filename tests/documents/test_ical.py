"""Calendar files: what RFC 5545 demands holds for every one of them, whatever people have written."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date, datetime, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from reglab_workflow.documents.ical import CANCELLED, TENTATIVE, Entry, calendar_file

LONGEST_LINE = 75
MADE = datetime(2026, 3, 1, 8, 30, 15, 99, tzinfo=timezone.utc)
ENTRY = Entry("a1b2", "Workshop 1: Små tal", date(2026, 5, 4), date(2026, 5, 5), 7, MADE,
              "https://laran.example/projects/sma-tal/workshops/workshop-1", text="09–16\n\nTa med; en, dator.",
              place="Digitalt")


def strictly(made: bytes) -> Any:
    """The calendar in a file that keeps the rules of RFC 5545, read without a single complaint."""
    assert made.endswith(b"\r\n")
    lines = made.split(b"\r\n")
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert max(len(line) for line in lines) <= LONGEST_LINE
    for line in lines:
        controls = [each for each in line.decode("utf-8") if unicodedata.category(each) == "Cc"]
        assert controls == []
    assert lines[:2] == [b"BEGIN:VCALENDAR", b"VERSION:2.0"] and lines[-2:] == [b"END:VCALENDAR", b""]
    calendar = Calendar.from_ical(made)
    assert [each.errors for each in calendar.walk() if each.errors] == []
    assert calendar["PRODID"] and calendar.subcomponents
    events = calendar.walk("VEVENT")
    uids = [str(each["UID"]) for each in events]
    assert len(set(uids)) == len(uids)
    assert all(each["DTSTAMP"].dt.tzinfo is not None and each["DTEND"].dt > each["DTSTART"].dt for each in events)
    return calendar


def only(made: bytes) -> Any:
    """The one event of a file."""
    (event,) = strictly(made).walk("VEVENT")
    return event


def test_days_are_whole_and_end_on_the_day_after_the_last():
    made = calendar_file("Lärande", [ENTRY], "laran.example")
    event = only(made)
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2026, 5, 4), date(2026, 5, 6))
    assert b"DTSTART;VALUE=DATE:20260504\r\n" in made
    assert b"DTSTAMP:20260301T083015Z\r\n" in made and b"LAST-MODIFIED:20260301T083015Z\r\n" in made


def test_an_entry_tells_what_and_where_and_how_sure_it_is():
    event = only(calendar_file("Lärande", [replace(ENTRY, status=TENTATIVE)], "laran.example"))
    assert event["UID"] == "a1b2@laran.example" and event["SEQUENCE"] == 7
    assert event["SUMMARY"] == "Workshop 1: Små tal" and event["LOCATION"] == "Digitalt"
    assert event["DESCRIPTION"] == "09–16\n\nTa med; en, dator."
    assert event["STATUS"] == "TENTATIVE" and event["TRANSP"] == "OPAQUE" and event["URL"] == ENTRY.url


def test_what_is_cancelled_takes_no_time():
    event = only(calendar_file("Lärande", [replace(ENTRY, status=CANCELLED)], "laran.example"))
    assert event["STATUS"] == "CANCELLED" and event["TRANSP"] == "TRANSPARENT"


def test_a_calendar_without_entries_is_still_a_calendar():
    calendar = strictly(calendar_file("Lärande", [], "laran.example"))
    assert calendar.walk("VEVENT") == [] and calendar["NAME"] == "Lärande"


HOSTILE = (
    "Slut\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:Falskt", "Ett\rannat", "Rad\u2028två\u2029tre\x85fyra\x0bfem\x0csex",
    "\x00\x07\x1b[31m", "semikolon; komma, omvänt \\n snedstreck \\", "🧭" * 60, "å" * 400, "\ud800", ":;,\"^n^'",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_breaks_no_line(text):
    event = only(calendar_file(text, [replace(ENTRY, title=text, place=text, text=text)], "laran.example"))
    assert set(event) == {
        "UID", "SUMMARY", "DTSTART", "DTEND", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED", "STATUS", "TRANSP", "URL",
        *(name for name in ("LOCATION", "DESCRIPTION") if name in event)}
    assert "\n" not in event["SUMMARY"] and event["STATUS"] == "CONFIRMED"


@given(title=st.text(max_size=200), text=st.text(max_size=400))
def test_any_text_comes_through(title, text):
    event = only(calendar_file(title, [replace(ENTRY, title=title, text=text)], "laran.example"))
    words = "".join(each for each in title if unicodedata.category(each) not in ("Cc", "Cs") or each.isspace())
    assert event["SUMMARY"].split() == words.split() or any(unicodedata.category(each) == "Cc" for each in title)
    assert event["SEQUENCE"] == 7
