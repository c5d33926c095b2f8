"""The forms of a review."""

from __future__ import annotations

from typing import Any

import colander
from deform.widget import HiddenWidget, SelectWidget, TextAreaWidget

from ... import clock
from ...i18n import _
from ...web.cleaning import line
from ...web.cleaning import text as paragraphs
from .model import OUTCOME_TITLES


@colander.deferred
def name_to_begin_with(node: Any, names: Any) -> Any:
    """The review of this year."""
    request = names.get("request")
    year = {"year": clock.local_day(clock.now()).year}
    return request.translate(_("Access review ${year}", mapping=year)) if request is not None else colander.null


class ReviewSchema(colander.MappingSchema):
    """A review has a name; what it is about follows by itself."""

    type_name = "review"

    title = line(120, title=_("Name of the review"), default=name_to_begin_with)


def role_titles(rulebook: Any) -> dict[str, Any]:
    """What a person is called who holds each role."""
    return {role.name: role.of_one for role in rulebook.roles.values()}


class LineSchema(colander.MappingSchema):
    """One line of the report, as the history tells it."""

    name = line(160, title=_("Person"))
    role = line(60, title=_("Role"), titles=role_titles)
    place = line(160, title=_("Place"))
    outcome = line(20, title=_("How it was answered"), widget=SelectWidget(values=tuple(OUTCOME_TITLES.items())))
    why = line(2000, title=_("Why"))
    given_by = line(160, widget=HiddenWidget())
    by = line(160, widget=HiddenWidget())
    start = line(10, widget=HiddenWidget())
    end = line(10, widget=HiddenWidget())
    at = line(10, widget=HiddenWidget())
    used = line(10, widget=HiddenWidget())
    own = colander.SchemaNode(colander.Boolean(), widget=HiddenWidget())


class Report(colander.SequenceSchema):
    """The settled report."""

    line = LineSchema()


class Facts(colander.MappingSchema):
    """What the transitions of a review ask for."""

    reason = paragraphs(2000, title=_("Why the review is opened again"), missing=colander.drop,
                        widget=TextAreaWidget(rows=4))

    # What only steps write; the history names it.
    asked = line(40, title=_("Asked about"), widget=HiddenWidget(), missing=colander.drop)
    report = Report(title=_("The report"), missing=colander.drop)
    signed_by = line(40, title=_("Signed off by"), missing=colander.drop)
    signed_at = line(40, title=_("Signed off on"), missing=colander.drop)
    control = line(40, title=_("Control number"), missing=colander.drop)
