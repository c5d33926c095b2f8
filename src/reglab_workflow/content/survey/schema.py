"""The forms of a survey: its own, and what its steps ask for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import colander
from deform.widget import RadioChoiceWidget, SelectWidget, SequenceWidget, TextAreaWidget

from ...i18n import _
from ...web.cleaning import line
from ...web.cleaning import text as paragraphs
from ..project.fields import RecordOf, present, without_what_others_decide
from ..project.model import occasions, project_of
from .model import (
    DRAFT,
    EVALUATION,
    FOLLOW_UP,
    LEAST,
    MANY,
    ONE,
    SCALE,
    TEXT,
    USUALLY,
    Question,
    Reply,
    Said,
)

KIND_TITLES: Mapping[str, Any] = {
    EVALUATION: _("Evaluation: anonymous, to the people who took part"),
    FOLLOW_UP: _("Follow-up: one answer from each organisation, not anonymous"),
}
QUESTION_KIND_TITLES: Mapping[str, Any] = {
    SCALE: _("A scale from 1 to 5"), ONE: _("Choose one"), MANY: _("Choose several"), TEXT: _("Text"),
}
MOST_ASKED = 500
MOST_QUESTIONS = 40
CHOOSING = (ONE, MANY)


@colander.deferred
def occasion_choices(node: Any, names: Mapping[str, Any]) -> SelectWidget:
    """The whole project, or one of its occasions."""
    found = occasions(project_of(names["item"])) if names.get("item") is not None else []
    return SelectWidget(values=[("", _("The whole project")), *((each.uid, _name_of(each)) for each in found)])


@colander.deferred
def result_choices(node: Any, names: Mapping[str, Any]) -> SelectWidget:
    """No expected result, one of the project's, or one that the survey still has."""
    item = names.get("item")
    project = project_of(item) if item is not None else None
    texts = [each.text for each in project.expected_results] if project is not None else []
    kept = [each.about for each in getattr(item, "questions", ()) if each.about]
    found = dict.fromkeys((*texts, *kept))
    return SelectWidget(values=[("", _("No expected result")), *((each, each) for each in found)])


def _name_of(workshop: Any) -> str:
    return workshop.title or str(workshop.__name__).replace("-", " ")


def _is_whole(node: Any, question: Question) -> None:
    if question.kind in CHOOSING and len(question.alternatives()) < 2:
        fault = colander.Invalid(node)
        fault["choices"] = _("Write at least two alternatives, one on each line.")
        raise fault


def _days_fit(schema: Any, values: Mapping[str, Any]) -> None:
    opens, closes = values.get("opens"), values.get("closes")
    if opens is not None and closes is not None and closes < opens:
        fault = colander.Invalid(schema)
        fault["closes"] = _("The last day cannot be before the day the survey opens.")
        raise fault


class QuestionSchema(colander.MappingSchema):
    """One question."""

    schema_type = staticmethod(lambda: RecordOf(Question))
    validator = staticmethod(_is_whole)

    text = line(500, title=_("Question"))
    kind = colander.SchemaNode(
        colander.String(), title=_("How it is answered"), default=SCALE, missing=SCALE,
        validator=colander.OneOf(QUESTION_KIND_TITLES), widget=SelectWidget(values=list(QUESTION_KIND_TITLES.items())))
    required = colander.SchemaNode(colander.Boolean(), title=_("Must be answered"), missing=False, default=False)
    low = line(60, title=_("Scale: what 1 means"), missing="")
    high = line(60, title=_("Scale: what 5 means"), missing="")
    choices = paragraphs(2000, title=_("Alternatives"), missing="", widget=TextAreaWidget(rows=3),
                         description=_("One on each line, where one chooses."))
    about = colander.SchemaNode(
        colander.String(), title=_("Expected result that it measures"), missing="", default="", widget=result_choices)


class Questions(colander.SequenceSchema):
    """The questions, in order."""

    question = QuestionSchema(title=_("Question"))


class SaidSchema(colander.MappingSchema):
    """The answer to one question."""

    schema_type = staticmethod(lambda: RecordOf(Said))
    question = colander.SchemaNode(colander.String(), title=_("Question"))
    value = colander.SchemaNode(colander.String(), title=_("Answer"))


