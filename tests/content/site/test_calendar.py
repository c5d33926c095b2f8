"""The calendar: everybody sees in it what they may see elsewhere, and other calendars keep up with it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from icalendar import Calendar
from webtest import TestApp

from house import HOST, Story
from reglab_workflow import clock
from reglab_workflow.accounts.secret import digest
from reglab_workflow.content.round.model import Theme
from reglab_workflow.content.site.calendar_grid import Month

SECRET = re.compile(r"/calendar/([\w-]{43})\.ics")
SPRING, AUTUMN = "workshop-1", "workshop-2"


class Year:
    """A project that can be registered to, with three told occasions, one planned one, and an open round."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.today = clock.local_day(clock.now())
        self.soon, self.later = self.today + timedelta(days=20), self.today + timedelta(days=50)
        with story.acting() as acts:
            project = acts.create(acts.site["projects"], "project", {
                "title": "Små tal", "purpose": "Att räkna.", "last_day": self.today + timedelta(days=10)})
            acts.appoint(acts.site["people"][story.people[story.LEADER]], "content_leader", project)
            acts.fire(project, "invite")
            self.project, folder = project.path, project["workshops"]
            self.last_day = f"{project.uid}-last_day"
            for values in (
                {"title": "Börja", "starts": self.soon, "ends": self.soon + timedelta(days=1), "mode": "physical",
                 "place": "Falun", "times": "10–15"},
                {"title": "Fortsätt", "starts": self.later, "mode": "digital"},
                {"title": "Någon gång", "mode": "physical"},
            ):
                acts.fire(acts.create(folder, "workshop", values), "announce")
            acts.create(folder, "workshop", {"title": "Hemligt", "starts": self.later, "mode": "physical"})
            self.uids = [each.uid for each in folder.values()]
            round_ = acts.create(acts.site["rounds"], "round", {
                "title": "Inför 2028", "year": 2028, "opens": self.today, "closes": self.soon,
                "board_meets": self.later, "themes": (Theme("data", "Digitalisering"),)})
            acts.fire(round_, "open")
            self.round_uid = round_.uid

    def fire(self, name: str, transition: str, email: str = "", **facts: Any) -> None:
        """Somebody takes a step with an occasion."""
        with self.story.acting(email) as acts:
            acts.fire(acts.site["projects"]["sma-tal"]["workshops"][name], transition, facts)


@pytest.fixture
def year(story: Story) -> Year:
    """A site with something in its calendar."""
    return Year(story)


def read(browser: TestApp, address: str) -> dict[str, Any]:
    """The entries of a calendar file by uid, without the host; the file keeps the rules."""
    answer = browser.get(address)
    assert answer.content_type == "text/calendar" and answer.charset == "utf-8"
    lines = answer.body.split(b"\r\n")
    assert not any(b"\n" in line for line in lines) and max(map(len, lines)) <= 75
    calendar = Calendar.from_ical(answer.body)
    assert calendar["VERSION"] == "2.0" and calendar["PRODID"] and calendar.subcomponents
    assert [each.errors for each in calendar.walk() if each.errors] == []
    events = {str(each["UID"]).removesuffix(f"@{HOST}"): each for each in calendar.walk("VEVENT")}
    assert len(events) == len(calendar.walk("VEVENT"))
    return events


def address_of(browser: TestApp) -> str:
    """A new secret address for the own calendar of whoever has signed in."""
    made = browser.get("/account/calendar").forms[1].submit("do", value="make")
    return str(SECRET.search(made.text)[0])


def test_the_public_file_holds_what_anyone_may_see(year: Year) -> None:
    first, second, undecided, hidden = year.uids
    for browser in (year.story.visitor(), year.story.browser(year.story.OFFICE)):
        events = read(browser, "/calendar.ics")
        assert set(events) == {first, second, year.last_day}, (undecided, hidden)
        assert events[first]["SUMMARY"] == "Workshop 1: Börja – Små tal"
        assert events[first]["LOCATION"] == "Falun" and events[second]["LOCATION"] == "Digitalt"
        assert events[first]["DTEND"].dt == year.soon + timedelta(days=2)
        assert events[second]["DTEND"].dt == year.later + timedelta(days=1)
        assert events[first]["URL"] == f"http://{HOST}{year.project}/workshops/{SPRING}"
        assert events[first]["STATUS"] == "CONFIRMED" and "10–15" in events[first]["DESCRIPTION"]
    assert "public" in year.story.visitor().get("/calendar.ics").headers["Cache-Control"]


