"""The forms of organisations and people, and what their transitions ask for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import colander
from deform.widget import RadioChoiceWidget, SelectWidget, SequenceWidget, TextAreaWidget

from ..i18n import _
from ..web.cleaning import clean_line, line
from ..web.cleaning import text as paragraphs
from .organisation import MEMBER, OTHER, PARTNER

KIND_TITLES: Mapping[str, Any] = {
    MEMBER: _("Member"),
    PARTNER: _("Partner"),
    OTHER: _("Other organisation"),
}

LANGUAGE_TITLES: Mapping[str, Any] = {"sv": "Svenska", "en": "English"}

DOMAIN = re.compile(r"[a-z0-9åäöéü-]+(\.[a-z0-9åäöéü-]+)+")
ADDRESS = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
LONGEST_ADDRESS = 254


def is_domain(node: Any, value: str) -> None:
    """Refuse what cannot stand after the @ of an address."""
    if not DOMAIN.fullmatch(value):
        raise colander.Invalid(node, _("Write only what stands after the @, such as region.example."))


def is_address(node: Any, value: str) -> None:
    """Refuse what cannot be written to: this address is signed in with."""
    if len(value) > LONGEST_ADDRESS or not ADDRESS.fullmatch(value):
        raise colander.Invalid(node, _("The address is not complete. Write it like name@region.example."))


@colander.deferred
def is_free_address(node: Any, names: Mapping[str, Any]) -> Any:
    """Refuse an address that somebody else signs in with."""
    own = getattr(names.get("item"), "uid", "")

    def check(node: Any, value: str) -> None:
        is_address(node, value)
        if names["site"].accounts.person_with(value) not in ("", own):
            raise colander.Invalid(node, _("Somebody else has this address already."))
    return check


def lower(value: Any) -> Any:
    """Letters of one size, for what does not know the difference."""
    return value.strip().casefold() if isinstance(value, str) else value


@colander.deferred
def organisation_choices(node: Any, names: Mapping[str, Any]) -> SelectWidget:
    """Every organisation that takes part, and the one the person has."""
    chosen = getattr(names.get("item"), "organisation", "")
    found = [each for each in names["site"]["organisations"].values()
             if each.state == "active" or each.uid == chosen]
    ordered = sorted(found, key=lambda each: each.title)
    return SelectWidget(values=[("", _("No organisation")), *((each.uid, each.title) for each in ordered)])


def _to_after_from(schema: Any, values: Mapping[str, Any]) -> None:
    first, last = values.get("from_date"), values.get("to_date")
    if first is not None and last is not None and last < first:
        fault = colander.Invalid(schema)
        fault["to_date"] = _("The last day cannot be before the first.")
        raise fault


class Aliases(colander.SequenceSchema):
    """Other names, one in each field."""

    alias = line(160, title=_("Another name"))


class Domains(colander.SequenceSchema):
    """What stands after the @, one in each field."""

    domain = colander.SchemaNode(
        colander.String(), title=_("Domain"), preparer=lower,
        validator=colander.All(colander.Length(max=253), is_domain))


class OrganisationSchema(colander.MappingSchema):
    """The organisation as the office keeps it."""

    type_name = "organisation"
    validator = staticmethod(_to_after_from)

    title = line(160, title=_("Official name"))
    short = line(60, title=_("Short name"), missing="", description=_("For tables, such as Gotland."))
    kind = colander.SchemaNode(
        colander.String(), title=_("What the organisation is"), default=OTHER,
        description=_("Its people get the rights of members or partners between the dates below."),
        widget=RadioChoiceWidget(values=list(KIND_TITLES.items())))
    from_date = colander.SchemaNode(colander.Date(), title=_("From"), missing=None)
    to_date = colander.SchemaNode(
        colander.Date(), title=_("To and including"), missing=None,
        description=_("Leave it empty while no end is decided."))
    aliases = Aliases(title=_("Other names"), missing=(), widget=SequenceWidget(),
                      description=_("Earlier and everyday names, so that texts with them are understood."))
    domains = Domains(title=_("E-mail domains"), missing=(), widget=SequenceWidget())


class OrganisationFacts(colander.MappingSchema):
    """What the transitions of an organisation ask for."""

    to_date = colander.SchemaNode(colander.Date(), title=_("Last day"), missing=colander.drop)
    from_date = colander.SchemaNode(colander.Date(), title=_("From"), missing=colander.drop)
    reason = paragraphs(4000, title=_("Reason"), missing=colander.drop, widget=TextAreaWidget(rows=4))


class PersonSchema(colander.MappingSchema):
    """The person; what brings rights is left to the office."""

    type_name = "person"

    title = line(120, title=_("Name"))
    email = colander.SchemaNode(
        colander.String(), title=_("E-mail address"), preparer=[clean_line, lower], validator=is_free_address,
        description=_("The address is also what one signs in with."))
    organisation = colander.SchemaNode(
        colander.String(), title=_("Organisation"), missing="", widget=organisation_choices)
    role_title = line(120, title=_("Role or unit"), missing="")
    language = colander.SchemaNode(
        colander.String(), title=_("Language"), default="sv", missing="sv",
        description=_("The language of letters and, after signing in, of the pages."),
        widget=RadioChoiceWidget(values=list(LANGUAGE_TITLES.items())))

    def after_bind(self, node: Any, names: Mapping[str, Any]) -> None:
        """Leave out what the person does not decide."""
        item: Any = names.get("item")
        if getattr(item, "type_name", "") != self.type_name:
            return
        for field, permission in item.guarded.items():
            if field in self and not names["request"].rights.may(names["actor"], permission, item):
                del self[field]


class PersonFacts(colander.MappingSchema):
    """What the transitions of a person ask for."""

    reason = paragraphs(4000, title=_("Reason"), missing=colander.drop, widget=TextAreaWidget(rows=4))
