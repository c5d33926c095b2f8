"""The last days in the calendar: to register for a project, and for the homework of an occasion."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from house import HOST
from learning_group import LearningGroup
from reglab_workflow.content.site.model import find


@pytest.fixture
def group(tmp_path: Path) -> Any:
    group = LearningGroup(tmp_path)
    yield group
    group.close()


def entries(browser: Any, address: str) -> dict[str, Any]:
    """The entries of a calendar file by uid, without the host."""
    events = Calendar.from_ical(browser.get(address).body).walk("VEVENT")
    return {str(each["UID"]).removesuffix(f"@{HOST}"): each for each in events}


def uids(group: LearningGroup) -> tuple[str, str]:
    """The uids of the entries for the last day to register, and for the homework."""
    return f"{group.item(group.project)['uid']}-last_day", f"{group.item(group.workshop)['uid']}-homework"


def set_homework(group: LearningGroup, due: date | None) -> None:
    """The first occasion has homework."""
    with group.acting() as acts:
        workshop = find(acts.site, group.workshop)
        acts.edit(workshop, {"homework": "Ring tre kommuner.", "homework_due": due})


def test_the_last_day_to_register_is_in_every_calendar_while_one_can(group: LearningGroup) -> None:
    day, uid = group.today + timedelta(days=14), uids(group)[0]
    for address in ("/calendar.ics", f"{group.project}/calendar.ics"):
        entry = entries(group.visitor(), address)[uid]
        assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (day, day + timedelta(days=1))
        assert entry["SUMMARY"] == "Sista anmälningsdag – Den lärande regionen"
        assert (entry["STATUS"], entry["TRANSP"]) == ("CONFIRMED", "TRANSPARENT")
    months = f"/calendar?view=month&month={day:%Y-%m}"
    for address in ("/calendar", months, f"/calendar?view=year&year={day.year}"):
        assert "Sista anmälningsdag" in group.visitor().get(address).html.find("table").parent.parent.parent.get_text()


def test_a_later_last_day_is_the_same_entry_and_a_closed_registration_has_none(group: LearningGroup) -> None:
    uid = uids(group)[0]
    before = entries(group.visitor(), "/calendar.ics")[uid]
    later = group.today + timedelta(days=20)
    with group.acting() as acts:
        acts.fire(find(acts.site, group.project), "extend", {"last_day": later, "reason": "Fler hör av sig."})
    after = entries(group.visitor(), "/calendar.ics")[uid]
    assert after["DTSTART"].dt == later and after["SEQUENCE"] > before["SEQUENCE"]
    group.confirmed(group.norra)
    with group.acting() as acts:
        acts.fire(find(acts.site, group.project), "close_registration", {"fee": 20_000})
    assert uid not in entries(group.visitor(), "/calendar.ics")
    assert "Sista anmälningsdag" not in group.visitor().get("/calendar").html.find("table").get_text()


def test_the_last_day_of_a_project_that_is_planned_is_nobody_s_yet(group: LearningGroup) -> None:
    with group.acting() as acts:
        made = acts.create(acts.site["projects"], "project", {
            "title": "Inte än", "last_day": group.today + timedelta(days=9)})
        uid = f"{made.uid}-last_day"
    assert uid not in entries(group.visitor(), "/calendar.ics")


def test_homework_is_in_the_calendar_of_those_who_take_part_and_lead_alone(group: LearningGroup) -> None:
    group.confirmed(group.norra)
    group.opened()
    due, uid = group.today + timedelta(days=40), uids(group)[1]
    set_homework(group, due)
    address = f"{group.project}/calendar.ics"
    for email in (group.MEMBER, group.OFFICE, group.AUDITOR):
        entry = entries(group.browser(email), address)[uid]
        assert entry["DTSTART"].dt == due and entry["TRANSP"] == "TRANSPARENT"
        assert entry["SUMMARY"] == "Sista dag för hemuppgiften till Workshop 1: Kartan – Den lärande regionen"
        assert entry["DESCRIPTION"] == "Ring tre kommuner."
    for browser in (group.visitor(), group.browser(group.OTHER), group.browser(group.PARTNER)):
        assert uid not in entries(browser, address)
        assert "hemuppgift" not in browser.get("/calendar").html.find("main").find("table").get_text()


def test_homework_of_a_cancelled_occasion_says_so(group: LearningGroup) -> None:
    group.confirmed(group.norra)
    group.opened()
    set_homework(group, group.today + timedelta(days=40))
    with group.acting() as acts:
        acts.fire(find(acts.site, group.workshop), "cancel", {"reason": "För få."})
    office = group.browser(group.OFFICE)
    entry = entries(office, f"{group.project}/calendar.ics")[uids(group)[1]]
    assert entry["STATUS"] == "CANCELLED" and entry["SUMMARY"].startswith("Inställd: ")


def test_homework_without_a_day_is_said_in_the_list_and_is_in_no_month_and_no_file(group: LearningGroup) -> None:
    group.confirmed(group.norra)
    group.opened()
    set_homework(group, None)
    member = group.browser(group.MEMBER)
    assert uids(group)[1] not in entries(member, f"{group.project}/calendar.ics")
    awaited = member.get("/calendar").html.find(id="awaited").parent.get_text()
    assert "Sista dag för hemuppgiften till Workshop 1: Kartan" in awaited
    assert group.visitor().get("/calendar").html.find(id="awaited") is None
