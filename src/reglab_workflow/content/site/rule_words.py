"""What a changed file would mean, in words: for the page, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ...i18n import _
from ...security.permissions import Permission
from ...web.diff import changed_words
from ...web.telling import field_title
from ...web.words import name_of, say
from ...workflow.definition import PREVIOUS, SAME, SYSTEM, Workflow
from ...workflow.impact import APPEARS, CHANGES, GOES, MOVED, RENAMED, PartChange, StateChange, StepChange, TextChange
from .lives import titles
from .rule_impact import LOOKED_AT, Reach, Standing, Weighed

NAMED = 12
"""So many people or items are named; the rest is a number."""

PARTS = {
    "from": _("from"), "to": _("to"), "by": _("who"), "guards": _("what must hold"), "warns": _("what is warned of"),
    "asks": _("what must be told"), "may_tell": _("what may be told"), "effects": _("what follows"),
    "follows": _("what it follows from"), "takes_along": _("what it takes along"), "time": _("when by itself"),
    "kind": _("kind of step"),
}
WORDS = {"title": _("title"), "help": _("explanation"), "friendly": _("title for those concerned"),
         "done": _("what the history says"), "confirm": _("question before")}
STATES = {APPEARS: _("A new state"), RENAMED: _("Is called “${now}” in the file from now on"),
          MOVED: _("Is given up; what stands there is moved to “${now}” at the start"),
          "vanishes": _("Is given up")}
STEPS = {APPEARS: _("A new step"), GOES: _("Is taken away"), CHANGES: _("Is changed")}


class Told:
    """One answer, for one reader."""

    def __init__(self, request: Any, weighed: Weighed) -> None:
        self.request = request
        self.weighed = weighed
        self.old = weighed.old
        self.new: Workflow = weighed.new or weighed.old
        rulebook = request.rulebook
        self.kind = next((each for each in rulebook.types.values() if each.workflow == self.old.name), None)
        self.titles = titles(request, self.kind)

    def say(self, text: Any, **names: Any) -> str:
        """A sentence in the reader's language."""
        return say(self.request, _(str(text), mapping=names) if names else text)

    def all(self) -> dict[str, Any]:
        """Everything that the page shows."""
        found = self.weighed.impact
        return {
            "usable": self.weighed.usable, "harmless": self.weighed.harmless, "same": self.weighed.usable and not found,
            "problems": self.weighed.problems,
            "stranded": [self.stranded(each) for each in self.weighed.stranded],
            "states": [self.state(each) for each in found.states],
            "rights": list(self.rights()),
            "steps": [self.step(each) for each in found.steps],
            "texts": [self.text(each) for each in found.texts],
        }

    def stranded(self, standing: Standing) -> dict[str, Any]:
        """A state that vanishes though something stands in it, and what to write."""
        shown = [item for item in standing.newest if self.request.rights.may(self.request.actor, Permission.VIEW, item)]
        listed = shown[:NAMED]
        return {
            "title": self.state_title(standing.state), "name": standing.state,
            "number": self.number(standing), "rest": standing.number - len(listed),
            "items": [{"title": name_of(self.request, item), "href": self.where(item)} for item in listed],
            "alias": f'aliases = ["{standing.state}"]', "moved": f'[moved]\n{standing.state} = "…"',
        }

    def where(self, item: Any) -> str:
        """The page of an item, or that of what lies in the trash."""
        site = self.request.site
        lies = site.trash.get(item.uid) is not None
        return str(self.request.link(site, "trash", item.uid) if lies else self.request.link(item))

    def state(self, change: StateChange) -> dict[str, str]:
        """A state that is not what it was."""
        return {"title": self.state_title(change.name),
                "told": self.say(STATES[change.how], now=change.now if change.how == RENAMED
                                 else self.state_title(change.now, after=True))}

    def rights(self) -> Iterator[dict[str, Any]]:
        """Who gains and who loses what; the states in which the same changes for the same roles are told together."""
        alike: dict[Any, list[Reach]] = {}
        for reach in self.weighed.reaches:
            change = reach.change
            alike.setdefault((change.name, change.step, change.gains, change.loses), []).append(reach)
        return (self.right(reaches) for reaches in alike.values())

    def right(self, reaches: list[Reach]) -> dict[str, Any]:
        """One change of a right: in which states, on how many things, and for whom."""
        change = reaches[0].change
        who = [self.say(_("Gain it: ${roles}"), roles=self.roles(change.gains))] if change.gains else []
        who += [self.say(_("Lose it: ${roles}"), roles=self.roles(change.loses))] if change.loses else []
        return {
            "title": self.step_title(change.name) if change.step
            else self.titles.permissions.get(change.name, change.name),
            "states": ", ".join(f"{self.state_title(each.change.state)} ({self.number(each.standing)})"
                                for each in reaches),
            "who": who, "gaining": self.people({uid for each in reaches for uid in each.gaining}),
            "losing": self.people({uid for each in reaches for uid in each.losing}),
            "opened": any(each.opened for each in reaches), "shut": any(each.shut for each in reaches),
            "partly": any(each.standing.number > len(each.standing.newest) for each in reaches),
            "looked_at": LOOKED_AT,
        }

    def step(self, change: StepChange) -> dict[str, Any]:
        """A step that appears, goes or changes."""
        return {"title": self.step_title(change.name), "told": self.say(STEPS[change.how]),
                "parts": [self.part(each) for each in change.parts]}

    def part(self, change: PartChange) -> dict[str, Any]:
        """One part of a step: what goes and what comes."""
        return {
            "title": self.say(PARTS[change.part]),
            "gone": [self.word(change.part, name) for name in change.before if name not in change.after],
            "new": [self.word(change.part, name) for name in change.after if name not in change.before],
        }

    def text(self, change: TextChange) -> dict[str, Any]:
        """Other words, word by word."""
        of = {"life": lambda name: self.say(self.old.title), "state": self.state_title, "step": self.step_title}
        return {
            "title": f"{of[change.of](change.name)}: {self.say(WORDS[change.part])} ({change.language})",
            "told": changed_words(change.before, change.after, self.say(_("removed:")), self.say(_("added:"))),
        }

    def word(self, part: str, name: str) -> str:
        """One word of a step in the reader's words."""
        if part in ("from", "to"):
            return self.state_title(name, after=True)
        if part == "by":
            return self.roles((name,))
        if part in ("asks", "may_tell"):
            return self.titles.facts.get(name, name) if self.kind is None \
                else field_title(self.request, self.kind.factory, name)
        told = {"guards": self.titles.guards, "warns": self.titles.guards, "effects": self.titles.effects,
                "follows": self.titles.effects}.get(part, {})
        return told.get(name, name)

    def state_title(self, name: str, after: bool = False) -> str:
        """What a state is called, by the old file or the new one."""
        if name in (SAME, PREVIOUS):
            return self.say(_("the same state")) if name == SAME else self.say(_("the state before"))
        files = (self.new, self.old) if after else (self.old, self.new)
        found = next((file.states[name] for file in files if name in file.states), None)
        return self.say(found.title) if found is not None else name

    def step_title(self, name: str) -> str:
        """What a step is called."""
        found = self.old.transitions.get(name) or self.new.transitions.get(name)
        return self.say(found.title) if found is not None else name

    def roles(self, names: Iterable[str]) -> str:
        """Roles by their titles."""
        system = self.say(_("the system by itself"))
        return ", ".join(system if name == SYSTEM else self.titles.roles.get(name, name) for name in names)

    def number(self, standing: Standing) -> str:
        """How many things stand in a state."""
        if standing.capped:
            return self.say(_("more than ${n} things"), n=standing.number - 1)
        return str(self.request.plural("${n} thing", "${n} things", standing.number))

    def people(self, uids: set[str]) -> dict[str, Any]:
        """How many people, and those by name whom the reader may see."""
        named = sorted(self.named(sorted(uids)), key=lambda each: each["title"].casefold())
        return {"number": len(uids), "named": named, "rest": len(uids) - len(named)}

    def named(self, uids: list[str]) -> Iterator[dict[str, str]]:
        """The first of the people, with links to them."""
        people = self.request.site["people"]
        for uid in uids[:NAMED]:
            person = people.get(uid)
            if person is not None and self.request.rights.may(self.request.actor, Permission.VIEW, person):
                yield {"title": person.title, "href": self.request.link(person)}
