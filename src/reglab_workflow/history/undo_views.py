"""``POST …/undo/3.17``: take back what one has just done to an item."""

from __future__ import annotations

from typing import Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.view import view_config

from ..content.item import Item
from ..i18n import _
from ..web.done import back_to
from ..workflow.errors import Reason, Stale
from .undoing import Undo, take_back, undo_of


@view_config(context=Item, name="undo", permission="view", request_method="POST")
def undo(item: Any, request: Any) -> Any:
    """Take back one's own last act, once for a button pressed twice; raises Stale when it is too late."""
    acts, entry_id = request.acts, request.subpath[0] if len(request.subpath) == 1 else ""
    before = done_before(request, item, undoes=entry_id)
    if before is not None:
        return before
    found = wanted_undo(request, entry_id, item)
    take_back(acts, found)
    return back_to(request, item, acts)


def done_before(request: Any, item: Any, **told: str) -> HTTPSeeOther | None:
    """Where the person is led whose own act, of which this is told, is the latest that has happened to the item."""
    newest = item.events[-1] if item.events else None
    if newest is None or {"actor": request.actor.id, **told}.items() - newest.core.items():
        return None
    return HTTPSeeOther(request.link(item, query={"done": newest.id}))


def wanted_undo(request: Any, entry_id: str, item: Any) -> Undo:
    """How the act of that number can be taken back; raises HTTPNotFound for another item's, Stale when too late."""
    entry = request.site.trail.entry(entry_id)
    if entry is None or entry.core.get("item") != item.uid or entry.core["actor"] != request.actor.id:
        raise HTTPNotFound()
    found = undo_of(request.acts, entry)
    if found is None or found.asks:
        raise Stale([Reason("undo_over", _(
            "This can no longer be undone: it was too long ago, or something has happened since."))])
    return found
