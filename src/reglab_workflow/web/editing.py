"""A schema and an item make a page: the forms that add and edit, the same for every type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import colander
import deform
from pyramid.view import view_config

from ..i18n import _
from ..plain import plain
from ..storage.transactions import undo
from ..workflow.errors import Refused, Stale
from .diff import as_text
from .done import back_to
from .forms import BadForm, build_form, read_form
from .values import field_node, value_in_words
from .words import say, worded

FORM = "reglab_workflow.templates:form.pt"
STALE = "reglab_workflow.templates:stale.pt"


def form_page(**settings: Any) -> Callable[[type], type]:
    """Register a form's two views, GET that shows it and POST that reads it, under one name and permission."""
    settings.setdefault("renderer", FORM)

    def register(form: type) -> type:
        view_config(attr="show", request_method="GET", _depth=1, **settings)(form)
        view_config(attr="read", request_method="POST", _depth=1, **settings)(form)
        return form
    return register


def version_seen(request: Any) -> int:
    """The version of the item that the person saw; a form without one was not made by us."""
    seen = request.POST.get("seen", "")
    if not (seen.isascii() and seen.isdigit() and len(seen) < 16):
        raise BadForm()
    return int(seen)


class Form:
    """One page with one form; rooms tell the words, and what to do with what was filled in."""

    def __init__(self, context: Any, request: Any) -> None:
        self.context = context
        self.request = request

    @property
    def type_name(self) -> str:
        """The type that the form is for."""
        name: str = self.context.type_name
        return name

    def title(self) -> Any:
        """The heading of the page."""
        return _("Edit")

    def words(self) -> dict[str, Any]:
        """More for the page: lede, kicker, crumbs, aside."""
        return {}

    def start(self) -> Mapping[str, Any]:
        """What the fields hold when the page is opened."""
        return {}

    def buttons(self) -> tuple[deform.Button, ...]:
        """The buttons; the first is the one that most people want."""
        return (deform.Button("save", title=say(self.request, _("Save"))),)

    def advice(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """What is worth saying about what is filled in, field by field; it stops nothing."""
        return {}

    def keep(self, values: dict[str, Any]) -> Any:
        """Do what the form is for, and answer."""
        raise NotImplementedError

    def schema(self) -> Any:
        """The schema of the form."""
        return self.request.rulebook.types[self.type_name].schema()

    def version(self) -> int | None:
        """What the form is made of, to be told when it is sent in."""
        return getattr(self.context, "version", None)

    def form(self, values: Mapping[str, Any] | None = None, anew: bool = False) -> deform.Form:
        """The form, to be shown or read; one that is shown again remembers what it was made of, unless made anew."""
        again = "seen" in self.request.POST and not anew
        return build_form(
            self.schema(), self.request, self.buttons(), values=values, advice=self.advice(values or {}),
            seen=self.seen() if again else self.version(), item=self.context, site=self.request.site,
            actor=self.request.actor)

    def show(self) -> dict[str, Any]:
        """GET: the form as it stands."""
        return self.page(self.form(self.start()))

    def read(self) -> Any:
        """POST: keep what was filled in, or show the form again with what is wrong."""
        form = self.form()
        try:
            values = read_form(form, self.request)
        except deform.ValidationFailure as failure:
            return self.page(failure.field)
        try:
            return self.keep(values)
        except Stale:
            undo(self.request)
            return self.stale(values)
        except Refused as refusal:
            undo(self.request)
            return self.refused(values, refusal)

    def refused(self, values: dict[str, Any], refusal: Refused) -> dict[str, Any]:
        """Show what was filled in again, with each reason at the field that it is about."""
        self.request.response.status_int = 422
        form = self.form(values)
        for reason in worded(self.request, refusal.reasons):
            field = form[reason.field] if reason.field and reason.field in form else form
            field.error = field.error or colander.Invalid(field.schema, reason.text)
        form.error = form.error or colander.Invalid(form.schema)
        return self.page(form)

    def page(self, form: deform.Form) -> dict[str, Any]:
        """What the template needs."""
        return {"title": say(self.request, self.title()), "form": form, **self.words()}

    def seen(self) -> int:
        """The version that the person saw when the form was opened."""
        return version_seen(self.request)

    def stale(self, values: dict[str, Any]) -> Any:
        """Somebody else saved first: both texts side by side, and the form with the person's own."""
        request, item, form = self.request, self.context, self.form(values, anew=True)
        request.response.status_int = 409
        differing = [
            {"title": say(request, form[name].title),
             "theirs": value_in_words(request, item, name, plain(getattr(item, name))),
             "mine": value_in_words(request, item, name, plain(value))}
            for name, value in values.items()
            if name in item.fields and as_text(plain(getattr(item, name))) != as_text(plain(value))
        ]
        request.override_renderer = STALE
        return {**self.page(form), "differing": differing}


class EditForm(Form):
    """Edits the context through the one door; a lost update is refused with both texts shown."""

    def start(self) -> Mapping[str, Any]:
        """The present values."""
        values: Mapping[str, Any] = self.context.values_of()
        return values

    def keep(self, values: dict[str, Any]) -> Any:
        """Save, and go back to the item."""
        acts = self.request.acts
        acts.edit(self.context, self._in_former_order(self.to_fields(values)), self.seen())
        return back_to(self.request, self.context, acts)

    def _in_former_order(self, fields: dict[str, Any]) -> dict[str, Any]:
        """Ticked boxes have no order: what was chosen before stands as it stood, so that nothing seems to change."""
        ordered = {}
        for name, value in fields.items():
            node = field_node(self.request, self.context, name)
            if isinstance(value, tuple) and isinstance(getattr(node, "typ", None), colander.Set):
                former = getattr(self.context, name)
                value = (*(each for each in former if each in value), *(each for each in value if each not in former))
            ordered[name] = value
        return ordered

    def to_fields(self, values: dict[str, Any]) -> dict[str, Any]:
        """The values as the item keeps them."""
        return {name: value for name, value in values.items() if name in self.context.fields}
