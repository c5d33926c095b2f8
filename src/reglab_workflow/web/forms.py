"""Forms: a schema becomes an accessible form, and what was posted becomes clean values or a shown fault."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, is_dataclass
from typing import Any

import colander
import deform
import peppercorn
from deform.exception import ValidationFailure
from deform.widget import OptGroup
from pyramid.csrf import get_csrf_token
from pyramid.httpexceptions import HTTPBadRequest
from pyramid.request import Request

from ..i18n import _
from .cleaning import at_most, clean_line, clean_text, line, text
from .fields import (
    About,
    advices,
    faults,
    first_control,
    inside,
    item_name,
    path_of,
    settle,
    settle_item,
    walk,
)
from .marking import icon
from .rendering import TEMPLATES, translator
from .sequences import ACTION, Rearranged, rearrange

__all__ = [
    "BadForm", "NothingKept", "Rearranged", "ValidationFailure", "at_most", "build_form", "clean_line",
    "clean_text", "faults_in", "line", "read_form", "text",
]

OWN = TEMPLATES + "deform/"
LIBRARY = "deform:templates/"
MOST_CONTROLS = 2000
"""The largest form of ours has some hundreds; to show one of this size again takes seconds."""
NOT_FIELDS = (ACTION, "csrf_token", "_charset_")
ODD = (TypeError, KeyError, AttributeError, ValueError, IndexError, AssertionError, RecursionError)


class BadForm(HTTPBadRequest):
    """What was posted has a shape no form of ours can produce."""

    explanation = _("The form did not arrive whole. Go back, load the page again and try once more.")


class FormRenderer:
    """Renders form templates for one request: ours, or one of the library's where we have none."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.translate = request.translate
        self.names = {
            "request": request, "icon": icon, "about": About, "translate": translator(request),
            "plural": request.plural, "inside": inside, "item_name": item_name, "settle_item": settle_item,
            "path_of": path_of, "first_control": first_control,
            "faults": lambda form: faults(form, request.translate),
            "advices": lambda form: advices(form, request.translate),
            "csrf_token": lambda: get_csrf_token(request),
        }

    def __call__(self, template_name: str, **values: Any) -> str:
        """One field or a whole form as HTML."""
        if isinstance(values["field"], deform.Form):
            settle(values["field"])
        templates = self.request.registry.templates
        template = templates(f"{OWN}{template_name}.pt", f"{LIBRARY}{template_name}.pt")
        pieces = templates(f"{OWN}pieces.pt")
        return str(template.render(**{**values, **self.names, "pieces": pieces}))


class NothingKept(dict[str, Any]):
    """A store for uploads that keeps nothing between requests: a file is chosen again after a fault.

    ``deform.widget.FileUploadWidget(NothingKept())``
    """

    def __setitem__(self, uid: str, data: Any) -> None:
        """Forget it; the file is in what the form answers."""

    def __missing__(self, uid: str) -> dict[str, Any]:
        return {}

    def preview_url(self, uid: str) -> None:
        """There is nothing to look at again."""


def build_form(schema: Any, request: Request, buttons: Iterable[Any] = (), action: str = "", *,
               values: Mapping[str, Any] | None = None, advice: Mapping[str, Any] | None = None,
               seen: int | None = None, formid: str = "form", **bindings: Any) -> deform.Form:
    """The form of a schema (class or node), filled with ``values`` (an item's fields will do).

    ``advice`` is told beside fields (``{"contacts.1.email": "…"}``) and stops nothing. ``seen`` is the
    version of the item that the person saw; it goes along unseen.
    """
    node = (schema() if isinstance(schema, type) else schema).bind(request=request, **bindings)
    form = deform.Form(
        node, action=action, buttons=tuple(buttons), formid=formid, focus="off",
        renderer=FormRenderer(request),
        appstruct=as_appstruct(values) if values is not None else colander.null,
    )
    form.advice = dict(advice or {})
    form.seen = seen
    return form


