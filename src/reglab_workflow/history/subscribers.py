"""Every event becomes one entry of the trail, in the transaction of its cause."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from ..content import events
from ..directives import rulebook_of
from ..rulebook import Rulebook
from ..security.actor import Actor
from ..security.rights import Rights
from ..workflow.definition import SYSTEM

KINDS: Mapping[type[events.Event], str] = {
    events.Added: "added",
    events.Edited: "edited",
    events.Transitioned: "transitioned",
    events.Removed: "removed",
    events.Restored: "restored",
    events.Purged: "purged",
    events.Appointed: "appointed",
    events.AppointmentEnded: "appointment_ended",
    events.AppointmentReviewed: "appointment_reviewed",
    events.Invited: "invited",
    events.PasswordForgotten: "password_forgotten",
    events.PasswordChanged: "password_changed",
    events.CalendarAddressMade: "calendar_address_made",
    events.CalendarAddressWithdrawn: "calendar_address_withdrawn",
    events.SignedIn: "signed_in",
    events.SignedOut: "signed_out",
    events.SignInFailed: "sign_in_failed",
    events.NeedsRead: "needs_read",
    events.Exported: "exported",
    events.LinkMade: "letter_link_made",
    events.RulesChanged: "rules_changed",
    events.StateMapped: "state_mapped",
    events.SettingsChanged: "settings_changed",
    events.CommandRun: "command_run",
    events.ViewedAs: "viewed_as",
    events.HistoryChecked: "history_checked",
    events.LetterQueued: "letter_queued",
    events.LetterSent: "letter_sent",
    events.SealKeyTaken: "seal_key_taken",
    events.Exported: "exported",
    events.PersonErased: "person_erased",
    events.RetentionApplied: "retention_applied",
}

STRONGEST_FIRST = (
    "office", "process_leader", "content_leader", "representative", "sender", "project_contact", "participant",
    "approver", "surveyed", "colleague", "auditor", "board", "co_participant",
    "self", "member", "partner", "signed_in", "anyone",
)


TOLD = ("values", "before", "after", "facts", "why", "reason", "receiver", "status", "found", "fields", "text_before",
        "text_after")
"""What an event tells in its own words, where it has it."""

OF_APPOINTMENTS = (events.Appointed, events.AppointmentEnded, events.AppointmentReviewed)
OF_LETTERS = (events.LetterQueued, events.LetterSent)
ON_SITE = (events.RulesChanged, events.HistoryChecked)
"""Seldom, and looked for on the site itself."""


class Recorder:
    """Listens to everything and writes it down."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.rights = Rights(rulebook)

    @cached_property
    def strongest_first(self) -> tuple[str, ...]:
        """Every role, those of a host after ours."""
        roles = self.rulebook.roles
        return tuple(dict.fromkeys((*(name for name in STRONGEST_FIRST if name in roles), *roles)))

    def __call__(self, event: events.Event) -> None:
        """Write one event into the trail of the site that it happened on."""
        site = event.note.get("site") or event.item.site if event.item is not None else event.note["site"]
        held_by_item = None if isinstance(event, events.SignInFailed) or event.item is site else event.item
        if isinstance(event, ON_SITE):
            held_by_item = site
        entry = site.trail.record(self.core(event), self.details(event), held_by_item)
        appointment = getattr(event, "appointment", None)
        if appointment is not None:
            appointment.told = (*appointment.told, entry)
        event.note["entry"] = entry

    def core(self, event: events.Event) -> dict[str, Any]:
        """What the chain protects; opaque ids only, no names and no texts."""
        item, actor = event.item, event.actor
        core: dict[str, Any] = {
            "kind": KINDS[type(event)], "at": event.now, "actor": actor.id, "channel": actor.channel,
            "role": self.role(event), "on_behalf_of": actor.on_behalf_of, "rule": actor.rule,
        }
        if item is not None:
            core |= {"item": item.uid, "type": item.type_name, "state": item.state, "version": item.version}
        if isinstance(event, events.Transitioned):
            core |= {"transition": event.transition, "from": event.source, "to": event.target, "cause": event.cause}
        core |= _looking_back(event)
        if isinstance(event, OF_APPOINTMENTS):
            core |= _appointment(event)
        if isinstance(event, OF_LETTERS):
            core |= {"letter": event.letter.uid, "letter_kind": event.letter.kind}
        if isinstance(event, events.HistoryChecked):
            core |= {"items": event.items, "appointments": event.appointments, "differences": event.differences}
        if isinstance(event, events.SignInFailed):
            core |= {"account": event.account}
        return core | _told_of_the_site(event)

    def details(self, event: events.Event) -> dict[str, Any]:
        """Names, texts and values: what may one day have to be erased."""
        details: dict[str, Any] = {"actor_name": event.actor.name}
        if event.item is not None:
            details |= {"title": event.item.title, "path": _path(event)}
        for name in TOLD:
            value = getattr(event, name, None)
            if value and (told := _told(value, event.item)):
                details[name] = told
        if isinstance(event, events.Appointed | events.AppointmentEnded):
            details |= {"person_name": event.person.title if event.person is not None else "",
                        "start": event.appointment.start, "end": event.appointment.end,
                        "why": getattr(event, "why", "") or event.appointment.why}
        if isinstance(event, events.AppointmentReviewed):
            details["person_name"] = event.person.title if event.person is not None else ""
        if isinstance(event, OF_LETTERS):
            details["subject"] = event.letter.subject
        if isinstance(event, events.CommandRun):
            details["account"] = event.account
        return details

    def role(self, event: events.Event) -> str:
        """The strongest role that allowed the actor to do this, else the strongest one held there."""
        actor: Actor = event.actor
        if actor.is_system:
            return SYSTEM
        place = getattr(event, "container", None) or event.item
        if place is None:
            return "anyone"
        names = self.strongest_first
        if isinstance(event, events.Transitioned):
            by, roles = {*self.rulebook.engine(event.item).transition(event.transition).by}, self.rulebook.roles
            names = tuple(name for name in names if by & {name, *roles[name].implies})
        return next((name for name in names if self.rights.ground(actor, name, place) is not None), "")


