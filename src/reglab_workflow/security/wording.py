"""An explanation in words: what decides, what stops it, what would change that, and who can see to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

from ..content.item import item_of
from ..i18n import _
from ..people.appointments import SITE, Ground
from ..people.organisation import Organisation, organisation_by_uid
from ..people.person import ACTIVE
from ..web.telling import field_title
from ..web.values import value_in_words
from ..web.words import name_of, roles_in_words, say
from ..workflow.citing import Line
from .explain import Explanation, Stop
from .permissions import Permission
from .remedies import (
    AddItem,
    Answer,
    Appoint,
    EditField,
    Instead,
    LetDo,
    Remove,
    SignIn,
    TakeStep,
    TellFact,
    UseLink,
    Wait,
)
from .ways import Change, Way

MOST_NAMES = 3
"""So many people are named for one change; the roles tell of the others."""


class Telling:
    """Tells one explanation to one reader: nothing is named that the reader may not see."""

    def __init__(self, request: Any, site: Any, rulebook: Any, item: Any, asked: Any = None) -> None:
        self.request = request
        self.site = site
        self.rulebook = rulebook
        self.item = item
        self.asked = asked
        """The person that the question is about, where that is another than the reader."""

    def answer(self, question: str, found: Explanation) -> dict[str, Any]:
        """What the page shows of one answer."""
        steps = [self._stop(stop) for stop in found.stops]
        return {
            "question": question, "allowed": found.allowed, "grounds": list(self.grounds(found)),
            "stops": steps, "several": len(steps) > 1, "final": any(not stop["ways"] for stop in steps),
            "warnings": [self.say(reason.text) for reason in found.warnings] if found.allowed else [],
            "lines": [self._line(line) for line in found.lines],
        }

    def say(self, text: Any) -> str:
        """Any text in the reader's language."""
        return say(self.request, text)

    # -- why yes -----------------------------------------------------------------------------------------

    def grounds(self, found: Explanation) -> Iterator[str]:
        """The role that allows it, on what that rests, from when to when, and who gave it."""
        role = self.rulebook.roles.get(found.role)
        if not found.allowed or role is None:
            return
        told = self.say(role.of_one)
        yield self.say(_("${who} has the role: ${role}.", mapping={"who": self.asked.title, "role": told})
                       if self.asked is not None else _("Your role: ${role}.", mapping={"role": told}))
        if found.ground is not None:
            yield from self._ground(found.ground)

    def _ground(self, ground: Ground) -> Iterator[str]:
        organisation = organisation_by_uid(self.site, ground.subject)
        if ground.source == "membership" and organisation is not None:
            yield self.say(_("It rests on belonging to ${organisation}.", mapping={"organisation": organisation.title}))
        elif ground.source == "appointment":
            place = self.name(self.site if ground.subject == SITE else self.site.by_uid(ground.subject))
            yield self.say(_("It rests on an appointment for ${place}.", mapping={"place": place}))
        if ground.since is not None:
            yield self.say(_("It has held since ${day}.", mapping={"day": self.request.day(ground.since)}))
        if ground.until is not None:
            yield self.say(_("It holds until ${day}, that day included.", mapping={
                "day": self.request.day(ground.until)}))
        giver = self.site["people"].get(ground.given_by)
        if giver is not None and self.may_see(giver):
            yield self.say(_("It was given by ${name}.", mapping={"name": giver.title}))

    def _line(self, line: Line) -> dict[str, Any]:
        life = line.file.removesuffix(".toml")
        return {"where": self.say(_("${file}, line ${number}", mapping={"file": line.file, "number": line.number})),
                "text": f"[{line.table}] {line.text}",
                "href": self.request.link(self.request.site, "workflows", life, anchor=f"line-{line.number}")}

    # -- why no ------------------------------------------------------------------------------------------

    def _stop(self, stop: Stop) -> dict[str, Any]:
        return {"text": self.say(stop.reason.text), "behind": [self.say(reason.text) for reason in stop.behind],
                "ways": [self._way(way) for way in stop.ways]}

    def _way(self, way: Way) -> list[dict[str, Any]]:
        """The changes of a way; who makes several in a row is said once, after the last of them."""
        told = [self._change(change) for change in way.changes]
        for change, then in pairwise(told):
            if (change["mine"], change["who"]) == (then["mine"], then["who"]):
                change |= {"mine": False, "who": ""}
        return told

    def _change(self, change: Change) -> dict[str, Any]:
        mine = self._mine(change)
        return {"text": self.told(change), "who": "" if mine else self.who(change), "mine": mine,
                "href": self.href(change) if mine else ""}

    def told(self, change: Change) -> str:
        """The change as a sentence."""
        return TOLD[type(change.what)](self, change.what)

    def who(self, change: Change) -> str:
        """Who can make the change: the roles, and people by name where the reader may know them."""
        if change.after != ("", ""):
            return self._after(*change.after)
        if not change.roles:
            return self.say(_("It happens by itself.")) if isinstance(change.what, TakeStep) else ""
        roles = roles_in_words(self.request, change.roles)
        names = self._names(change)
        if names:
            return self.say(_("It can be done by ${roles}: ${names}.", mapping={
                "roles": roles, "names": ", ".join(names)}))
        return self.say(_("It can be done by ${roles}.", mapping={"roles": roles}))

    def href(self, change: Change) -> str:
        """Where the reader makes the change."""
        what, link = change.what, self.request.link
        if isinstance(what, EditField):
            by_edit = what.item.guarded.get(what.field, Permission.EDIT) in (Permission.EDIT, Permission.APPOINT)
            return str(link(what.item, "edit", anchor=f"f-{what.field}") if by_edit else link(what.item))
        if isinstance(what, TakeStep | Instead | UseLink):
            return str(link(what.item, "do", what.transition))
        if isinstance(what, TellFact):
            return ""
        if isinstance(what, SignIn):
            return str(link(self.request.site, "login"))
        if isinstance(what, Appoint):
            place = change.place
            page = "leaders" if getattr(place, "type_name", "") == "project" else "appoint"
            return str(link(place, page))
        return str(link(item_of(change.place))) if change.place is not None else ""

    def name(self, item: Any) -> str:
        """What an item is called, for those who may see it."""
        if item is None or not self.may_see(item):
            return self.say(_("something that you may not see"))
        return name_of(self.request, item)

    def may_see(self, item: Any) -> bool:
        """Whether the reader may see an item now; what has gone since is judged as it stood."""
        return bool(self.request.rights.may(self.request.actor, Permission.VIEW, item))

    def _mine(self, change: Change) -> bool:
        """Whether the reader can make the change now; on the page of another day nobody changes anything."""
        if self.request.mirror:
            return False
        if isinstance(change.what, SignIn):
            return not self.request.actor.person
        if not change.roles or change.place is None or isinstance(change.what, LetDo | UseLink):
            return False
        held = {role for role, _ground in self.request.rights.held(self.request.actor, change.place)}
        return bool(held & set(change.roles)) and self.may_see(item_of(change.place))

    def _names(self, change: Change) -> list[str]:
        """The first people who hold one of the roles by an appointment, as far as the reader may know them."""
        place = change.place if change.place is not None else self.item
        found: dict[str, str] = {}
        for role in change.roles:
            for principal in self.rulebook.holders(role, place):
                kind, _at, uid = principal.partition("@")
                for appointment in self._appointed(kind, uid or SITE):
                    person = self.site["people"].get(appointment.person)
                    if person is not None and person.state == ACTIVE and len(found) < MOST_NAMES \
                            and self.may_see(person):
                        found[person.uid] = person.title
        return list(found.values())

    def _appointed(self, role: str, scope: str) -> list[Any]:
        now = self.request.acts.now
        return [each for each in self.site.appointments.on_scope(scope, now) if each.role == role]

    def _after(self, life: str, step: str) -> str:
        workflow = self.rulebook.engines[life].workflow
        return self.say(_("It follows from the step “${step}” (${life}).", mapping={
            "step": self.say(workflow.transitions[step].title), "life": self.say(workflow.title)}))

    # -- changes as sentences ----------------------------------------------------------------------------

    def step_title(self, what: Any) -> str:
        """What a step is called."""
        return self.say(self.rulebook.engine(what.item).transition(what.transition).title)

    def here(self, item: Any) -> bool:
        """Whether an item is the one that the question is about."""
        return item is self.item or getattr(item, "uid", "") == self.item.uid

    def edit(self, what: EditField) -> str:
        """Another value."""
        named = {"field": field_title(self.request, what.item, what.field)}
        if not self.here(what.item):
            named["title"] = self.name(what.item)
        if what.value not in (None, ""):
            named["value"] = self._value(what)
            if self.here(what.item):
                return self.say(_("Change the field “${field}” to “${value}”.", mapping=named))
            return self.say(_("Change the field “${field}” of “${title}” to “${value}”.", mapping=named))
        if self.here(what.item):
            return self.say(_("Edit the field “${field}”.", mapping=named))
        return self.say(_("Edit the field “${field}” of “${title}”.", mapping=named))

    def _value(self, what: EditField) -> str:
        pointed = self.site.by_uid(what.value) if isinstance(what.value, str) else None
        if isinstance(pointed, Organisation):
            return pointed.title
        return value_in_words(self.request, what.item, what.field, what.value) or self.say(_("No"))

    def step(self, what: TakeStep) -> str:
        """A step, of this item or of another."""
        named = {"step": self.step_title(what)}
        if self.here(what.item):
            return self.say(_("Take the step “${step}”.", mapping=named))
        return self.say(_("Take the step “${step}” with “${title}”.", mapping={
            **named, "title": self.name(what.item)}))

    def instead(self, what: Instead) -> str:
        """Another step that comes to the same."""
        return self.say(_("Take the step “${step}” instead.", mapping={"step": self.step_title(what)}))

    def link(self, what: UseLink) -> str:
        """The own link."""
        return self.say(_("Use the own link in the letter. It is sent with the step “${step}”.", mapping={
            "step": self.step_title(what)}))

    def appoint(self, what: Appoint) -> str:
        """A role is given."""
        role = self.rulebook.roles[what.role]
        named = {"role": self.say(role.of_one), "title": self.name(self._scope(what.scope)), "n": what.number}
        if what.number > 1:
            return self.say(_("Appoint ${n} more people for ${title}: ${role}.", mapping=named))
        return self.say(_("Appointment for ${title}: ${role}.", mapping=named))

    def _scope(self, uid: str) -> Any:
        return self.site if uid == SITE else self.site.by_uid(uid)

    def add(self, what: AddItem) -> str:
        """Something new, and how far it has to come."""
        workflow = self.rulebook.engines[self.rulebook.types[what.type_name].workflow].workflow
        named = {"noun": self.say(workflow.title), "title": self.name(item_of(what.container))}
        if not what.states:
            return self.say(_("Add to “${title}”: ${noun}.", mapping=named))
        states = ", ".join(self.say(workflow.state(name).title) for name in what.states)
        return self.say(_("Add to “${title}”: ${noun}, which then has to reach: ${states}.", mapping={
            **named, "states": states}))

    def remove(self, what: Remove) -> str:
        """It is deleted."""
        return self.say(_("Delete “${title}”.", mapping={"title": self.name(what.item)}))

    def tell(self, what: TellFact) -> str:
        """Something else in the form."""
        return self.say(_("Fill in “${field}” in the form of the step.", mapping={
            "field": field_title(self.request, self.item, what.name)}))

    def answered(self, what: Answer) -> str:
        """The appointments that a review asks about."""
        if what.again:
            return self.say(_("Let a colleague answer about the appointments that people answered about themselves."))
        return self.say(_("Confirm or end each appointment that is left."))

    def wait(self, what: Wait) -> str:
        """A day."""
        return self.say(_("Wait until ${day}.", mapping={"day": self.request.day(what.until)}))

    def let(self, what: LetDo) -> str:
        """Somebody else."""
        return self.say(_("Let somebody else take the step: ${roles}.", mapping={
            "roles": roles_in_words(self.request, (what.role,))}))

    def sign_in(self, what: SignIn) -> str:
        """Who one is."""
        return self.say(_("Sign in."))


TOLD: dict[type, Callable[[Telling, Any], str]] = {
    EditField: Telling.edit, TakeStep: Telling.step, Instead: Telling.instead, UseLink: Telling.link,
    Appoint: Telling.appoint, AddItem: Telling.add, Remove: Telling.remove, TellFact: Telling.tell, Wait: Telling.wait,
    LetDo: Telling.let, SignIn: Telling.sign_in, Answer: Telling.answered,
}