def read_form(form: deform.Form, request: Request) -> dict[str, Any]:
    """The values that were posted, checked and clean; sequences as tuples.

    Raises ValidationFailure when something must be corrected or the form was only rearranged (show the form
    again), and BadForm (answered as 400) for what no form of ours can post.
    """
    try:
        pstruct = peppercorn.parse(_controls(request))
        for wish in request.POST.getall(ACTION):
            raise rearrange(form, pstruct, wish)
        _refuse_odd_shapes(form, pstruct)
        found = form.validate_pstruct(pstruct)
        _refuse_what_was_not_offered(form)
    except Rearranged:
        raise
    except ValidationFailure:
        request.response.status_int = 422
        raise
    except ODD as error:
        raise BadForm() from error
    values: dict[str, Any] = as_values(found)
    return values


def faults_in(form: deform.Form, translate: Callable[[Any], str]) -> dict[str, str]:
    """Why the form would refuse the values that it is filled with, by field; what concerns all of it has no name."""
    try:
        form.schema.deserialize(form.cstruct)
        _refuse_what_was_not_offered(form)
    except colander.Invalid as invalid:
        return {path.partition(".")[0]: text for path, text in invalid.asdict(translate).items()}
    except ValidationFailure:
        return {child.name: translate(field.error.msg) for child in form.children
                for field in (child, *(inner for inner, _title in walk(child))) if field.error is not None}
    return {}


def as_appstruct(value: Any) -> Any:
    """Values of an item as colander wants them: nothing is null, records are mappings."""
    if value is None:
        return colander.null
    if is_dataclass(value) and not isinstance(value, type):
        value = asdict(value)
    if isinstance(value, Mapping):
        return {name: as_appstruct(inner) for name, inner in value.items()}
    return [as_appstruct(inner) for inner in value] if isinstance(value, (tuple, list)) else value


def as_values(value: Any) -> Any:
    """What colander answers as values an item can keep: null is None, lists are tuples."""
    if value is colander.null:
        return None
    if isinstance(value, dict) and type(value) is dict:
        return {name: as_values(inner) for name, inner in value.items()}
    if isinstance(value, (set, frozenset)):
        return tuple(sorted(value))
    return tuple(as_values(inner) for inner in value) if isinstance(value, (tuple, list)) else value


def _controls(request: Request) -> list[tuple[str, Any]]:
    controls = [(name, value) for name, value in request.POST.items() if name not in NOT_FIELDS]
    if len(controls) > MOST_CONTROLS:
        raise ValueError("more fields than any form has")
    return controls


def _refuse_odd_shapes(form: deform.Form, pstruct: Any) -> None:
    """Widgets speak of content in translatable words, and of a wrong shape in bare ones."""
    try:
        form.deserialize(pstruct)
    except colander.Invalid as invalid:
        for path in invalid.paths():
            for problem in path:
                for message in problem.messages():
                    if not hasattr(message, "interpolate"):
                        raise BadForm() from invalid


def _refuse_what_was_not_offered(form: deform.Form) -> None:
    """A choice must be one of those shown, also where the schema forgot to say so."""
    wrong = False
    for field, _title in walk(form):
        offered = getattr(field.widget, "values", None)
        if isinstance(offered, (list, tuple)) and not _chosen(field.cstruct) <= _ids(offered):
            field.error = colander.Invalid(field.schema, _("Choose one of the alternatives shown."))
            wrong = True
    if wrong:
        raise ValidationFailure(form, form.cstruct, colander.Invalid(form.schema))


def _chosen(cstruct: Any) -> set[str]:
    if cstruct is colander.null or cstruct in ("", None):
        return set()
    return {cstruct} if isinstance(cstruct, str) else {str(value) for value in cstruct}


def _ids(offered: Iterable[Any]) -> set[str]:
    ids: set[str] = set()
    for choice in offered:
        ids |= _ids(choice.options) if isinstance(choice, OptGroup) else {str(choice[0])}
    return ids
