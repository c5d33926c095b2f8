"""Announcing with the invitation: what is planned goes out along with it, and what is added later by hand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from house import Story
from learning_site import LearningSite
from reglab_workflow import clock
from reglab_workflow.content.events import Transitioned
from reglab_workflow.content.site.model import find
from reglab_workflow.workflow.errors import Refused


@pytest.fixture
def here() -> LearningSite:
    return LearningSite()


def invite(here: LearningSite, project: Any) -> None:
    here.acts(here.office).fire(project, "invite")


def test_the_invitation_announces_every_planned_occasion(here):
    project = here.project()
    first, second = here.workshop(project, title="Start"), here.workshop(project, kind="seminar")
    invite(here, project)
    assert (first.state, second.state) == ("announced", "announced")
    assert here.may(None, "view", first)


def test_it_is_the_system_that_announces_and_it_names_the_invitation(here):
    project = here.project()
    here.workshop(project)
    invite(here, project)
    told = [event for event in here.heard if isinstance(event, Transitioned)]
    assert [(event.item.type_name, event.transition, event.actor.is_system) for event in told] == [
        ("project", "invite", False), ("workshop", "announce", True)]
    assert told[1].cause == f"project.invite:{project.uid}"


def test_planned_occasions_do_not_stop_the_button_that_invites(here):
    project = here.project()
    here.workshop(project)
    offer, = [each for each in here.acts(here.office).open_to(project) if each.transition.name == "invite"]
    assert (offer.allowed, offer.reasons) == (True, ())
    assert here.acts(here.office).stops(project, "invite") == ()


def test_a_refused_invitation_announces_nothing(here):
    project = here.project(purpose="")
    workshop = here.workshop(project)
    with pytest.raises(Refused):
        invite(here, project)
    assert (project.state, workshop.state) == ("planned", "planned")


def test_nobody_announces_by_hand_before_the_invitation(here):
    project = here.project()
    workshop = here.workshop(project)
    with pytest.raises(Refused) as refusal:
        here.acts(here.office).fire(workshop, "announce")
    assert [reason.code for reason in refusal.value.reasons] == ["project_planned"]


def test_an_occasion_that_is_added_later_is_announced_by_hand(here):
    project = here.project()
    invite(here, project)
    workshop = here.workshop(project)
    assert workshop.state == "planned"
    here.acts(here.leader(project)).fire(workshop, "announce")
    assert workshop.state == "announced"


def test_visitors_see_the_programme_at_once_and_its_history_says_why(story: Story):
    with story.acting(story.OFFICE) as acts:
        project = acts.create(acts.site["projects"], "project", {
            "title": "Små tal", "purpose": "Att räkna rätt.",
            "last_day": clock.local_day(clock.now()) + timedelta(days=9)})
        path = acts.create(project["workshops"], "workshop", {"title": "Vad är ett litet tal?"}).path
        acts.fire(project, "invite")
    assert "Vad är ett litet tal?" in story.visitor().get("/projects/sma-tal").text
    assert "Vad är ett litet tal?" in story.visitor().get("/projects/sma-tal/invitation").text
    with story.open() as site:
        entry = [each for each in find(site, path).events if each.core["kind"] == "transitioned"][-1]
        project = find(site, "/projects/sma-tal")
    assert (entry.core["transition"], entry.core["rule"]) == ("announce", f"project.invite:{project.uid}")
    told = story.browser(story.OFFICE).get(f"{path}/history").html.find("main").get_text(" ")
    assert "utlyste tillfället" in told
