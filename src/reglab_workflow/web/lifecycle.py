"""The one view that fires transitions, of every type; its page asks for the facts and shows what stops it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import colander
import deform
from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config, view_defaults

from ..content.acts import Offer
from ..content.item import Item
from ..history.undoing import undo_of
from ..i18n import _
from ..storage.transactions import undo
from ..workflow.definition import Transition
from ..workflow.errors import Reason, Refused, Stale
from .done import back_to
from .editing import version_seen
from .errors import status_of
from .forms import build_form, read_form
from .words import name_of, say

PAGE = "reglab_workflow.templates:transition.pt"


@view_defaults(context=Item, name="do", permission="view", renderer=PAGE)
class Fire:
    """``…/do/{transition}``: GET shows the page of the step, POST takes it."""

    def __init__(self, item: Any, request: Any) -> None:
        self.item = item
        self.request = request
        self.engine = request.rulebook.engine(item)
        if len(request.subpath) != 1 or request.subpath[0] not in self.engine.workflow.transitions:
            raise HTTPNotFound()
        self.transition: Transition = self.engine.transition(request.subpath[0])

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """What the step means, what it asks, and what stops it now."""
        self.engine.leaves(self.item, self.transition)
        offer = self.request.acts.offer(self.item, self.transition)
        if not offer.permitted:
            self.request.response.status_int = 403
        return self._page(offer, self._form(self.item.version), self.item.version)

    @view_config(request_method="POST")
    def fire(self) -> Any:
        """Take the step, or show its page again with everything that stops it."""
        acts, seen = self.request.acts, version_seen(self.request)
        # Nobody is asked for facts about a step that is not theirs, or not the item's now.
        acts.ready(self.item, self.transition.name)
        form = self._form(seen)
        try:
            acts.fire(self.item, self.transition.name, self._facts(form), seen, undoes=self._undoes())
        except deform.ValidationFailure as failure:
            return self._unfinished(failure.field, seen)
        except (Refused, Stale) as objection:
            undo(self.request)
            return self._again(form, objection.reasons, status_of(objection), self.item.version)
        return back_to(self.request, self.item, acts)

    def _undoes(self) -> str:
        """The id of the person's own act that this step takes back, if the way here was to undo it."""
        entry = self.request.site.trail.entry(self.request.params.get("undoes", ""))
        found = undo_of(self.request.acts, entry) if entry is not None else None
        takes_back = found is not None and found.item is self.item and found.transition == self.transition
        return found.entry.id if found is not None and takes_back else ""

    def _unfinished(self, form: deform.Form, seen: int) -> dict[str, Any]:
        """The page with what is wrong in the form, and first of all whether somebody has changed the item meanwhile."""
        try:
            self.request.acts.ready(self.item, self.transition.name, seen)
        except Stale as objection:
            return self._again(form, objection.reasons, status_of(objection), self.item.version)
        return self._again(form, (), self.request.response.status_int, seen)

    def _facts(self, form: deform.Form | None) -> dict[str, Any]:
        if form is None:
            return {}
        facts = read_form(form, self.request)
        return {name: facts[name] for name in self.transition.asks if facts.get(name) is not None}

    def _again(self, form: deform.Form | None, reasons: tuple[Reason, ...], status: int, seen: int) -> dict[str, Any]:
        """The page as it was filled in, with the version that its reader has now been told of."""
        self.request.response.status_int = status
        if form is not None:
            form.seen = seen
        offer = self.request.acts.offer(self.item, self.transition)
        shown = tuple(reason for reason in reasons if not reason.code.startswith("missing:"))
        return self._page(replace(offer, reasons=shown or offer.reasons), form, seen)

    def _page(self, offer: Offer, form: deform.Form | None, seen: int) -> dict[str, Any]:
        request, transition = self.request, self.transition
        return {
            "title": say(request, transition.title), "transition": transition, "offer": offer,
            "name": name_of(request, self.item),
            "help": say(request, transition.help) if transition.help else "",
            "confirm": say(request, transition.confirm) if transition.confirm else "",
            "reasons": [say(request, reason.text) for reason in offer.reasons],
            "warnings": [say(request, reason.text) for reason in offer.warnings],
            "form": form.render() if form is not None and offer.permitted else "",
            "plain": form is None, "seen": seen, "grave": transition.kind == "back",
            "target": self.engine.target(self.item, transition),
        }

    def _form(self, seen: int) -> deform.Form | None:
        """The form of the facts the step asks for, or None when it asks for nothing."""
        schema_class = self.request.rulebook.type_of(self.item).facts
        if not self.transition.asks or schema_class is None:
            return None
        whole = schema_class()
        schema = colander.SchemaNode(colander.Mapping(), name="facts")
        for name in self.transition.asks:
            node = whole[name].clone()
            node.missing = colander.required if name in self.transition.required else None
            schema.add(node)
        request = self.request
        buttons = (
            deform.Button("send", title=say(request, self.transition.title)),
            deform.Button("back", title=say(request, _("Go back")), type="link", value=request.link(self.item)),
        )
        return build_form(schema, request, buttons, seen=seen, item=self.item,
                          site=self.request.site, actor=self.request.actor, transition=self.transition.name)

