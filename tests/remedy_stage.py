"""A site with one thing of every kind, on which each guard is made to say no, and then every remedy is carried out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from house import Story
from learning_group import FULL, TERMS, person
from reglab_workflow import clock
from reglab_workflow.content.acts import Acts
from reglab_workflow.content.ballot.model import Mark
from reglab_workflow.content.decision_set.model import Row
from reglab_workflow.content.review.answering import answer
from reglab_workflow.content.round.model import Theme
from reglab_workflow.content.site.model import find
from reglab_workflow.content.survey.model import Question, folder_of
from reglab_workflow.people.appointments import Ground
from reglab_workflow.security.actor import Actor, system
from reglab_workflow.security.remedies import (
    AddItem,
    Answer,
    Appoint,
    EditField,
    Instead,
    LetDo,
    Remove,
    TakeStep,
    TellFact,
    Wait,
)
from reglab_workflow.security.ways import Change
from reglab_workflow.workflow.errors import Objection

TODAY = clock.local_day(clock.now())


def days(number: int) -> date:
    """A day so many days from today."""
    return TODAY + timedelta(days=number)


FACTS: Mapping[str, Any] = {
    "reason": "Ett skäl.", "closes": days(20), "last_day": days(30), "capacity": 50, "decided_by": "board",
    "decided_on": TODAY, "area": "Data", "motive": "Angeläget.", "referred_to": "Labbet", "board_date": TODAY,
    "fee": 20_000, "from_date": TODAY, "people": (person("Ny Person"),), "charge": 100, "approved_by": "Moa Chef",
    "approved_on": TODAY, "moved_to": "Ingenstans", "adopted_date": TODAY, "publish_on": days(1),
    "publish_time": "09:00", "contact_name": "Nils Ny", "contact_email": "nils@norra.example",
}
"""What a helper tells in a step's form."""

NEW: Mapping[str, Mapping[str, Any]] = {
    "proposal": {"title": "Nytt", "theme": "data"}, "workshop": {"title": "Nytt", "kind": "workshop"},
    "meeting": {"title": "Idémöte"}, "round": {"title": "Nästa", "year": 2031, "closes": days(30)},
    "registration": {**FULL, "title": "Region Södra"}, "survey": {"title": "Hur blev det?"},
    "attachment": {"title": "Bilaga", "filename": "bilaga.pdf"},
}
"""What a helper writes in something new."""


class Stage(Story):
    """A round with proposals, a meeting, a ballot and a set; a project with everything that belongs to one."""

    def __init__(self, var: Path, **settings: str) -> None:
        super().__init__(var, **settings)
        self.paths: dict[str, str] = {}
        with self.open() as site:
            acts = Acts(self.rulebook, site, system("test"))
            self._round(acts)
            self._project(acts)
            self.paths["page"] = acts.create(site["pages"], "page", {"title": "Om oss", "body": "Text"}).path
            self.paths["person"] = site["people"][self.people[self.MEMBER]].path
            self.paths["organisation"] = site.by_uid(self.norra).path
            self.paths["review"] = acts.create(site["reviews"], "review", {"title": "Genomgång"}).path

    def _round(self, acts: Acts) -> None:
        site = acts.site
        round_ = acts.create(site["rounds"], "round", {
            "title": "Inför 2027", "year": 2027, "opens": days(-20), "closes": days(10),
            "instruction": "Skriv kort.", "themes": (Theme("data", "Data"),)})
        round_.state = "published"
        self._keep("round", round_)
        for name, organisation, number in (("proposal", self.norra, 1), ("other", self.sodra, 2)):
            made = acts.create(round_["proposals"], "proposal", {
                "title": f"Förslag {number}", "theme": "data", "number": number, "organisation": organisation})
            self._keep(name, made).state = "submitted"
        self._keep("meeting", acts.create(round_, "meeting", {
            "title": "Idémöte", "day": TODAY, "place": "Umeå", "result": "Två områden."}))
        ballot = self._keep("ballot", acts.create(round_, "ballot", {"title": "Omröstning", "closes": days(5)}))
        uid = round_["proposals"].values()[0].uid
        ballot.set({"proposals": (uid,)})
        self._keep("vote", acts.create(ballot["votes"], "vote", {
            "title": "Region Norra", "organisation": self.norra, "marks": (Mark(uid, 2),)}))
        self._keep("decision_set", acts.create(round_["decisions"], "decision_set", {
            "title": "Beslut", "rows": (Row(uid),), "step": "select", "area": "Data", "why": "Angeläget.",
            "decided_by": "board", "decided_on": TODAY}))

    def _project(self, acts: Acts) -> None:
        project = self._keep("project", acts.create(acts.site["projects"], "project", {
            "title": "Små tal", "purpose": "Räkna rätt.", "fee": 20_000, "terms": (TERMS,), "last_day": days(14)}))
        workshop = self._keep("workshop", acts.create(project["workshops"], "workshop", {
            "title": "Kartan", "starts": days(30), "mode": "physical", "place": "Umeå", "homework": "Läs."}))
        registration = self._keep("registration", acts.create(project["registrations"], "registration", {
            **FULL, "title": "Region Norra", "organisation": self.norra}))
        registration.set({"people": (person("Eva Ek"), person("Ulf Ulv"))})
        for name, each in (("participation", "Eva Ek"), ("colleague", "Ulf Ulv")):
            one = person(each)
            self._keep(name, acts.create(workshop["participations"], "participation", {
                "title": one.name, "person": one.key, "email": one.email, "registration": registration.uid,
                "organisation": self.norra}))
        self._keep("submission", acts.create(workshop["submissions"], "submission", {
            "title": "Region Norra", "organisation": self.norra, "text": "Läst."}))
        self._keep("survey", acts.create(folder_of(project), "survey", {
            "title": "Hur blev det?", "questions": (Question("Vad lärde du dig?"),), "closes": days(5)}))

    def _keep(self, name: str, item: Any) -> Any:
        self.paths[name] = item.path
        return item


