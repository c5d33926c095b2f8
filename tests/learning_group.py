"""A learning project that three organisations take part in, with people who can sign up for its occasions."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from house import Story
from reglab_workflow import clock
from reglab_workflow.content.acts import Acts
from reglab_workflow.content.project.model import Charge, Terms
from reglab_workflow.content.registration.model import Participant, Registration
from reglab_workflow.content.site.model import find
from reglab_workflow.people.appointments import Ground
from reglab_workflow.security.actor import Actor

TERMS = Terms(1, "Anmälan är bindande efter sista anmälningsdag.", (Charge(28, 0), Charge(14, 50), Charge(0, 100)))

FULL = {
    "contact_name": "Kim Kontakt", "contact_email": "kim@norra.example", "contact_phone": "010-123 45 67",
    "planned": 3, "legal_name": "Region Norra", "organisation_number": "299900-0017", "invoice_reference": "Kst 1234",
    "manager_name": "Moa Chef", "manager_email": "moa@norra.example", "terms": 1,
}
"""What a whole registration says."""


class LearningGroup(Story):
    """A project that invites, with Norra, Södra and Östra; ``workshop`` is its first occasion."""

    def __init__(self, var: Path, **settings: str) -> None:
        super().__init__(var, **settings)
        self.today = clock.local_day(clock.now())
        with self.acting() as acts:
            project = acts.create(acts.site["projects"], "project", {
                "title": "Den lärande regionen", "purpose": "Vi lär av varandra.", "fee": 20_000, "terms": (TERMS,),
                "last_day": self.today + timedelta(days=14), "least_organisations": 1})
            self.project = project.path
            self.workshop = self.occasion(acts, project, 30)
            acts.fire(project, "invite")

    def occasion(self, acts: Acts, project: Any, days: int, **values: Any) -> str:
        """One more occasion, so many days ahead; gives its path."""
        path: str = acts.create(project["workshops"], "workshop", {
            "title": "Kartan", "starts": self.today + timedelta(days=days), "mode": "physical", "place": "Umeå",
            **values}).path
        return path

    def registration(self, organisation: str, **values: Any) -> str:
        """A draft that says all that is needed; gives its path."""
        with self.acting() as acts:
            project = find(acts.site, self.project)
            title = acts.site.by_uid(organisation).title
            made = acts.create(project["registrations"], "registration", {
                **FULL, "title": title, "organisation": organisation, **values})
            return made.path

    def confirmed(self, organisation: str, *names: str, **values: Any) -> str:
        """A confirmed registration with people by those names; gives its path."""
        path = self.registration(organisation, **values)
        with self.acting() as acts:
            registration = find(acts.site, path)
            acts.fire(registration, "record_approval", {"approved_by": "Moa Chef", "approved_on": self.today})
            acts.fire(registration, "confirm")
        if names:
            self.name(path, *names)
        return path

    def name(self, path: str, *names: str) -> None:
        """Name people besides those who are named already."""
        with self.acting() as acts:
            registration = find(acts.site, path)
            people = (*registration.people, *(person(each) for each in names))
            acts.fire(registration, "name", {"people": people})

    def opened(self, **values: Any) -> str:
        """The first occasion, open for registration, with some values changed; gives its path."""
        with self.acting() as acts:
            workshop = find(acts.site, self.workshop)
            if workshop.state == "planned":
                acts.fire(workshop, "announce")
            if values:
                acts.edit(workshop, values)
            acts.fire(workshop, "open")
        return self.workshop

    def key(self, name: str) -> str:
        """The key of a person by that name."""
        with self.looking() as site:
            return next(each.key for registration in find(site, self.project)["registrations"].values()
                        for each in registration.people if each.name == name)

    def answers(self) -> dict[str, str]:
        """The state of each person's answer to the first occasion."""
        with self.looking() as site:
            return {each.title: each.state for each in find(site, self.workshop)["participations"].values()}

    def as_person(self, acts: Acts, name: str) -> Any:
        """A person's answer to the first occasion, in an open transaction."""
        found = find(acts.site, self.workshop)["participations"].values()
        return next(each for each in found if each.title == name)

    def do(self, name: str, step: str, **facts: Any) -> None:
        """A person takes a step with the answer to the first occasion."""
        with self.acting() as acts:
            answer = self.as_person(acts, name)
            Acts(self.rulebook, acts.site, bearer(answer), acts.fixed_now).fire(answer, step, facts)


def person(name: str) -> Participant:
    """Somebody by that name, whose key is made of it."""
    plain = "".join(letter for letter in name.casefold() if letter.isascii() and letter.isalpha())
    return Participant(f"{plain:0<16}"[:16], name, f"{plain}@example.org")


def bearer(answer: Any) -> Actor:
    """Whoever bears the link of the person whose answer it is."""
    principals = {name: Ground(name, "link") for name in ("anyone", f"participant@{answer.person}")}
    return Actor(answer.person, answer.title, answer.organisation, principals=principals, channel="link")


def registration_at(site: Any, path: str) -> Registration:
    """The registration at a path."""
    found: Registration = find(site, path)
    return found
