"""Who could: what is told from when to when is what the rights say at every single moment."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from house import Story
from learning_group import LearningGroup
from reglab_workflow import clock
from reglab_workflow.content import events
from reglab_workflow.content.acts import Acts
from reglab_workflow.content.site.model import find
from reglab_workflow.history import who_could as looking
from reglab_workflow.history.past_rules import rulebook_at
from reglab_workflow.history.shadow import site_at
from reglab_workflow.history.who_could import TooMuch, WhoCould, who_could
from reglab_workflow.people.appointments import Appointment, Ground
from reglab_workflow.security.actor import Actor, actor_for
from reglab_workflow.security.rights import Rights
from reglab_workflow.workflow.errors import Objection

WHATS = ("view", "edit", "do:submit", "view_history")


def by_brute_force(house: Story, item: Any, what: str, moment: datetime) -> set[str]:
    """Everybody with an account who could at a moment, otherwise than as one of all."""
    site = item.site
    then = site_at(house.rulebook, site, moment)
    place = then.by_uid(item.uid)
    rights = Rights(rulebook_at(house.rulebook, site, moment))
    if place is None:
        return set()
    found = set()
    for person in then["people"].values():
        actor = actor_for(person, then, moment)
        if what.startswith("do:"):
            engine, name = rights.rulebook.engine(place), what.removeprefix("do:")
            leaves = name in engine.workflow.transitions and engine.target(place, engine.transition(name)) is not None
            answer = rights.may_fire(actor, name, place) if leaves else None
        else:
            answer = rights.may(actor, what, place)
        if answer and answer.ground is not None and answer.ground.principal not in ("anyone", "signed_in"):
            found.add(person.uid)
    return found


def told_at(found: WhoCould, moment: datetime) -> set[str]:
    """Whom the answer names for a moment."""
    return {each.person for each in found.stretches if each.person not in ("anyone", "signed_in")
            and each.since <= moment and (each.until is None or moment < each.until)}


def moments(site: Any, begin: datetime, end: datetime) -> Iterator[datetime]:
    """Every moment at which anything happened, and every midnight."""
    yield begin
    for slot in site.trail.slots:
        for entry in slot.entries:
            at = datetime.fromisoformat(entry.core["at"])
            if begin <= at <= end:
                yield at
    day = clock.local_day(begin) + timedelta(days=1)
    while clock.midnight(day) <= end:
        yield clock.midnight(day)
        day += timedelta(days=1)


class Chance:
    """Somebody at the office who does this and that, a few hours apart."""

    def __init__(self, house: Story, seed: int) -> None:
        self.house, self.random = house, random.Random(seed)
        self.now = clock.now() + timedelta(minutes=1)

    def live(self, path: str, steps: int) -> None:
        """Do so many things; what is refused is left."""
        for _step in range(steps):
            self.now += timedelta(hours=self.random.choice((1, 7, 30)))
            deed = self.random.choice((self.appoint, self.end, self.lock, self.move, self.membership, self.step,
                                       self.step, self.rules))
            try:
                with self.house.acting(now=self.now) as acts:
                    deed(acts, find(acts.site, path))
            except Objection:
                pass

    def person(self, acts: Acts) -> Any:
        return self.random.choice(acts.site["people"].values())

    def organisation(self, acts: Acts) -> Any:
        return self.random.choice(acts.site["organisations"].values())

    def days(self) -> timedelta:
        return timedelta(days=self.random.choice((0, 1, 3)))

    def appoint(self, acts: Acts, item: Any) -> None:
        role, start = self.random.choice(("office", "auditor", "board", "representative")), self.days()
        scope = self.organisation(acts) if role == "representative" else acts.site
        today = clock.local_day(self.now)
        acts.appoint(self.person(acts), role, scope, today + start,
                     self.random.choice((None, today + start + self.days())), "Behövs")

    def end(self, acts: Acts, item: Any) -> None:
        given: list[Appointment] = [each for each in acts.site.appointments.all() if not each.is_over(self.now)]
        if given:
            acts.end_appointment(self.random.choice(given), "Slutar")

    def lock(self, acts: Acts, item: Any) -> None:
        person = self.person(acts)
        acts.fire(person, "lock" if person.state == "active" else "unlock", {"reason": "Prov"})

    def move(self, acts: Acts, item: Any) -> None:
        acts.edit(self.person(acts), {"organisation": self.organisation(acts).uid})

    def membership(self, acts: Acts, item: Any) -> None:
        today = clock.local_day(self.now)
        acts.edit(self.organisation(acts), {"to_date": self.random.choice((None, today, today + self.days()))})

    def step(self, acts: Acts, item: Any) -> None:
        """Whatever can be done from here, by somebody who may do all of it."""
        names = ("office", f"org:{item.organisation}", f"representative@{item.organisation}")
        anybody = Actor("operator", "Kommandorad", principals={name: Ground(name, "account") for name in names})
        acts = Acts(acts.rulebook, acts.site, anybody, self.now)
        offers = [each for each in acts.open_to(item) if each.allowed]
        if offers:
            acts.fire(item, self.random.choice(offers).transition.name, {"reason": "Prov", "motive": "Prov"})

    def rules(self, acts: Acts, item: Any) -> None:
        source = acts.rulebook.engine(item).workflow.source
        narrower = source.replace('view = ["office", "auditor"]', 'view = ["auditor", "board"]', 1)
        before, after = self.random.choice(((source, narrower), (narrower, source)))
        acts.rulebook.notify(events.RulesChanged(
            acts.site, acts.actor, self.now, workflow=item.type_name, text_before=before, text_after=after))


@pytest.mark.parametrize("seed", range(5))
def test_what_is_told_is_what_the_rights_say_at_every_moment(story: Story, seed: int) -> None:
    round_ = story.open_round()
    with story.acting(story.MEMBER) as acts:
        path = acts.create(find(acts.site, round_)["proposals"], "proposal", {
            "title": "Vem gör jobbet?", "organisation": story.norra}).path
    chance = Chance(story, seed)
    chance.live(path, 25)
    with story.looking() as site:
        item, end = find(site, path), chance.now + timedelta(days=5)
        begin = item.created - timedelta(seconds=1)
        told = [who_could(story.rulebook, site, item, what, begin, end) for what in WHATS]
        assert sum(len(found.stretches) for found in told) > 8, "too little has happened"
        for moment in sorted(set(moments(site, begin, end))):
            for what, found in zip(WHATS, told, strict=True):
                assert told_at(found, moment) == by_brute_force(story, item, what, moment), (what, moment)


@pytest.fixture
def group(tmp_path: Path) -> Iterator[LearningGroup]:
    """A project that invites."""
    house = LearningGroup(tmp_path)
    yield house
    house.close()


def test_who_takes_part_decides_who_sees_an_occasion(group: LearningGroup) -> None:
    """What one could see rests on the registrations of others, too."""
    group.opened()
    with group.looking() as site:
        workshop = find(site, group.workshop)
        before = who_could(group.rulebook, site, workshop, "view_beforehand", workshop.created, clock.now())
    maja = group.people[group.MEMBER]
    assert maja not in {each.person for each in before.stretches}
    group.confirmed(group.norra, "Ann Al")
    with group.looking() as site:
        workshop = find(site, group.workshop)
        after = who_could(group.rulebook, site, workshop, "view_beforehand", workshop.created, clock.now())
        (stretch,) = [each for each in after.stretches if each.person == maja]
        assert stretch.role == "co_participant"
        assert stretch.began is not None
        assert stretch.began.core["transition"] == "confirm"


def test_what_changes_no_right_is_no_moment(story: Story) -> None:
    """However often people sign in and letters go out, the question can be asked from the beginning."""
    path = story.open_round()

    def counted() -> int:
        with story.looking() as site:
            return who_could(story.rulebook, site, find(site, path), "view", site.created, clock.now()).moments
    before = counted()
    for _time in range(3):
        story.browser(story.MEMBER)
    assert counted() == before


def test_a_span_that_holds_too_much_is_refused_with_its_number(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    path = story.open_round()
    monkeypatch.setattr(looking, "MOST", 1)
    with story.looking() as site, pytest.raises(TooMuch) as refused:
        who_could(story.rulebook, site, find(site, path), "view", site.created, clock.now())
    assert refused.value.moments > 1
