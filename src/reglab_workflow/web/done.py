"""What has just been done, told on the page one comes back to; read from the trail, not from a session."""

from __future__ import annotations

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther

from ..content.acts import Acts
from ..history.undoing import Letters, undo_of
from ..i18n import _
from ..security.permissions import Permission
from .frame import Message, WayBack
from .words import Titled, say


def back_to(request: Any, item: Any, acts: Acts, anchor: str = "", page: str = "") -> HTTPSeeOther:
    """Lead the person to an item, or a page of it, and tell there what the acts did.

    From what is now hidden the way leads to the person's own page.
    """
    entries = [event.note["entry"].id for event in acts.told if "entry" in event.note]
    query = {"done": entries[0]} if entries else {}
    if hasattr(item, "type_name") and not request.rights.may(request.actor, Permission.VIEW, item):
        return HTTPSeeOther(request.link(request.site, "my", query=query))
    return HTTPSeeOther(request.link(item, *filter(None, [page]), query=query, anchor=anchor or None))


def done_message(request: Any) -> tuple[Message, ...]:
    """The message for the entry that the address names, if it was this person's own act."""
    entry = request.site.trail.entry(request.params.get("done", "")) if "done" in request.GET else None
    if entry is None or not request.actor.person or entry.core["actor"] != request.actor.person:
        return ()
    text = _text(request, entry)
    return (Message(text, back=_way_back(request, entry)),) if text else ()


def _way_back(request: Any, entry: Any) -> WayBack | None:
    """How it can be undone, and what undoing does not call back."""
    found = undo_of(request.acts, entry)
    if found is None:
        return None
    note = _of_letters(request, found.letters)
    if found.transition is not None and found.asks:
        step = say(request, Titled(_("Undo: ${step}"), step=found.transition.title))
        href = request.link(found.item, "do", found.transition.name, query={"undoes": entry.id})
        return WayBack(step, href, posts=False, note=note)
    title = say(request, _("Undo"))
    if entry.core["kind"] == "removed":
        return WayBack(title, request.link(request.site, "trash", found.item.uid), undoes=entry.id, note=note)
    return WayBack(title, request.link(found.item, "undo", entry.id), note=note)


def _of_letters(request: Any, letters: Letters) -> str:
    """How many letters undoing does not call back: those that have gone, and those that are on their way."""
    told = []
    if letters.sent:
        told.append(request.plural("${n} letter about it has been sent and is not called back.",
                                   "${n} letters about it have been sent and are not called back.", letters.sent))
    if letters.waiting:
        told.append(request.plural("${n} letter about it is on its way and will be sent all the same.",
                                   "${n} letters about it are on their way and will be sent all the same.",
                                   letters.waiting))
    return " ".join(told)


def _text(request: Any, entry: Any) -> str:
    core = entry.core
    if core.get("undoes"):
        return say(request, _("It has been undone."))
    if core["kind"] == "transitioned":
        workflow = request.rulebook.engines[request.rulebook.types[core["type"]].workflow].workflow
        if core["from"] == core["to"]:
            title = workflow.transitions[core["transition"]].title
            return say(request, Titled(_("Done: ${step}."), step=title))
        return say(request, Titled(_("Done. The state is now “${state}”."), state=workflow.state(core["to"]).title))
    title = entry.details.get("title", "")
    sentences = {
        "edited": _("Your changes are saved."),
        "added": _("Saved: “${title}”.", mapping={"title": title}) if title else _("Saved."),
        "removed": _("“${title}” has been deleted.", mapping={"title": title}),
        "restored": _("“${title}” is back.", mapping={"title": title}),
        "appointed": _("The appointment is recorded."),
        "appointment_ended": _("The appointment has ended."),
        "invited": _("The invitation is on its way."),
        "password_changed": _("Your new password is in use."),
        "signed_out": "",
    }
    return say(request, sentences.get(core["kind"], ""))


def includeme(config: Any) -> None:
    """Let every page ask what has been done."""
    config.add_request_method(done_message, "done_message", reify=True)
