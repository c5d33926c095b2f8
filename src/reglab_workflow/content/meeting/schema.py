"""The forms of an idea meeting: its own, and what its transitions ask for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import colander
from deform.widget import SelectWidget, SequenceWidget, TextAreaWidget

from ...i18n import _
from ...web.cleaning import line, text
from ..round.model import round_of
from ..round.schema import present, without_what_others_decide
from .model import Meeting


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


class MeetingSchema(colander.MappingSchema):
    """The meeting as the office plans it; day and place may follow."""

    type_name = "meeting"

    title = line(120, title=_("Title"), description=_("For instance Idea meeting for 2027."))
    day = colander.SchemaNode(
        colander.Date(), title=_("Day of the meeting"), missing=None,
        description=_("Leave it empty until the day is decided."))
    place = line(200, title=_("Place"), missing="",
                 description=_("Leave it empty until the place is decided."))
    introduction = text(
        8000, title=_("Introduction to the meeting"), missing="", widget=TextAreaWidget(rows=6),
        description=_("What the members should know before the meeting, and how the day is arranged."))
    agenda = Agenda(
        title=_("Agenda"), missing=(), preparer=each_once, widget=SequenceWidget(orderable=True),
        description=_("Proposals that are not here are added at the end when you call the meeting."))
    current = line(title=_("Proposal that is up"), missing=colander.drop)
    result = text(
        title=_("Result of the meeting"), missing="", widget=TextAreaWidget(rows=10),
        description=_("The areas that the meeting pointed out, and why. Shown when you publish the result."))

    def after_bind(self, node: Any, names: Mapping[str, Any]) -> None:
        """Leave out what only a step writes."""
        without_what_others_decide(self, Meeting, names)


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
