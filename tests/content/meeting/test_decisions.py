"""Decisions of an idea meeting: recorded by the office, read by all who see the meeting, locked with its result."""

from __future__ import annotations

from typing import Any

import pytest

from house import Story
from meeting_story import MEETING, fire, session_of
from reglab_workflow import clock
from reglab_workflow.content.meeting.model import Decision
from reglab_workflow.content.round.model import Area
from reglab_workflow.content.site.model import find
from reglab_workflow.workflow.errors import NotPermitted


@pytest.fixture
def session(story: Story) -> list[str]:
    """The uids of three proposals of a meeting that is in session, in a round with an area."""
    made = session_of(story)
    with story.acting(story.OFFICE) as acts:
        acts.edit(find(acts.site, "/rounds/2027"), {"areas": (Area("vatten", "Vatten och kust"),)})
    return made


def record(story: Story, session: list[str]) -> Any:
    """The office writes one decision in the form, about the first proposal."""
    office = story.browser(story.OFFICE)
    form = office.get(f"{MEETING}/decisions").forms["form"]
    form["wording"] = "Vatten blir ett område."
    form["present"] = "Arton regioner."
    form["area"] = "vatten"
    answer = form.submit("sequence_action", value="add:decisions.0.proposals")
    form = answer.forms["form"]
    form["proposal"] = session[0]
    return form.submit("save")


def test_a_decision_is_recorded_and_read_with_all_that_belongs_to_it(story, session):
    assert record(story, session).location.endswith("#decisions")
    assert story.item(MEETING)["decisions"] == (Decision(
        "beslut-1", "Vatten blir ett område.", "meeting", clock.local_day(clock.now()), "Arton regioner.", "vatten",
        (session[0],)),)
    page = story.browser(story.MEMBER).get(MEETING)
    told = page.html.select_one("#beslut-1")
    for words in ("Vatten blir ett område.", "Idémötet,", "Arton regioner.", "Vatten och kust", "1. Första"):
        assert words in told.get_text()
    assert [link["href"] for link in told.select("a")] == [
        "/rounds/2027/result#area-vatten", "/rounds/2027/proposals/forsta"]


def test_a_decision_keeps_its_id_when_it_is_worded_anew_and_the_history_tells_it_in_words(story, session):
    record(story, session)
    office = story.browser(story.OFFICE)
    form = office.get(f"{MEETING}/decisions").forms["form"]
    form["wording"] = "Vatten och kust blir ett område."
    form.submit("save")
    (decision,) = story.item(MEETING)["decisions"]
    assert decision.id == "beslut-1"
    told = office.get(f"{MEETING}/history").text
    assert "ändrade: Beslut" in told
    for words in ("Vatten och kust", "Idémötet", "Första"):
        assert words in told
    assert "beslut-1" not in told
    assert session[0] not in told


def test_decisions_change_places_and_empty_ones_fall_away(story, session):
    with story.acting(story.OFFICE) as acts:
        acts.edit(find(acts.site, MEETING), {"decisions": (Decision("beslut-1", "Ett."), Decision("beslut-2", "Två."))})
    office = story.browser(story.OFFICE)
    form = office.get(f"{MEETING}/decisions").forms["form"]
    form = form.submit("sequence_action", value="up:decisions.1").forms["form"]
    form = form.submit("sequence_action", value="add:decisions").forms["form"]
    form.submit("save")
    assert [(each.id, each.wording) for each in story.item(MEETING)["decisions"]] == [
        ("beslut-2", "Två."), ("beslut-1", "Ett.")]


def test_before_the_meeting_only_the_office_knows_a_prepared_decision(story, session):
    record(story, session)
    with story.open() as site:
        find(site, MEETING).state = "called"
    assert "Vatten blir" not in story.browser(story.MEMBER).get(MEETING).text
    with story.open() as site:
        assert "Vatten blir" not in find(site, MEETING).search_text()
    fire(story, "begin")
    assert "Vatten blir" in story.browser(story.MEMBER).get(MEETING).text


def test_when_the_result_is_published_decisions_are_locked_and_public(story, session):
    record(story, session)
    with story.open() as site:
        find(site, MEETING).state = "published"
    story.browser(story.OFFICE).get(f"{MEETING}/decisions", status=403)
    with pytest.raises(NotPermitted), story.acting(story.OFFICE) as acts:
        acts.edit(find(acts.site, MEETING), {"decisions": ()})
    page = story.visitor().get(MEETING)
    assert "Vatten blir ett område." in page.text
    assert "Första" not in page.html.select_one("#beslut-1").get_text()  # who may not see a proposal reads no title


def test_two_who_record_decisions_at_once_are_shown_both(story, session):
    office = story.browser(story.OFFICE)
    first, second = (office.get(f"{MEETING}/decisions").forms["form"] for _window in range(2))
    first["wording"], second["wording"] = "Ett.", "Två."
    first.submit("save")
    answer = second.submit("save", status=409)
    for words in ("Ett.", "Två."):
        assert words in answer.html.select_one(".pair").get_text()
    assert answer.forms["form"]["wording"].value == "Två."


def test_members_record_no_decisions(story, session):
    story.browser(story.MEMBER).get(f"{MEETING}/decisions", status=403)