class SaidAll(colander.SequenceSchema):
    """The answers of one organisation."""

    said = SaidSchema(title=_("Answer"))


class ReplySchema(colander.MappingSchema):
    """What one organisation has answered."""

    schema_type = staticmethod(lambda: RecordOf(Reply))
    organisation = colander.SchemaNode(colander.String(), title=_("Organisation"))
    by = colander.SchemaNode(colander.String(), title=_("Written by"))
    day = colander.SchemaNode(colander.Date(), title=_("Day"))
    said = SaidAll(title=_("Answers"))


class Replies(colander.SequenceSchema):
    """What the organisations have answered."""

    reply = ReplySchema(title=_("Answer"))


def _uids(title: Any) -> colander.SchemaNode:
    return colander.SchemaNode(
        colander.Sequence(), colander.SchemaNode(colander.String(), name="each", title=title), title=title,
        missing=colander.drop)


class SurveySchema(colander.MappingSchema):
    """The survey as it is written."""

    type_name = "survey"
    validator = staticmethod(_days_fit)

    title = line(160, title=_("Title"))
    kind = colander.SchemaNode(
        colander.String(), title=_("Kind of survey"), default=EVALUATION, missing=EVALUATION,
        validator=colander.OneOf(KIND_TITLES), widget=RadioChoiceWidget(values=list(KIND_TITLES.items())))
    occasion = colander.SchemaNode(
        colander.String(), title=_("What it is about"), missing="", default="", widget=occasion_choices,
        description=_("An evaluation of an occasion asks those who came to it."))
    introduction = paragraphs(4000, title=_("What those who answer should know"), missing="",
                              widget=TextAreaWidget(rows=4))
    questions = Questions(
        title=_("Questions"), missing=(), validator=colander.Length(max=MOST_QUESTIONS),
        widget=SequenceWidget(orderable=True), description=_("They cannot be changed once the survey is open."))
    opens = colander.SchemaNode(
        colander.Date(), title=_("Opens"), missing=None, description=_("The survey opens by itself on this day."))
    closes = colander.SchemaNode(
        colander.Date(), title=_("Last day to answer"), missing=None,
        description=_("The survey closes by itself when this day is over."))
    least = colander.SchemaNode(
        colander.Integer(), title=_("Fewest answers that are shown"), default=USUALLY, missing=USUALLY,
        validator=colander.Range(LEAST, MOST_ASKED, min_err=_("The number must be at least ${min}.")),
        description=_("With fewer, somebody could be recognised by what was answered."))
    summary = paragraphs(
        4000, title=_("Summary for everybody"), missing="", widget=TextAreaWidget(rows=5),
        description=_("Stands on the project's page once the survey is closed. Quote nobody."))

    months = colander.SchemaNode(colander.Integer(), title=_("Months after the closing"), missing=colander.drop)
    asked = _uids(_("Those who are asked"))
    organisations = _uids(_("Organisations that are asked"))
    replies = Replies(title=_("Answers of the organisations"), missing=colander.drop)

    def after_bind(self, node: Any, names: Mapping[str, Any]) -> None:
        """Leave out what others decide; an unwritten survey has no results to sum up."""
        if getattr(names.get("item"), "type_name", "") == self.type_name:
            without_what_others_decide(self, names)
        elif names.get("item") is not None:
            for name in ("months", "asked", "organisations", "replies"):
                del self[name]
        if getattr(names.get("item"), "state", DRAFT) == DRAFT or getattr(names["item"], "type_name", "") != "survey":
            del self["summary"]


class Facts(colander.MappingSchema):
    """What the steps of a survey ask for."""

    closes = colander.SchemaNode(
        colander.Date(), title=_("New last day"), missing=colander.drop, default=colander.deferred(present),
        description=_("One can answer until this day is over."))
    reason = paragraphs(4000, title=_("Reason"), missing=colander.drop, widget=TextAreaWidget(rows=4))
    reply = line(20, title=_("Answer"), missing=colander.drop)
