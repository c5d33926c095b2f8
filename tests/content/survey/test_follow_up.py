"""What a closed project has led to: three surveys that time opens, one answer from each organisation."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from links import form_with, words
from reglab_workflow import clock
from reglab_workflow.content.site.model import find
from reglab_workflow.content.survey.model import Reply, Said
from reglab_workflow.content.survey.planning import add_months
from reglab_workflow.content.ticking import tick
from reglab_workflow.workflow.errors import Objection
from survey_group import SurveyGroup, address

KIM, SIV = "kim@norra.example", "siv@sodra.example"


@pytest.fixture
def group(tmp_path: Path) -> Any:
    group = SurveyGroup(tmp_path)
    yield group
    group.close()


def tick_on(group: SurveyGroup, day: date) -> list[str]:
    """Let the clock look on a day at noon; gives the states of the follow-ups."""
    with group.open() as site:
        now = datetime.combine(day, time(12), timezone.utc)
        tick(group.rulebook, site, now)
        return [each.state for each in find(site, group.project)["surveys"].values()]


@pytest.mark.parametrize(("day", "months", "then"), [
    (date(2026, 11, 30), 3, date(2027, 2, 28)), (date(2027, 11, 30), 3, date(2028, 2, 29)),
    (date(2026, 10, 15), 3, date(2027, 1, 15)), (date(2026, 6, 30), 6, date(2026, 12, 30)),
    (date(2028, 2, 29), 12, date(2029, 2, 28)), (date(2026, 12, 31), 12, date(2027, 12, 31))])
def test_months_are_those_of_the_calendar(day: date, months: int, then: date) -> None:
    assert add_months(day, months) == then


def test_closing_a_project_plans_three(group: SurveyGroup) -> None:
    group.close_project()
    today = clock.local_day(clock.now())
    with group.looking() as site:
        found = find(site, group.project)["surveys"].values()
        assert [(each.kind, each.months, each.opens, each.state) for each in found] == [
            ("follow_up", months, add_months(today, months), "draft") for months in (3, 6, 12)]
        assert [each.title for each in found] == [
            f"Uppföljning efter {months} månader" for months in (3, 6, 12)]
        assert all(len(each.questions) == 4 and each.closes > each.opens for each in found)


def test_a_project_that_nobody_took_part_in_is_not_followed_up(group: SurveyGroup) -> None:
    from reglab_workflow.content.survey.effects import plan_follow_ups

    with group.acting() as acts:
        project = acts.create(acts.site["projects"], "project", {"title": "Tomt", "purpose": "Prov."})
        plan_follow_ups(project, None)
        assert len(project["surveys"]) == 0


def test_the_clock_opens_and_closes_each_in_its_time(group: SurveyGroup) -> None:
    group.close_project()
    today = clock.local_day(clock.now())
    first = add_months(today, 3)
    assert tick_on(group, first - timedelta(days=1)) == ["draft"] * 3
    assert tick_on(group, first) == ["open", "draft", "draft"]
    assert tick_on(group, first + timedelta(days=28)) == ["open", "draft", "draft"]
    assert tick_on(group, first + timedelta(days=29)) == ["closed", "draft", "draft"]
    assert tick_on(group, add_months(today, 6)) == ["closed", "open", "draft"]
    assert group.item(group.project)["state"] == "closed"


def test_the_contact_answers_by_link_and_the_office_sees_who_said_what(group: SurveyGroup) -> None:
    path = group.follow_up()
    page = group.visitor().get(group.links(KIM)[0])
    assert "Svaret är inte anonymt" in words(page)
    form = form_with(page, "send")
    form["q1"], form["answer-q2"] = "Metoden.", "4"
    assert "Tack" in words(form.submit("send"))
    item = group.item(path)
    [reply] = item["replies"]
    assert (reply.organisation, reply.by) == (group.norra, "Kim Kontakt")
    assert reply.said == (Said("q1", "Metoden."), Said("q2", 4))
    told = words(group.browser(group.OFFICE).get(path))
    assert "Region Norra" in told and "Metoden." in told and "1 av 2" in told
    overview = words(group.browser(group.OFFICE).get(f"{group.project}/evaluation"))
    assert "Metoden." in overview and "inget svar" in overview


def test_an_organisation_has_one_answer_that_it_can_change(group: SurveyGroup) -> None:
    path = group.follow_up()
    for text in ("Metoden.", "Metoden, och kartan."):
        form = form_with(group.visitor().get(group.links(KIM)[0]), "send")
        form["q1"] = text
        form.submit("send")
    again = form_with(group.visitor().get(group.links(KIM)[0]), "send")
    assert again["q1"].value == "Metoden, och kartan."
    assert [each.value("q1") for each in group.item(path)["replies"]] == ["Metoden, och kartan."]


def test_a_colleague_with_an_account_answers_on_the_page(group: SurveyGroup) -> None:
    path = group.follow_up()
    page = group.browser(group.MEMBER).get(path)
    form = page.click("Svara för din organisation").forms["answer"]
    empty = form.submit("send", status=422)
    assert "måste besvaras" in words(empty)
    form["q1"] = "Allt."
    assert "Vad din organisation har svarat" in words(form.submit("send").follow())
    assert group.item(path)["replies"][0].by == "Maja Myr"


def test_nobody_sees_what_another_organisation_has_answered(group: SurveyGroup) -> None:
    path = group.follow_up()
    form = form_with(group.visitor().get(group.links(KIM)[0]), "send")
    form["q1"] = "Norras hemlighet."
    form.submit("send")
    assert "Norras hemlighet." not in group.browser(group.OTHER).get(path).text
    assert "Norras hemlighet." not in group.browser(group.OTHER).get(f"{path}/reply").text
    for browser in (group.visitor(), group.browser(group.PARTNER), group.browser(group.LEADER)):
        assert browser.get(path, status="*").status_int == 404
        assert "Norras hemlighet." not in browser.get(group.project).text
    for tail in ("/results.csv", "/history", "/preview", "/edit"):
        assert group.browser(group.OTHER).get(path + tail, status="*").status_int in (403, 404), tail


@pytest.mark.parametrize("forge", [
    lambda own, other, day: Reply(other, "Olof", day, (Said("q1", "x"),)),
    lambda own, other, day: Reply(own, "Maja", day, ()),
    lambda own, other, day: Reply(own, "Maja", day, (Said("q1", "x"), Said("q2", 6))),
    lambda own, other, day: Reply(own, "Maja", day, (Said("q1", "x"), Said("q9", "x"))),
    lambda own, other, day: "x"])
def test_only_a_whole_answer_of_the_own_organisation_is_taken(group: SurveyGroup, forge: Any) -> None:
    path = group.follow_up()
    with group.acting(group.MEMBER) as acts, pytest.raises(Objection):
        acts.fire(find(acts.site, path), "answer", {"reply": forge(group.norra, group.sodra, group.today)})
    assert group.item(path)["replies"] == ()


def test_nobody_answers_for_an_evaluation_through_the_door_of_follow_ups(group: SurveyGroup) -> None:
    path = group.survey()
    with group.acting(group.MEMBER) as acts, pytest.raises(Objection):
        acts.fire(find(acts.site, path), "answer", {
            "reply": Reply(group.norra, "Maja", group.today, (Said("q1", 4),))})


def test_everybody_sees_how_many_have_answered(group: SurveyGroup) -> None:
    group.close_project()
    tick_on(group, add_months(clock.local_day(clock.now()), 3))
    told = words(group.visitor().get(group.project))
    assert "Uppföljning efter 3 månader: 0 av 2 organisationer har svarat." in told
    assert "Uppföljning efter 6 månader" not in told


def test_a_reminder_goes_to_those_who_have_not_answered(group: SurveyGroup) -> None:
    path = group.follow_up()
    form = form_with(group.visitor().get(group.links(KIM)[0]), "send")
    form["q1"] = "Metoden."
    form.submit("send")
    group.fire(path, "remind")
    assert (len(group.links(KIM)), len(group.links(SIV))) == (1, 2)
    assert not group.links(address("Ada Ek"))


def test_closing_without_an_evaluation_is_worth_a_word(group: SurveyGroup) -> None:
    from reglab_workflow.content.survey.guards import has_no_evaluation

    def said() -> bool:
        with group.acting() as acts:
            return has_no_evaluation(find(acts.site, group.project), acts.ask()) is not None

    assert said()
    path = group.survey()
    group.answered_by("Ada Ek")
    assert said()
    group.fire(path, "close")
    assert not said()
