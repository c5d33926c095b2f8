"""What is explained on the page of an earlier day: by the rules and the appointments of that day."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

from house import Story
from past_story import History
from reglab_workflow import clock
from reglab_workflow.content.site.model import find


def verdict(page: Any) -> str:
    """The answer."""
    return str(page.html.find(class_="yn").get_text(strip=True))


def words(page: Any) -> str:
    """What the page says, on one line."""
    return " ".join(page.html.find("main").get_text(" ", strip=True).split())


def test_an_appointment_that_came_later_gave_nothing_then(story: Story) -> None:
    with story.acting() as acts:
        project = acts.create(acts.site["projects"], "project", {"title": "Små tal", "purpose": "Räkna rätt."})
        path, leader = project.path, story.people[story.LEADER]
    before = clock.now()
    with story.acting() as acts:
        acts.appoint(acts.site["people"][leader], "content_leader", find(acts.site, path))
    question = f"{path}/rights?what=edit&who={leader}"
    for reader in (story.OFFICE, story.AUDITOR):
        browser = story.browser(reader)
        now, then = browser.get(question), browser.get(f"/at/{before.isoformat()}{question}")
        assert (verdict(now), verdict(then)) == ("Ja", "Nej")
        assert "Uppdrag för Små tal: innehållsledare." in words(then)
        assert "Det kan göras av kansliet: Karin Kvist." in words(then)
        assert "Du kan göra det själv." not in words(then), "nothing is changed on another day"


def test_an_appointment_that_has_not_begun_is_told_with_its_day(story: Story) -> None:
    with story.acting() as acts:
        project = acts.create(acts.site["projects"], "project", {"title": "Små tal"})
        path, leader = project.path, story.people[story.LEADER]
        start = clock.local_day(clock.now()) + timedelta(days=3)
        acts.appoint(acts.site["people"][leader], "content_leader", project, start)
    office = story.browser(story.OFFICE)
    told = words(office.get(f"{path}/rights?what=edit&who={leader}"))
    assert "Uppdraget som innehållsledare har inte börjat." in told and "Vänta till" in told


def test_a_rule_that_has_been_changed_decides_as_it_stood(story: Story) -> None:
    path = draft(story)
    before, old, new = clock.now(), 'edit = ["sender", "stand_in"]', 'edit = ["stand_in"]'
    source = story.rulebook.engines["proposal"].workflow.source
    assert old in source
    History(story, Random(1), clock.now()).rules("proposal", source.replace(old, new))
    member = story.browser(story.MEMBER)
    now, then = member.get(f"{path}/rights?what=edit"), member.get(f"/at/{before.isoformat()}{path}/rights?what=edit")
    assert (verdict(now), verdict(then)) == ("Nej", "Ja")
    assert old in words(then) and old not in words(now)
    assert member.get(f"{path}/edit", status="*").status_int == 403


def draft(story: Story) -> str:
    """A draft of the member's; gives its path."""
    round_ = story.open_round()
    with story.acting(story.MEMBER) as acts:
        path: str = acts.create(find(acts.site, round_)["proposals"], "proposal", {"title": "Vem gör jobbet?"}).path
        return path
