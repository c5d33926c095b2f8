"""Every role that somebody may lack: the change that is named gives it, and the no becomes a yes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar

import pytest

from reglab_workflow.content.acts import Acts
from reglab_workflow.people.appointments import SITE, Ground
from reglab_workflow.security.actor import actor_for, nobody, system
from reglab_workflow.security.explain import Explanation, explain
from reglab_workflow.security.holding import Holding, Somebody
from reglab_workflow.security.remedies import Appoint, EditField, Remedy, SignIn, TakeStep, UseLink
from reglab_workflow.security.ways import Change, Way, Ways
from reglab_workflow.workflow.definition import SYSTEM
from remedy_scenes import also, has, without_organisation
from remedy_stage import On, Stage, days

COLLEAGUE, ALONE, LOCKED = "nina@norra.example", "ensam@example.org", "lisa@last.example"
LINKS: dict[str, Callable[[Any], str]] = {
    "registration": lambda item: f"approver@{item.uid}", "participation": lambda item: f"participant@{item.person}",
    "survey": lambda item: f"surveyed@{item.uid}"}
"""What the link in a letter about an item gives whoever follows it."""


class Crowd(Stage):
    """The stage with somebody else of Norra, somebody without an organisation, and a locked account."""

    EXTRA: ClassVar = {COLLEAGUE: "Nina Ny", ALONE: "Esa Ensam", LOCKED: "Lisa Lås"}

    def fill(self) -> None:
        """Those whom the stage has not got."""
        for email, name in self.EXTRA.items():
            self.person(email, name, self.norra if email == COLLEAGUE else "", "office" if email == LOCKED else "")
        with self.open() as site:
            site["people"][self.people[LOCKED]].state = "locked"


@dataclass
class Lacking(On):
    """The stage with the person who lacks a role; nobody until a visitor has signed in."""

    email: str = ""
    wants: str = ""
    links: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.values = {"from_date": days(-1), "to_date": None}

    @property
    def asker(self) -> Any:
        """Who asks."""
        return self.site["people"][self.stage.people[self.email]] if self.email else None

    @property
    def acts(self) -> Acts:
        """What that one can do as things stand."""
        actor = actor_for(self.asker, self.site, self.now) if self.email else nobody()
        held = {each: Ground(each, "link") for each in self.links}
        actor = actor.__class__(actor.person, actor.name, actor.organisation, principals={**actor.principals, **held})
        return Acts(self.stage.rulebook, self.site, actor, self.now)

    def explained(self, what: str) -> Explanation:
        """The answer for that one."""
        return explain(self.acts, what, self.item, self.asker)

    def needed(self, what: str) -> tuple[str, ...]:
        """The roles one of which it takes, with those that are given with another."""
        workflow = self.stage.rulebook.engine(self.item).workflow
        step = workflow.transitions.get(what)
        roles = step.by if step is not None else self.acts.rights.roles(what, self.item)
        return (*roles, *(role.name for role in self.stage.rulebook.roles.values() if {*role.implies} & {*roles}))

    def remedies(self, role: str) -> list[Remedy]:
        """What would give the role alone."""
        who = Somebody(self.acts.actor, self.asker)
        return list(Holding(self.stage.rulebook, self.site, self.item, who, self.now).remedies((role,)))

    def holds(self, role: str) -> bool:
        """Whether that one has the role now."""
        return role in {name for name, _ground in self.acts.rights.held(self.acts.actor, self.item)}

    def make(self, change: Change) -> None:
        """A change that is about the person who asks is made for that one."""
        what = change.what
        if isinstance(what, SignIn):
            self.email = Stage.MEMBER
        elif isinstance(what, Appoint):
            place = self.site if what.scope == SITE else self.site.by_uid(what.scope)
            self.as_one_of(change).appoint(self.asker, what.role, place)
        elif isinstance(what, UseLink):
            engine = self.stage.rulebook.engine(what.item)
            if engine.target(what.item, engine.transition(what.transition)) is not None:
                self.step(change, TakeStep(what.item, what.transition))
            self.links = (LINKS[what.item.type_name](what.item),)
        elif isinstance(what, TakeStep) and what.transition == "change_contact":
            self.values |= {"contact_name": self.asker.title, "contact_email": self.email}
            super().make(change)
        elif isinstance(what, EditField) and what.field == "organisation" and what.value is None:
            self.values["organisation"] = self.stage.verket if self.wants == "partner" else self.stage.norra
            super().make(change)
        else:
            super().make(change)


@dataclass(frozen=True)
class Row:
    """Somebody lacks a role on an item, and so may not do ``what``; without it, only the role is asked for."""

    who: str
    build: Callable[[On], Any]
    what: str = ""


def site(on: On) -> Any:
    """The site itself."""
    return on.site


def gone(on: On) -> None:
    """Norra has left the network."""
    on.put("organisation", to_date=days(-1))


def with_draft(**values: Any) -> Callable[[On], Any]:
    """A draft of a proposal."""
    return has("proposal", "draft", **values)


def asked_to_send(on: On) -> Any:
    """Södra has been asked to send the proposal too."""
    return on.put("proposal", "draft", co_senders=(on.stage.sodra,), taken_in=False)


def asks_norra(on: On) -> Any:
    """A follow-up that goes to Norra."""
    return on.put("survey", "open", organisations=(on.stage.norra,))


OTHER, PARTNER = Stage.OTHER, Stage.PARTNER
ANNOUNCED = has("workshop", "announced")
ROWS: dict[str, tuple[Row, ...]] = {
    "office": (Row(OTHER, site, "add_round"), Row(ALONE, site, "add_person")),
    "auditor": (Row(OTHER, site, "view_desk"), Row(ALONE, has("review"), "view")),
    "board": (Row(ALONE, has("meeting", "called"), "view"),),
    "member": (Row(PARTNER, has("round", "open"), "add_proposal"), Row(ALONE, has("round", "open"), "add_proposal"),
               Row(COLLEAGUE, also(has("round", "open"), gone), "add_proposal")),
    "partner": (Row(ALONE, has("project", "inviting"), "add_registration"),
                Row(ALONE, has("meeting", "called"), "view")),
    "signed_in": (Row("", has("page")),),
    "sender": (Row(Stage.LEADER, with_draft(taken_in=False), "edit"), Row(OTHER, asked_to_send, "edit"),
               Row(COLLEAGUE, also(has("proposal", "submitted"), gone), "withdraw"), Row(OTHER, without_organisation)),
    "representative": (Row(COLLEAGUE, has("vote", "draft"), "cast"), Row(OTHER, has("organisation"), "view_history")),
    "colleague": (Row(OTHER, has("registration", "draft"), "view"),
                  Row(COLLEAGUE, also(has("registration", "draft"), gone), "edit")),
    "content_leader": (Row(OTHER, has("project", "planned"), "edit"),),
    "process_leader": (Row(OTHER, has("project", "confirmed"), "view_internal"),),
    "project_contact": (Row(COLLEAGUE, has("registration", "confirmed"), "edit"),),
    "approver": (Row(OTHER, has("registration", "awaiting_approval"), "approve"),
                 Row(ALONE, has("registration", "draft"))),
    "participant": (Row(OTHER, has("participation", "registered"), "view_beforehand"),),
    "co_participant": (Row(COLLEAGUE, also(ANNOUNCED, has("registration", "submitted")), "view_homework"),
                       Row(OTHER, also(ANNOUNCED, has("registration", "confirmed")), "view_homework")),
    "surveyed": (Row(OTHER, asks_norra, "view"),),
    "reader": (Row(OTHER, also(has("proposal", "submitted"), has("round", "compiled")), "view"),
               Row(ALONE, also(has("proposal", "submitted"), has("round", "published")), "view"),
               Row(ALONE, also(has("proposal", "submitted"), has("round", "compiled")), "view")),
    "public_reader": (Row(ALONE, also(has("proposal", "selected"), has("round", "discussed")), "view"),),
    "stand_in": (Row(OTHER, with_draft(taken_in=True), "edit"),),
    "asked": (Row(OTHER, with_draft(taken_in=False), "agree"), Row(OTHER, with_draft(co_senders=(), taken_in=False))),
}
"""For each role that can be given: who lacks it, and on what."""

NEVER: dict[str, str] = {
    "anyone": "everybody has it already",
    "self": "nobody becomes another person",
    SYSTEM: "what follows by itself is done by nobody",
}
"""The roles that nothing gives, and why."""


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crowd]:
    made = Crowd(tmp_path_factory.mktemp("missing") / "var")
    made.fill()
    yield made
    made.close()


@contextmanager
def lacking(crowd: Crowd, role: str, row: Row) -> Iterator[Lacking]:
    """The row, in a transaction that leaves nothing behind."""
    with crowd.looking() as there:
        found = Lacking(crowd, there, email=row.who, wants=role)
        found.item = row.build(found)
        yield found


def one_by_one(crowd: Crowd, role: str, row: Row, ways: Callable[[Lacking], tuple[Way, ...]]) -> Iterator[Lacking]:
    """The stage after each of the ways has been gone, each from the beginning."""
    with lacking(crowd, role, row) as there:
        number = len(ways(there))
    assert number, "no way is named"
    for place in range(number):
        with lacking(crowd, role, row) as there:
            for change in ways(there)[place].changes:
                there.make(change)
            yield there


def test_every_role_has_its_row(crowd: Crowd) -> None:
    assert {*ROWS, *NEVER} == set(crowd.rulebook.roles)
    assert not {*ROWS} & {*NEVER}


@pytest.mark.parametrize(("role", "row"), [(role, row) for role, rows in ROWS.items() for row in rows])
def test_what_gives_a_role_gives_it(crowd: Crowd, role: str, row: Row) -> None:
    """Each remedy for the role alone gives the role, and with it what rests on the role."""
    def ways(there: Lacking) -> tuple[Way, ...]:
        assert not there.holds(role)
        worked_out = Ways(crowd.rulebook, there.acts.rights, there.item)
        return tuple(way for remedy in there.remedies(role) for way in worked_out.of(remedy))
    for there in one_by_one(crowd, role, row, ways):
        assert there.holds(role)
        if row.what:
            told = there.explained(row.what)
            assert told.allowed or "no_role" not in {each.code for each in told.reasons}, told


@pytest.mark.parametrize(("role", "row"), [(role, row) for role, rows in ROWS.items() for row in rows if row.what])
def test_the_named_change_turns_the_no_into_a_yes(crowd: Crowd, role: str, row: Row) -> None:
    """Whatever way the explanation names out of the missing role, at its end the answer is no longer that one."""
    def ways(there: Lacking) -> tuple[Way, ...]:
        told = there.explained(row.what)
        assert not told.allowed
        assert role in there.needed(row.what)
        return told.stops[0].ways
    for there in one_by_one(crowd, role, row, ways):
        told = there.explained(row.what)
        assert told.allowed, told.stops


@pytest.mark.parametrize("role", NEVER)
def test_where_nothing_gives_a_role_nothing_is_named(crowd: Crowd, role: str) -> None:
    for life in ("person", "page", "registration"):
        with lacking(crowd, role, Row(OTHER, has(life))) as there:
            assert there.remedies(role) == []
    with lacking(crowd, role, Row("", has("person"))) as visitor:
        assert visitor.holds(role) == (role == "anyone")
        visitor.email = Stage.MEMBER
        assert visitor.holds(role) == (role in ("anyone", "self"))


def test_what_only_the_system_does_is_said_to_be_done_by_nobody(crowd: Crowd) -> None:
    found = 0
    for life, engine in crowd.rulebook.engines.items():
        for step in engine.workflow.transitions.values():
            if set(step.by) == {SYSTEM} and life in crowd.paths:
                with lacking(crowd, SYSTEM, Row(Stage.OFFICE, has(life, step.sources[0]))) as there:
                    told = there.explained(step.name)
                    assert (told.reasons[0].code, told.stops[0].ways) == ("nobody", ())
                    assert Acts(crowd.rulebook, there.site, system("test")).rights.may_fire(
                        system("test"), step.name, there.item)
                found += 1
    assert found > 5


def test_a_locked_account_is_unlocked(crowd: Crowd) -> None:
    row = Row(LOCKED, site, "add_round")
    for there in one_by_one(crowd, "office", row, lambda there: there.explained("add_round").stops[0].ways):
        assert there.explained("add_round").allowed


@pytest.mark.parametrize(("kind", "state", "dates"), [
    ("other", "active", {}), ("member", "former", {}), ("member", "active", {"from_date": days(9)}),
    ("member", "active", {"to_date": days(-9)}), ("partner", "former", {})])
def test_whatever_keeps_an_organisation_away_is_undone(
        crowd: Crowd, kind: str, state: str, dates: dict[str, Any]) -> None:
    """The membership of the organisation, in each way that it can be missing."""
    def ways_to_add(there: Lacking) -> tuple[Way, ...]:
        return there.explained("add_proposal").stops[0].ways

    def build(on: On) -> Any:
        on.put("organisation", state, kind=kind, **dates)
        return on.put("round", "open")
    for there in one_by_one(crowd, "member", Row(COLLEAGUE, build, "add_proposal"), ways_to_add):
        assert there.explained("add_proposal").allowed
