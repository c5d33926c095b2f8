"""History in words: each line of a timeline as a sentence, with states, reasons and what changed."""

from __future__ import annotations

from html import escape
from typing import Any

from chameleon.utils import Markup

from ..content.site.model import find
from ..history.timeline import Timeline, Told
from ..i18n import _
from ..mail.letter import Status
from ..people.organisation import organisation_by_uid
from ..security.permissions import Permission
from ..workflow.definition import SYSTEM
from .diff import changed_words
from .values import field_node, pointed_at, value_in_words
from .words import say

ICONS = {
    "added": "draft", "edited": "edit", "letter_queued": "mail", "letter_sent": "mail", "appointed": "person",
    "appointment_ended": "person", "removed": "no",
}

SENTENCES = {
    "added": _("created this"),
    "removed": _("deleted this"),
    "appointed": _("appointed ${person}: ${role}"),
    "appointment_ended": _("ended an appointment for ${person}: ${role}"),
    "letter_queued": _("A letter has been written – ${subject}"),
    "letter_sent": _("A letter to ${receiver} has been sent – ${subject}"),
    "letter_failed": _("A letter to ${receiver} could not be delivered – ${subject}"),
    "invited": _("sent an invitation to the site"),
    "password_forgotten": _("asked for a new password"),
    "password_changed": _("chose a new password"),
    "calendar_address_made": _("made an address for the own calendar"),
    "calendar_address_withdrawn": _("withdrew the address of the own calendar"),
    "signed_in": _("signed in"),
    "signed_out": _("signed out"),
    "sign_in_failed": _("A sign-in failed"),
}

BY_NOBODY = frozenset({"sign_in_failed", "letter_queued", "letter_sent"})
"""Kinds whose sentence is whole without a person."""

UNTOLD_FIELDS = frozenset({"state"})
UNTOLD_ROLES = frozenset({"system", "self", "signed_in", "anyone"})
"""Roles that say no more than the name before them."""


def log_entries(request: Any, item: Any, timeline: Timeline) -> list[dict[str, Any]]:
    """The lines of a timeline as the macro ``log`` wants them."""
    return [_entry(request, item, line) for line in timeline.lines]


def _entry(request: Any, item: Any, line: Told) -> dict[str, Any]:
    if line.folded:
        return _folded(request, item, line)
    told = sentence(request, item, line)
    entry: dict[str, Any] = {"when": line.at, "icon": ICONS.get(line.core["kind"], "info"), "sentence": told}
    if line.core["kind"] == "transitioned":
        entry |= _movement(request, item, line)
    if line.core["kind"] == "edited":
        entry["sentence"] = told + changes(request, item, line)
    return entry


def _folded(request: Any, item: Any, line: Told) -> dict[str, Any]:
    newest, oldest = line.folded[0], line.folded[-1]
    summary = request.plural("${n} change of text by ${who}", "${n} changes of text by ${who}", len(line.folded),
                             who=_name(request, line))
    return {
        "when": oldest.at, "until": newest.at if newest.at.date() != oldest.at.date() else None, "icon": "edit",
        "folded": {"summary": summary, "entries": [
            {"when": inner.at, "sentence": sentence(request, item, inner) + changes(request, item, inner)}
            for inner in line.folded]},
    }


def _movement(request: Any, item: Any, line: Told) -> dict[str, Any]:
    core = line.core
    facts = line.details.get("facts", {})
    target = request.state_of(item, core["to"])
    words = {"icon": target.icon, "css": target.css, "reason": facts.get("reason") or facts.get("motive") or ""}
    if core["from"] != core["to"]:
        words |= {"source": request.state_of(item, core["from"]), "target": target}
    if core["cause"]:
        words["cause"] = _cause(request, core["cause"], by_itself=core["actor"] == SYSTEM)
    return words


def _cause(request: Any, cause: str, by_itself: bool) -> str:
    """Why it moved: "because the learning project started"; or which larger step of somebody's it was a part of."""
    step, _colon, path = cause.partition(":")
    type_name, _dot, transition = step.partition(".")
    engine = request.rulebook.engines.get(type_name)
    if engine is None or transition not in engine.workflow.transitions:
        return say(request, _("By itself: ${rule}", mapping={"rule": cause}))
    told = {"step": say(request, engine.workflow.transitions[transition].title)}
    place = find(request.site, path)
    if place is None or not request.rights.may(request.actor, Permission.VIEW, place):
        return say(request, _("By itself, because of the step “${step}”", mapping=told) if by_itself
                   else _("With the step “${step}”", mapping=told))
    told["title"] = place.title
    return say(request, _("By itself, because of the step “${step}” for “${title}”", mapping=told) if by_itself
               else _("With the step “${step}” for “${title}”", mapping=told))


