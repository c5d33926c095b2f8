"""Random people sign up, leave, wait, change with colleagues: nobody is forgotten and nobody is passed by.

A plain account of who has what stands beside the real rooms; after every step both say the same. All steps of one run
are taken in one transaction, which nobody keeps, so that thousands of runs are a matter of minutes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
import transaction
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from examples import examples
from learning_group import LearningGroup, bearer, person
from places_on_paper import PLACED, UNANSWERED, Account, line
from reglab_workflow import clock
from reglab_workflow.content.acts import Acts
from reglab_workflow.content.participation.queue import ARRIVAL, EACH_FIRST, free_places, queue, with_place
from reglab_workflow.content.participation.signing import step_for
from reglab_workflow.content.registration.model import Participant
from reglab_workflow.content.site.model import find
from reglab_workflow.content.ticking import tick
from reglab_workflow.people.appointments import Ground
from reglab_workflow.security.actor import Actor
from reglab_workflow.storage.connection import site_of
from reglab_workflow.workflow.errors import Objection

PEOPLE = {"Norra": ("Ada", "Bo", "Cleo", "Dag"), "Södra": ("Eva", "Finn", "Gro"), "Östra": ("Hans", "Ida", "Jon")}
EVERYBODY = [name for names in PEOPLE.values() for name in names]
LATE = "Östra"
FRESH = ("Ny Kollega", "Ny Granne", "Ny Vikarie")


class Start:
    """The site that every run begins with, made once: two organisations are in, a third has a draft."""

    story: LearningGroup
    registrations: dict[str, str]


@pytest.fixture(scope="module", autouse=True)
def _ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    made = LearningGroup(tmp_path_factory.mktemp("places") / Path("var"))
    Start.story = made
    uids = {"Norra": made.norra, "Södra": made.sodra, LATE: made.ostra}
    Start.registrations = {
        name: made.confirmed(uid, *PEOPLE[name]) if name != LATE else made.registration(uid)
        for name, uid in uids.items()}
    yield
    made.close()


somebody = st.integers(0, 99)
rarely = st.integers(0, 4).map(lambda number: number == 4)
whoever = st.sampled_from(["participant", "contact", "office"])


class Places(RuleBasedStateMachine):
    """One occasion, and everything that can happen to its places before the day."""

    @initialize(rule=st.sampled_from([ARRIVAL, EACH_FIRST]), capacity=st.sampled_from([1, 2, 3, 4, None]),
                most=st.sampled_from([2, 3, 5]))
    def opened(self, rule: str, capacity: int | None, most: int) -> None:
        story = Start.story
        self.manager = transaction.TransactionManager(explicit=True)
        self.manager.begin()
        self.connection = story.database.open(self.manager)
        self.site = site_of(self.connection)
        self.now = clock.now()
        self.paper = Account(rule, capacity, most)
        self.workshop = find(self.site, story.workshop)
        self.registrations = {name: find(self.site, path) for name, path in Start.registrations.items()}
        acts = self.office()
        acts.edit(self.workshop, {"queue_rule": rule, "capacity": capacity, "most_each": most})
        acts.fire(self.workshop, "open")
        for home in ("Norra", "Södra"):
            self.join(home)
        self.freshly: dict[str, str] = {}
        self.step = ""

    def join(self, home: str) -> None:
        """On paper: the people of an organisation that takes part from now on."""
        self.paper.taking_part.add(home)
        for name in PEOPLE[home]:
            self.paper.state[name], self.paper.home[name] = "invited", home
            self.paper.listed.add(name)

    # -- who acts

    def acts(self, *principals: str, organisation: str = "") -> Acts:
        held = {each: Ground(each, "test") for each in ("anyone", *principals)}
        return Acts(Start.story.rulebook, self.site, Actor("somebody", "Någon", organisation, principals=held),
                    self.now)

    def office(self) -> Acts:
        return self.acts("signed_in", "office")

    def one(self, n: int, *states: str) -> str:
        """Mostly somebody for whom it makes sense, now and then anybody at all."""
        fitting = self.paper.names(*states) if n % 5 else []
        names = fitting or list(self.paper.state)
        return names[n // 5 % len(names)]

    def answer(self, name: str) -> Any:
        return next(each for each in self.workshop["participations"].values() if each.title == name)

    def take(self, who: str, answer: Any, step: str, **facts: Any) -> bool:
        """Take a step; False when it is refused, and then nothing has changed."""
        acting = {
            "participant": lambda: Acts(Start.story.rulebook, self.site, bearer(answer), self.now),
            "contact": lambda: self.acts("signed_in", f"project_contact@{answer.registration}"),
            "office": self.office,
        }[who]()
        return self.tried(lambda: acting.fire(answer, step, facts))

    def tried(self, act: Any) -> bool:
        before = {each.title: each.state for each in self.workshop["participations"].values()}
        point = self.manager.savepoint()
        try:
            act()
        except Objection:
            point.rollback()
            return False
        self.freshly = before
        return True

    def agree(self, happened: bool, expected: bool, what: str) -> bool:
        self.step = what if happened else ""
        assert happened == expected, f"{what}: {'taken' if happened else 'refused'}, and paper says otherwise"
        return happened

    # -- what people do

    @rule(n=somebody, who=whoever)
    def say_yes(self, n: int, who: str) -> None:
        """As the page does: a place if there is one, else a turn in the queue."""
        self.asks_for_a_place(self.one(n, *UNANSWERED), who)

    @rule(n=somebody, number=st.integers(2, 8))
    def many_say_yes(self, n: int, number: int) -> None:
        for each in range(number):
            self.asks_for_a_place(self.one(n + 11 * each, *UNANSWERED), "participant")
            self.nobody_is_passed_by()

    def asks_for_a_place(self, name: str, who: str) -> None:
        answer = self.answer(name)
        paper, free = self.paper, self.paper.free()
        wanted = step_for(answer)
        assert (wanted == "sign_up") == free
        if self.agree(self.take(who, answer, wanted), paper.may_come(name), wanted):
            paper.take(name, "registered" if free else "waiting")

    @rule(n=somebody)
    def press_the_other_button(self, n: int) -> None:
        """Whoever asks for a place when there is none, or for the queue when there is a place, is refused."""
        name = self.one(n, *UNANSWERED)
        answer = self.answer(name)
        self.agree(self.take("participant", answer, "queue" if self.paper.free() else "sign_up"), False, "other")

    @rule(n=somebody, who=whoever)
    def say_no(self, n: int, who: str) -> None:
        name = self.one(n, "invited")
        answer = self.answer(name)
        if self.agree(self.take(who, answer, "decline"), self.paper.state[name] == "invited", "decline"):
            self.paper.state[name] = "declined"

    @rule(n=somebody, who=whoever)
    def sign_off(self, n: int, who: str) -> None:
        name = self.one(n, *PLACED, "waiting")
        answer = self.answer(name)
        possible = self.paper.state[name] in (*PLACED, "waiting")
        if self.agree(self.take(who, answer, "cancel"), possible, "cancel"):
            self.paper.leave(name, "cancelled", self.now)

    @rule(n=somebody, who=whoever)
    def accept(self, n: int, who: str) -> None:
        name = self.one(n, "offered")
        answer, paper = self.answer(name), self.paper
        possible = paper.state[name] == "offered" and self.now < paper.until[name]
        if self.agree(self.take(who, answer, "accept"), possible, "accept"):
            paper.state[name] = "registered"

    @rule(hours=st.sampled_from([1, 24, 47, 49]))
    def time_passes(self, hours: int) -> None:
        """What has run out goes to the next, as the clock finds it."""
        self.now += timedelta(hours=hours)
        self.step = "lapse"
        self.freshly = {each.title: each.state for each in self.workshop["participations"].values()}
        tick(Start.story.rulebook, self.site, self.now)
        out = [each.title for each in self.workshop["participations"].values()
               if self.paper.state[each.title] == "offered" and self.paper.until[each.title] <= self.now]
        for name in out:
            self.paper.leave(name, "lapsed", self.now)

    @rule(n=somebody)
    def admit(self, n: int) -> None:
        """The office gives a place before the queue, with a reason; where all are taken there is one more."""
        name = self.one(n, "waiting")
        answer, paper = self.answer(name), self.paper
        was = paper.state[name]
        taken = self.take("office", answer, "admit", reason="Håller i passet.")
        if self.agree(taken, was in ("waiting", "offered"), "admit"):
            if was == "waiting" and not paper.free():
                paper.capacity += 1
            paper.state[name] = "registered"
            steps = [each for each in answer.events if each.core["kind"] == "transitioned"]
            assert steps[-1].core["transition"] == "admit"
            assert steps[-1].details["facts"]["reason"] == "Håller i passet."

    @rule(n=somebody, m=somebody, who=whoever)
    def let_a_colleague_come(self, n: int, m: int, who: str) -> None:
        name = self.one(n, *(("waiting",) if m % 2 else (*PLACED, "waiting")))
        answer, paper = self.answer(name), self.paper
        home, other = paper.home[name], (*EVERYBODY, *FRESH)[m % (len(EVERYBODY) + len(FRESH))]
        if other == name:
            return
        known = other in paper.home
        if known and paper.home[other] != home:
            return  # the form offers colleagues only
        if other in EVERYBODY and not known:
            return
        found = self.registrations[home].participant(person(other).key)
        colleague = found or Participant(person(other).key, other, person(other).email, extra=True)
        possible = (paper.state[name] in (*PLACED, "waiting") and home in paper.taking_part and name in paper.listed
                    and (not known or paper.state[other] in UNANSWERED))
        if self.agree(self.take(who, answer, "replace", substitute=colleague), possible, "replace"):
            paper.home[other] = home
            paper.listed.add(other)
            paper.state[other], paper.came[other] = paper.state[name], paper.came[name]
            if name in paper.until:
                paper.until[other] = paper.until[name]
            paper.state[name] = "replaced"

    @rule(places=st.sampled_from([1, 2, 3, 4, 6, 8, None]))
    def change_places(self, places: int | None) -> None:
        paper = self.paper
        facts = {"unlimited": True} if places is None else {"capacity": places}
        possible = places is None or places >= len(paper.names(*PLACED))
        taken = self.tried(lambda: self.office().fire(self.workshop, "change_places", facts))
        if self.agree(taken, possible, "change_places"):
            paper.capacity = places
            paper.hand_out(self.now)

    @rule(now=rarely)
    def close_the_list(self, now: bool) -> None:
        if not now:
            return
        taken = self.tried(lambda: self.office().fire(self.workshop, "close_registration"))
        self.agree(taken, not self.paper.closed, "close_registration")
        self.paper.closed = True

    @rule(n=somebody)
    def an_organisation_leaves(self, n: int) -> None:
        """All its people go at once, and none of them is offered a place on the way out."""
        paper = self.paper
        home = paper.home[self.one(n, "waiting")]
        registration = self.registrations[home]
        turns = {each.title: each.turn for each in self.workshop["participations"].values() if each.state == "waiting"}
        step, facts = ("cancel_late", {"reason": "Ett skäl.", "charge": 0}) if self.is_late() else ("cancel", {})
        taken = self.tried(lambda: self.office().fire(registration, step, facts))
        if self.agree(taken, home in paper.taking_part, "leave"):
            paper.taking_part.discard(home)
            own = [name for name in paper.state if paper.home[name] == home]
            for name in own:
                if paper.state[name] in (*PLACED, "waiting"):
                    paper.state[name] = "cancelled"
            paper.hand_out(self.now)
            for name in set(own) & set(turns):
                steps = [each.core["transition"] for each in self.answer(name).events
                         if each.core["kind"] == "transitioned"]
                assert steps[-2:] != ["offer", "cancel"] or self.freshly[name] != "waiting"

    @rule(home=st.sampled_from(sorted(PEOPLE)))
    def an_organisation_comes_back(self, home: str) -> None:
        """Its people can answer anew; what they had before has gone to others."""
        registration = self.registrations[home]
        if registration.state == "cancelled" and not self.is_late():
            acts = self.office()
            acts.fire(registration, "reopen")
            self.confirm(acts, registration)
            self.paper.taking_part.add(home)
            self.step = ""

    def is_late(self) -> bool:
        """Whether the last day to register has passed."""
        return clock.local_day(self.now) > find(self.site, Start.story.project).last_day

    def confirm(self, acts: Acts, registration: Any) -> None:
        if self.is_late():
            acts.fire(registration, "admit_late", {
                "reason": "Ett skäl.", "approved_by": "Moa Chef", "approved_on": clock.local_day(self.now)})
            return
        acts.fire(registration, "record_approval", {
            "approved_by": "Moa Chef", "approved_on": clock.local_day(self.now)})
        acts.fire(registration, "confirm")

    @precondition(lambda self: LATE not in self.paper.home.values() and not self.paper.closed)
    @rule()
    def one_more_organisation_comes_late(self) -> None:
        registration = self.registrations[LATE]
        if registration.state == "draft":
            acts = self.office()
            self.confirm(acts, registration)
            acts.fire(registration, "name", {"people": tuple(person(name) for name in PEOPLE[LATE])})
            self.join(LATE)
            self.step = ""

    @rule(n=somebody, now=rarely)
    def take_off_the_list(self, n: int, now: bool) -> None:
        """Whoever has a place stays on the list; another who is taken off it can no longer come."""
        if not now:
            return
        name = self.one(n, *UNANSWERED)
        paper = self.paper
        if name not in paper.listed or paper.home[name] not in paper.taking_part:
            return
        registration = self.registrations[paper.home[name]]
        kept = tuple(each for each in registration.people if each.name != name)
        taken = self.tried(lambda: self.office().fire(registration, "name", {"people": kept}))
        if self.agree(taken, paper.state[name] not in (*PLACED, "waiting"), "name"):
            paper.listed.discard(name)

    # -- what holds after every step

    @invariant()
    def the_paper_says_the_same(self) -> None:
        answers = self.workshop["participations"].values()
        assert {each.title: each.state for each in answers} == self.paper.state
        assert self.workshop.capacity == self.paper.capacity
        assert [turn.participation.title for turn in queue(self.workshop)] == self.paper.order()
        assert [turn.number for turn in queue(self.workshop)] == list(range(1, len(self.paper.order()) + 1))

    @invariant()
    def there_are_never_more_people_than_places(self) -> None:
        capacity = self.workshop.capacity
        assert capacity is None or len(with_place(self.workshop)) <= capacity

    @invariant()
    def no_place_stands_empty_while_somebody_waits(self) -> None:
        assert not (queue(self.workshop) and free_places(self.workshop) != 0)

    @invariant()
    def everybody_stands_once_with_a_number_of_their_own(self) -> None:
        answers = self.workshop["participations"].values()
        assert len({each.person for each in answers}) == len(answers)
        numbers = [each.arrived for each in answers if each.state == "waiting"]
        assert len(set(numbers)) == len(numbers)

    @invariant()
    def nobody_is_passed_by(self) -> None:
        """Taken back one by one, the latest first, each who was offered a place was first in the queue."""
        if self.step == "":
            return
        answers = {each.title: each for each in self.workshop["participations"].values()}
        state = {name: each.state for name, each in answers.items()}
        home = {name: each.organisation for name, each in answers.items()}
        came = {name: each.arrived for name, each in answers.items()}
        fresh = [name for name in state if state[name] == "offered" and self.freshly.get(name) == "waiting"]
        for name in sorted(fresh, key=lambda each: answers[each].turn, reverse=True):
            state[name] = "waiting"
            assert line(self.workshop.queue_rule, state, home, came)[0] == name
        if self.step == "sign_up":
            assert "waiting" not in self.freshly.values()
        if self.step not in ("admit", "replace"):
            risen = [name for name, was in self.freshly.items() if was == "waiting" and state[name] == "registered"]
            assert risen == []

    def teardown(self) -> None:
        if hasattr(self, "connection"):
            self.manager.abort()
            self.connection.close()


TestPlaces = Places.TestCase
TestPlaces.settings = examples(100, 4000, stateful_step_count=60)
