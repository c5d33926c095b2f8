"""Similar proposals beside one's own: shown to those who write or arrange it, dismissed by those who may edit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.view import view_config

from ...catalog.index import IndexBusy
from ...catalog.similar import Likeness, Written, similar_to
from ...i18n import _
from ...security.permissions import Permission
from ...web.done import back_to
from ...web.telling import organisation_title
from ...web.words import say
from ..round.model import proposal_by_uid
from .model import MOST_UNLIKE, SECTIONS, Proposal

SHOWN = 3
PART = "reglab_workflow.templates:proposal/similar.pt"
ANCHOR = "similar"
WITH_DISMISSED = {"unlike": "all"}
"""The query of the page that shows what has been dismissed too."""


def likeness(request: Any, proposal: Any, buttons: bool = True) -> dict[str, Any] | None:
    """What the macro of ``proposal/similar.pt`` needs; nothing for those who do not work with the proposal.

    A form shows no buttons, nor what has been dismissed: they would leave it, and what has not been saved with it.
    """
    may, actor = request.rights.may, request.actor
    may_edit = bool(may(actor, Permission.EDIT, proposal))
    if not (may_edit or may(actor, Permission.ARRANGE, proposal)):
        return None
    rows = [_row(request, each.item, each.words) for each in _found(request, proposal)]
    shows_all = buttons and WITH_DISMISSED.items() <= dict(request.GET).items()
    dismissed = list(_dismissed(request, proposal)) if shows_all else []
    if not rows and not (proposal.unlike and buttons):
        return None
    more = request.link(proposal, query=WITH_DISMISSED, anchor=ANCHOR) if proposal.unlike and not shows_all else ""
    return {
        "part": request.registry.templates(PART), "rows": rows, "dismissed": dismissed,
        "action": request.link(proposal, "unlike") if buttons and may_edit else "",
        "all": more if buttons else "",
    }


def _found(request: Any, proposal: Any) -> list[Likeness]:
    """The nearest ones; none while the index is being made, since the page is of use without them."""
    written = Written(proposal.title, " ".join(getattr(proposal, name) for name in SECTIONS))
    try:
        return similar_to(request.finder, written, _known(proposal), SHOWN)
    except IndexBusy:
        return []


def _known(proposal: Any) -> frozenset[str]:
    """The proposal itself, those dismissed, and those that the page links to as the same idea."""
    followers = (each.uid for each in proposal.followers())
    return frozenset((proposal.uid, proposal.follows, *proposal.absorbed, *followers, *proposal.unlike))


def _dismissed(request: Any, proposal: Any) -> Iterator[dict[str, Any]]:
    """The dismissed ones that the person may still see, the latest first."""
    for uid in reversed(proposal.unlike):
        other = proposal_by_uid(proposal, uid)
        if other is not None and request.rights.may(request.actor, Permission.VIEW, other):
            yield _row(request, other, ())


def _row(request: Any, item: Any, words: tuple[str, ...]) -> dict[str, Any]:
    return {
        "item": item, "href": request.link(item), "number": item.number, "round": item.round.title,
        "title": item.title or say(request, _("Proposal without a title")), "words": ", ".join(words),
        "organisation": organisation_title(request, item.organisation),
    }


@view_config(context=Proposal, name="unlike", permission="edit", request_method="POST")
def unlike(proposal: Any, request: Any) -> HTTPSeeOther:
    """``POST …/unlike``: another proposal (``uid``) is not like this one; with ``again`` it is after all."""
    uid = request.POST.get("uid", "")
    other = proposal_by_uid(proposal, uid) if isinstance(uid, str) else None
    if other is None or not request.rights.may(request.actor, Permission.VIEW, other):
        raise HTTPNotFound()
    kept = tuple(each for each in proposal.unlike if each != uid)
    if "again" not in request.POST:
        kept = proposal.unlike if uid in proposal.unlike else (*kept, uid)[-MOST_UNLIKE:]
    request.acts.edit(proposal, {"unlike": kept})
    return back_to(request, proposal, request.acts, ANCHOR)
