"""The forms of an occasion: its own, and what its transitions ask for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import colander
from deform.widget import CheckboxWidget, RadioChoiceWidget, SelectWidget, TextAreaWidget

from ...i18n import _
from ...web.cleaning import line
from ...web.cleaning import text as paragraphs
from ..participation.queue import ARRIVAL, QUEUE_TITLES
from ..project.fields import present, whole_number, without_what_others_decide
from ..project.model import project_of
from .model import KIND_TITLES, MODE_TITLES, WORKSHOP
from .programme import SPAN_TITLES
from .programme_forms import links_field, points_field, speakers_field
from .words import heading

AFTERWARDS = ("attendance", "documentation", "speakers_women", "speakers_men")
OVER = ("closed", "cancelled", "reshaped")
RECORDS = ("points", "speakers", "links")
"""Fields that are not edited with the rest: the programme and the links have a page each."""


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
    span = colander.SchemaNode(
        colander.String(), title=_("How long"), default="", missing="",
        widget=RadioChoiceWidget(values=[*SPAN_TITLES.items(), ("", _("Neither of these"))]))
    times = line(100, title=_("Times"), missing="", description=_("For instance 9.30–15.00."))
    mode = colander.SchemaNode(
        colander.String(), title=_("On site or digital"), missing="",
        widget=RadioChoiceWidget(values=[*MODE_TITLES.items(), ("", _("Not decided yet"))]))
    place = line(200, title=_("Place"), missing="",
                 description=_("Leave it empty if it is not decided. The page says that it follows."))
    capacity = whole_number(
        1, title=_("Number of places"), missing=None,
        description=_("Leave it empty if there is no limit. Once the registration is open, a step changes it."))
    most_each = whole_number(
        1, title=_("Most people from one organisation"), missing=None,
        description=_("Only if it differs from the project's: a digital occasion can take more."))
    queue_rule = colander.SchemaNode(
        colander.String(), title=_("Who is first in the queue"), default=ARRIVAL, missing=ARRIVAL,
        widget=RadioChoiceWidget(values=list(QUEUE_TITLES.items())))
    asks_needs = colander.SchemaNode(
        colander.Boolean(), title=_("Ask about food and access needs"), default=False, missing=False,
        description=_("The office sees the answers, and they are erased the day after the occasion."),
        widget=CheckboxWidget())
    content = paragraphs(8000, title=_("Content"), missing="", widget=TextAreaWidget(rows=6),
                   description=_("One point on each line, with a dash before it."))
    homework = paragraphs(8000, title=_("Homework"), missing="", widget=TextAreaWidget(rows=5), description=_(
        "What the organisations that take part are to do. They and those who lead see it."))
    homework_due = colander.SchemaNode(
        colander.Date(), title=_("Last day for the homework"), missing=None,
        description=_("Leave it empty if it is not decided. The page says that it follows."))
    points = points_field()
    speakers = speakers_field()
    links = links_field()
    attendance = whole_number(0, title=_("How many came"), missing=None, description=_(
        "Only if nobody has been ticked off: those who have are counted."))
    speakers_women = whole_number(
        0, title=_("How many of the speakers were women"), missing=None,
        description=_("Only the number, for the figures of the project: nothing is kept about each person."))
    speakers_men = whole_number(0, title=_("How many of the speakers were men"), missing=None)
    documentation = paragraphs(title=_("Documentation"), missing="", widget=TextAreaWidget(rows=16),
                         description=_("Only the office and the leaders see it until you publish it."))

    def after_bind(self, node: Any, names: Mapping[str, Any]) -> None:
        """Leave out what has been told already, and for a new occasion what comes afterwards."""
        without_what_others_decide(self, names)
        for name in RECORDS if "item" in names else ():
            if name in self:
                del self[name]
        if "item" in names and getattr(names["item"], "type_name", "") != self.type_name:
            for name in AFTERWARDS:
                if name in self:
                    del self[name]


@colander.deferred
def places_to_go_on(node: Any, names: Mapping[str, Any]) -> SelectWidget:
    """Where the content of an occasion can go: to another one of the project, or to another project."""
    item = names.get("item")
    project = project_of(item) if item is not None else None
    if project is None:
        return SelectWidget(values=[("", _("Nowhere in particular"))])
    may, actor = names["request"].rights.may, names["actor"]
    others = [each for each in project.programme() if each is not item and each.state != "cancelled"]
    projects = [each for each in names["site"]["projects"].values()
                if each is not project and each.state not in OVER and may(actor, "view", each)]
    told = [(each.uid, heading(names["request"], each)) for each in others]
    told += [(each.uid, each.title) for each in projects]
    return SelectWidget(values=[("", _("Nowhere in particular")), *told])


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
    span = colander.SchemaNode(
        colander.String(), title=_("How long it will be"), missing=colander.drop,
        widget=RadioChoiceWidget(values=list(SPAN_TITLES.items())))
    times = line(100, title=_("New times"), missing=colander.drop)
    place = line(200, title=_("New place"), missing=colander.drop)
    mode = colander.SchemaNode(
        colander.String(), title=_("New form"), missing=colander.drop,
        widget=RadioChoiceWidget(values=list(MODE_TITLES.items())))
    attendance = whole_number(
        0, title=_("How many came"), missing=colander.drop, default=colander.deferred(present),
                        description=_(
                            "Only if nobody has been ticked off. Can be filled in later, before the documentation is "
                            "published."))
    went_to = paragraphs(
        2000, title=_("Where the content went"), missing=colander.drop, widget=TextAreaWidget(rows=3),
                   description=_("Another occasion, another activity, or nowhere."))
    went_on = colander.SchemaNode(
        colander.String(), title=_("Another occasion or project that takes the content over"), missing=colander.drop,
        widget=places_to_go_on)
    number = colander.SchemaNode(colander.Integer(), title=_("Number"), missing=colander.drop)
    capacity = whole_number(
        1, title=_("Number of places"), missing=colander.drop, default=colander.deferred(present))
    unlimited = colander.SchemaNode(
        colander.Boolean(), title=_("There is no limit"), missing=colander.drop, default=False,
        widget=CheckboxWidget())
