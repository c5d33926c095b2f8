"""The two ways to do something, page and direct act, each for good or only to see what would come of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from pyramid.interfaces import INewRequest
from webtest import TestApp
from ZODB.DB import DB
from ZODB.DemoStorage import DemoStorage

from house import Story
from reglab_workflow import clock
from reglab_workflow.catalog.documents import indexed
from reglab_workflow.content.acts import Acts
from reglab_workflow.content.site.model import find
from reglab_workflow.security.actor import actor_for, nobody
from reglab_workflow.workflow.errors import Objection

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Wish:
    """Something that somebody tries to do: ``what`` with the thing at ``path``."""

    who: str
    what: str
    path: str
    name: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    stale: bool = False


@dataclass(frozen=True)
class Answer:
    """What the page answered, and whether its form had the field that was to be written."""

    status: str
    status_int: int
    offered: bool = True


@dataclass(frozen=True)
class Seen:
    """All that an item is, but for times and for ids made by chance."""

    type_name: str
    state: str
    came_from: str | None
    version: int
    creator: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Came:
    """What came of it: "done" or the name of the objection, what the site then was, and whether it was touched."""

    kind: str
    after: Any = None
    touched: bool = False


class TwoChannels(Story):
    """A site that every example finds as it was first made, whatever the examples before have done to it."""

    def __init__(self, var: Path, **settings: str) -> None:
        super().__init__(var, **settings)
        self.made = self.database
        self.only_looking = False
        self.browsers: dict[str, TestApp] = {}
        self.registry.registerHandler(self._doom, (INewRequest,))

    def _doom(self, event: Any) -> None:
        if self.only_looking:
            event.request.tm.doom()

    def sign_everybody_in(self) -> None:
        """A browser for each person and for a visitor, to be used by all examples."""
        self.browsers = {email: self.browser(email) for email in self.people} | {"": self.visitor()}
        self.browsers[""].get("/login")

    def begin_anew(self) -> None:
        """Put what has been done since the site was made aside."""
        if self.database is not self.made:
            self.database.close()
        self.database = DB(DemoStorage(base=self.made.storage, close_base_on_close=False))
        self.registry.reglab_database = self.database

    def close(self) -> None:
        """Let go of the files."""
        if self.database is not self.made:
            self.database.close()
        self.database = self.made
        super().close()

    # -- by direct act -----------------------------------------------------------------------------------

    def act(self, wish: Wish, keep: bool) -> Came:
        """Do it as a job or a command would."""
        touched = False
        try:
            with self.looking(keep) as site:
                try:
                    self._act(self.acts_of(site, wish.who), wish)
                except Objection:
                    touched = bool(site._p_jar._registered_objects)
                    raise
                return Came("done", picture(site))
        except Objection as objection:
            return Came(type(objection).__name__, touched=touched)

    def acts_of(self, site: Any, who: str) -> Acts:
        """What somebody can do, with the clock of everybody."""
        person = site["people"][self.people[who]] if who else None
        actor = actor_for(person, site, clock.now()) if person is not None else nobody()
        return Acts(self.rulebook, site, actor)

    def _act(self, acts: Acts, wish: Wish) -> None:
        place = find(acts.site, wish.path)
        if wish.what == "create":
            container = {"proposal": "proposals", "workshop": "workshops"}.get(wish.name)
            acts.create(place[container] if container else place, wish.name, wish.values)
        elif wish.what == "edit":
            acts.edit(place, wish.values, place.version + wish.stale)
        elif wish.what == "fire":
            acts.fire(place, wish.name, wish.values, place.version + wish.stale)
        elif wish.what == "appoint":
            acts.appoint(acts.site["people"][wish.values["person"]], wish.name, place, why="prov")
        elif wish.what == "end":
            acts.end_appointment(acts.site.appointments.get(wish.name))

    # -- by the page -------------------------------------------------------------------------------------

    def page(self, wish: Wish, keep: bool) -> Answer:
        """Do it as a browser would; the answer is not followed."""
        with self.looking() as site:
            seen = getattr(find(site, wish.path), "version", 0) + wish.stale
        address, pairs, offered = self._request(wish, seen)
        browser = self.browsers[wish.who]
        self.only_looking = not keep
        try:
            told = browser.post(
                address, [("csrf_token", browser.cookies.get("csrf", "")), *pairs], expect_errors=True)
        finally:
            self.only_looking = False
        return Answer(told.status, told.status_int, offered)

    def _request(self, wish: Wish, seen: int) -> tuple[str, Pairs, bool]:
        version = [("seen", str(seen))]
        if wish.what == "create":
            name = {"proposal": "proposals/add", "workshop": "workshops/add"}.get(wish.name, f"add-{wish.name}")
            values = {"kind": "workshop", **wish.values} if wish.name == "workshop" else wish.values
            return f"{wish.path}/{name}", [*controls(values), ("save", "save")], True
        if wish.what == "edit":
            pairs, offered = self._filled_in(wish)
            return f"{wish.path}/edit", [*pairs, *version], offered
        if wish.what == "fire":
            return f"{wish.path}/do/{wish.name}", [*version, *controls(wish.values)], True
        if wish.what == "appoint":
            page = "leaders" if wish.path.startswith("/projects") else "appoint"
            told = {"person": wish.values["person"], "role": wish.name, "why": "prov"}
            return f"{wish.path.rstrip('/')}/{page}", [*version, *controls(told), ("save", "save")], True
        return f"{wish.path}/end-appointment", [*version, ("appointment", wish.name)], True

    def _filled_in(self, wish: Wish) -> tuple[Pairs, bool]:
        """The form as it is shown, with another value in it; bare values for whoever is shown no form."""
        shown = self.browsers[wish.who].get(f"{wish.path}/edit", expect_errors=True)
        if shown.status_int != 200 or "form" not in shown.forms:
            return [*controls(wish.values), ("save", "save")], True
        pairs: Pairs = [pair for pair in shown.forms["form"].submit_fields("save")
                        if pair[0] not in ("csrf_token", "seen")]
        ((name, value),) = wish.values.items()
        return exchanged(pairs, name, controls({name: value}))


def controls(values: Mapping[str, Any]) -> Pairs:
    """Values as the controls of our forms send them."""
    pairs: Pairs = []
    for name, value in values.items():
        if isinstance(value, date):
            pairs += [("__start__", f"{name}:mapping"), ("date", value.isoformat()), ("__end__", f"{name}:mapping")]
        elif isinstance(value, tuple):
            pairs += [("__start__", f"{name}:sequence"), *(("checkbox", each) for each in value),
                      ("__end__", f"{name}:sequence")]
        else:
            pairs.append((name, "" if value is None else str(value)))
    return pairs


def exchanged(pairs: Pairs, name: str, new: Pairs) -> tuple[Pairs, bool]:
    """The controls of a form with those of one field exchanged, and whether the form had that field."""
    depth, first = 0, -1
    for number, (key, value) in enumerate(pairs):
        if depth == 0 and (key == name or (key == "__start__" and value.startswith(f"{name}:"))):
            first = number
        depth += {"__start__": 1, "__end__": -1}.get(key, 0)
    if first < 0:
        return [*pairs, *new], False
    last = pairs.index(("__end__", pairs[first][1]), first) if pairs[first][0] == "__start__" else first
    return [*pairs[:first], *new, *pairs[last + 1:]], True


def picture(site: Any) -> dict[str, Any]:
    """Everything that content, appointments and letters are, but for times and for ids made by chance."""
    items = {
        item.path: Seen(item.type_name, item.state, item.came_from, item.version, item.creator, item.values_of())
        for item in indexed(site)
    }
    appointments = sorted(
        (each.person, each.role, each.scope, each.start, str(each.end), each.ended_at is not None, each.ended_by)
        for each in site.appointments.all())
    letters = sorted((letter.kind, letter.about_path) for letter in site.outbox.newest(10_000))
    return {"items": items, "appointments": appointments, "letters": letters}
