"""The forms of an occasion: its own, and what its transitions ask for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import colander
from deform.widget import CheckboxWidget, RadioChoiceWidget, TextAreaWidget

from ...i18n import _
from ...web.cleaning import line
from ...web.cleaning import text as paragraphs
from ..project.schema import present, whole_number, without_what_others_decide
from .model import DIGITAL, MEETING, PHYSICAL, SEMINAR, WORKSHOP

KIND_TITLES: Mapping[str, Any] = {
    WORKSHOP: _("Workshop"),
    SEMINAR: _("Seminar"),
    MEETING: _("Meeting"),
}

MODE_TITLES: Mapping[str, Any] = {
    PHYSICAL: _("On site"),
    DIGITAL: _("Digital"),
}

AFTERWARDS = ("attendance", "documentation")


def _ends_after_it_starts(schema: Any, values: Mapping[str, Any]) -> None:
    starts, ends = values.get("starts"), values.get("ends")
    fault = colander.Invalid(schema)
    if ends is not None and starts is None and "starts" in schema:
        fault["starts"] = _("Enter the first day, since you have entered the last.")
        raise fault
    if ends is not None and starts is not None and ends < starts:
        fault["ends"] = _("The last day cannot be before the first.")
        raise fault


class WorkshopSchema(colander.MappingSchema):
    """The occasion as it is written; everything but its kind may be left for later."""

    type_name = "workshop"
    validator = staticmethod(_ends_after_it_starts)

    kind = colander.SchemaNode(
        colander.String(), title=_("Kind"), default=WORKSHOP,
        description=_("Workshops, seminars and meetings are numbered separately."),
        widget=RadioChoiceWidget(values=list(KIND_TITLES.items())))
    title = line(160, title=_("Title"), missing="",
                 description=_("Leave it empty if it is not decided. The page says that it follows."))
    starts = colander.SchemaNode(
        colander.Date(), title=_("First day"), missing=None,
        description=_("Leave it empty if it is not decided. The page says that it follows."))
    ends = colander.SchemaNode(
        colander.Date(), title=_("Last day"), missing=None,
        description=_("Only if it lasts more than one day."))
    times = line(
        100, title=_("Times"), missing="", description=_("For instance 9.30–15.00, or lunch to lunch."))
    mode = colander.SchemaNode(
        colander.String(), title=_("On site or digital"), missing="",
        widget=RadioChoiceWidget(values=[*MODE_TITLES.items(), ("", _("Not decided yet"))]))
    place = line(200, title=_("Place"), missing="",
                 description=_("Leave it empty if it is not decided. The page says that it follows."))
    content = paragraphs(8000, title=_("Content"), missing="", widget=TextAreaWidget(rows=6),
                   description=_("One point on each line, with a dash before it."))
    speakers = paragraphs(2000, title=_("Speakers"), missing="", widget=TextAreaWidget(rows=2))
    attendance = whole_number(0, title=_("How many came"), missing=None)
    documentation = paragraphs(title=_("Documentation"), missing="", widget=TextAreaWidget(rows=16),
                         description=_("Only the office and the leaders see it until you publish it."))

    def after_bind(self, node: Any, names: Mapping[str, Any]) -> None:
        """Leave out what has been told already, and for a new occasion what comes afterwards."""
        without_what_others_decide(self, names)
        if "item" in names and getattr(names["item"], "type_name", "") != self.type_name:
            for name in AFTERWARDS:
                del self[name]


class Facts(colander.MappingSchema):
    """What the transitions of an occasion ask for."""

    reason = paragraphs(4000, title=_("Reason"), missing=colander.drop, widget=TextAreaWidget(rows=4))
    starts = colander.SchemaNode(
        colander.Date(), title=_("New first day"), missing=colander.drop,
        description=_("Leave empty what stays as it is."))
    ends = colander.SchemaNode(
        colander.Date(), title=_("New last day"), missing=colander.drop,
        description=_("Only if it lasts more than one day."))
    undecided = colander.SchemaNode(
        colander.Boolean(), title=_("The new day is not decided yet"), missing=colander.drop, default=False,
        widget=CheckboxWidget())
    times = line(100, title=_("New times"), missing=colander.drop)
    place = line(200, title=_("New place"), missing=colander.drop)
    mode = colander.SchemaNode(
        colander.String(), title=_("New form"), missing=colander.drop,
        widget=RadioChoiceWidget(values=list(MODE_TITLES.items())))
    attendance = whole_number(
        0, title=_("How many came"), missing=colander.drop, default=colander.deferred(present),
                        description=_("Can be filled in later, before the documentation is published."))
    went_to = paragraphs(
        2000, title=_("Where the content went"), missing=colander.drop, widget=TextAreaWidget(rows=3),
                   description=_("Another occasion, another activity, or nowhere."))
    number = colander.SchemaNode(colander.Integer(), title=_("Number"), missing=colander.drop)
