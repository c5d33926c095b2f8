"""The forms of an occasion's programme, of those who speak, and of links to material."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import colander
from deform.widget import SelectWidget, SequenceWidget, TextAreaWidget

from ...i18n import _
from ...web.cleaning import line
from ...web.cleaning import text as paragraphs
from ..attachment.schema import LANGUAGE_TITLES
from ..project.fields import RecordOf
from .materials import KIND_TITLES, OTHER, SECURE, Link
from .programme import Point, Speaker, as_records, in_day_order, length_in_days

MOST_DAYS = 30


class PointSchema(colander.MappingSchema):
    """One point of the programme."""

    schema_type = staticmethod(lambda: RecordOf(Point))
    day = colander.SchemaNode(
        colander.Integer(), title=_("Day number"), missing=1, default=1,
        validator=colander.Range(1, MOST_DAYS, _("The first day is 1."), _("An occasion lasts at most ${max} days.")))
    starts = line(20, title=_("Begins"), missing="", description=_("For instance 9.30. May be empty."))
    title = line(160, title=_("What"))
    text = paragraphs(2000, title=_("More about it"), missing="", widget=TextAreaWidget(rows=2))
    who = line(200, title=_("Who"), missing="")


class SpeakerSchema(colander.MappingSchema):
    """One who speaks."""

    schema_type = staticmethod(lambda: RecordOf(Speaker))
    name = line(300, title=_("Name"))
    role = line(160, title=_("Role"), missing="")
    organisation = line(160, title=_("Organisation"), missing="")


def _is_secure(node: Any, value: str) -> None:
    rest = value.removeprefix(SECURE)
    if rest == value or not rest.partition("/")[0] or any(each.isspace() for each in value):
        raise colander.Invalid(node, _("Write the whole address, which begins with https://"))


class LinkSchema(colander.MappingSchema):
    """Something to read or see elsewhere."""

    schema_type = staticmethod(lambda: RecordOf(Link))
    title = line(160, title=_("What the link is called"), missing="")
    address = line(1000, title=_("Address"), validator=_is_secure, description=_(
        "The whole address, which begins with https://"))
    kind = colander.SchemaNode(
        colander.String(), title=_("What it is"), default=OTHER, missing=OTHER,
        widget=SelectWidget(values=list(KIND_TITLES.items())), validator=colander.OneOf(list(KIND_TITLES)))
    language = colander.SchemaNode(
        colander.String(), title=_("Language"), default="", missing="",
        widget=SelectWidget(values=list(LANGUAGE_TITLES.items())), validator=colander.OneOf(list(LANGUAGE_TITLES)))


class Points(colander.SequenceSchema):
    """The points in their order."""

    point = PointSchema(title=_("Point of the programme"))


class Speaking(colander.Sequence):
    """Those who speak, also where they were once written as a text."""

    def serialize(self, node: Any, appstruct: Any, accept_scalar: Any = None) -> Any:
        """The records, each as a group of fields."""
        return super().serialize(node, as_records(appstruct), accept_scalar)


class Speakers(colander.SequenceSchema):
    """Those who speak, in their order."""

    schema_type = Speaking
    speaker = SpeakerSchema(title=_("Speaker"))


class Links(colander.SequenceSchema):
    """Links to material."""

    link = LinkSchema(title=_("Link"))


def points_field() -> colander.SchemaNode:
    """The points of the programme, the first day's first."""
    return Points(title=_("The programme, point by point"), missing=(), preparer=_sorted, widget=_in_order())


def speakers_field() -> colander.SchemaNode:
    """Those who speak."""
    return Speakers(title=_("Speakers"), missing=(), preparer=_as_tuple, widget=_in_order())


def links_field() -> colander.SchemaNode:
    """Links to material."""
    return Links(title=_("Links to material"), missing=(), preparer=_as_tuple, widget=_in_order())


def _in_order() -> SequenceWidget:
    return SequenceWidget(orderable=True)


def _as_tuple(value: Any) -> Any:
    return value if value is colander.null else tuple(value)


def _sorted(value: Any) -> Any:
    return value if value is colander.null else in_day_order(value)


@colander.deferred
def as_long_as_the_occasion(node: Any, names: Mapping[str, Any]) -> Any:
    """Points stand on days that the occasion has, once these are decided."""
    item = names.get("item")
    days = length_in_days(item.decided_days()) if item is not None and hasattr(item, "decided_days") else None

    def check(schema: Any, values: Mapping[str, Any]) -> None:
        for point in values.get("points", ()):
            if days is not None and point.day > days:
                fault = colander.Invalid(schema)
                fault["points"] = _("“${title}” stands on day ${day}, and the occasion lasts ${days}.", mapping={
                    "title": point.title, "day": point.day, "days": days})
                raise fault
    return check


class ProgrammeSchema(colander.MappingSchema):
    """The programme and those who speak, on a page of their own."""

    validator = as_long_as_the_occasion
    points = points_field()
    speakers = speakers_field()


class LinksSchema(colander.MappingSchema):
    """Links to material, on a page of their own."""

    links = links_field()
