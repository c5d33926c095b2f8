"""What has just been done, told on the page one comes back to; read from the trail, not from a session."""

from __future__ import annotations

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther

from ..content.acts import Acts
from ..i18n import _
from ..security.permissions import Permission
from .frame import Message
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
    return (Message(text),) if text else ()


def _text(request: Any, entry: Any) -> str:
    core = entry.core
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
