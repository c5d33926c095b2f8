"""Random histories of a site: what anybody may happen to do, one thing after another, and what was to be seen then."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from house import Story
from reglab_workflow import clock
from reglab_workflow.content.acts import Acts
from reglab_workflow.content.events import RulesChanged
from reglab_workflow.content.item import lineage
from reglab_workflow.content.round.model import Theme
from reglab_workflow.content.site.model import find
from reglab_workflow.directives import vocabulary
from reglab_workflow.people.appointments import Ground
from reglab_workflow.plain import plain
from reglab_workflow.rulebook import Rulebook
from reglab_workflow.security.actor import Actor, actor_for, nobody
from reglab_workflow.security.permissions import Permission
from reglab_workflow.security.rights import Rights
from reglab_workflow.web.words import EngineWords
from reglab_workflow.workflow.engine import Engine
from reglab_workflow.workflow.errors import Objection
from reglab_workflow.workflow.reader import read

EVERYBODY = (Story.OFFICE, Story.AUDITOR, Story.MEMBER, Story.OTHER, Story.LEADER, Story.PARTNER)
RULES = {
    "proposal": (
        ('view = ["office", "reader", "asked"]', 'view = ["office", "reader", "asked", "member"]'),
        ('edit = ["sender", "stand_in"]', 'edit = ["stand_in"]'),
        ('delete = ["sender", "stand_in"]', 'delete = ["stand_in", "board"]'),
    ),
    "round": (('title = {sv = "', 'title = {sv = "Nya '),),
    "organisation": (('view_history = ["office", "auditor", "representative"]', 'view_history = ["auditor"]'),),
}
"""For each life, what a line says and may come to say instead."""

COUNTED = ("state", "came_from", "since", "version", "created", "modified", "creator", "changed_by", "__name__")


@dataclass
class Moment:
    """What was to be seen at one moment: every item, and who could do what with it."""

    at: datetime
    seen: dict[str, Any]


@dataclass
class History:
    """One history, acted out on a site by chance."""

    story: Story
    chance: Random
    now: datetime
    moments: list[Moment] = field(default_factory=list)
    round: str = ""

    def live(self, steps: int) -> None:
        """Let so many things happen, and look now and then."""
        self.begin()
        self.write()
        self.write()
        deeds: tuple[Callable[[], None], ...] = (
            self.write, self.change, self.change, *[self.step] * 7, self.appoint, self.end, self.move_round,
            self.change_rules, self.take_away)
        for number in range(steps):
            self.now += timedelta(hours=self.chance.randint(1, 40))
            try:
                self.chance.choice(deeds)()
            except Objection:
                pass  # refused, as much of what people try is
            if number % 7 == 6:
                self.now += timedelta(minutes=1)
                self.look()

    @contextmanager
    def acting(self, email: str = "") -> Iterator[Acts]:
        """What somebody can do at the moment that the history has come to."""
        with self.story.acting(email, self.now) as acts:
            yield acts

    def begin(self) -> None:
        """A round that is open for long."""
        with self.acting() as acts:
            round_ = acts.create(acts.site["rounds"], "round", {
                "title": "Omgången", "year": 3000 + self.chance.randint(1, 6000),
                "closes": clock.local_day(self.now) + timedelta(days=60), "themes": (Theme("data", "Data"),)})
            acts.fire(round_, "open")
            self.round = round_.path

    def write(self) -> None:
        """Somebody writes a proposal."""
        email, sender = self.chance.choice(((Story.MEMBER, self.story.norra), (Story.OTHER, self.story.sodra)))
        with self.acting(email) as acts:
            acts.create(find(acts.site, self.round + "/proposals"), "proposal", {
                "title": self.words(), "organisation": sender, "purpose": self.words()})

    def change(self) -> None:
        """Somebody changes a text, or the office theme and number."""
        with self.acting(self.chance.choice(EVERYBODY)) as acts:
            found = self.proposals(acts.site)
            values: list[dict[str, Any]] = [
                {"title": self.words()}, {"purpose": self.words(), "target_group": self.words()},
                {"theme": "data", "number": self.chance.randint(1, 500)}, {"co_senders": (self.story.ostra,)}]
            if found:
                acts.edit(self.chance.choice(found), self.chance.choice(values))

    def step(self) -> None:
        """Somebody takes one of the steps that a proposal has."""
        with self.acting(self.chance.choice((*EVERYBODY, Story.OFFICE, Story.OFFICE, Story.MEMBER))) as acts:
            found = self.proposals(acts.site)
            if not found:
                return
            item, other = self.chance.choice(found), self.chance.choice(found)
            day = clock.local_day(self.now)
            facts = {"reason": self.words(), "referred_to": "Forskarforum", "decided_by": "board", "decided_on": day,
                     "motive": self.words(), "target": other.uid, "asked_for": ("purpose",)}
            offers = [each.transition for each in acts.open_to(item) if each.permitted]
            if offers:
                chosen = self.chance.choice(offers)
                acts.fire(item, chosen.name, {name: facts[name] for name in chosen.asks if name in facts})

    def move_round(self) -> None:
        """The office moves the round along."""
        with self.acting(Story.OFFICE) as acts:
            round_, day = find(acts.site, self.round), clock.local_day(self.now)
            offers = [each.transition for each in acts.open_to(round_) if each.allowed]
            if offers:
                chosen = self.chance.choice(offers)
                facts = {"reason": "Så blev det.", "closes": day + timedelta(days=30), "board_date": day,
                         "adopted_date": day}
                acts.fire(round_, chosen.name, {name: facts[name] for name in chosen.asks if name in facts})

    def appoint(self) -> None:
        """Somebody gets a role, from today or from a day ahead, for some time or for good."""
        with self.acting() as acts:
            person = acts.site["people"][self.story.people[self.chance.choice(EVERYBODY)]]
            organisation = acts.site.by_uid(self.chance.choice((self.story.norra, self.story.sodra)))
            role, scope = self.chance.choice((
                ("office", acts.site), ("auditor", acts.site), ("board", acts.site), ("representative", organisation)))
            start = clock.local_day(self.now) + timedelta(days=self.chance.choice((0, 0, 3, 20)))
            end = start + timedelta(days=self.chance.randint(1, 15)) if self.chance.random() < .6 else None
            acts.appoint(person, role, scope, start, end, self.words())

    def end(self) -> None:
        """A role that has been given is taken back."""
        with self.acting() as acts:
            given = [each for each in acts.site.appointments.all() if each.given_by == "operator"
                     and not each.is_over(self.now) and each.start > clock.local_day(self.now) - timedelta(days=400)
                     and each.why]
            if given:
                acts.end_appointment(self.chance.choice(given), self.words())

    def take_away(self) -> None:
        """Somebody deletes a draft."""
        with self.acting(self.chance.choice((Story.MEMBER, Story.OTHER))) as acts:
            found = self.proposals(acts.site)
            if found:
                acts.remove(self.chance.choice(found))

    def change_rules(self) -> None:
        """A workflow file says something else from now on."""
        name = self.chance.choice(tuple(RULES))
        old, new = self.chance.choice(RULES[name])
        text = self.story.rulebook.engines[name].workflow.source
        self.rules(name, text.replace(new, old) if new in text else text.replace(old, new))

    def rules(self, name: str, text: str) -> None:
        """Put a text in force, and record it."""
        rulebook: Rulebook = self.story.rulebook
        before = rulebook.engines[name].workflow.source
        workflow = read(text, f"{name}.toml", vocabulary(rulebook, name))
        with self.acting() as acts:
            rulebook.engines[name] = Engine(workflow, rulebook.guards, EngineWords())
            rulebook.notify(RulesChanged(acts.site, acts.actor, self.now, workflow=name, text_before=before,
                                        text_after=text))

    def look(self) -> None:
        """Remember everything that is to be seen now."""
        with self.story.looking() as site:
            self.moments.append(Moment(self.now, seen(self.story.rulebook, site, self.now, self.round, self.story)))

    def proposals(self, site: Any) -> list[Any]:
        """The proposals of the round."""
        found: list[Any] = find(site, self.round).proposals()
        return found

    def words(self) -> str:
        """A few words."""
        return " ".join(self.chance.choice(("mark", "vatten", "skola", "buss", "region", "data")) for _ in range(3))


def seen(rulebook: Rulebook, site: Any, now: datetime, path: str, story: Story) -> dict[str, Any]:
    """The round, what is in it and the people: state and fields of each, and for everybody every right on it."""
    round_ = find(site, path)
    people = [site["people"][uid] for uid in story.people.values()]
    actors = {person.uid: actor_for(person, site, now) for person in people}
    actors[""] = nobody()
    items = [round_, *round_.proposals(), *people, site.by_uid(story.norra), site.by_uid(story.sodra)]
    return {item.uid: told(rulebook, site, item, actors, now) for item in items}


def told(rulebook: Rulebook, site: Any, item: Any, actors: dict[str, Actor], now: datetime) -> dict[str, Any]:
    """One item: what it holds, where it stands, and the full table of who may do what."""
    rights = Rights(rulebook)
    workflow = rulebook.engine(item).workflow
    return {
        **{name: plain(getattr(item, name)) for name in COUNTED}, "fields": plain(item.values_of()),
        "path": item.path, "order": len(list(lineage(item))), "title": plain(workflow.title),
        "may": {uid: {permission.value: _answer(rights.may(actor, permission, item)) for permission in Permission}
                for uid, actor in actors.items()},
        "roles": {uid: sorted((role, plain(ground)) for role, ground in rights.held(actor, item))
                  for uid, actor in actors.items()} if item.type_name == "proposal" else {},
        "steps": {uid: {name: [reason.code for reason in Acts(rulebook, site, actor, now).stops(item, name)]
                        for name in workflow.transitions}
                  for uid, actor in actors.items()} if item.type_name in ("proposal", "round") else {},
    }


def _answer(answer: Any) -> tuple[bool, str]:
    ground: Ground | None = answer.ground
    return bool(answer), f"{answer.role} {plain(ground) if ground else ''}"
