"""The forms of a decision set: what holds for all its proposals, and what its transitions ask for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import colander
from deform.widget import CheckboxWidget, RadioChoiceWidget, SelectWidget, SequenceWidget, TextAreaWidget

from ...i18n import _
from ...web.cleaning import line, text
from ..proposal.schema import area_choices
from ..round.schema import BODY_TITLES, without_what_others_decide
from .model import DecisionSet

STEP_TITLES: Mapping[str, Any] = {
    "select": _("Selected"), "park": _("Parked"), "not_select": _("Not prioritised this time"),
    "refer": _("Handed over"),
}
"""The outcomes, by the step that gives them."""

TIME = r"([01]\d|2[0-3]):[0-5]\d"


class RowSchema(colander.MappingSchema):
    """One proposal, for the names that the history gives its parts."""

    proposal = line(title=_("Proposal"), missing="")
    step = line(title=_("Outcome"), missing="", widget=SelectWidget(values=list(STEP_TITLES.items())))
    area = line(title=_("Area"), missing="")
    why = line(title=_("Motive or reason"), missing="")
    referred_to = line(title=_("Who or what takes it further"), missing="")


class Rows(colander.SequenceSchema):
    """The proposals of the set."""

    row = RowSchema(title=_("Proposal"))


class DecisionSetSchema(colander.MappingSchema):
    """What holds for every proposal of the set that has nothing of its own."""

    type_name = "decision_set"

    step = colander.SchemaNode(
        colander.String(), title=_("Outcome"), missing="",
        widget=RadioChoiceWidget(values=[*STEP_TITLES.items(), ("", _("Chosen one by one"))]))
    area = line(160, title=_("Area"), missing="", widget=area_choices,
                description=_("For those that are selected."))
    why = text(4000, title=_("Motive or reason"), missing="", widget=TextAreaWidget(rows=4),
               description=_("The senders read it in their letters. A proposal can have words of its own instead."))
    referred_to = line(
        300, title=_("Who or what takes it further"), missing="", description=_("For those that are referred."))
    decided_by = colander.SchemaNode(
        colander.String(), title=_("Decided by"), missing="",
        widget=RadioChoiceWidget(values=list(BODY_TITLES.items())))
    decided_on = colander.SchemaNode(colander.Date(), title=_("Day of the decision"), missing=None)
    with_result = colander.SchemaNode(
        colander.Boolean(), title=_("Publish the result of the round at the same moment"), missing=False,
        widget=CheckboxWidget(),
        description=_("Anyone can then read what became of the proposals. Every proposal needs its outcome first."))
    # Never asked for in this form; here for the names that the history gives them.
    rows = Rows(title=_("Proposals"), missing=colander.drop, widget=SequenceWidget())
    title = line(title=_("Title"), missing=colander.drop)
    publish_at = colander.SchemaNode(colander.DateTime(), title=_("Time of publishing"), missing=colander.drop)
    published_at = colander.SchemaNode(colander.DateTime(), title=_("Published at"), missing=colander.drop)
    results = line(title=_("What was done with each proposal"), missing=colander.drop)

    def after_bind(self, node: Any, names: Mapping[str, Any]) -> None:
        """Leave out what pages of their own or steps write."""
        without_what_others_decide(self, DecisionSet, names)
        if "actor" in names:
            del self["rows"]
            del self["title"]


class Facts(colander.MappingSchema):
    """What the transitions of a decision set ask for."""

    publish_on = colander.SchemaNode(
        colander.Date(), title=_("Day of publishing"), missing=colander.drop)
    publish_time = line(
        5, title=_("Time of day"), missing=colander.drop,
        validator=colander.Regex(TIME, msg=_("Write the time with hours and minutes, such as 09:00.")),
        description=_("Swedish time, with hours and minutes, such as 09:00."))
    reason = text(4000, title=_("Reason"), missing=colander.drop, widget=TextAreaWidget(rows=4),
                  description=_("The senders read it in their letters."))