def test_a_site_with_nothing_to_tell_has_a_calendar_all_the_same(story: Story) -> None:
    assert read(story.visitor(), "/calendar.ics") == {}
    assert "Inget är på gång" in story.visitor().get("/calendar").text


def test_the_leader_sees_what_is_only_planned_as_not_yet_sure(year: Year) -> None:
    events = read(year.story.browser(year.story.LEADER), f"{year.project}/calendar.ics")
    hidden = year.uids[3]
    assert events[hidden]["STATUS"] == "TENTATIVE"
    assert hidden not in read(year.story.visitor(), f"{year.project}/calendar.ics")


def test_the_file_of_a_project_that_one_may_not_see_is_not_there(year: Year) -> None:
    with year.story.acting() as acts:
        acts.create(acts.site["projects"], "project", {"title": "Inte än"})
    year.story.browser(year.story.OFFICE).get("/projects/inte-an/calendar.ics", status=200)
    for browser in (year.story.visitor(), year.story.browser(year.story.MEMBER)):
        hidden = browser.get("/projects/inte-an/calendar.ics", status=404)
        absent = browser.get("/projects/finns-inte/calendar.ics", status=404)
        assert hidden.html.find("main").get_text() == absent.html.find("main").get_text()


def test_a_move_keeps_the_entry_and_tells_the_new_days(year: Year) -> None:
    first = year.uids[0]
    before = read(year.story.visitor(), "/calendar.ics")[first]
    moved = year.later + timedelta(days=3)
    year.fire(SPRING, "move", year.story.LEADER, starts=moved, place="Visby", reason="Lokalen brann.")
    after = read(year.story.visitor(), "/calendar.ics")[first]
    assert after["DTSTART"].dt == moved and after["DTEND"].dt == moved + timedelta(days=1)
    assert after["LOCATION"] == "Visby" and after["SEQUENCE"] > before["SEQUENCE"]
    year.fire(SPRING, "change_mode", year.story.LEADER, mode="digital", reason="Snö.")
    digital = read(year.story.visitor(), "/calendar.ics")[first]
    assert digital["LOCATION"] == "Digitalt" and digital["SEQUENCE"] > after["SEQUENCE"]
    assert digital["DTSTAMP"].dt >= after["DTSTAMP"].dt


def test_what_is_cancelled_stays_and_says_so(year: Year) -> None:
    first = year.uids[0]
    before = read(year.story.visitor(), "/calendar.ics")[first]
    year.fire(SPRING, "cancel", reason="För få.", went_to="Workshop 2")
    after = read(year.story.visitor(), "/calendar.ics")[first]
    assert after["STATUS"] == "CANCELLED" and after["SEQUENCE"] > before["SEQUENCE"]
    assert after["DTSTART"].dt == year.soon
    assert after["SUMMARY"].startswith("Inställd: ") and "Workshop 2" in after["DESCRIPTION"]
    assert "Inställd" in year.story.visitor().get("/calendar").text


def test_what_loses_its_day_leaves_the_file_and_is_said_on_the_page(year: Year) -> None:
    year.fire(SPRING, "move", year.story.LEADER, undecided=True, reason="Vi letar lokal.")
    assert year.uids[0] not in read(year.story.visitor(), "/calendar.ics")
    awaited = year.story.visitor().get("/calendar").html.find(id="awaited").parent
    assert [each.get_text() for each in awaited.find_all("a")] == [
        "Små tal", "Workshop 1: Börja", "Workshop 3: Någon gång"]


def test_one_s_own_calendar_needs_no_sign_in_and_shows_what_that_person_may_see(year: Year) -> None:
    story = year.story
    days = {f"{year.round_uid}-{name}" for name in ("opens", "closes", "board_meets")}
    planned = {*days, year.uids[3]}
    for email, extra in ((story.MEMBER, days), (story.LEADER, planned), (story.OFFICE, planned)):
        address = address_of(story.browser(email))
        for browser in (story.visitor(), story.browser(story.OFFICE)):
            events = read(browser, address)
            assert set(events) == {*year.uids[:2], year.last_day, *extra}, email
        assert events[f"{year.round_uid}-closes"]["DTSTART"].dt == year.soon
        assert "private" in story.visitor().get(address).headers["Cache-Control"]


