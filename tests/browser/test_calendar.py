"""The calendar in a real browser: it shows well in every way, and leads from a project to one's own calendar."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from reglab_workflow import clock

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MEMBER = "medlem@skane.example"
OFFICE = "kansli@reglab.example"


@pytest.mark.parametrize("email", [OFFICE, ""])
def test_the_calendar_shows_well_in_every_way(sights: Any, email: str) -> None:
    """What is coming, every month of a year full of things, an empty one, and whole years."""
    walker, year = sights(email), clock.local_day(clock.now()).year
    for path in ("/calendar", "/calendar?kind=round", "/calendar?view=month", f"/calendar?view=month&month={year}-10",
                 "/calendar?view=month&month=2001-07", "/calendar?view=year", "/calendar?view=year&year=2001"):
        walker.go(path).look_again()


def test_the_grid_is_a_list_of_days_where_there_is_no_room(sights: Any) -> None:
    """On a phone only today and the days on which something happens are there, by their full names."""
    walker = sights(OFFICE).go("/calendar?view=month")
    page = walker.page
    page.set_viewport_size({"width": 320, "height": 800})
    expect(page.locator(".cal td.today")).to_be_visible()
    expect(page.locator(".cal td.today .long")).to_be_visible()
    assert page.locator(".cal td.free:visible, .cal td.other:visible, .cal thead:visible").count() == 0
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(page.locator(".cal thead")).to_be_visible()


def test_a_member_makes_an_address_looks_at_it_once_and_withdraws_it(sights: Any) -> None:
    """From the calendar to an address that works in a window where nobody has signed in."""
    walker = sights(MEMBER).go("/calendar")
    walker.follow("En adress med allt som du får se").look_again()
    walker.press("Skapa en adress")
    made = walker.page.get_by_label("Adressen", exact=True).input_value()
    walker.look_again()
    path = re.search(r"/calendar/[\w-]{43}\.ics$", made)
    assert path is not None
    answer = sights().page.request.get(walker.url + path[0])
    assert answer.status == 200 and answer.headers["content-type"].startswith("text/calendar")
    walker.go("/account/calendar").misses(path[0]).sees("Du har en adress")
    walker.press("Dra tillbaka adressen").sees("Du har ingen adress")
    assert sights().page.request.get(walker.url + path[0]).status == 404