def _appointment(event: events.Appointed | events.AppointmentEnded | events.AppointmentReviewed) -> dict[str, Any]:
    """Which appointment it is, and what was answered about it in a review."""
    made = event.appointment
    core = {"appointment": made.uid, "person": made.person, "given_role": made.role, "scope": made.scope}
    return core | {"outcome": event.outcome} if isinstance(event, events.AppointmentReviewed) else core


def _told_of_the_site(event: events.Event) -> dict[str, Any]:
    """The ids of what concerns the site's own keeping: files, links, rules, settings and commands."""
    if isinstance(event, events.Exported):
        return {"what": event.what, "form": event.form}
    if isinstance(event, events.SealKeyTaken):
        return {"key": event.key}
    if isinstance(event, events.PersonErased):
        return {"subject": event.subject, **_erased(event)}
    if isinstance(event, events.RetentionApplied):
        return _erased(event)
    if isinstance(event, events.LinkMade):
        return {"purpose": event.purpose, "whose": event.whose, "letter": event.letter.uid}
    if isinstance(event, events.RulesChanged):
        return {"workflow": event.workflow, "before": fingerprint(event.text_before),
                "after": fingerprint(event.text_after)}
    if isinstance(event, events.StateMapped):
        return {"from": event.source, "to": event.target, "cause": event.cause}
    if isinstance(event, events.SettingsChanged):
        return {"settings": sorted({*event.before, *event.after})}
    return {"command": event.command} if isinstance(event, events.CommandRun) else {}


def _erased(event: events.PersonErased | events.RetentionApplied) -> dict[str, Any]:
    """The entries that lost details, with the commitments to what is left of them; nothing where none did."""
    return {"erased": dict(event.erased)} if event.erased else {}


def fingerprint(text: str) -> str:
    """The hash by which a core names a text; empty where there is none."""
    return hashlib.sha256(text.encode()).hexdigest() if text else ""


def _looking_back(event: events.Event) -> dict[str, Any]:
    """Which event this takes back, and from which version its values are, where it does either."""
    told = {name: getattr(event, name, None) for name in ("undoes", "restored_from")}
    return {name: value for name, value in told.items() if value not in (None, "")}


def _path(event: events.Event) -> str:
    """Where the item stands, or stood before it was taken away."""
    item = event.item
    path: str = f"{event.container.path}/{item.__name__}" if isinstance(event, events.Removed) else item.path
    return path


def _told(value: Any, item: Any) -> Any:
    """The values without those that the item keeps to itself."""
    untold = getattr(item, "untold", ())
    return {name: each for name, each in value.items() if name not in untold} if isinstance(value, Mapping) else value


def includeme(config):  # type: ignore[no-untyped-def]
    """Listen before everybody else, so that later listeners can point to the entry."""
    rulebook = rulebook_of(config.registry)
    config.add_subscriber(Recorder(rulebook), events.Event)
