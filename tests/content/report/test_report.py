"""A report is the answer as it was, whatever the site has become."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any

import pytest

from house import Story
from reglab_workflow import clock
from reglab_workflow.content.acts import Acts
from reglab_workflow.content.report.model import Report
from reglab_workflow.content.site.model import find
from reglab_workflow.security.actor import actor_for
from reglab_workflow.workflow.errors import NotPermitted

QUESTION = "/audit/rights-changed?since=&until=&ask=1"


def table(page: Any) -> list[list[str]]:
    """What stands in the cells of the answer."""
    return [[" ".join(cell.get_text(" ").split()) for cell in row.find_all("td")]
            for row in page.html.select("section[aria-labelledby=answer] tbody tr")]


def said(page: Any) -> str:
    return " ".join(page.html.find("main").get_text(" ").split())


def keeping(page: Any) -> Any:
    """The form that keeps the answer of a page."""
    return next(form for form in page.forms.values() if "made" in form.fields)


def appointed(story: Story, why: str) -> None:
    with story.acting() as acts:
        acts.appoint(acts.site["people"][story.people[story.OTHER]], "board", acts.site, why=why)


def test_a_report_is_the_answer_then_although_the_site_goes_on(story: Story) -> None:
    office = story.browser(story.OFFICE)
    asked = office.get(QUESTION)
    report = keeping(asked).submit().follow()
    assert table(report) == table(asked)
    appointed(story, "Efter rapporten")
    assert table(office.get(report.request.path)) == table(asked)
    assert len(table(office.get(QUESTION))) == len(table(asked)) + 1
    again = report.click("Ställ samma fråga i dag")
    assert "Efter rapporten" in said(again)


def test_the_same_form_sent_twice_keeps_one_report_and_numbers_go_on(story: Story) -> None:
    office = story.browser(story.OFFICE)
    form = keeping(office.get(QUESTION))
    first, second = form.submit().location, form.submit().location
    assert first == second
    assert first.endswith("/reports/1")
    assert keeping(office.get(QUESTION)).submit().location.endswith("/reports/2")
    listed = office.get("/audit").html.select("#reports li")
    assert [each.get_text(" ").split(".")[0].strip() for each in listed] == ["2", "1"]


def test_a_report_tells_what_was_asked_by_whom_and_what_it_cannot_know(story: Story) -> None:
    office = story.browser(story.OFFICE)
    told = said(keeping(office.get("/audit/deeds?person=Maja+Myr&since=&until=")).submit().follow())
    assert "Vad gjorde någon? · Maja Myr" in told
    assert "Karin Kvist" in told
    assert "Vad svaret inte säger" in told
    assert "händelser lästes för svaret" in told


def test_the_rows_can_be_had_as_a_sheet_with_the_question_below(story: Story) -> None:
    office = story.browser(story.OFFICE)
    asked = office.get(QUESTION)
    for page in (office.get("/audit/rights-changed/answer.csv?since=&until=&ask=1"),
                 office.get(keeping(asked).submit().location + "/report.csv")):
        assert page.content_type == "text/csv"
        lines = list(csv.reader(StringIO(page.text.removeprefix("\ufeff")), delimiter=";"))
        assert lines[0] == ["När", "Vad som gjordes", "Gäller", "Varför", "Bevis"]
        assert lines[1:len(table(asked)) + 1] == table(asked)
        assert ["Av", "Karin Kvist"] in [line[:2] for line in lines]


def test_the_auditor_reads_and_saves_files_but_keeps_no_report(story: Story) -> None:
    office, auditor = story.browser(story.OFFICE), story.browser(story.AUDITOR)
    path = keeping(office.get(QUESTION)).submit().location
    page = auditor.get(QUESTION)
    assert not [form for form in page.forms.values() if "made" in form.fields]
    auditor.post(QUESTION, {"csrf_token": auditor.cookies["csrf"], "made": "7"}, status=403)
    auditor.get(path, status=200)
    auditor.get("/audit/rights-changed/answer.csv?since=&until=&ask=1", status=200)
    member = story.browser(story.MEMBER)
    member.get(path, status=404)
    member.get(path + "/report.csv", status=404)


def test_a_report_cannot_be_changed_only_withdrawn_with_a_reason(story: Story) -> None:
    office = story.browser(story.OFFICE)
    path = keeping(office.get(QUESTION)).submit().follow().request.path
    assert office.get(f"{path}/edit", status="*").status_int in (403, 404)
    with story.looking() as site:
        office_itself = actor_for(site["people"][story.people[story.OFFICE]], site, clock.now())
        acts = Acts(story.rulebook, site, office_itself)
        for name in Report.fields:
            with pytest.raises(NotPermitted):
                acts.edit(find(site, path), {name: "något annat"})
    step = office.get(path).click("Dra tillbaka rapporten")
    assert step.forms["form"].submit("fire", status=422)
    step.forms["form"]["reason"] = "Fel dagar"
    page = step.forms["form"].submit("fire").follow()
    assert "Tillbakadragen" in said(page)
    assert "Fel dagar" in said(page)
    assert table(page), "what it said can still be read"


def test_what_cannot_be_answered_is_not_kept(story: Story) -> None:
    office = story.browser(story.OFFICE)
    office.get("/audit")
    answer = office.post("/audit/deeds?person=Ingen", {"csrf_token": office.cookies["csrf"], "made": "8"})
    assert answer.location.endswith("/audit/deeds?person=Ingen")
    assert "Ingen rapport är sparad än" in said(office.get("/audit"))