def test_one_s_own_calendar_follows_the_rights_of_the_moment(year: Year) -> None:
    story = year.story
    address = address_of(story.browser(story.LEADER))
    with story.acting() as acts:
        for each in list(acts.site.appointments.of_person(story.people[story.LEADER])):
            acts.end_appointment(each, "Slut")
    assert year.uids[3] not in read(story.visitor(), address)


def test_one_s_own_calendar_speaks_the_person_s_language(year: Year) -> None:
    story = year.story
    address = address_of(story.browser(story.MEMBER))
    with story.acting(story.MEMBER) as acts:
        acts.edit(acts.site["people"][story.people[story.MEMBER]], {"language": "en"})
    assert read(story.visitor(), address)[year.uids[1]]["LOCATION"] == "Digital"
    assert read(story.visitor(), "/calendar.ics")[year.uids[1]]["LOCATION"] == "Digitalt"


def test_a_secret_that_nobody_was_given_opens_nothing(year: Year) -> None:
    story = year.story
    address = address_of(story.browser(story.MEMBER))
    secret = SECRET.search(address)[1]
    other = ("A" if secret[0] != "A" else "B") + secret[1:]
    absent = story.visitor().get("/finns-inte", status=404).html.find("main").get_text()
    for wrong in (other, secret[:-1], secret + "x", "x", digest(secret), "%20", "a%0D%0Ab", secret + ".ics"):
        answer = story.visitor().get(f"/calendar/{wrong}.ics", status=404)
        assert answer.html.find("main").get_text() == absent
    for wrong in (f"/calendar/{secret}", f"/calendar/{secret}.ics/x", "/calendar/.ics", "/calendar/x"):
        story.visitor().get(wrong, status=404)
    story.visitor().get(address, status=200)


def test_the_secret_is_kept_nowhere(year: Year) -> None:
    story = year.story
    browser = story.browser(story.MEMBER)
    secret = SECRET.search(address_of(browser))[1]
    assert secret not in browser.get("/account/calendar").text
    with story.looking() as site:
        assert list(site.accounts.calendar_keys.holders) == [digest(secret)]
        storage = site._p_jar.db().storage
        assert not any(secret.encode() in record.data for each in storage.iterator() for record in each if record.data)
        told = [entry.core["kind"] for entry in site.trail.since(tuple(0 for _slot in site.trail.slots))]
    assert told.count("calendar_address_made") == 1


def test_a_new_address_ends_the_one_before_and_a_withdrawn_one_is_gone(year: Year) -> None:
    story = year.story
    browser = story.browser(story.MEMBER)
    first = address_of(browser)
    second = address_of(browser)
    assert first != second
    story.visitor().get(first, status=404)
    story.visitor().get(second, status=200)
    page = browser.get("/account/calendar").forms[2].submit("do", value="withdraw").follow()
    assert "Du har ingen adress" in page.text
    story.visitor().get(second, status=404)
    with story.looking() as site:
        assert not site.accounts.calendar_keys.holders and not site.accounts.calendar_keys.held
    person = browser.get(f"/people/{story.people[story.MEMBER]}").text
    assert "/account/calendar" in person


def test_a_locked_account_s_calendar_is_shut_and_stays_so(year: Year) -> None:
    story = year.story
    address = address_of(story.browser(story.MEMBER))
    with story.acting() as acts:
        acts.fire(acts.site["people"][story.people[story.MEMBER]], "lock", {"reason": "Slutat"})
    story.visitor().get(address, status=404)
    with story.acting() as acts:
        acts.fire(acts.site["people"][story.people[story.MEMBER]], "unlock", {"reason": "Tillbaka"})
    story.visitor().get(address, status=404)


def test_a_stranger_is_led_to_sign_in_and_makes_nothing(year: Year) -> None:
    visitor = year.story.visitor()
    assert visitor.get("/account/calendar", status=303).location.endswith("came_from=%2Faccount%2Fcalendar")
    visitor.post("/account/calendar", {"do": "make"}, status=400)
    with year.story.looking() as site:
        assert site.accounts.calendar_keys is None
    member = year.story.browser(year.story.MEMBER)
    form = member.get("/account/calendar").forms[1]
    form.submit("do", value="something", status=400)


