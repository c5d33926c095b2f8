"""A small site with its people and lives, without the web: where tests of projects and people begin."""

from __future__ import annotations

import importlib
import inspect
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any

from reglab_workflow.content.acts import Acts
from reglab_workflow.content.attachment.model import Attachment
from reglab_workflow.content.page.model import Page
from reglab_workflow.content.participation.model import Participation, coming_of, participations_of
from reglab_workflow.content.project.model import Project, occasions, proposals_behind
from reglab_workflow.content.proposal.model import Proposal, asked_organisations, stand_ins
from reglab_workflow.content.registration.model import Registration, registrations_of
from reglab_workflow.content.round.model import Round
from reglab_workflow.content.site.model import Site
from reglab_workflow.content.submission.model import Submission
from reglab_workflow.content.survey.model import Survey
from reglab_workflow.content.workshop.model import Workshop
from reglab_workflow.people.appointments import SITE, Appointment, Ground
from reglab_workflow.people.organisation import Organisation
from reglab_workflow.people.person import Person
from reglab_workflow.rulebook import ContentType, Rulebook
from reglab_workflow.security.actor import Actor, actor_for, nobody, system
from reglab_workflow.security.roles import Role
from reglab_workflow.workflow.engine import Engine
from reglab_workflow.workflow.reader import Vocabulary, read

FILES = Path(__file__).resolve().parents[1] / "workflows"
TYPES = (Site, Round, Proposal, Project, Workshop, Registration, Participation, Submission, Survey, Page,
         Attachment, Organisation, Person)
ROOMS = ("content.project", "content.workshop", "content.page", "content.proposal", "content.registration",
         "content.participation", "content.submission", "content.survey", "people")
START = datetime(2026, 9, 1, 8, 0, tzinfo=timezone.utc)


@cache
def rulebook() -> Rulebook:
    """The lives of the real files with the guards and effects of the real rooms."""
    made = Rulebook()
    made.effects.update(_public("content.effects"))
    for room in ROOMS:
        made.guards.update(_public(f"{room}.guards"))
        if room != "content.page":
            made.effects.update(_public(f"{room}.effects"))
    made.roles["stand_in"] = Role("stand_in", "", stand_ins, implies=("office",))
    made.roles["asked"] = Role("asked", "", asked_organisations)
    for kind in TYPES:
        name = kind.type_name
        text = (FILES / f"{name}.toml").read_text(encoding="utf-8")
        made.types[name] = ContentType(name, kind, name)
        made.engines[name] = Engine(read(text, f"{name}.toml", Vocabulary()), made.guards)
    made.relations["project"] = {
        "proposals": proposals_behind, "workshops": occasions, "registrations": registrations_of}
    made.relations["workshop"] = {"participations": participations_of}
    made.relations["registration"] = {"participations": coming_of}
    return made


def _public(module: str) -> dict[str, Any]:
    loaded = importlib.import_module(f"reglab_workflow.{module}")
    return {name: function for name, function in inspect.getmembers(loaded, inspect.isfunction)
            if not name.startswith("_") and function.__module__ == loaded.__name__}


class LearningSite:
    """The site, a clock that stands still until it is moved, and people who act on it."""

    def __init__(self) -> None:
        self.heard: list[Any] = []
        self.rulebook = replace(rulebook(), notify=self.heard.append)
        self.now = START
        self.site = Site("Lärande i norr", START)
        self.builder = self.acts(system("test"))
        self.office = self.person("Olga Strand", office=True)

    @property
    def today(self) -> date:
        """The day it is."""
        return self.now.date()

    def later(self, days: int) -> date:
        """A day from today."""
        return self.today + timedelta(days=days)

    def pass_days(self, days: int) -> None:
        """Let time go by."""
        self.now += timedelta(days=days)
        self.builder.fixed_now = self.now

    def acts(self, actor: Actor | Any) -> Acts:
        """What an actor, or the actor that a person is now, can do."""
        if isinstance(actor, Person):
            actor = actor_for(actor, self.site, self.now, channel="test")
        return Acts(self.rulebook, self.site, actor, now=getattr(self, "now", START))

    def stranger(self) -> Acts:
        """A visitor's acts."""
        return self.acts(nobody("test"))

    def organisation(self, title: str = "Region Nordanå", **values: Any) -> Organisation:
        """An organisation, a member from long ago unless told otherwise."""
        told = {"title": title, "kind": "member", "from_date": date(2015, 1, 1)} | values
        return self.builder.create(self.site["organisations"], "organisation", told)

    def person(self, title: str, organisation: Organisation | None = None, office: bool = False,
               **values: Any) -> Person:
        """A person, of an organisation or of the office."""
        told = {"title": title, "organisation": organisation.uid if organisation else ""} | values
        person = self.builder.create(self.site["people"], "person", told)
        if office:
            self.appoint(person, "office", SITE)
        return person

    def appoint(self, person: Person, role: str, scope: Any, **values: Any) -> Appointment:
        """An appointment since the beginning, on an item or on the whole site."""
        uid = scope if isinstance(scope, str) else scope.uid
        told = {"start": START.date(), "given_by": "system", "why": "test"} | values
        return self.site.appointments.add(Appointment(person=person.uid, role=role, scope=uid, **told))

    def round(self) -> Round:
        """A round for next year."""
        return self.builder.create(self.site["rounds"], "round", {"title": "Inför 2027", "year": 2027})

    def project(self, **values: Any) -> Project:
        """A planned project that could be invited to."""
        told = {"title": "Små tal", "purpose": "Att räkna rätt.", "last_day": self.later(20)} | values
        return self.builder.create(self.site["projects"], "project", told)

    def leader(self, project: Project, role: str = "content_leader") -> Person:
        """Somebody who leads a project."""
        person = self.person(f"Lea Lund ({role})", self.organisation(f"Region {role}"))
        self.appoint(person, role, project)
        return person

    def workshop(self, project: Project, **values: Any) -> Workshop:
        """A planned occasion of a project."""
        return self.builder.create(project["workshops"], "workshop", values)

    def put(self, item: Any, state: str) -> Any:
        """Place an item in a state, whatever way leads there."""
        item.state = state
        return item

    def may(self, who: Any, permission: str, item: Any) -> bool:
        """Whether a person, or nobody, has a permission on an item."""
        acts = self.acts(who if who is not None else nobody("test"))
        return bool(acts.rights.may(acts.actor, permission, item))


__all__ = ["START", "Ground", "LearningSite"]
