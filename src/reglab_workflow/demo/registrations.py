"""How organisations register for a project and their people sign up, are ticked off and stay away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from ..content.acts import Acts
from ..content.participation.signing import answer_yes
from ..content.registration.model import Participant
from ..content.registration.schema import new_key
from ..people.appointments import Ground
from ..security.actor import ANYONE, Actor, actor_for
from .reading import Table
from .story import OFFICE, Story

CALLED = "registration"
SIGNED_AFTER = timedelta(days=1)
HOLDS = {"workshop/1", "workshop/2"}
"""The occasions that have been held when the story ends, where those who did not stay away are ticked off."""


@dataclass(frozen=True)
class RegistrationScript:
    """The scenes of one registration, with the table of its project."""

    story: Story
    table: Table
    project_table: Table

    @property
    def project(self) -> Any:
        """The project, once it has been made."""
        return self.story.cast[f"project/{self.table['project']}"]

    @property
    def registration(self) -> Any:
        """The registration, once it has been made."""
        return self.story.cast[self._key]

    @property
    def _key(self) -> str:
        return f"{CALLED}/{self.table['project']}/{self.table['organisation']}"

    def plan(self) -> None:
        """Plan the scenes until the state that the file names."""
        table = self.table
        self._scene(table["sent"], time(10), OFFICE, self.write)
        if table["ends_as"] != "draft":
            self._scene(table["sent"], time(10, 30), OFFICE, lambda acts: acts.fire(self.registration, "ask_approval"))
        if "approved" in table:
            self._scene(table["approved"], time(8), OFFICE, self.approve)
        if "declined" in table:
            self._scene(table["declined"], time(11), OFFICE, lambda acts: acts.fire(
                self.registration, "decline", {"reason": table["reason"]}))
        if "confirmed" in table:
            self._scene(table["confirmed"], time(11), OFFICE, lambda acts: acts.fire(self.registration, "confirm"))
        if "named" in table:
            self._scene(table["named"], time(9), OFFICE, self.name)
            self._plan_answers()

    def write(self, acts: Acts) -> None:
        """The organisation writes its registration, or the office does for one that telephones."""
        table, organisation = self.table, self.story.cast[f"organisation/{self.table['organisation']}"]
        acts = self._as_contact(acts)
        self.story.cast[self._key] = acts.create(self.project["registrations"], "registration", {
            "title": organisation.title, "organisation": organisation.uid, "legal_name": organisation.title,
            "contact_name": table["contact"]["name"], "contact_email": table["contact"]["email"],
            "planned": table["planned"], "organisation_number": table["organisation_number"],
            "invoice_reference": table["reference"], "manager_name": table["manager"]["name"],
            "manager_email": table["manager"]["email"], "terms": self.project.terms_number})

    def approve(self, acts: Acts) -> None:
        """The manager approves with the link."""
        self._by_link(acts, "approver", self.registration.uid, self.table["manager"]["name"]).fire(
            self.registration, "approve")

    def name(self, acts: Acts) -> None:
        """The contact person names those who come."""
        people = tuple(Participant(new_key(), each["name"], each["email"]) for each in self.table["people"])
        self._as_contact(acts).fire(self.registration, "name", {"people": people})

    def _plan_answers(self) -> None:
        for occasion in self.project_table["workshop"]:
            name = f"{occasion['kind']}/{occasion['number']}"
            if name in HOLDS:
                opened: date = occasion["starts"] - timedelta(days=14)
                away = self.table["stayed_away"][name]
                self._answers(opened + SIGNED_AFTER, name, [each["name"] for each in self.table["people"]], "yes")
                self._scene(occasion["starts"], time(14), self.project_table["content_leaders"][0],
                            lambda acts, name=name, away=away: self.tick(acts, name, away))
            elif name in self.table.get("signs_up", {}):
                self._answers(occasion["opened"] + SIGNED_AFTER, name, self.table["signs_up"][name], "yes")
                self._answers(occasion["opened"] + SIGNED_AFTER, name,
                              self.table.get("says_no", {}).get(name, ()), "no")

    def _answers(self, day: date, occasion: str, names: Iterable[str], answer: str) -> None:
        for name in names:
            self._scene(day, time(9), OFFICE, lambda acts, name=name: self.answer(acts, occasion, name, answer))

    def answer(self, acts: Acts, occasion: str, name: str, answer: str) -> None:
        """A participant answers with the link."""
        found = self._answer_of(occasion, name)
        acts = self._by_link(acts, "participant", found.person, name, self.registration.organisation)
        if answer == "yes":
            answer_yes(acts, found)
        else:
            acts.fire(found, "decline")

    def tick(self, acts: Acts, occasion: str, away: Iterable[str]) -> None:
        """The leader ticks off who is there, and who is not."""
        for person in self.registration.people:
            acts.fire(self._answer_of(occasion, person.name), "miss" if person.name in away else "tick")

    def _answer_of(self, occasion: str, name: str) -> Any:
        workshop = self.story.cast[f"{self.table['project']}/{occasion}"]
        person = next(each for each in self.registration.people if each.name == name)
        return workshop["participations"][person.key]

    def _as_contact(self, acts: Acts) -> Acts:
        """The contact person, if the contact has an account by then, else the office on the organisation's behalf."""
        site = self.story.site
        person = site["people"].get(site.accounts.person_with(self.table["contact"]["email"]))
        if person is None:
            return acts
        return Acts(acts.rulebook, site, actor_for(person, site, acts.now), acts.now)

    def _by_link(self, acts: Acts, role: str, key: str, name: str, organisation: str = "") -> Acts:
        principals = {each: Ground(each, "link") for each in (ANYONE, f"{role}@{key}")}
        actor = Actor(key if organisation else "", name, organisation, principals=principals, channel="link")
        return Acts(acts.rulebook, self.story.site, actor, acts.now)

    def _scene(self, day: date, hour: time, who: str, play: Any) -> None:
        self.story.scene(day, hour, who, play)