def sentence(request: Any, item: Any, line: Told) -> Markup:
    """Who did what, in one sentence of HTML; every name is escaped here."""
    core = line.core
    if core["kind"] in BY_NOBODY:
        return Markup(escape(_what(request, item, line)))
    who = f"<b>{escape(_name(request, line))}</b>{escape(_standing(request, line))}"
    return Markup(f"{who} {escape(_what(request, item, line))}")


def _name(request: Any, line: Told) -> str:
    if line.core["actor"] == SYSTEM:
        return say(request, _("The system"))
    return line.details.get("actor_name") or say(request, _("Somebody whose name has been erased"))


def _standing(request: Any, line: Told) -> str:
    """The role held at the time, and whom the person stood in for."""
    role = request.rulebook.roles.get(line.core["role"])
    told = say(request, role.of_one) if role is not None and role.name not in UNTOLD_ROLES else ""
    stood_in_for = line.core["on_behalf_of"]
    if stood_in_for:
        organisation = organisation_title(request, stood_in_for)
        told = say(
            request, _("${role} on behalf of ${organisation}", mapping={"role": told, "organisation": organisation})
        )
    return f" ({told})" if told else ""


def _what(request: Any, item: Any, line: Told) -> str:
    core, details = line.core, line.details
    if core["kind"] == "transitioned":
        transition = request.rulebook.engine(item).workflow.transitions.get(core["transition"])
        if transition is None:
            return core["transition"]
        titles = [title for value in details.get("facts", {}).values() if (title := pointed_at(request, value))]
        done = say(request, transition.done or transition.title)
        return say(request, _("${done}: “${titles}”", mapping={"done": done, "titles": "”, “".join(titles)})) \
            if titles else done
    if core["kind"] == "edited":
        names = [field_title(request, item, name) for name in details.get("after", {}) if name not in UNTOLD_FIELDS]
        return say(request, _("changed: ${fields}", mapping={"fields": ", ".join(names)}))
    role = request.rulebook.roles.get(core.get("given_role", ""))
    kind = "letter_failed" if details.get("status") == Status.FAILED else core["kind"]
    return say(request, _(str(SENTENCES.get(kind, kind)), mapping={
        "person": details.get("person_name", ""), "role": say(request, role.of_one) if role else "",
        "subject": details.get("subject", ""), "receiver": _receiver(request, details.get("receiver", "")),
    }))


def _receiver(request: Any, uid: str) -> str:
    """Whom a letter was to; a contact without an account is not named here."""
    person = request.site["people"].get(uid)
    return person.title if person is not None else say(request, _("a contact without an account"))


def changes(request: Any, item: Any, line: Told) -> Markup:
    """A fold with each changed field, word by word."""
    before, after = line.details.get("before", {}), line.details.get("after", {})
    parts = "".join(
        f"<dt>{escape(field_title(request, item, name))}</dt>"
        f'<dd class="said">{_changed(request, item, name, before.get(name), value)}</dd>'
        for name, value in after.items()
    )
    if not parts:
        return Markup("")
    summary = escape(say(request, _("Show the change")))
    return Markup(f'<details><summary>{summary}</summary><dl class="diff">{parts}</dl></details>')


def _changed(request: Any, item: Any, name: str, before: Any, after: Any) -> Markup:
    return changed_words(
        value_in_words(request, item, name, before), value_in_words(request, item, name, after),
        say(request, _("removed:")), say(request, _("added:")))


def field_title(request: Any, item: Any, name: str) -> str:
    """The name of a field as its form has it."""
    node = field_node(request, item, name)
    return say(request, node.title) if node is not None else name.replace("_", " ").capitalize()


def organisation_title(request: Any, uid: str) -> str:
    """The name of an organisation, or a dash for one that is gone."""
    found = organisation_by_uid(request.site, uid)
    return found.title if found is not None else "–"
