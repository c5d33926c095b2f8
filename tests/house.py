"""A whole site for tests: the real application on a database of its own, with people who can sign in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from webtest import TestApp

import by_hand
from reglab_workflow import clock
from reglab_workflow.accounts.signing_in import Door
from reglab_workflow.app import configure
from reglab_workflow.content.acts import Acts
from reglab_workflow.content.site.model import find
from reglab_workflow.people.appointments import Ground
from reglab_workflow.security.actor import Actor, actor_for
from reglab_workflow.storage.connection import own_transaction

PASSWORD = "lingon under granarna 7"
HOST = "127.0.0.1"


class House:
    """The application, its database, and a way to act on it as anybody."""

    def __init__(self, var: Path, **settings: str) -> None:
        given = {"reglab.var": str(var), "reglab.secure_cookies": "false", "reglab.mail": "memory",
                 "reglab.fast_passwords": "true", "reglab.base_url": f"http://{HOST}", **settings}
        self.wsgi = self.application(given)
        self.registry = self.wsgi.registry
        self.database = self.registry.reglab_database
        self.rulebook = self.registry.rulebook
        self.people: dict[str, str] = {}

    def application(self, settings: dict[str, Any]) -> Any:
        """The WSGI application."""
        return self.configurator(settings).make_wsgi_app()

    def configurator(self, settings: dict[str, Any]) -> Any:
        """The configured application, to which a test may add."""
        return configure(settings)

    @contextmanager
    def open(self) -> Iterator[Any]:
        """The site, in a transaction that is kept when the block ends well."""
        with own_transaction(self.database) as site:
            yield site

    @contextmanager
    def looking(self, keep: bool = False) -> Iterator[Any]:
        """The site, in a transaction that is kept only if asked for."""
        with own_transaction(self.database, keep) as site:
            yield site

    @contextmanager
    def acting(self, email: str = "", now: datetime | None = None) -> Iterator[Acts]:
        """What a person can do; without an address, what the office can."""
        with self.open() as site:
            if email:
                actor = actor_for(site["people"][self.people[email]], site, now or clock.now(), channel="test")
            else:
                held = {name: Ground(name, "account") for name in ("anyone", "signed_in", "office")}
                actor = Actor("operator", "Kommandorad", principals=held, channel="test")
            yield Acts(self.rulebook, site, actor, now)

    def organisation(self, title: str, kind: str = "member") -> str:
        """A new organisation; gives its uid."""
        with self.acting() as acts:
            values = {"title": title, "kind": kind, "from_date": date(2015, 1, 1)}
            return acts.create(acts.site["organisations"], "organisation", values).uid

    def person(self, email: str, name: str, organisation: str = "", role: str = "") -> str:
        """A new person with a password and, if wanted, a role on the site or for the organisation."""
        with self.acting() as acts:
            person = acts.create(acts.site["people"], "person", {
                "title": name, "email": email, "organisation": organisation})
            scope = acts.site if role != "representative" else next(
                each for each in acts.site["organisations"].values() if each.uid == organisation)
            if role:
                acts.appoint(person, role, scope)
            door = Door(acts.site, self.rulebook.notify, self.registry.reglab_passwords, clock.now())
            door.set_password(person, PASSWORD)
            self.people[email] = person.uid
            return person.uid

    def visitor(self) -> TestApp:
        """A browser that nobody has signed in with."""
        return TestApp(self.wsgi, extra_environ={"HTTP_HOST": HOST})

    def browser(self, email: str) -> TestApp:
        """A browser in which a person has signed in by the form."""
        browser = self.visitor()
        form = browser.get("/login").forms["form"]
        form["email"], form["password"] = email, PASSWORD
        answer = form.submit("send")
        assert answer.status_int == 303, answer.text
        return browser

    def item(self, path: str) -> dict[str, Any]:
        """What is stored at a path: its fields, state and version."""
        with self.open() as site:
            found = find(site, path)
            return {**found.values_of(), "state": found.state, "version": found.version, "uid": found.uid}

    def close(self) -> None:
        """Let go of the files; what has happened must say how everything has come to be as it is."""
        if "storage" in vars(self.database):  # a test may have closed the database to look at its files
            with self.looking() as site:
                assert not (differing := by_hand.untold(site)), differing[:5]
        self.registry.reglab_index.close()
        self.database.close()


class Story(House):
    """A site with an office, an auditor, two members, a partner and an open round."""

    OFFICE, AUDITOR = "karin@kansli.example", "ivar@granskning.example"
    MEMBER, OTHER = "maja@norra.example", "olof@sodra.example"
    LEADER, PARTNER = "lena@ostra.example", "petra@partner.example"

    def __init__(self, var: Path, **settings: str) -> None:
        super().__init__(var, **settings)
        self.norra, self.sodra = self.organisation("Region Norra"), self.organisation("Region Södra")
        self.ostra, self.verket = self.organisation("Region Östra"), self.organisation("Verket", "partner")
        self.person(self.OFFICE, "Karin Kvist", role="office")
        self.person(self.AUDITOR, "Ivar Insyn", role="auditor")
        self.person(self.MEMBER, "Maja Myr", self.norra, "representative")
        self.person(self.OTHER, "Olof Ek", self.sodra)
        self.person(self.LEADER, "Lena Lind", self.ostra)
        self.person(self.PARTNER, "Petra Palm", self.verket)

    def open_round(self, year: int = 2027) -> str:
        """A round that is open for two weeks, with two themes; gives its path."""
        today = clock.local_day(clock.now())
        with self.acting() as acts:
            from reglab_workflow.content.round.model import Theme

            round_ = acts.create(acts.site["rounds"], "round", {
                "title": f"Inför {year}", "year": year, "opens": today, "closes": today + timedelta(days=14),
                "themes": (Theme("data", "Digitalisering"), Theme("mark", "Hållbara livsmiljöer"))})
            acts.fire(round_, "open")
            return round_.path
