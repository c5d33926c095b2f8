"""A small site with rounds, proposals and meetings in any state: what tests of those rooms begin from."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import learning_site
from learning_site import FILES, LearningSite
from reglab_workflow.content.meeting import effects as meeting_effects
from reglab_workflow.content.meeting import guards as meeting_guards
from reglab_workflow.content.meeting.model import Meeting
from reglab_workflow.content.proposal.model import Proposal, asked_organisations, stand_ins
from reglab_workflow.content.round import effects as round_effects
from reglab_workflow.content.round import guards as round_guards
from reglab_workflow.content.round.model import Round, Theme, proposals_of
from reglab_workflow.rulebook import ContentType, Rulebook
from reglab_workflow.security.roles import ROLES, Role
from reglab_workflow.workflow.engine import Engine
from reglab_workflow.workflow.reader import Vocabulary, read

THEMES = (Theme("data", "Data"), Theme("vatten", "Vatten"), Theme("metoder", "Metoder"))


def public(module: Any) -> dict[str, Any]:
    """What workflow files can name of a module."""
    return {name: each for name, each in vars(module).items()
            if callable(each) and not name.startswith("_") and each.__module__ == module.__name__}


@cache
def rulebook() -> Rulebook:
    """The rulebook of the learning site with the rest of the rooms that a round needs."""
    base = learning_site.rulebook()
    guards = {**base.guards, **public(round_guards), **public(meeting_guards)}
    effects = {**base.effects, **public(round_effects), **public(meeting_effects)}
    roles = {**ROLES, "stand_in": Role("stand_in", "stand-in", stand_ins, ("office",)),
             "asked": Role("asked", "asked", asked_organisations)}
    types, engines = dict(base.types), dict(base.engines)
    for kind in (Round, Proposal, Meeting):
        name = kind.type_name
        text = (FILES / f"{name}.toml").read_text(encoding="utf-8")
        types[name] = ContentType(name, kind, name)
        engines[name] = Engine(read(text, f"{name}.toml", Vocabulary()), guards)
    relations = {**base.relations, "round": {"proposals": proposals_of}}
    return Rulebook(types=types, engines=engines, roles=roles, guards=guards, effects=effects,
                    relations=relations)


class RoundSite(LearningSite):
    """The site with an office, a member that sends proposals, and another member."""

    def __init__(self) -> None:
        super().__init__()
        self.rulebook = replace(rulebook(), notify=self.heard.append)
        self.builder = self.acts(self.builder.actor)
        self.home = self.organisation("Region Nordanå")
        self.neighbour = self.organisation("Region Söderås")
        self.member = self.person("Moa Ek", self.home)
        self.stranger_member = self.person("Nils Al", self.neighbour)

    def round(self, state: str = "open", year: int = 2027, **values: Any) -> Round:
        """A round in a state, whatever way leads there."""
        told = {"title": f"Inför {year}", "year": year, "closes": self.later(30), "themes": THEMES,
                "instruction": "Skriv kort."} | values
        return self.put(self.builder.create(self.site["rounds"], "round", told), state)

    def proposal(self, round_: Round, state: str = "submitted", by: Any = None, **values: Any) -> Proposal:
        """A proposal in a state, written by a member while the round was open."""
        told = {"title": "Små tal"} | values
        written = {name: told.pop(name) for name in list(told) if name not in Proposal.guarded}
        kept, round_.state = round_.state, "open"
        made = self.acts(by or self.member).create(round_["proposals"], "proposal", written)
        round_.state = kept
        made.set(told)
        return self.put(made, state)

    def numbered(self, round_: Round, number: int, state: str = "submitted", theme: str = "data",
                 **values: Any) -> Proposal:
        """A proposal that has its place in the booklet."""
        told = {"title": f"Förslag {number}", "number": number, "theme": theme} | values
        return self.proposal(round_, state, **told)

    def meeting(self, round_: Round, state: str = "planned", **values: Any) -> Meeting:
        """An idea meeting today, in a state."""
        told = {"title": "Idémöte", "day": self.today, "place": "Kajmagasinet"} | values
        return self.put(self.builder.create(round_, "meeting", told), state)

    def asked(self, who: Any = None, **facts: Any) -> Any:
        """The question as a guard gets it."""
        return self.acts(who or self.office).ask(facts)

    def fire(self, item: Any, step: str, who: Any = None, **facts: Any) -> Any:
        """Take a step, as the office unless told otherwise."""
        return self.acts(who or self.office).fire(item, step, facts)
