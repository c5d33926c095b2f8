"""A site with something of every kind in every state, and anybody at all to look at it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from house import House
from reglab_workflow.catalog.documents import indexed
from reglab_workflow.content.round.model import Theme
from reglab_workflow.people.appointments import Ground
from reglab_workflow.rulebook import Rulebook
from reglab_workflow.security.actor import Actor, system
from reglab_workflow.workflow.engine import Engine

AREAS = ("Vård", "Värd", "Data som håller", "Data som hyller", "")
WORDS = ("region", "lärande", "hållbar", "Älv", "data", "mötesplats", "2027", "K2", "å", "naïv")
GENERAL = ("anyone", "signed_in", "member", "partner", "board", "office", "auditor")


class Crowd(House):
    """Three members and a partner, with proposals, meetings, ballots, projects, occasions and pages in any state."""

    def __init__(self, var: Path, seed: int = 1, **settings: str) -> None:
        super().__init__(var, **settings)
        self.chance = random.Random(seed)
        self.organisations = [self.organisation(f"Region {name}") for name in ("Nord", "Syd", "Öst")]
        self.organisations.append(self.organisation("Verket", "partner"))
        self.members = [
            self.person(f"person{number}@lan.example", f"Person {number}", uid)
            for number, uid in enumerate(self.organisations)]
        self.project_uids: list[str] = []
        with self.open() as site:
            self.fill(site)

    def fill(self, site: Any) -> None:
        """Make the items, each in a state of its life whatever way leads there."""
        from reglab_workflow.content.acts import Acts

        acts = Acts(self.rulebook, site, system("test"))
        for year in (2024, 2025, 2026, 2027):
            round_ = acts.create(site["rounds"], "round", {
                "title": f"Inför {year}", "year": year, "themes": (Theme("data", "Data"), Theme("mark", "Mark"))})
            for _number in range(9):
                self.proposal(acts, round_)
            meeting = acts.create(round_, "meeting", {"title": self.words(), "result": self.words()})
            self.anywhere(meeting)
            self.anywhere(round_)
        for _number in range(6):
            project = acts.create(site["projects"], "project", {"title": self.words(), "purpose": self.words()})
            self.project_uids.append(project.uid)
            for _occasion in range(2):
                self.anywhere(acts.create(project["workshops"], "workshop", {
                    "title": self.words(), "documentation": self.words()}))
            self.anywhere(project)
        for _number in range(4):
            self.anywhere(acts.create(site["pages"], "page", {"title": self.words(), "body": self.words()}))
        for round_ in site["rounds"].values():
            ballot = acts.create(round_, "ballot", {"title": self.words(), "introduction": self.words()})
            for uid in self.organisations:
                self.anywhere(acts.create(ballot["votes"], "vote", {"title": self.words(), "organisation": uid}))
            self.anywhere(ballot)

    def proposal(self, acts: Any, round_: Any) -> Any:
        """A proposal of one or two organisations, taken in by the office or not."""
        first, second = self.chance.sample(self.organisations, 2)
        made = acts.create(round_["proposals"], "proposal", {
            "title": self.words(), "idea": self.words(), "organisation": first,
            "co_senders": (second,) if self.chance.random() < 0.3 else ()})
        made.set({"area": self.chance.choice(AREAS), "theme": self.chance.choice(("", "data", "mark")),
                  "number": self.chance.choice((None, 1, 2, 3)), "taken_in": self.chance.random() < 0.3})
        return self.anywhere(made)

    def anywhere(self, item: Any) -> Any:
        """Put an item in any state of its life."""
        states = self.rulebook.engine(item).workflow.states
        item.state = self.chance.choice(sorted(states))
        return item

    def words(self) -> str:
        """A few words."""
        return " ".join(self.chance.choices(WORDS, k=3))

    def principals(self) -> list[str]:
        """Everything that somebody could hold here, and things that mean nothing here."""
        held = [*GENERAL, "org:", "member_", "org:finns-inte", 'content_leader@x" OR "']
        for uid in self.organisations:
            held += [f"org:{uid}", f"representative@{uid}"]
        for uid in self.project_uids:
            held += [f"content_leader@{uid}", f"process_leader@{uid}"]
        return held + [f"person:{uid}" for uid in self.members]

    def actors(self) -> st.SearchStrategy[Actor]:
        """Anybody: any handful of principals."""
        return st.sets(st.sampled_from(self.principals()), max_size=5).map(actor_with)


def actor_with(held: Any) -> Actor:
    """Somebody who holds just these principals."""
    return Actor("somebody", "Någon", principals={name: Ground(name, "test") for name in sorted(held)}, channel="test")


def everything(site: Any) -> Iterator[Any]:
    """Every item that lists can show."""
    yield from indexed(site)


def other_rules(rulebook: Rulebook, permissions: tuple[str, ...]) -> st.SearchStrategy[Rulebook]:
    """The rulebook as its files could also have been written: permissions granted to anybody in any state."""
    roles = st.lists(st.sampled_from(sorted(rulebook.roles)), max_size=3, unique=True).map(tuple)
    places = [(name, state) for name, engine in rulebook.engines.items() for state in (*engine.workflow.states, "")]
    changes = st.dictionaries(
        st.tuples(st.sampled_from(places), st.sampled_from(permissions)), roles, max_size=6)
    return changes.map(lambda given: with_grants(rulebook, given))


def with_grants(rulebook: Rulebook, given: Any) -> Rulebook:
    """The rulebook with other grants: ``{((workflow, state or ""), permission): roles}``."""
    engines = dict(rulebook.engines)
    for ((name, state), permission), roles in given.items():
        workflow = engines[name].workflow
        if state:
            changed = replace(workflow.states[state], grants={**workflow.states[state].grants, permission: roles})
            workflow = replace(workflow, states={**workflow.states, state: changed})
        else:
            workflow = replace(workflow, grants={**workflow.grants, permission: roles})
        engines[name] = Engine(workflow, rulebook.guards, engines[name].words)
    return replace(rulebook, engines=engines)
