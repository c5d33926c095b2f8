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
from ..security.remedies import EditField
from ..security.rights import Rights
from ..workflow.definition import SYSTEM, Transition
from ..workflow.engine import Ask, Change
from ..workflow.errors import NotPermitted, Objection, Reason, Refused, Stale
from . import events
from .item import item_of
from .trash import stands, with_contents

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
        told = {key: value for key, value in item.values_of().items()
                if value not in (None, "", ()) or value != getattr(content_type.factory, key, None)}
        self._tell(events.Added(item, self._on_behalf(item), now, values=told))
        return item

    def edit(self, item: Any, values: Mapping[str, Any], seen: int | None = None, *, why: str = "",
             restored_from: int | None = None, undoes: str = "") -> bool:
        """Give fields new values; False when nothing differs. Raises NotPermitted or Stale.

        The event keeps why, the version that the values were put back from, and the event that this takes back.
        """
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
        self._tell_edited(item, {name: before[name] for name in changed}, changed, why=why,
                          restored_from=restored_from, undoes=undoes)
        return True

    def fire(self, item: Any, name: str, facts: Mapping[str, Any] | None = None, seen: int | None = None, *,
             undoes: str = "") -> Change:
        """Move an item through a transition with all that follows; raises an Objection and changes nothing."""
        transition = self.ready(item, name, seen)
        engine, ask = self.rulebook.engine(item), self.ask(facts or {})
        stopped = self._cascade_refusals(item, transition, ask)
        if stopped:
            raise Refused((*engine.refusals(item, transition, ask), *stopped))
        before = item.values_of()
        change = engine.fire(item, name, ask)
        self._follow(item, transition, change, ask, before, undoes)
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
        return replace(self.judged(item, transition), permitted=True) if answer else \
            Offer(transition, False, answer.reasons)

    def judged(self, item: Any, transition: Transition) -> Offer:
        """What the guards say of a transition, whoever may make it: an offer that permits nothing."""
        engine, ask = self.rulebook.engine(item), self.ask()
        if not self.told:  # what has been changed in this transaction, a glance does not know
            ask = replace(ask, survey=self.glance)
        reasons = (*engine.refusals(item, transition, ask), *self._cascade_refusals(item, transition, ask))
        return Offer(transition, False, reasons, engine.warnings(item, transition, ask))

    def remove(self, item: Any, reason: str = "", seen: int | None = None) -> None:
        """Put an item into the trash with all that is in it; its history stays. Raises NotPermitted or Stale."""
        self._demand(item.removed_with, item)
        self._not_stale(item, seen)
        container, actor, now = item.__parent__, self._on_behalf(item), self.now
        self.site.trash.put(item, self.actor.id, now)
        for gone in with_contents(item):
            self.site.forget_address(gone.uid)
        self._tell(events.Removed(
            item, actor, now, container=container, values=item.values_of(), reason=reason))

    def restore(self, item: Any, undoes: str = "") -> Any:
        """Put an item back from the trash to where it stood; raises NotPermitted, or Refused where that is gone.

        It takes what it took to take it away. If its name has been given to another, it gets a free one.
        """
        self._demand(item.removed_with, item)
        container = item.__parent__
        if not stands(item_of(container)):
            raise Refused([Reason("place_gone", _("What it stood in has been deleted too. Put that back first."))])
        self.site.trash.put_back(item, _free_name(item, container))
        for back in with_contents(item):
            self.site.addresses[back.uid] = back.path
        now = self.now
        item.touch(now, self.actor.id)
        self._tell(events.Restored(item, self._on_behalf(item), now, container=container, undoes=undoes))
        return item

    def purge(self, item: Any) -> None:
        """Take an item out of the trash for good, which only time does; what was told of it stays told."""
        if not self.actor.is_system:
            raise NotPermitted([_only_by_rule()])
        self.site.trash.forget(item.uid)
        self._tell(events.Purged(item, self.actor, self.now, note={"site": self.site}))

    def appoint(self, person: Any, role: str, scope: Any, start: date | None = None, end: date | None = None,
                why: str = "") -> Appointment:
        """Give a person a role on an item or the site; raises NotPermitted, also for a role one cannot give."""
        self._demand(Permission.APPOINT, scope)
        if not self._could_do(role, scope):
            raise NotPermitted([Reason("beyond", _("You cannot give rights that you do not have yourself."))])
        now = self.now
        appointment = self.site.appointments.add(Appointment(
            person=person.uid, role=role, scope=scope.uid, start=start or clock.local_day(now), end=end,
            given_by=self.actor.id, why=why))
        self._tell(events.Appointed(scope, self.actor, now, appointment=appointment, person=person))
        return appointment

    def end_appointment(self, appointment: Appointment, why: str = "") -> None:
        """Take a role back from today; raises NotPermitted unless it follows from a transition."""
        scope = self.holder(appointment.scope)
        if not self.actor.is_system:
            self._demand(Permission.APPOINT, scope)
        now = self.now
        self.site.appointments.end(appointment, now, self.actor.id)
        self._tell(events.AppointmentEnded(
            scope, self.actor, now, appointment=appointment, person=self.site["people"].get(appointment.person),
            why=why))

    def note_export(self, item: Any, what: str, form: str) -> None:
        """Tell that the actor takes personal data about an item away: what it holds, and in which form."""
        self._tell(events.Exported(item, self.actor, self.now, what=what, form=form))

    def tell(self, event: events.Event) -> None:
        """Tell the listeners what a service beside the acts has done to the site."""
        self._tell(event)

    def holder(self, uid: str) -> Any:
        """The item that an appointment is for, or the site when it no longer stands anywhere."""
        found = self.site.by_uid(uid)
        return found if found is not None else self.site

    def ask(self, facts: Mapping[str, Any] | None = None) -> Ask:
        """The question that guards answer, as this actor at this moment."""
        return Ask(self.actor, self.now, dict(facts or {}), self.site, self.stops, self.survey, self.rulebook.declared,
                   told=facts is not None)

    def as_system(self, rule: str) -> Acts:
        """The same site, acted on by the system because of a rule."""
        return Acts(self.rulebook, self.site, system(rule, self.actor.principals), self.now, cause=rule)

    def because(self, rule: str) -> Acts:
        """The same site, acted on by the same actor as a part of another step."""
        if self.actor.is_system:
            return self.as_system(rule)
        return Acts(self.rulebook, self.site, self.actor, self.now, cause=rule)

    def _follow(self, item: Any, transition: Transition, change: Change, ask: Ask, before: dict[str, Any],
                undoes: str) -> None:
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
            target=change.target, facts=ask.facts, cause=self.cause, undoes=undoes,
            before={name: before[name] for name in differing}, after={name: after[name] for name in differing}))
        for other, name in self._cascaded(item, transition):
            self.as_system(f"{item.type_name}.{transition.name}:{item.uid}").fire(other, name, ask.facts)

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
        """What stops the items that would move along; they are asked as if this one had moved already."""
        target = self.rulebook.engine(item).target(item, transition) or item.state
        then = replace(ask, moving={**ask.moving, item.uid: target})
        return tuple(
            _said_of(other, reason)
            for other, name in self._cascaded(item, transition, None if ask.survey.whole else FEW)
            for engine in (self.rulebook.engine(other),)
            for reason in (*engine.refusals(other, engine.transition(name), then),
                           *self._cascade_refusals(other, engine.transition(name), then))
        )

    def _tell(self, event: events.Event) -> None:
        self.rulebook.notify(event)
        self.told.append(event)

    def _tell_edited(self, item: Any, before: Mapping[str, Any], after: Mapping[str, Any], **more: Any) -> None:
        now = self.now
        item.touch(now, self.actor.id)
        self._tell(events.Edited(item, self._on_behalf(item), now, before=before, after=after, **more))

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


def _said_of(item: Any, reason: Reason) -> Reason:
    """A reason that names a field, told about another item than the one that is moved."""
    if reason.remedies or reason.field not in item.fields:
        return reason
    return replace(reason, remedies=(EditField(item, reason.field),))


def _free_name(item: Any, container: Any) -> str:
    """The name that an item had, or one that it can have there now; raises Refused where there is only one place."""
    name: str = item.__name__
    if name in container:
        name = item.name_in(container)
    if name in container:
        raise Refused([Reason("there_already", _("There can only be one here, and there is one already."))])
    return name


def _only_by_rule() -> Reason:
    return Reason("by_rule", _("This is set by a step in the workflow, not by hand."))
