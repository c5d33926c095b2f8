"""Days and times read as people say them in Sweden."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone

import pytest

from reglab_workflow.web import dates

MOMENT = datetime(2024, 9, 27, 12, 32, tzinfo=timezone.utc)


def test_a_day_is_written_out():
    assert dates.date(date(2024, 9, 27)) == "27 september 2024"
    assert dates.date(date(2024, 9, 27), "en") == "27 September 2024"


def test_a_dense_table_has_short_months_without_a_stop():
    shown = [dates.short(date(2024, month, 1)) for month in range(1, 13)]
    assert shown == ["1 jan", "1 feb", "1 mar", "1 apr", "1 maj", "1 jun", "1 jul", "1 aug", "1 sep", "1 okt",
                     "1 nov", "1 dec"]


def test_a_moment_is_told_in_stockholm():
    assert dates.when(MOMENT) == "27 september 2024 kl. 14.32"
    assert dates.when(MOMENT, "en") == "27 September 2024 at 14:32"


def test_a_time_of_day_is_told_alone():
    assert dates.clock(time(9, 5)) == "kl. 09.05"


def test_a_late_evening_in_utc_is_the_next_day_in_sweden():
    assert dates.date(datetime(2024, 6, 30, 22, 30, tzinfo=timezone.utc)) == "1 juli 2024"


@pytest.mark.parametrize(("days", "age", "past"), [
    (0, "i dag", "i dag"), (1, "1 dag", "i går"), (9, "9 dagar", "för 9 dagar sedan"),
])
def test_an_age_is_counted_in_days_of_the_calendar(days, age, past):
    before = MOMENT - timedelta(days=days)
    assert dates.ago(before, MOMENT) == age
    assert dates.past(before, MOMENT) == past


def test_one_minute_past_midnight_is_another_day():
    evening = datetime(2024, 9, 26, 21, 59, tzinfo=timezone.utc)
    assert dates.ago(evening, evening + timedelta(minutes=2)) == "1 dag"


def test_what_is_to_come_is_counted_too():
    assert dates.ago(MOMENT + timedelta(days=18), MOMENT) == "18 dagar"
    assert dates.ago(date(2024, 9, 28), MOMENT, "en") == "1 day"


def test_machines_read_the_same_moment():
    assert dates.stamp(MOMENT) == "2024-09-27T14:32+02:00"
    assert dates.stamp(date(2024, 9, 27)) == "2024-09-27"


def test_a_language_we_do_not_have_is_read_in_swedish():
    assert dates.date(date(2024, 9, 27), "fi") == "27 september 2024"
