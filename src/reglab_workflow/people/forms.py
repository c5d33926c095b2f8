"""The form that gives somebody a role."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import colander
from deform.widget import RadioChoiceWidget, SelectWidget

from .. import clock
from ..i18n import _
from ..security.roles import ROLES
from ..web.cleaning import line


@colander.deferred
def people_choices(node: Any, names: Mapping[str, Any]) -> SelectWidget:
    """Everybody with an open account, with the organisation beside the name."""
    site = names["site"]
    titles = {each.uid: each.short_name for each in site["organisations"].values()}
    found = [each for each in site["people"].values() if each.state == "active"]
    ordered = sorted(found, key=lambda each: each.title.casefold())
    return SelectWidget(values=[("", _("Choose a person")), *(
        (each.uid, ", ".join(part for part in (each.title, titles.get(each.organisation, "")) if part))
        for each in ordered)])


def not_over(node: Any, day: date) -> None:
    """Refuse a role that would end before it begins, today."""
    if day < clock.local_day(clock.now()):
        raise colander.Invalid(node, _("The last day cannot be before the first."))


def not_passed(node: Any, day: date) -> None:
    """Refuse a role that would have begun before anybody gave it."""
    if day < clock.local_day(clock.now()):
        raise colander.Invalid(node, _("The first day cannot have passed. Leave it empty for today."))


def ends_after_it_starts(schema: Any, values: Mapping[str, Any]) -> None:
    """Refuse a role that would end before it begins, on a day to come."""
    start, end = values.get("start"), values.get("end")
    if start is not None and end is not None and end < start:
        fault = colander.Invalid(schema)
        fault["end"] = _("The last day cannot be before the first.")
        raise fault


class AppointmentSchema(colander.MappingSchema):
    """Who gets which role, from when to when, and why."""

    validator = staticmethod(ends_after_it_starts)

    person = colander.SchemaNode(colander.String(), title=_("Person"), widget=people_choices)
    role = colander.SchemaNode(colander.String(), title=_("Role"))
    start = colander.SchemaNode(
        colander.Date(), title=_("From"), missing=None, validator=not_passed,
        description=_("Leave it empty for today."))
    end = colander.SchemaNode(
        colander.Date(), title=_("Until"), missing=None, validator=not_over,
        description=_("Leave it empty while no end is decided."))
    why = line(300, title=_("Why"), missing="", description=_("It is kept with the appointment."))

    def __init__(self, *args: Any, roles: tuple[str, ...] = (), **kw: Any) -> None:
        super().__init__(*args, **kw)
        if roles:
            self["role"].widget = RadioChoiceWidget(values=[(role, ROLES[role].of_one) for role in roles])
            self["role"].default = roles[0]
