"""The end of a project: where it goes on is a link both ways, and what came of it stays on its page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from links import words
from reglab_workflow.content.site.model import find
from survey_group import SurveyGroup


@pytest.fixture
def group(tmp_path: Path) -> Any:
    group = SurveyGroup(tmp_path)
    yield group
    group.close()


def another_project(group: SurveyGroup, invited: bool = True) -> str:
    """One more project; gives its path."""
    with group.acting() as acts:
        project = acts.create(acts.site["projects"], "project", {
            "title": "Nätverket", "purpose": "Vi fortsätter.", "last_day": group.today})
        if invited:
            acts.fire(project, "invite")
        path: str = project.path
    return path


def choose(group: SurveyGroup, uid: str) -> None:
    """The office chooses where the project goes on, in the form."""
    form = group.browser(group.OFFICE).get(f"{group.project}/edit").forms["form"]
    form["continues_in"] = uid
    form.submit("save")


def uid_of(group: SurveyGroup, path: str) -> str:
    with group.looking() as site:
        uid: str = find(site, path).uid
    return uid


def test_a_project_goes_on_in_another_and_both_pages_say_so(group: SurveyGroup) -> None:
    path = another_project(group)
    choose(group, uid_of(group, path))
    visitor = group.visitor()
    assert visitor.get(group.project).click("Nätverket").request.path == path
    told = visitor.get(path)
    assert "Projekt som fortsätter här" in words(told)
    assert told.click("Den lärande regionen").request.path == group.project


def test_it_can_go_on_in_an_organisation_or_a_proposal(group: SurveyGroup) -> None:
    round_ = group.open_round()
    with group.acting(group.MEMBER) as acts:
        proposal = acts.create(find(acts.site, round_)["proposals"], "proposal", {
            "title": "Kartan igen", "organisation": group.norra})
        acts.fire(proposal, "submit")
        path = proposal.path
    with group.looking() as site:
        home = site.by_uid(group.sodra).path
    for uid, page in ((uid_of(group, path), path), (group.sodra, home)):
        choose(group, uid)
        assert "Projekt som fortsätter här" in words(group.browser(group.OFFICE).get(page)), page


def test_what_one_may_not_see_is_not_told(group: SurveyGroup) -> None:
    path = another_project(group, invited=False)
    choose(group, uid_of(group, path))
    assert "Nätverket" in group.browser(group.OFFICE).get(group.project).text
    assert "Nätverket" not in group.visitor().get(group.project).text


def test_only_what_is_on_the_site_can_be_chosen(group: SurveyGroup) -> None:
    office = group.browser(group.OFFICE)
    for forged in ("0" * 16, uid_of(group, group.project), "<b>"):
        form = office.get(f"{group.project}/edit").forms["form"]
        form["continues_in"].force_value(forged)
        assert form.submit("save", status="*").status_int == 422
    assert group.item(group.project)["continues_in"] == ""


def test_it_can_be_told_when_the_project_is_closed(group: SurveyGroup) -> None:
    uid = uid_of(group, another_project(group))
    group.close_project(continuation="Nätverket tar vid.", continues_in=uid)
    assert group.item(group.project)["continues_in"] == uid
    told = words(group.visitor().get(group.project))
    assert "Fortsätter i Nätverket" in told and "Nätverket tar vid." in told and "Uppnått" in told
