"""The forms of a participation: what somebody needs to be able to come, and what the steps ask for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import colander
from deform.widget import SelectWidget, TextAreaWidget

from ...i18n import _
from ...web.cleaning import line
from ...web.cleaning import text as paragraphs
from ..registration.model import Participant
from ..registration.schema import new_key


class ParticipationSchema(colander.MappingSchema):
    """What the office must know for somebody to be able to come."""

    type_name = "participation"

    diet = paragraphs(500, title=_("What you do not eat"), missing="", widget=TextAreaWidget(rows=2))
    access = paragraphs(500, title=_("What you need to be able to come"), missing="", widget=TextAreaWidget(rows=2),
                        description=_("For instance a place for a wheelchair, or an interpreter."))


@colander.deferred
def colleague_choices(node: Any, names: Mapping[str, Any]) -> SelectWidget:
    """The organisation's other people, or somebody new."""
    answer = names["item"]
    registration = answer.site.by_uid(answer.registration)
    people = [each for each in registration.people if each.key != answer.person] if registration is not None else []
    return SelectWidget(values=[("", _("Somebody else, whom I write below")),
                                *((each.key, each.name) for each in people)])


class SubstituteSchema(colander.MappingSchema):
    """A colleague: one of those who are named, or somebody new."""

    key = colander.SchemaNode(colander.String(), title=_("Colleague"), missing="", widget=colleague_choices)
    name = line(120, title=_("Name"), missing="")
    role = line(160, title=_("Role or unit"), missing="")
    email = line(254, title=_("Work e-mail"), missing="")


@colander.deferred
def as_participant(node: Any, names: Mapping[str, Any]) -> Any:
    """The colleague as one of the organisation's people."""
    answer = names["item"]

    def settled(told: Any) -> Any:
        if not isinstance(told, Mapping):
            return told
        registration = answer.site.by_uid(answer.registration)
        chosen = registration.participant(told["key"]) if registration is not None and told["key"] else None
        same = next((each for each in getattr(registration, "people", ())
                     if each.email.casefold() == told["email"].casefold()), None) if told["email"] else None
        return chosen or same or Participant(new_key(), told["name"], told["email"], told["role"], extra=True)
    return settled


class Facts(colander.MappingSchema):
    """What the steps of a participation ask for."""

    reason = paragraphs(2000, title=_("Reason"), missing=colander.drop, widget=TextAreaWidget(rows=3))
    substitute = SubstituteSchema(title=_("Who comes instead"), missing=colander.drop, preparer=as_participant)

    # What only steps write; the history names it.
    title = line(120, title=_("Name"), missing=colander.drop)
    person = line(40, title=_("The person's key"), missing=colander.drop)
    registration = line(40, title=_("Registration"), missing=colander.drop)
    organisation = line(40, title=_("Organisation"), missing=colander.drop)
    email = line(254, title=_("Work e-mail"), missing=colander.drop)
    arrived = colander.SchemaNode(colander.Integer(), title=_("Number in the order of arrival"), missing=colander.drop)
    turn = colander.SchemaNode(
        colander.Integer(), title=_("Number of the change of places"), missing=colander.drop)
    offer_ends = colander.SchemaNode(colander.DateTime(), title=_("The offer holds until"), missing=colander.drop)
    unconfirmed = colander.SchemaNode(
        colander.Boolean(), title=_("Has not confirmed the new day"), missing=colander.drop)
    came_for = line(40, title=_("Came in the place of"), missing=colander.drop)
