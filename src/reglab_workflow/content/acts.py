"""Acts: the one door for every change, whoever knocks: page, form, command or clock.

Each act asks the rights, changes the item, and tells the listeners, all in the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from .. import clock
from ..catalog.survey import ItemSurvey, Survey
from ..i18n import _
from ..people.appointments import Appointment
from ..rulebook import Rulebook
from ..security.actor import Actor, system
from ..security.permissions import Permission
from ..security.rights import Rights
from ..workflow.definition import SYSTEM, Transition
from ..workflow.engine import Ask, Change
from ..workflow.errors import NotPermitted, Objection, Reason, Refused, Stale
from . import events
from .item import item_of

FEW = 25
"""A page that offers a step asks so many items that move along; where there are more, the step itself asks."""


@dataclass(frozen=True)
class Step:
    """A transition as its effects see it, after the state has changed."""

    item: Any
    transition: Transition
    source: str
    target: str
    actor: Actor
    facts: Mapping[str, Any]
    now: datetime
    acts: Acts


@dataclass(frozen=True)
class Offer:
    """A transition out of the present state, and what the person asking should know of it."""

    transition: Transition
    permitted: bool
    reasons: tuple[Reason, ...] = ()
    warnings: tuple[Reason, ...] = ()

    @property
    def allowed(self) -> bool:
        """Whether the transition would happen, given the facts it asks for."""
        return self.permitted and not self.reasons


class Acts:
    """Everything an actor can do to the content of a site."""

    def __init__(self, rulebook: Rulebook, site: Any, actor: Actor, now: datetime | None = None,
                 cause: str = "", glance: Survey | None = None) -> None:
        self.rulebook = rulebook
        self.rights = Rights(rulebook)
        self.site = site
        self.actor = actor
        self.fixed_now = now
        self.cause = cause
        self.survey: Survey = ItemSurvey(rulebook)
        self.glance = glance or self.survey
        self.told: list[events.Event] = []

    @property
    def now(self) -> datetime:
        """This moment, or the moment the acts were told it is."""
        return self.fixed_now or clock.now()

    def create(self, container: Any, type_name: str, values: Mapping[str, Any], name: str | None = None) -> Any:
        """Add a new item to a container; raises NotPermitted, or Refused where there can only be one."""
        content_type = self.rulebook.types[type_name]
        self._demand(content_type.added_with or f"add_{type_name}", container)
        item = content_type.factory(**values)
        self._demand_organisation(item.owner())
        name = name or item.name_in(container)
        if name in container:
            raise Refused([Reason("there_already", _("There can only be one here, and there is one already."))])
        now = self.now
        item.state = self.rulebook.engines[content_type.workflow].workflow.initial
        item.creator = item.changed_by = self.actor.id
        item.created = item.modified = item.since = now
        container.add(name, item)
        self.site.addresses[item.uid] = item.path
        item.on_added()
        told = {key: value for key, value in item.values_of().items() if value not in (None, "", ())}
        self._tell(events.Added(item, self._on_behalf(item), now, values=told))
        return item

    def edit(self, item: Any, values: Mapping[str, Any], seen: int | None = None) -> bool:
        """Give fields new values; False when nothing differs. Raises NotPermitted or Stale."""
        before = {name: getattr(item, name) for name in values if name in item.fields}
        changed = {name: value for name, value in values.items() if before[name] != value}
        for permission in {item.guarded.get(name, Permission.EDIT) for name in changed or values}:
            self._demand(permission, item)
        if not changed:
            return False  # also for a form that is sent twice: what it says is saved
        self._not_stale(item, seen)
        if item.owner(changed) != item.owner():
            self._demand_organisation(item.owner(changed))
        item.set(changed)
        self._tell_edited(item, {name: before[name] for name in changed}, changed)
        return True

    def fire(self, item: Any, name: str, facts: Mapping[str, Any] | None = None, seen: int | None = None) -> Change:
        """Move an item through a transition with all that follows; raises an Objection and changes nothing."""
        transition = self.ready(item, name, seen)
        engine, ask = self.rulebook.engine(item), self.ask(facts)
        stopped = self._cascade_refusals(item, transition, ask)
        if stopped:
            raise Refused((*engine.refusals(item, transition, ask), *stopped))
        before = item.values_of()
        change = engine.fire(item, name, ask)
        self._follow(item, transition, change, ask, before)
        return change

    def ready(self, item: Any, name: str, seen: int | None = None) -> Transition:
        """The transition, if the actor may make it from where the item is; raises an Objection."""
        engine = self.rulebook.engine(item)
        transition = engine.transition(name)
        answer = self.rights.may_fire(self.actor, name, item)
        if not answer:
            raise NotPermitted(answer.reasons)
        engine.leaves(item, transition)
        self._not_stale(item, seen)
        return transition

    def stops(self, item: Any, name: str, facts: Mapping[str, Any] | None = None) -> tuple[Reason, ...]:
        """Everything that would stop a transition with these facts now; nothing is changed."""
        try:
            transition = self.ready(item, name)
        except Objection as objection:
            return objection.reasons
        engine, ask = self.rulebook.engine(item), self.ask(facts)
        return (*engine.refusals(item, transition, ask), *engine.missing(transition, ask.facts),
                *self._cascade_refusals(item, transition, ask))

    def open_to(self, item: Any) -> list[Offer]:
        """The transitions that people make out of the present state, in the order of the file."""
        engine = self.rulebook.engine(item)
        return [
            self.offer(item, transition)
            for transition in engine.workflow.leaving(engine.state_of(item).name)
            if set(transition.by) != {SYSTEM} and engine.target(item, transition) is not None
        ]

    def offer(self, item: Any, transition: Transition) -> Offer:
        """What stops a transition now, and what is worth a warning."""
        answer = self.rights.may_fire(self.actor, transition.name, item)
        if not answer:
            return Offer(transition, False, answer.reasons)
        engine, ask = self.rulebook.engine(item), self.ask()
        if not self.told:  # what has been changed in this transaction, a glance does not know
            ask = replace(ask, survey=self.glance)
        reasons = (*engine.refusals(item, transition, ask), *self._cascade_refusals(item, transition, ask))
        return Offer(transition, True, reasons, engine.warnings(item, transition, ask))

    def remove(self, item: Any, reason: str = "") -> None:
        """Take an item away; its history stays in the trail. Raises NotPermitted."""
        self._demand(item.removed_with, item)
        container, actor = item.__parent__, self._on_behalf(item)
        container.remove(item.__name__)
        self.site.addresses.pop(item.uid, None)
        self._tell(events.Removed(
            item, actor, self.now, container=container, values=item.values_of(), reason=reason))

    def appoint(self, person: Any, role: str, scope: Any, start: date | None = None, end: date | None = None,
                why: str = "") -> Appointment:
        """Give a person a role on an item or the site; raises NotPermitted, also for a role one cannot give."""
        self._demand(Permission.APPOINT, scope)
        if not self._could_do(role, scope):
            raise NotPermitted([Reason("beyond", _("You cannot give rights that you do not have yourself."))])
        appointment = self.site.appointments.add(Appointment(
            person=person.uid, role=role, scope=scope.uid, start=start or clock.local_day(self.now), end=end,
            given_by=self.actor.id, why=why))
        self._tell(events.Appointed(scope, self.actor, self.now, appointment=appointment, person=person))
        return appointment

    def end_appointment(self, appointment: Appointment, why: str = "") -> None:
        """Take a role back from today; raises NotPermitted unless it follows from a transition."""
        scope = self.holder(appointment.scope)
        if not self.actor.is_system:
            self._demand(Permission.APPOINT, scope)
        self.site.appointments.end(appointment, self.now, self.actor.id)
        self._tell(events.AppointmentEnded(
            scope, self.actor, self.now, appointment=appointment, person=self.site["people"].get(appointment.person),
            why=why))

    def holder(self, uid: str) -> Any:
        """The item that an appointment is for, or the site when it no longer stands anywhere."""
        found = self.site.by_uid(uid)
        return found if found is not None else self.site

    def ask(self, facts: Mapping[str, Any] | None = None) -> Ask:
        """The question that guards answer, as this actor at this moment."""
        return Ask(self.actor, self.now, dict(facts or {}), self.site, self.stops, self.survey)

    def as_system(self, rule: str) -> Acts:
        """The same site, acted on by the system because of a rule."""
        return Acts(self.rulebook, self.site, system(rule, self.actor.principals), self.now, cause=rule)

    def because(self, rule: str) -> Acts:
        """The same site, acted on by the same actor as a part of another step."""
        if self.actor.is_system:
            return self.as_system(rule)
        return Acts(self.rulebook, self.site, self.actor, self.now, cause=rule)

    def _follow(self, item: Any, transition: Transition, change: Change, ask: Ask, before: dict[str, Any]) -> None:
        now = ask.now
        if change.target != change.source:
            item.since = now
        step = Step(item, transition, change.source, change.target, self.actor, ask.facts, now, self)
        for effect in transition.effects:
            self.rulebook.effects[effect](item, step)
        item.touch(now, self.actor.id)
        after = item.values_of()
        differing = [name for name in after if after[name] != before[name]]
        self._tell(events.Transitioned(
            item, self._on_behalf(item, transition), now, transition=transition.name, source=change.source,
            target=change.target, facts=ask.facts, cause=self.cause,
            before={name: before[name] for name in differing}, after={name: after[name] for name in differing}))
        for other, name in self._cascaded(item, transition):
            self.as_system(f"{item.type_name}.{transition.name}:{item.path}").fire(other, name, ask.facts)

    def _cascaded(self, item: Any, transition: Transition, most: int | None = None) -> list[tuple[Any, str]]:
        """The items that move along: those that can leave from where they are; none where there are too many."""
        return [
            (other, cascade.fire)
            for cascade in transition.cascade
            for other in self.rulebook.related(item, cascade.relation, most)
            if self._leaves(other, cascade.fire)
        ]

    def _leaves(self, item: Any, name: str) -> bool:
        engine = self.rulebook.engine(item)
        return engine.target(item, engine.transition(name)) is not None

    def _cascade_refusals(self, item: Any, transition: Transition, ask: Ask) -> tuple[Reason, ...]:
        return tuple(
            reason
            for other, name in self._cascaded(item, transition, None if ask.survey.whole else FEW)
            for engine in (self.rulebook.engine(other),)
            for reason in (*engine.refusals(other, engine.transition(name), ask),
                           *self._cascade_refusals(other, engine.transition(name), ask))
        )

    def _tell(self, event: events.Event) -> None:
        self.rulebook.notify(event)
        self.told.append(event)

    def _tell_edited(self, item: Any, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        now = self.now
        item.touch(now, self.actor.id)
        self._tell(events.Edited(item, self._on_behalf(item), now, before=before, after=after))

    def _demand(self, permission: str, place: Any) -> None:
        if self.actor.is_system:
            return
        answer = self.rights.may(self.actor, permission, place) if permission else None
        if not answer:
            raise NotPermitted(answer.reasons if answer else [_only_by_rule()])

    def _demand_organisation(self, owner: str) -> None:
        """What is written belongs to the actor's own organisation, unless the actor may stand in for others."""
        if owner and owner != self.actor.organisation:
            self._demand(Permission.ACT_ON_BEHALF, self.site)

    def _on_behalf(self, item: Any, transition: Transition | None = None) -> Actor:
        """The actor, marked with the organisation he or she stands in for, if any."""
        owner = item.owner()
        if not owner or owner == self.actor.organisation or self.actor.is_system:
            return self.actor
        for_sender = transition is None and item.creator == self.actor.id
        if transition is not None:
            for_sender = bool({"sender", "representative"} & set(transition.by))
        if not for_sender:
            return self.actor
        return Actor(**{**vars(self.actor), "on_behalf_of": owner})

    def _not_stale(self, item: Any, seen: int | None) -> None:
        if seen is not None and seen != item.version:
            raise Stale([Reason("stale", _("Somebody changed this after you opened the page."))])

    def _could_do(self, role: str, scope: Any) -> bool:
        """Whether the actor's own roles could do all that the role could.

        Reading is not counted: an auditor reads more than the office, which appoints the auditor.
        """
        if self.actor.is_system:
            return True
        mine = {name for name, _ground in self.rights.held(self.actor, item_of(scope))}
        if self.rights.may(self.actor, Permission.ACT_ON_BEHALF, self.site):
            mine |= {"sender", "representative", "colleague", "member", "partner", "self"}
        granted = (
            roles for row in self.rulebook.grants().values()
            for permission, roles in row.items() if not permission.startswith("view")
        )
        fired = (
            transition.by
            for engine in self.rulebook.engines.values()
            for transition in engine.workflow.transitions.values()
        )
        return all(mine & set(roles) for group in (granted, fired) for roles in group if role in roles)


def _only_by_rule() -> Reason:
    return Reason("by_rule", _("This is set by a step in the workflow, not by hand."))
