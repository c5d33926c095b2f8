"""The form in which an organisation answers the homework."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import colander
from deform.widget import DateInputWidget, HiddenWidget, SelectWidget, TextAreaWidget

from ...i18n import _
from ...people.organisation import organisation_by_uid
from ...security.permissions import Permission
from ...web.cleaning import line
from ...web.cleaning import text as paragraphs
from ..item import inside
from .model import submission_by


@colander.deferred
def organisation_choices(node: Any, names: Mapping[str, Any]) -> SelectWidget:
    """The organisations that take part and have not begun to answer."""
    workshop: Any = inside(names["item"], "workshop")
    site = names["site"]
    taking_part = (organisation_by_uid(site, uid) for uid in workshop.project.confirmed_organisations())
    left = [each for each in taking_part if each is not None and submission_by(workshop, each.uid) is None]
    return SelectWidget(values=[("", _("Choose an organisation")),
                                *((each.uid, each.title) for each in sorted(left, key=lambda each: each.title))])


class SubmissionSchema(colander.MappingSchema):
    """What is handed in; files are added on its own page."""

    type_name = "submission"

    organisation = colander.SchemaNode(
        colander.String(), title=_("Organisation"), missing="", widget=organisation_choices)
    text = paragraphs(20_000, title=_("The answer of your organisation"), missing="",
                      widget=TextAreaWidget(rows=14), description=_(
        "You can add files when you have saved. Nobody else reads it before you hand in."))
    handed_in = colander.SchemaNode(
        colander.Date(), title=_("Handed in"), missing=None, widget=DateInputWidget())
    title = line(160, title=_("Name of the organisation"), missing="")
    is_late = colander.SchemaNode(
        colander.Boolean(), title=_("After the last day"), missing=False, widget=HiddenWidget())

    def after_bind(self, node: Any, names: Mapping[str, Any]) -> None:
        """Only who may stand in for others chooses the organisation, and steps write the rest."""
        for name in ("title", "handed_in", "is_late"):
            if name in self:
                del self[name]
        item, request = names.get("item"), names.get("request")
        if "organisation" not in self or item is None or request is None:
            return
        adding = getattr(item, "type_name", "") != self.type_name
        if not adding or not request.rights.may(names["actor"], Permission.ACT_ON_BEHALF, names["site"]):
            del self["organisation"]
