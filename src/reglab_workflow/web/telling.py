"""History in words: each line of a timeline as a sentence, with states, reasons and what changed."""

from __future__ import annotations

from html import escape
from typing import Any

from chameleon.utils import Markup

from ..history.timeline import Timeline, Told
from ..i18n import _
from ..mail.letter import Status
from ..people.organisation import organisation_by_uid
from ..security.permissions import Permission
from ..workflow.definition import SYSTEM
from .comparing import field_change, field_title
from .keeping import kept_words, step_then
from .values import pointed_at
from .words import say

ICONS = {
    "added": "draft", "edited": "edit", "letter_queued": "mail", "letter_sent": "mail", "appointed": "person",
    "appointment_ended": "person", "appointment_reviewed": "person", "removed": "no", "letter_link_made": "mail",
    "restored": "undo", "purged": "no", "exported": "down",
}

SENTENCES = {
    "added": _("created this"),
    "removed": _("deleted this"),
    "appointed": _("appointed ${person}: ${role}"),
    "appointment_ended": _("ended an appointment for ${person}: ${role}"),
    "appointment_reviewed": _("went through an appointment for ${person}: ${role}"),
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
    "needs_read": _("read who needs what"),
    "restored": _("put this back from the trash"),
    "purged": _("The time in the trash is over, and this can no longer be put back"),
    "seal_key_taken": _("A new key seals the history from now on"),
    "founded": _("founded the site"),
    "exported": _("took away ${what} in a file (${form})"),
    "letter_link_made": _("A link was made ${purpose}"),
    "rules_changed": _("took new rules into use: ${workflow}"),
    "state_mapped": _("moved this, since its state was given up by the rules: to ${state}"),
    "settings_changed": _("was started with other settings: ${settings}"),
    "command_run": _("ran the command “${command}”, as ${account} on the machine"),
    "viewed_as": _("looked at the site as this person sees it"),
    "history_checked": _("compared the site with its history, differences: ${n}"),
    "person_erased": _("erased a person’s name and address here"),
    "retention_applied": _("took away personal data whose time was over"),
}

BY_NOBODY = frozenset({
    "sign_in_failed", "letter_queued", "letter_sent", "letter_link_made", "purged", "seal_key_taken"})
"""Kinds whose sentence is whole without a person."""

UNTOLD_FIELDS = frozenset({"state"})
UNTOLD_ROLES = frozenset({"system", "self", "signed_in", "anyone"})
"""Roles that say no more than the name before them."""


def log_entries(request: Any, item: Any, timeline: Timeline, *, linked: bool = False) -> list[dict[str, Any]]:
    """The lines of a timeline as the macro ``log`` wants them; ``linked`` gives each event its address."""
    return [log_entry(request, item, line, linked=linked) for line in timeline.lines]


def log_entry(request: Any, item: Any, line: Told, *, linked: bool = False) -> dict[str, Any]:
    """One line, or several folded into one."""
    address = _address(request, item, line) if linked else {}
    if line.folded:
        return {**_folded(request, item, line, linked), **address}
    told = sentence(request, item, line)
    entry: dict[str, Any] = {"when": line.at, "icon": ICONS.get(line.core["kind"], "info"), "sentence": told, **address}
    if line.core["kind"] == "transitioned":
        entry |= _movement(request, item, line)
    if line.core["kind"] == "edited":
        entry |= {"sentence": told + changes(request, item, line), "reason": line.details.get("why", "")}
    if line.core["kind"] in ("removed", "appointed", "appointment_ended"):
        entry["reason"] = line.details.get("reason") or line.details.get("why") or ""
    note = _note(request, line)
    return {**entry, "note": note} if note else entry


def _address(request: Any, item: Any, line: Told) -> dict[str, Any]:
    """Where the event has a page of its own, and the page of the letter that it is about."""
    entry_id = line.entry.id
    found = {"id": f"e{entry_id}", "href": request.link(item, "history", "e", entry_id), "links": []}
    letter = request.site.outbox.letter(line.core["letter"]) if line.core.get("letter") else None
    if letter is not None:
        found["links"] = [{"title": say(request, _("Read the letter as it was sent")),
                           "href": request.link(request.site, "letters", letter.uid)}]
    return found


def _note(request: Any, line: Told) -> str:
    """That this put an earlier version back, or undid something."""
    if line.core.get("undoes"):
        return say(request, _("This undid what was done before."))
    if line.core.get("restored_from") is not None:
        return say(request, _("Version ${n} put back.", mapping={"n": line.core["restored_from"] + 1}))
    return ""


