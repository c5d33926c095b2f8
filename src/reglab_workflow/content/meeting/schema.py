"""The forms of an idea meeting: its own, and what its transitions ask for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import colander
from deform.widget import HiddenWidget, SelectWidget, SequenceWidget, TextAreaWidget

from ...i18n import _
from ...web.cleaning import line, text
from ..round.model import round_of
from ..round.schema import BODY_TITLES, present, without_what_others_decide
from .model import PACE, Meeting

DECIDED_BY: Mapping[str, Any] = {"meeting": _("The idea meeting"), **BODY_TITLES}
RECORDS = ("points", "decisions")
"""Fields that are not edited with the rest: the plan and the decisions have a page each."""

A_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
LONGEST_POINT = 600
"""Minutes."""


def choice_of(proposals: Any) -> SelectWidget:
    """One of some proposals, each by its number and title."""
    return SelectWidget(values=[("", _("Choose a proposal")), *((each.uid, each.numbered_title) for each in proposals)])


@colander.deferred
def proposal_choices(node: Any, names: Mapping[str, Any]) -> SelectWidget:
    """The proposals of the round, in the order of the booklet."""
    return choice_of(round_of(names["item"]).booklet())


def each_once(uids: Any) -> Any:
    """The chosen proposals without gaps and repetitions."""
    return uids if uids is colander.null else tuple(dict.fromkeys(uid for uid in uids if uid))


class Agenda(colander.SequenceSchema):
    """The proposals in the order they are called."""

    proposal = colander.SchemaNode(
        colander.String(), title=_("Proposal"), missing="", widget=proposal_choices)


@colander.deferred
def area_choices(node: Any, names: Mapping[str, Any]) -> SelectWidget:
    """The areas of the round."""
    areas = round_of(names["item"]).areas
    return SelectWidget(values=[("", _("No area")), *((area.id, area.title) for area in areas)])


@colander.deferred
def day_of_meeting(node: Any, names: Mapping[str, Any]) -> Any:
    """The day of the meeting, which most decisions are made on."""
    return getattr(names.get("item"), "day", None) or colander.null


class Concerned(colander.SequenceSchema):
    """The proposals that a decision is about."""

    proposal = colander.SchemaNode(
        colander.String(), title=_("Proposal"), missing="", widget=proposal_choices)


class DecisionSchema(colander.MappingSchema):
    """One decision; its id stays when it is worded anew."""

    id = colander.SchemaNode(colander.String(), title=_("Decision"), missing="", widget=HiddenWidget())
    wording = text(4000, title=_("What was decided"), missing="",
                   widget=TextAreaWidget(rows=3, item_css_class="wide"))
    body = colander.SchemaNode(
        colander.String(), title=_("Decided by"), default="meeting", missing="",
        widget=SelectWidget(values=[*DECIDED_BY.items()]))
    day = colander.SchemaNode(
        colander.Date(), title=_("Day of the decision"), default=day_of_meeting, missing=None)
    area = colander.SchemaNode(colander.String(), title=_("Area"), missing="", widget=area_choices)
    present = text(2000, title=_("Present"), missing="", widget=TextAreaWidget(rows=2),
                   description=_("Who took part in the decision."))
    proposals = Concerned(title=_("Proposals that it is about"), missing=(), preparer=each_once,
                          widget=SequenceWidget())


class Decisions(colander.SequenceSchema):
    """The decisions in their order."""

    decision = DecisionSchema(title=_("Decision"))


class DecisionsSchema(colander.MappingSchema):
    """The decisions of a meeting, as the office records them."""

    decisions = Decisions(title=_("Decisions"), missing=(), widget=SequenceWidget(orderable=True))


def whole_minutes(title: Any, least: int, missing: int, unit: Any) -> Any:
    """A node for a whole number of minutes; ``unit`` is how the history tells it."""
    wrong = _("Write the minutes as a whole number of at most ${most}.", mapping={"most": LONGEST_POINT})
    return colander.SchemaNode(
        Minutes(wrong), title=title, missing=missing, validator=colander.Range(least, LONGEST_POINT, wrong, wrong),
        unit=unit)


class Minutes(colander.Integer):
    """A whole number, and one sentence for everything else."""

    def __init__(self, wrong: Any) -> None:
        super().__init__(strict=True)
        self.wrong = wrong

    def deserialize(self, node: Any, cstruct: Any) -> Any:
        """The number."""
        if cstruct is colander.null or not cstruct:
            return colander.null
        if not (isinstance(cstruct, str) and cstruct.isascii() and cstruct.isdigit() and len(cstruct) < 5):
            raise colander.Invalid(node, self.wrong)
        return int(cstruct)


def time_of_day(title: Any) -> Any:
    """A node for a time, as "09:30"."""
    return colander.SchemaNode(
        colander.String(), title=title, missing="", preparer=clock_time,
        validator=colander.Regex(A_TIME, _("Write the time as 09:30.")))


def clock_time(value: Any) -> Any:
    """A time as people write it, "9.30" or "0930", as "09:30"; what is no time stays as it is."""
    found = re.fullmatch(r"(\d{1,2})[.:]?(\d\d)", value.strip()) if isinstance(value, str) else None
    return f"{int(found[1]):02}:{found[2]}" if found else value


class Together(colander.SequenceSchema):
    """The proposals of one point."""

    proposal = colander.SchemaNode(colander.String(), title=_("Proposal"), missing="")


class PointSchema(colander.MappingSchema):
    """One point of the plan."""

    title = line(160, title=_("Heading of the point"), missing="")
    proposals = Together(title=_("Proposals"), missing=())
    minutes = whole_minutes(_("Minutes"), 1, PACE, _("${n} min"))
    pause = whole_minutes(_("Pause after it"), 0, 0, _("pause ${n} min"))


class Points(colander.SequenceSchema):
    """The points in their order."""

    point = PointSchema(title=_("Point"))


class MeetingSchema(colander.MappingSchema):
    """The meeting as the office plans it; day and place may follow."""

    type_name = "meeting"

    title = line(120, title=_("Title"), description=_("For instance Idea meeting for 2027."))
    day = colander.SchemaNode(
        colander.Date(), title=_("Day of the meeting"), missing=None,
        description=_("Leave it empty until the day is decided."))
    starts = time_of_day(_("The meeting starts"))
    ends = time_of_day(_("The meeting ends"))
    place = line(200, title=_("Place"), missing="",
                 description=_("Leave it empty until the place is decided."))
    introduction = text(
        8000, title=_("Introduction to the meeting"), missing="", widget=TextAreaWidget(rows=6),
        description=_("What the members should know before the meeting, and how the day is arranged."))
    agenda = Agenda(
        title=_("Agenda"), missing=(), preparer=each_once, widget=SequenceWidget(orderable=True),
        description=_("Proposals that are not here are added at the end when you call the meeting."))
    points = Points(title=_("Points of the plan"), missing=colander.drop)
    decisions = Decisions(title=_("Decisions"), missing=colander.drop)
    current = line(title=_("Proposal that is up"), missing=colander.drop)
    current_since = colander.SchemaNode(
        colander.DateTime(), title=_("Taken up"), missing=colander.drop)
    result = text(
        title=_("Result of the meeting"), missing="", widget=TextAreaWidget(rows=10),
        description=_("The areas that the meeting pointed out, and why. Shown when you publish the result."))

    def after_bind(self, node: Any, names: Mapping[str, Any]) -> None:
        """Leave out what only a step writes, and what has a page of its own."""
        without_what_others_decide(self, Meeting, names)
        if "actor" in names:
            for field in RECORDS:
                del self[field]


class PlanSchema(colander.MappingSchema):
    """The plan of a meeting, as the office fills it in."""

    starts = time_of_day(_("The meeting starts"))
    ends = time_of_day(_("The meeting ends"))
    pace = whole_minutes(_("Minutes for each proposal"), 1, PACE, _("${n} min"))
    points = Points(missing=())


@colander.deferred
def agenda_choices(node: Any, names: Mapping[str, Any]) -> SelectWidget:
    """The proposals on the agenda, in its order."""
    return choice_of(names["item"].proposals())


class Facts(colander.MappingSchema):
    """What the transitions of a meeting ask for."""

    current = colander.SchemaNode(
        colander.String(), title=_("Proposal that is up"), missing=colander.drop,
        default=colander.deferred(present), widget=agenda_choices)

    reason = text(4000, title=_("Reason"), missing=colander.drop, widget=TextAreaWidget(rows=4))
    result = text(title=_("Corrected result"), missing=colander.drop, default=colander.deferred(present),
                  widget=TextAreaWidget(rows=10))
