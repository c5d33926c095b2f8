"""The questions of a survey as a form, and what was filled in as an answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import colander
import deform
from deform.widget import CheckboxChoiceWidget, HiddenWidget, RadioChoiceWidget, TextAreaWidget

from ...i18n import _
from ...web.cleaning import text as paragraphs
from ...web.forms import build_form
from ...web.words import say
from .model import MANY, POINTS, SCALE, TEXT, Question, Reply, Survey

LONGEST_SECRET = 200
LONGEST_TEXT = 4000
UNANSWERED = _("This question has to be answered.")


def form_of(request: Any, survey: Survey, action: str = "", token: str = "", reply: Reply | None = None,
            preview: bool = False) -> deform.Form:
    """The form that somebody answers in; a preview leads back instead."""
    schema = colander.SchemaNode(colander.Mapping(), name="answer")
    for key, question in survey.numbered():
        schema.add(node_of(request, key, question))
    values: dict[str, Any] = {}
    if token:
        schema.add(colander.SchemaNode(colander.String(), name="token", title="", missing="", widget=HiddenWidget(),
                                       validator=colander.Length(max=LONGEST_SECRET)))
        values["token"] = token
    for each in reply.said if reply is not None else ():
        values[each.question] = str(each.value) if isinstance(each.value, int) else each.value
    button = deform.Button("send", title=say(request, _("Send the answer")))
    if preview:
        button = deform.Button("back", title=say(request, _("Back to the survey")), type="link",
                               value=request.link(survey))
    return build_form(schema, request, (button,), action, values=values, formid="answer")


def node_of(request: Any, key: str, question: Question) -> colander.SchemaNode:
    """The field of one question."""
    need: dict[str, Any] = {"name": key, "title": question.text}
    need |= {"missing_msg": UNANSWERED} if question.required else {"missing": None}
    if question.kind == TEXT:
        return paragraphs(LONGEST_TEXT, widget=TextAreaWidget(rows=4), **need)
    if question.kind == MANY:
        choices = [(each, each) for each in question.alternatives()]
        validator = colander.Length(min=1, min_err=UNANSWERED) if question.required else None
        return colander.SchemaNode(
            colander.Set(), description=_("You can choose several."), validator=validator,
            widget=CheckboxChoiceWidget(values=choices), **need)
    choices = points_of(request, question) if question.kind == SCALE else [(each, each) for each in
                                                                         question.alternatives()]
    if not question.required:
        choices = [*choices, ("", say(request, _("No answer")))]
    return colander.SchemaNode(colander.String(), widget=RadioChoiceWidget(values=choices), default="", **need)


def points_of(request: Any, question: Question) -> list[tuple[str, str]]:
    """The points of a scale, the ends with what they mean."""
    ends = {POINTS[0]: question.low, POINTS[-1]: question.high}
    return [(str(point), f"{point} – {ends[point]}" if ends.get(point) else str(point)) for point in POINTS]


def answer_of(survey: Survey, values: Mapping[str, Any]) -> dict[str, Any]:
    """What was filled in, question by question; what was left out is not there."""
    found = {}
    for key, question in survey.numbered():
        value = values.get(key)
        if value in (None, "", ()):
            continue
        told = int(value) if question.kind == SCALE else tuple(sorted(value)) if question.kind == MANY else value
        if question.fits(told):
            found[key] = told
    return found