def _folded(request: Any, item: Any, line: Told, linked: bool) -> dict[str, Any]:
    newest, oldest = line.folded[0], line.folded[-1]
    summary = request.plural("${n} change of text by ${who}", "${n} changes of text by ${who}", len(line.folded),
                             who=actor_name(request, line))
    return {
        "when": oldest.at, "until": newest.at if newest.at.date() != oldest.at.date() else None, "icon": "edit",
        "folded": {"summary": summary, "entries": [
            {"when": inner.at, "sentence": sentence(request, item, inner) + changes(request, item, inner),
             **(_address(request, item, inner) if linked else {})}
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
        words["cause"] = cause_in_words(request, core["cause"], by_itself=core["actor"] == SYSTEM)
        place = cause_place(request, core["cause"])
        words["cause_href"] = request.link(place) if place is not None else ""
    return words


def cause_place(request: Any, cause: str) -> Any | None:
    """The item whose step the cause was, where it stands and the person may view it."""
    place = request.site.by_uid(cause.rpartition(":")[2])
    may = place is not None and request.rights.may(request.actor, Permission.VIEW, place)
    return place if may else None


def cause_in_words(request: Any, cause: str, by_itself: bool) -> str:
    """Why it moved: "because the learning project started"; or which larger step of somebody's it was a part of."""
    step, _colon, _uid = cause.partition(":")
    type_name, _dot, transition = step.partition(".")
    engine = request.rulebook.engines.get(type_name)
    if engine is None or transition not in engine.workflow.transitions:
        return say(request, _("By itself: ${rule}", mapping={"rule": cause}))
    told = {"step": say(request, engine.workflow.transitions[transition].title)}
    place = cause_place(request, cause)
    if place is None:
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
    who = f"<b>{escape(actor_name(request, line))}</b>{escape(standing(request, line))}"
    return Markup(f"{who} {escape(_what(request, item, line))}")


def words_of(request: Any, item: Any, line: Told) -> str:
    """The same sentence without marks."""
    what = _what(request, item, line)
    if line.core["kind"] in BY_NOBODY:
        return what
    return f"{actor_name(request, line)}{standing(request, line)} {what}"


def actor_name(request: Any, line: Told) -> str:
    """Who did it, by the name of then."""
    if line.core["actor"] == SYSTEM:
        return say(request, _("The system"))
    return line.details.get("actor_name") or say(request, _("Somebody whose name has been erased"))


def standing(request: Any, line: Told) -> str:
    """The role held at the time, and whom the person stood in for, as it follows the name."""
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
            return step_then(request, item, core)
        titles = [title for value in details.get("facts", {}).values() if (title := pointed_at(request, value))]
        done = say(request, transition.done or transition.title)
        return say(request, _("${done}: “${titles}”", mapping={"done": done, "titles": "”, “".join(titles)})) \
            if titles else done
    if core["kind"] == "edited":
        names = [field_title(request, item, name) for name in details.get("after", {}) if name not in UNTOLD_FIELDS]
        if not names:
            return say(request, _("changed something that the history does not keep"))
        return say(request, _("changed: ${fields}", mapping={"fields": ", ".join(names)}))
    role = request.rulebook.roles.get(core.get("given_role", ""))
    kind = "letter_failed" if details.get("status") == Status.FAILED else core["kind"]
    nameless = say(request, _("somebody whose name has been erased"))
    return say(request, _(str(SENTENCES.get(kind, kind)), mapping={
        "person": details.get("person_name") or nameless, "role": say(request, role.of_one) if role else "",
        "n": core.get("differences", ""),
        "subject": details.get("subject", ""), "receiver": _receiver(request, details.get("receiver", "")),
        **kept_words(request, item, core, details),
    }))


def _receiver(request: Any, uid: str) -> str:
    """Whom a letter was to; a contact without an account is not named here."""
    person = request.site["people"].get(uid)
    return person.title if person is not None else say(request, _("a contact without an account"))


def changes(request: Any, item: Any, line: Told) -> Markup:
    """A fold with each changed field, word by word."""
    before, after = line.details.get("before", {}), line.details.get("after", {})
    parts = "".join(
        f'<dt>{escape(change.title)}</dt><dd class="said">{change.one}</dd>'
        for change in (field_change(request, item, name, before.get(name), value) for name, value in after.items())
    )
    if not parts:
        return Markup("")
    summary = escape(say(request, _("Show the change")))
    return Markup(f'<details><summary>{summary}</summary><dl class="diff">{parts}</dl></details>')


def organisation_title(request: Any, uid: str) -> str:
    """The name of an organisation, or a dash for one that is gone."""
    found = organisation_by_uid(request.site, uid)
    return found.title if found is not None else "–"