@dataclass
class On:
    """The stage in one transaction: every item by its name, and the attempt that a guard is asked about."""

    stage: Stage
    site: Any
    actor: Actor = field(default_factory=lambda: helper("somebody"))
    now: datetime = field(default_factory=clock.now)
    facts: dict[str, Any] = field(default_factory=dict)
    told: bool = False
    values: dict[str, Any] = field(default_factory=dict)
    item: Any = None

    def __getattr__(self, name: str) -> Any:
        path = self.stage.paths.get(name)
        if path is None:
            raise AttributeError(name)
        return find(self.site, path)

    def put(self, name: str, state: str = "", **values: Any) -> Any:
        """Let an item be in a state, with these values; gives the item."""
        item = getattr(self, name)
        item.state = state or item.state
        for key, value in values.items():
            setattr(item, key, value)
        return item

    def ask(self) -> Any:
        """The question that the guard answers."""
        acts = Acts(self.stage.rulebook, self.site, self.actor, self.now)
        return replace(acts.ask(self.facts), told=self.told)

    # -- carrying remedies out ---------------------------------------------------------------------------

    def make(self, change: Change) -> None:
        """Do what a change says, as somebody who holds one of its roles."""
        what = change.what
        if isinstance(what, Wait):
            self.now = clock.midnight(what.until) + timedelta(hours=9)
        elif isinstance(what, TellFact):
            self.facts[what.name] = self.values[what.name]
        elif isinstance(what, LetDo):
            self.actor = helper("colleague", *self.principals(change))
        elif isinstance(what, EditField):
            value = what.value if what.value is not None else self.values[what.field]
            self.as_one_of(change).edit(what.item, {what.field: value})
        elif isinstance(what, Appoint):
            place = what.scope if what.scope == "site" else self.site.by_uid(what.scope)
            for person in list(self.site["people"].values())[:what.number]:
                self.as_one_of(change).appoint(person, what.role, place)
        elif isinstance(what, Remove):
            self.as_one_of(change).remove(what.item)
        else:
            {TakeStep: self.step, AddItem: self.add, Answer: self.answer}[type(what)](change, what)

    def add(self, change: Change, what: AddItem) -> None:
        """Add something new, in the state that it has to reach."""
        organisation = {"organisation": self.stage.sodra} if what.type_name in ("proposal", "registration") else {}
        made = self.as_one_of(change).create(what.container, what.type_name, {**NEW[what.type_name], **organisation})
        made.state = what.states[0] if what.states else made.state
        if what.type_name == "survey":
            made.pot.put("somebody", {})

    def answer(self, change: Change, what: Answer) -> None:
        """Confirm what a review asks about."""
        review = what.review
        for uid in review.about_themselves() if what.again else review.left(self.now):
            answer(self.as_one_of(change), review, uid, "confirmed")

    def step(self, change: Change, what: TakeStep) -> None:
        """Take a step; one that has conditions of its own is taken for granted, where it only moves on."""
        engine = self.stage.rulebook.engine(what.item)
        transition = engine.transition(what.transition)
        target, facts = engine.leaves(what.item, transition), self.facts_for(transition)
        if change.roles:
            who = self.as_one_of(change)
            assert who.rights.may_fire(who.actor, what.transition, what.item)
        else:
            who = Acts(self.stage.rulebook, self.site, system("test"), self.now)
        if not who.stops(what.item, what.transition, facts):
            who.fire(what.item, what.transition, facts)
        else:
            assert target != what.item.state, who.stops(what.item, what.transition, facts)
            what.item.state = target

    def facts_for(self, transition: Any) -> dict[str, Any]:
        """What is told in the form of a step."""
        known = {**FACTS, **self.values}
        return {name: known[name] for name in transition.asks if name in known}

    def goes_instead(self, what: Instead) -> bool:
        """Whether the other step can be taken."""
        engine = self.stage.rulebook.engine(what.item)
        transition = engine.transition(what.transition)
        ask = replace(self.ask(), facts=self.facts_for(transition), told=True)
        return engine.target(what.item, transition) is not None and not engine.refusals(what.item, transition, ask)

    def as_one_of(self, change: Change) -> Acts:
        """What somebody can do who holds one of the roles that a change names."""
        return Acts(self.stage.rulebook, self.site, helper("helper", *self.principals(change)), self.now)

    def principals(self, change: Change) -> list[str]:
        """What that somebody holds: the office where the office can, else the first role that anybody can hold."""
        roles = sorted(change.roles, key=lambda role: role != "office")
        held = next(found for role in roles if (found := self.stage.rulebook.holders(role, change.place)))
        return [held[0]]


def helper(name: str, *principals: str) -> Actor:
    """Somebody who holds these, and speaks for an organisation if one of them says so."""
    own = next((each.partition(":")[2] for each in principals if each.startswith("org:")), "")
    held = {each: Ground(each, "test") for each in ("anyone", "signed_in", *principals)}
    return Actor(name, name, own, principals=held, channel="test")


def refused(acts: Acts, item: Any, step: str) -> tuple[str, ...]:
    """The codes of what refuses a step."""
    try:
        acts.fire(item, step)
    except Objection as objection:
        return tuple(reason.code for reason in objection.reasons)
    return ()