def shown(browser: TestApp, address: str) -> set[str]:
    """The addresses that the tables of the calendar lead to, but not its other months."""
    tables = browser.get(address).html.find_all("table")
    assert all(table.caption.get_text(strip=True) for table in tables)
    return {link["href"] for table in tables for link in table.tbody.find_all("a") if "?" not in link["href"]}


def test_the_list_the_months_and_the_years_show_the_same(year: Year) -> None:
    member = year.story.browser(year.story.MEMBER)
    listed = shown(member, "/calendar")
    assert listed == {
        *(f"{year.project}/workshops/{name}" for name in (SPRING, AUTUMN)), "/rounds/2028", year.project}
    days = {year.today, year.today + timedelta(days=10), year.soon, year.later}
    months = {Month(day.year, day.month).name for day in days}
    assert set().union(*(shown(member, f"/calendar?view=month&month={each}") for each in months)) == listed
    years = {day.year for day in days}
    assert set().union(*(shown(member, f"/calendar?view=year&year={each}") for each in years)) == listed


def test_today_is_said_in_words_and_the_ways_lead_on(year: Year) -> None:
    visitor = year.story.visitor()
    page = visitor.get("/calendar?view=month").html
    assert page.find("td", class_="today").b.get_text() == "i dag"
    before = Month(year.today.year, year.today.month).beside(-1)
    assert page.find("a", rel="prev")["href"] == f"/calendar?view=month&month={before.name}"
    assert f"/calendar?view=year&year={year.today.year}" in [each["href"] for each in page.find_all("a")]


def test_the_calendar_can_be_narrowed(year: Year) -> None:
    member = year.story.browser(year.story.MEMBER)
    assert shown(member, "/calendar?kind=round") == {"/rounds/2028"}
    with year.story.looking() as site:
        uid = site["projects"]["sma-tal"].uid
    narrowed = shown(member, f"/calendar?project={uid}")
    assert narrowed == {*(f"{year.project}/workshops/{name}" for name in (SPRING, AUTUMN)), year.project}
    assert shown(member, "/calendar?kind=last_day") == {year.project}
    assert f"/calendar?project={uid}" in member.get(year.project).text


@pytest.mark.parametrize("query", [
    "view=day", "view=month&month=2026-13", "view=month&month=2026-1", "view=month&month=99999-01",
    "view=month&month=1999-12", "view=year&year=2101", "view=year&year=tv%C3%A5",
    "view=year&year=%D9%A2%D9%A0%D9%A2%D9%A6"])
def test_a_time_that_is_none_is_not_there(story: Story, query: str) -> None:
    story.visitor().get(f"/calendar?{query}", status=404)


def test_no_link_leads_on_for_ever(story: Story) -> None:
    first = story.visitor().get("/calendar?view=month&month=2000-01").html
    last = story.visitor().get("/calendar?view=year&year=2100").html
    assert first.find("a", rel="prev") is None and last.find("a", rel="next") is None


def test_a_hostile_title_breaks_nothing(year: Year) -> None:
    with year.story.acting() as acts:
        occasion = acts.site["projects"]["sma-tal"]["workshops"][SPRING]
        acts.edit(occasion, {"title": "Bort\r\nEND:VEVENT\r\n<script>\u2028x", "speakers": "A\rB"})
        acts.fire(occasion, "move", {"times": "8\r\nATTENDEE:x", "reason": "Krock."})
    events = read(year.story.visitor(), "/calendar.ics")
    assert set(events) == {*year.uids[:2], year.last_day} and "ATTENDEE" not in events[year.uids[0]]
    assert "<script>\u2028" not in year.story.visitor().get("/calendar").text


def test_the_day_of_an_idea_meeting_is_in_the_calendar_of_those_who_may_see_it(year: Year) -> None:
    day = date(year.later.year, year.later.month, 1)
    with year.story.acting() as acts:
        meeting = acts.create(acts.site["rounds"]["2028"], "meeting", {
            "title": "", "day": day, "starts": "09:30", "place": "Norrköping"})
        uid = meeting.uid
    office = read(year.story.visitor(), address_of(year.story.browser(year.story.OFFICE)))
    assert office[uid]["DTSTART"].dt == day and office[uid]["LOCATION"] == "Norrköping"
    assert office[uid]["SUMMARY"].startswith("Idémöte")
    assert uid not in read(year.story.visitor(), address_of(year.story.browser(year.story.MEMBER)))
