"""The page of an item whose type has none of its own: what it holds, where it is, what can be done."""

from __future__ import annotations

from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config

from ..content.item import Item
from ..history.timeline import timeline
from ..i18n import _
from ..plain import plain
from .comparing import field_title
from .crud import PlainEdit
from .editing import form_page
from .telling import log_entries
from .values import value_in_words
from .words import say, worded_offers

LATEST = 8


@view_config(context=Item, permission="view", request_method="GET", renderer="reglab_workflow.templates:item.pt")
def view(item: Any, request: Any) -> dict[str, Any]:
    """Fields, state, steps and history of any item."""
    rights, actor = request.rights, request.actor
    may_know = bool(rights.may(actor, "view_history", item))
    told = timeline(item, actor, request.rulebook, LATEST)
    links = []
    if request.rulebook.type_of(item).schema is not None and rights.may(actor, "edit", item):
        links.append({"title": say(request, _("Edit")), "href": request.link(item, "edit")})
    unseen = {*item.untold, *(() if rights.may(actor, "view_internal", item) else item.internal)}
    return {
        "title": item.title, "now": {"sentence": request.state_of(item).help, "offers": worded_offers(request, item),
                                     "links": links},
        "sections": [
            {"title": field_title(request, item, name),
             "text": value_in_words(request, item, name, plain(getattr(item, name)))}
            for name in item.fields if name != "title" and name not in unseen and getattr(item, name)
        ],
        "entries": log_entries(request, item, told)if may_know else [], "may_know": may_know,
        "hidden": told.hidden,
    }


@form_page(context=Item, name="edit", permission="edit")
class Edit(PlainEdit):
    """``…/edit`` for a type that brings a schema."""

    def __init__(self, context: Any, request: Any) -> None:
        super().__init__(context, request)
        if request.rulebook.type_of(context).schema is None:
            raise HTTPNotFound()
