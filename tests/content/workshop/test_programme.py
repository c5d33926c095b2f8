"""The programme of an occasion: points day by day, those who speak, and where cancelled content goes on."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from learning_group import LearningGroup
from reglab_workflow.content.project.model import Figure, figures_of
from reglab_workflow.content.site.model import find
from reglab_workflow.content.workshop.programme import (
    Point,
    Speaker,
    as_records,
    days_of,
    in_day_order,
    in_words,
    lines_of,
)

MONDAY = date(2026, 10, 12)


@pytest.fixture
def group(tmp_path: Path) -> Any:
    group = LearningGroup(tmp_path)
    yield group
    group.close()


def edit(group: LearningGroup, **values: Any) -> None:
    with group.acting() as acts:
        acts.edit(find(acts.site, group.workshop), values)


def announce(group: LearningGroup) -> None:
    with group.acting() as acts:
        workshop = find(acts.site, group.workshop)
        if workshop.state == "planned":
            acts.fire(workshop, "announce")


# -- days and people ---------------------------------------------------------------------------------------------


def test_points_stand_under_their_days_in_the_order_they_were_written():
    points = (Point("Kaffe", "10.00", day=2), Point("Start", "12.00"), Point("Middag"))
    found = days_of(points, (MONDAY, MONDAY + timedelta(days=1)))
    assert [(each.number, each.day, [point.title for point in each.points]) for each in found] == [
        (1, MONDAY, ["Start", "Middag"]), (2, MONDAY + timedelta(days=1), ["Kaffe"])]
    assert [each.title for each in in_day_order(points)] == ["Start", "Middag", "Kaffe"]


def test_a_day_that_is_not_decided_or_not_there_has_no_date():
    assert [each.day for each in days_of((Point("A"),), None)] == [None]
    assert [each.day for each in days_of((Point("A", day=3),), (MONDAY, MONDAY))] == [None]


def test_speakers_that_were_once_a_text_are_shown_as_it_was_written():
    text = "Inga Ek, Region Norra; Ola Alm"
    assert lines_of(text) == (text,) and in_words(text) == text
    assert lines_of("") == () and lines_of(()) == ()
    assert as_records(text) == (Speaker("Inga Ek, Region Norra"), Speaker("Ola Alm"))


def test_a_speaker_is_told_as_far_as_is_known():
    assert Speaker("Inga Ek", "jurist", "Region Norra").line == "Inga Ek, jurist, Region Norra"
    assert in_words((Speaker("Inga Ek"), Speaker("Ola Alm", organisation="Umeå kommun"))) == (
        "Inga Ek; Ola Alm, Umeå kommun")


# -- the pages ---------------------------------------------------------------------------------------------------


def test_the_programme_is_written_on_a_page_of_its_own_and_shown_day_by_day(group: LearningGroup) -> None:
    first = group.today + timedelta(days=30)
    with group.acting() as acts:
        find(acts.site, group.workshop).set({"ends": first + timedelta(days=1), "span": "lunch_to_lunch"})
    office = group.browser(group.OFFICE)
    form = office.get(f"{group.workshop}/programme").forms["form"]
    page = form.submit("sequence_action", value="add:points")
    form = page.forms["form"]
    form["title"], form["starts"], form["who"] = "Vi börjar", "12.00", "Lena Lind"
    form = form.submit("sequence_action", value="add:points").forms["form"]
    form.set("title", "Vi slutar", index=1)
    form.set("day", "2", index=1)
    form = form.submit("sequence_action", value="add:speakers").forms["form"]
    form["name"], form["role"] = "Inga Ek", "jurist"
    answer = form.submit("save")
    assert answer.status_int == 303, answer.text
    kept = group.item(group.workshop)
    assert kept["points"] == (Point("Vi börjar", "12.00", "", "Lena Lind", 1), Point("Vi slutar", day=2))
    assert kept["speakers"] == (Speaker("Inga Ek", "jurist"),)
    announce(group)
    section = group.visitor().get(group.workshop).html.find(id="programme")
    assert [each.get_text()[:5] for each in section.find_all("h3")] == ["Dag 1", "Dag 2"]
    first, second = section.find_all("dl")
    assert first.get_text(" ", strip=True) == "12.00 Vi börjar Lena Lind"
    assert second.get_text(" ", strip=True) == "– Vi slutar"
    page = group.visitor().get(group.workshop).html.find("main").get_text()
    assert "Inga Ek, jurist" in page and "Lunch till lunch" in page
    assert "Redigera program" not in page


def test_a_point_on_a_day_that_the_occasion_does_not_have_is_told_and_nothing_is_lost(group: LearningGroup) -> None:
    form = group.browser(group.OFFICE).get(f"{group.workshop}/programme").forms["form"]
    form = form.submit("sequence_action", value="add:points").forms["form"]
    form["title"], form["day"] = "För sent", "2"
    page = form.submit("save", status="*")
    assert "”För sent” står på dag 2, men tillfället är 1 dagar långt." in page.text
    assert page.forms["form"]["title"].value == "För sent"
    assert group.item(group.workshop)["points"] == ()


def test_an_old_text_of_speakers_becomes_records_when_the_programme_is_saved(group: LearningGroup) -> None:
    edit(group, speakers="Inga Ek, Region Norra; Ola Alm")
    announce(group)
    assert "Inga Ek, Region Norra; Ola Alm" in group.visitor().get(group.workshop).text
    form = group.browser(group.OFFICE).get(f"{group.workshop}/programme").forms["form"]
    assert [field.value for field in form.fields["name"]] == ["Inga Ek, Region Norra", "Ola Alm"]
    form.submit("save")
    assert group.item(group.workshop)["speakers"] == (Speaker("Inga Ek, Region Norra"), Speaker("Ola Alm"))


def test_only_those_who_lead_write_the_programme(group: LearningGroup) -> None:
    announce(group)
    for name in ("programme", "links"):
        group.visitor().get(f"{group.workshop}/{name}", status=(403, 404))
        group.browser(group.MEMBER).get(f"{group.workshop}/{name}", status=(403, 404))


def test_the_invitation_tells_the_points_of_the_content_and_not_the_programme(group: LearningGroup) -> None:
    edit(group, content="- En fråga", points=(Point("Kaffe på torget"),), speakers=(Speaker("Inga Ek", "jurist"),))
    announce(group)
    page = group.visitor().get(f"{group.project}/invitation").text
    assert "En fråga" in page and "Inga Ek, jurist" in page and "Kaffe på torget" not in page


def test_how_long_it_lasts_changes_by_moving_once_it_has_been_told(group: LearningGroup) -> None:
    group.confirmed(group.norra)
    edit(group, span="half_day")
    announce(group)
    form = group.browser(group.OFFICE).get(f"{group.workshop}/edit").forms["form"]
    assert "span" not in form.fields
    with group.acting() as acts:
        acts.fire(find(acts.site, group.workshop), "move", {"span": "whole_day", "reason": "Vi behöver mer tid."})
    assert group.item(group.workshop)["span"] == "whole_day"
    with group.looking() as site:
        letter = next(each for each in site.outbox.newest(20) if each.kind == "moved")
    assert "Tidigare: Halvdag" in letter.text and "Nu: Heldag" in letter.text


# -- figures -----------------------------------------------------------------------------------------------------


def test_how_many_women_and_men_spoke_is_counted_for_the_project_and_of_nobody_alone(group: LearningGroup) -> None:
    edit(group, speakers=(Speaker("Inga Ek"),), speakers_women=3, speakers_men=2)
    announce(group)
    page = group.visitor().get(group.workshop).text
    assert "kvinnor" not in page
    with group.acting() as acts:
        project = find(acts.site, group.project)
        assert Figure("speakers_women", 3) not in figures_of(project)
        find(acts.site, group.workshop).state = "held"
        assert {Figure("speakers_women", 3), Figure("speakers_men", 2)} <= set(figures_of(project))


# -- moved and cancelled -----------------------------------------------------------------------------------------


def test_the_page_tells_those_who_lead_how_many_have_not_confirmed_the_new_day(group: LearningGroup) -> None:
    group.confirmed(group.norra, "Ada Ek", "Bo Alm")
    group.opened()
    for name in ("Ada Ek", "Bo Alm"):
        group.do(name, "sign_up")
    told = "har inte bekräftat den nya dagen"
    office = group.browser(group.OFFICE)
    assert told not in office.get(group.workshop).text
    with group.acting() as acts:
        acts.fire(find(acts.site, group.workshop), "move", {
            "starts": group.today + timedelta(days=33), "reason": "Lokalen brann."})
    link = office.get(group.workshop).html.find("a", string="2 personer har inte bekräftat den nya dagen eller formen")
    assert link["href"] == f"{group.workshop}/participants"
    group.do("Ada Ek", "confirm")
    assert "1 person har inte bekräftat den nya dagen" in office.get(group.workshop).text
    for browser in (group.visitor(), group.browser(group.MEMBER)):
        assert told not in browser.get(group.workshop).text


def test_the_content_of_a_cancelled_occasion_goes_on_elsewhere_with_links_both_ways(group: LearningGroup) -> None:
    announce(group)
    with group.acting() as acts:
        other = group.occasion(acts, find(acts.site, group.project), 60, title="Terrängen")
        acts.fire(find(acts.site, other), "announce")
    page = group.browser(group.OFFICE).get(f"{group.workshop}/do/cancel")
    form = page.forms["form"]
    form["reason"] = "För få."
    form["went_on"].select(text="Workshop 2: Terrängen")
    form.submit("send")
    gone, comes = group.visitor().get(group.workshop).html, group.visitor().get(other).html
    assert gone.find("a", href=other).get_text() == "Innehållet fortsätter i ”Workshop 2: Terrängen”"
    assert comes.find("a", href=group.workshop).get_text() == (
        "Tar över innehållet från ”Workshop 1: Kartan”, som ställdes in")


def test_another_project_can_take_the_content_over_and_says_so(group: LearningGroup) -> None:
    with group.acting() as acts:
        other = acts.create(acts.site["projects"], "project", {
            "title": "Nästa år", "purpose": "Mer.", "last_day": group.today + timedelta(days=9)})
        acts.fire(other, "invite")
        path, uid = other.path, other.uid
        acts.fire(find(acts.site, group.workshop), "cancel", {"reason": "För få.", "went_on": uid})
    link = group.visitor().get(group.workshop).html.find("a", href=path)
    assert link.get_text() == "Innehållet fortsätter i ”Nästa år”"
    assert group.visitor().get(path).html.find("a", href=group.workshop) is not None


def test_where_the_content_went_is_not_told_to_those_who_may_not_see_it(group: LearningGroup) -> None:
    with group.acting() as acts:
        other = acts.create(acts.site["projects"], "project", {"title": "Hemligt än"})
        acts.fire(find(acts.site, group.workshop), "cancel", {"reason": "För få.", "went_on": other.uid})
    assert "Hemligt än" in group.browser(group.OFFICE).get(group.workshop).text
    assert "Hemligt än" not in group.visitor().get(group.workshop).text
