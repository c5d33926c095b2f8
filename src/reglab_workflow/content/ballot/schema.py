"""The forms of a ballot: its own, and what its steps ask for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import colander
from deform.widget import RadioChoiceWidget, TextAreaWidget

from ...i18n import _
from ...web.cleaning import line, text
from ..round.schema import present, without_what_others_decide
from .model import DOTS, RANKING, Ballot

METHOD_TITLES: Mapping[str, Any] = {
    DOTS: _("Dots: each member gives dots to proposals"),
    RANKING: _("Ranking: each member puts proposals in order"),
}
MOST_DOTS, MOST_PLACES = 100, 20


def _is_possible(schema: Any, values: Mapping[str, Any]) -> None:
    fault = colander.Invalid(schema)
    if values.get("most", 0) > values.get("dots", 0):
        fault["most"] = _("One proposal cannot get more dots than there are.")
    opens, closes = values.get("opens"), values.get("closes")
    if opens is not None and closes is not None and closes < opens:
        fault["closes"] = _("The last day cannot be before the day the ballot opens.")
    if fault.children:
        raise fault


def _number(most: int, **node: Any) -> colander.SchemaNode:
    least_told = _("Write a number between 1 and ${most}.", mapping={"most": most})
    return colander.SchemaNode(
        colander.Integer(), validator=colander.Range(1, most, min_err=least_told, max_err=least_told), **node)


class Proposals(colander.SequenceSchema):
    """The proposals that the ballot is about."""

    proposal = colander.SchemaNode(colander.String(), title=_("Proposal"))


class MarkSchema(colander.MappingSchema):
    """What a vote says of one proposal."""

    proposal = colander.SchemaNode(colander.String(), title=_("Proposal"))
    number = colander.SchemaNode(colander.Integer(), title=_("Number"))


class Marks(colander.SequenceSchema):
    """What a vote says."""

    mark = MarkSchema(title=_("Proposal"))


class CountedSchema(colander.MappingSchema):
    """One vote as it was counted."""

    organisation = colander.SchemaNode(colander.String(), title=_("Organisation"))
    marks = Marks(title=_("What the vote says"))


class Tally(colander.SequenceSchema):
    """The counted votes."""

    vote = CountedSchema(title=_("Vote"))


class BallotSchema(colander.MappingSchema):
    """The ballot as the office plans it."""

    type_name = "ballot"
    validator = staticmethod(_is_possible)

    title = line(120, title=_("Title"), description=_("For instance Which proposals matter most?"))
    introduction = text(
        4000, title=_("What the members should know"), missing="", widget=TextAreaWidget(rows=4))
    method = colander.SchemaNode(
        colander.String(), title=_("Way to vote"), default=DOTS, validator=colander.OneOf(METHOD_TITLES),
        widget=RadioChoiceWidget(values=list(METHOD_TITLES.items())))
    dots = _number(MOST_DOTS, title=_("Dots: how many each member has"), default=Ballot.dots, missing=Ballot.dots)
    most = _number(MOST_DOTS, title=_("Dots: at most on one proposal"), default=Ballot.most, missing=Ballot.most)
    top = _number(MOST_PLACES, title=_("Ranking: how many places there are"), default=Ballot.top, missing=Ballot.top)
    opens = colander.SchemaNode(
        colander.Date(), title=_("Opens"), missing=None, description=_("The ballot opens by itself on this day."))
    closes = colander.SchemaNode(
        colander.Date(), title=_("Last day"), missing=None,
        description=_("The ballot closes by itself when this day is over."))

    proposals = Proposals(title=_("Proposals of the ballot"), missing=colander.drop)
    tally = Tally(title=_("Counted votes"), missing=colander.drop)

    def after_bind(self, node: Any, names: Mapping[str, Any]) -> None:
        """Leave out what only a step writes."""
        without_what_others_decide(self, Ballot, names)


class Facts(colander.MappingSchema):
    """What the steps of a ballot ask for."""

    closes = colander.SchemaNode(
        colander.Date(), title=_("New last day"), missing=colander.drop, default=colander.deferred(present),
        description=_("Members can vote until this day is over."))
    reason = text(4000, title=_("Reason"), missing=colander.drop, widget=TextAreaWidget(rows=4))
