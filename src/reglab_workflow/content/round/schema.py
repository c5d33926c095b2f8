"""The forms of a round: its own, and what its transitions ask for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import colander
from deform.widget import CheckboxWidget, HiddenWidget, SelectWidget, SequenceWidget, TextAreaWidget

from ...i18n import _
from ...web.cleaning import line, text
from .model import Round

FIRST_YEAR, LAST_YEAR = 2000, 2100
BODY_TITLES: Mapping[str, Any] = {
    "member_group": _("The member group"),
    "board": _("The board"),
    "directors": _("The regional development directors"),
}
"""Who can point out an area, and decide."""

ON_ADDING = ("year",)
"""Fields that are told once: they are part of the address."""


def present(node: Any, names: Mapping[str, Any]) -> Any:
    """What the item has now, as the start of a transition's field."""
    value = getattr(names.get("item"), node.name, None)
    return colander.null if value in (None, "") else value


def without_what_others_decide(schema: Any, model: Any, names: Mapping[str, Any]) -> None:
    """Leave out the fields that the actor may not write here, or that only a step writes."""
    if "actor" not in names:
        return
    adding = getattr(names["item"], "type_name", "") != model.type_name
    rights = names["request"].rights
    for field, permission in model.guarded.items():
        kept = adding and field in ON_ADDING
        if field in schema and not kept and not (
                permission and rights.may(names["actor"], permission, names["item"])):
            del schema[field]


def _closes_after_it_opens(schema: Any, values: Mapping[str, Any]) -> None:
    opens, closes = values.get("opens"), values.get("closes")
    if opens is not None and closes is not None and closes < opens:
        fault = colander.Invalid(schema)
        fault["closes"] = _("The last day cannot be before the day the round opens.")
        raise fault


class ThemeSchema(colander.MappingSchema):
    """One theme; its id stays when the title is changed."""

    id = colander.SchemaNode(colander.String(), title=_("Theme"), missing="", widget=HiddenWidget())
    title = line(100, title=_("What the theme is called"), missing="")


class Themes(colander.SequenceSchema):
    """The themes in the order of the booklet."""

    theme = ThemeSchema(title=_("Theme"))


class AreaSchema(colander.MappingSchema):
    """One area; its id stays when the title is changed."""

    id = colander.SchemaNode(colander.String(), title=_("Area"), missing="", widget=HiddenWidget())
    title = line(160, title=_("What the area is called"), missing="")
    motive = text(4000, title=_("Motive"), missing="", widget=TextAreaWidget(rows=3))
    lesser = colander.SchemaNode(
        colander.Boolean(), title=_("A lesser interest"), missing=False, widget=CheckboxWidget())
    body = colander.SchemaNode(
        colander.String(), title=_("Pointed out by"), missing="",
        widget=SelectWidget(values=[("", _("Not told")), *BODY_TITLES.items()]))
    day = colander.SchemaNode(colander.Date(), title=_("Day it was pointed out"), missing=None)


class Areas(colander.SequenceSchema):
    """The areas in their order."""

    area = AreaSchema(title=_("Area"))


class AreasSchema(colander.MappingSchema):
    """The areas of a round, as the office records them."""

    areas = Areas(title=_("Areas"), missing=(), widget=SequenceWidget(orderable=True))


class RoundSchema(colander.MappingSchema):
    """The round as the office writes it."""

    type_name = "round"
    validator = staticmethod(_closes_after_it_opens)

    title = line(120, title=_("Title"), description=_("For instance Proposals for 2027."))
    year = colander.SchemaNode(
        colander.Integer(), title=_("Year the round is for"),
        description=_("It becomes part of the address and is not changed later."),
        validator=colander.Range(
            FIRST_YEAR, LAST_YEAR, min_err=_("Write the year with four digits."),
            max_err=_("Write the year with four digits.")))
    opens = colander.SchemaNode(
        colander.Date(), title=_("Opens"), missing=None,
        description=_("The round opens by itself on this day."))
    closes = colander.SchemaNode(
        colander.Date(), title=_("Last day"), missing=None,
        description=_("The round closes by itself when this day is over."))
    board_meets = colander.SchemaNode(
        colander.Date(), title=_("The board meets"), missing=None,
        description=_("The day the board is to decide. Those who wait for an outcome see it."))
    instruction = text(
        title=_("Instruction to those who write"), missing="", widget=TextAreaWidget(rows=10),
        description=_("What is asked for, and how it will be used. Points in a list begin with a dash."))
    themes = Themes(
        title=_("Themes"), missing=(), widget=SequenceWidget(orderable=True),
        description=_(
            "The booklet has them in this order. They can be decided when the proposals have come."))
    areas = Areas(title=_("Areas"), missing=colander.drop)
    numbered_to = colander.SchemaNode(
        colander.Integer(), title=_("Highest published number"), missing=colander.drop)
    issued = colander.SchemaNode(colander.Integer(), title=_("Issue of the booklet"), missing=colander.drop)
    reminded = colander.SchemaNode(
        colander.Date(), title=_("Last day that members were reminded of"), missing=colander.drop)

    def after_bind(self, node: Any, names: Mapping[str, Any]) -> None:
        """Leave out what follows from a step, and the year of a round that has its address."""
        without_what_others_decide(self, Round, names)
        if "actor" in names:
            del self["areas"]  # they have a page of their own


class Facts(colander.MappingSchema):
    """What the transitions of a round ask for."""

    reason = text(4000, title=_("Reason"), missing=colander.drop, widget=TextAreaWidget(rows=4))
    closes = colander.SchemaNode(
        colander.Date(), title=_("New last day"), missing=colander.drop,
        description=_("Members can submit until this day is over."))
    board_date = colander.SchemaNode(
        colander.Date(), title=_("Day of the board's decision"), missing=colander.drop)
    adopted_date = colander.SchemaNode(
        colander.Date(), title=_("Day the member group adopted the plan"), missing=colander.drop)
