"""What a survey gave: spread over each question, on the page and as sheets, and what everybody may read of it."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from links import words
from reglab_workflow.content.site.model import find
from survey_group import ASKED, RESULT, SurveyGroup


@pytest.fixture
def group(tmp_path: Path) -> Any:
    group = SurveyGroup(tmp_path)
    yield group
    group.close()


@pytest.fixture
def closed(group: SurveyGroup) -> str:
    """A closed survey that six have answered; gives its path."""
    path = group.survey()
    for name, satisfied, reached in zip(ASKED, "554432", "322111", strict=False):
        group.answer(name, q1=satisfied, q2=reached, q5="Mer tid." if name == "Ada Ek" else "")
    group.fire(path, "close")
    return path


def rows_of(page: Any, question: str) -> dict[str, tuple[str, str]]:
    """The table of a question: what was answered, how many and which share."""
    table = next(each for each in page.html.find_all("table") if each.caption and each.caption.text == question)
    return {row.th.text: tuple(each.text for each in row.find_all("td")[:2]) for row in table.tbody.find_all("tr")}


def test_the_answers_are_spread_over_the_whole_scale(group: SurveyGroup, closed: str) -> None:
    page = group.browser(group.OFFICE).get(closed)
    assert rows_of(page, "Hur nöjd är du?") == {
        "1 – Inte alls": ("0", "0"), "2": ("1", "17"), "3": ("1", "17"), "4": ("2", "33"), "5 – Mycket": ("2", "33")}
    told = words(page)
    assert "6 svar , medel 3,8 av 5" in told or "6 svar, medel 3,8 av 5" in told
    assert "Mer tid." in told


def test_those_who_lead_and_the_auditor_see_results_and_nobody_else(group: SurveyGroup, closed: str) -> None:
    group.lead(group.LEADER)
    for email in (group.OFFICE, group.AUDITOR, group.LEADER):
        assert "medel 3,8" in words(group.browser(email).get(closed)), email
    for browser in (group.visitor(), group.browser(group.MEMBER), group.browser(group.PARTNER)):
        for tail in ("", "/results.csv", "/results.xlsx", "/preview", "/edit", "/history"):
            assert browser.get(closed + tail, status="*").status_int == 404, tail
        project = browser.get(group.project)
        assert "3,8" not in project.text and "Mer tid." not in project.text


def test_a_sheet_tells_how_often_and_joins_no_answers(group: SurveyGroup, closed: str) -> None:
    office = group.browser(group.OFFICE)
    rows = list(csv.reader(StringIO(office.get(f"{closed}/results.csv").text.lstrip("\ufeff")), delimiter=";"))
    assert ["Hur nöjd är du?", "En skala från 1 till 5", "4", "2", "33"] in rows
    assert ["Vad kan bli bättre?", "Text", "Mer tid.", "1", ""] in rows
    assert office.get(f"{closed}/results.xlsx").body.startswith(b"PK")


def test_a_text_that_begins_like_a_formula_is_none_in_a_sheet(group: SurveyGroup) -> None:
    path = group.survey()
    for name in ASKED[:5]:
        group.answer(name, q5="=HYPERLINK(1)")
    group.fire(path, "close")
    assert "'=HYPERLINK(1)" in group.browser(group.OFFICE).get(f"{path}/results.csv").text


def test_what_was_written_is_shown_as_text(group: SurveyGroup) -> None:
    path = group.survey()
    for name in ASKED[:5]:
        group.answer(name, q5="<b>fet</b> [länk](javascript:alert(1))")
    group.fire(path, "close")
    text = group.browser(group.OFFICE).get(path).text
    assert "<b>fet</b>" not in text and "&lt;b&gt;fet" in text and 'href="javascript' not in text


def test_the_leaders_see_the_mean_beside_each_expected_result(group: SurveyGroup) -> None:
    path = group.survey()
    for name, reached in zip(ASKED, "54321", strict=False):
        group.answer(name, q2=reached)
    group.lead(group.LEADER)
    before = group.browser(group.LEADER).get(f"{group.project}/evaluation")
    assert "inget mätt" in words(before)
    group.fire(path, "close")
    for page in (f"{group.project}/evaluation", group.project):
        assert "medel 3,0 av 5, antal svar: 5" in words(group.browser(group.LEADER).get(page)), page
    assert "medel 3,0" not in words(group.visitor().get(group.project))


def test_everybody_reads_the_summary_once_the_survey_is_closed(group: SurveyGroup) -> None:
    path = group.survey()
    group.lead(group.LEADER)
    leader = group.browser(group.LEADER)
    form = leader.get(f"{path}/edit").forms["form"]
    assert "questions" not in form.text and "least" not in form.fields
    form["summary"] = "Deltagarna vill ha mer tid."
    form.submit("save")
    assert "mer tid" not in words(group.visitor().get(group.project))
    group.fire(path, "close")
    told = words(group.visitor().get(group.project))
    assert "Vad deltagarna säger" in told and "Deltagarna vill ha mer tid." in told


def test_the_page_begins_with_the_usual_questions_and_one_for_each_expected_result(group: SurveyGroup) -> None:
    group.lead(group.LEADER)
    leader = group.browser(group.LEADER)
    page = leader.get(f"{group.project}/add-survey")
    form = page.forms["form"]
    assert RESULT in page.text
    form.submit("save").follow()
    with group.looking() as site:
        [survey] = find(site, group.project)["surveys"].values()
        assert (survey.title, survey.kind, survey.least, survey.state) == ("Utvärdering", "evaluation", 5, "draft")
        assert [each.about for each in survey.questions if each.about] == [RESULT]
        assert survey.questions[0].required and survey.questions[0].low == "Inte alls nöjd"
        path = survey.path
    assert "Hur nöjd är du som helhet?" in words(leader.get(f"{path}/preview"))
    assert not leader.get(f"{path}/preview").forms["answer"].fields.get("send")


def test_nobody_who_does_not_lead_writes_surveys(group: SurveyGroup) -> None:
    for email in (group.MEMBER, group.AUDITOR, group.PARTNER):
        assert group.browser(email).get(f"{group.project}/add-survey", status="*").status_int in (403, 404), email


def test_questions_of_an_open_survey_cannot_be_changed(group: SurveyGroup) -> None:
    from reglab_workflow.workflow.errors import NotPermitted

    path = group.survey()
    with group.acting() as acts:
        for values in ({"questions": ()}, {"least": 3}, {"kind": "follow_up"}, {"asked": ()}, {"introduction": "Ny"}):
            with pytest.raises(NotPermitted):
                acts.edit(find(acts.site, path), values)


def test_an_alternative_question_needs_alternatives(group: SurveyGroup) -> None:
    page = group.browser(group.OFFICE).get(f"{group.project}/add-survey")
    form = page.forms["form"]
    next(each for each in form.fields["kind"] if each.tag == "select").value = "one"
    assert "minst två alternativ" in words(form.submit("save", status=422))


@pytest.mark.parametrize(("values", "code"), [
    ({"questions": ()}, "no_questions"), ({"closes": None}, "no_last_day")])
def test_an_unfinished_survey_does_not_open(group: SurveyGroup, values: dict[str, Any], code: str) -> None:
    path = group.survey(is_open=False, **values)
    assert group.stops(path, "open") == [code]
    assert group.item(path)["state"] == "draft"


def test_a_survey_without_anybody_to_ask_does_not_open(group: SurveyGroup) -> None:
    with group.acting() as acts:
        workshop = find(acts.site, group.workshop)
        uid = workshop.uid
    path = group.survey(is_open=False, occasion=uid)
    assert group.stops(path, "open") == ["nobody_to_ask"]


@pytest.mark.usefixtures("by_hand")
def test_a_project_from_before_there_were_surveys_has_none_and_can_get_one(group: SurveyGroup) -> None:
    with group.acting() as acts:
        find(acts.site, group.project).remove("surveys")
    office = group.browser(group.OFFICE)
    assert "Ingen har tillfrågats än" in words(office.get(f"{group.project}/evaluation"))
    office.get(group.project)
    office.get(f"{group.project}/add-survey").forms["form"].submit("save").follow()
    assert "Utvärdering" in words(office.get(f"{group.project}/evaluation"))


def test_the_folder_leads_to_the_overview(group: SurveyGroup) -> None:
    assert group.browser(group.OFFICE).get(f"{group.project}/surveys").location.endswith(f"{group.project}/evaluation")
    assert group.visitor().get(f"{group.project}/surveys").location.endswith(group.project)


def test_an_occasion_that_has_been_held_leads_to_its_evaluation(group: SurveyGroup) -> None:
    group.opened()
    for name in ASKED[:3]:
        group.do(name, "sign_up")
    group.lead(group.LEADER)
    leader = group.browser(group.LEADER)
    assert "Utvärdera tillfället" not in words(leader.get(group.workshop))
    with group.acting() as acts:
        find(acts.site, group.workshop).state = "held"
    form = leader.get(group.workshop).click("Utvärdera tillfället").forms["form"]
    assert form["title"].value == "Utvärdering av Workshop 1: Kartan"
    form.submit("save")
    assert leader.get(group.workshop).click("Utvärdering av Workshop 1").request.path.endswith("/surveys/"
        "utvardering-av-workshop-1-kartan")
    assert "Utvärder" not in words(group.visitor().get(group.workshop))
