"""The forms of a registration: what the organisation writes, and what its steps ask for."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import colander
from deform.widget import CheckboxWidget, DateInputWidget, HiddenWidget, SelectWidget, SequenceWidget, TextAreaWidget

from ... import clock
from ...clock import local_day
from ...i18n import _
from ...security.permissions import Permission
from ...web.cleaning import clean_line, line
from ...web.cleaning import text as paragraphs
from ..project.fields import RecordOf, present, whole_number
from ..project.formats import NONE, format_of
from ..project.model import project_of
from ..project.terms import charge_of, said_in_words
from .model import BY_LINK, CONTACT, RECORDED, Participant
from .numbers import invoice_address, organisation_number

KEY_BYTES = 8
MOST_NAMES = 50
LONGEST_NAME = 160


def as_organisation_number(value: Any) -> Any:
    """An organisation number as it is usually written; what is none is kept as it was written."""
    return organisation_number(value) or value if isinstance(value, str) else value


def as_invoice_address(value: Any) -> Any:
    """An address for electronic invoices without blanks; what is none is kept as it was written."""
    return invoice_address(value) or value if isinstance(value, str) else value


def tidied(limit: int, tidy: Callable[[Any], Any], **node: Any) -> colander.SchemaNode:
    """A field for one line that is written in one way, however people write it."""
    field = line(limit, **node)
    field.preparer = [field.preparer, tidy]
    return field


class Lines(colander.String):
    """A text with one name on each line, kept as a tuple of names."""

    def serialize(self, node: Any, appstruct: Any) -> Any:
        """The names, each on a line."""
        lines = "\n".join(appstruct) if isinstance(appstruct, (tuple, list)) else appstruct
        return super().serialize(node, lines)

    def deserialize(self, node: Any, cstruct: Any) -> Any:
        """Every line that says something, once."""
        text = super().deserialize(node, cstruct)
        if text is colander.null:
            return text
        names = (clean_line(each) for each in text.splitlines()[:MOST_NAMES])
        return tuple(dict.fromkeys(each[:LONGEST_NAME] for each in names if each is not colander.null))


@colander.deferred
def organisation_choices(node: Any, names: Mapping[str, Any]) -> SelectWidget:
    """The organisations that the office can register."""
    found = [each for each in names["site"]["organisations"].values() if each.state == "active"]
    return SelectWidget(values=[("", _("Choose an organisation")),
                                *((each.uid, each.title) for each in sorted(found, key=lambda each: each.title))])


@colander.deferred
def terms_box(node: Any, names: Mapping[str, Any]) -> CheckboxWidget:
    """A box that, when it is ticked, means the terms that hold now."""
    return CheckboxWidget(true_val=str(project_of(names["item"]).terms_number), false_val="0")


class RegistrationSchema(colander.MappingSchema):
    """The registration as it is written. Nothing is needed to save it; what is missing is told when it is sent."""

    type_name = "registration"

    organisation = colander.SchemaNode(
        colander.String(), title=_("Organisation"), missing="", widget=organisation_choices)
    contact_name = line(120, title=_("Name"), missing="", heading=_("Your contact person"), description=_(
        "Holds your group together and names those who come."))
    contact_role = line(160, title=_("Role or unit"), missing="")
    contact_email = line(254, title=_("Work e-mail"), missing="")
    contact_phone = line(40, title=_("Telephone"), missing="")
    planned = whole_number(1, heading=_("How many"), title=_("How many people you mean to send"), missing=None)
    co_organisations = colander.SchemaNode(
        Lines(), title=_("Organisations in your team"), missing=(), heading=_("Your team"),
        widget=TextAreaWidget(rows=4), description=_(
            "One on each line: a municipality, a county board, an association or whoever you work with."))
    case = paragraphs(4000, title=_("What your team wants to work on"), missing="", widget=TextAreaWidget(rows=5))
    legal_name = line(160, heading=_("The invoice"), title=_("Name on the invoice"), missing="")
    organisation_number = tidied(20, as_organisation_number, title=_("Organisation number"), missing="")
    invoice_reference = line(80, title=_("Your reference"), missing="",
                             description=_("What your accounts want on the invoice, such as a cost centre."))
    invoice_address = tidied(
        60, as_invoice_address, title=_("Address for electronic invoices"), missing="",
        description=_("Peppol or GLN. Leave it empty if you do not know it."))
    manager_name = line(
        120, title=_("Name of the manager"), missing="", heading=_("Your manager's approval"), description=_(
        "The manager who approves that you take part. A letter with a link is sent; no account is needed."))
    manager_role = line(160, title=_("The manager's role"), missing="")
    manager_email = line(254, title=_("The manager's e-mail"), missing="")
    terms = colander.SchemaNode(
        colander.Integer(), heading=_("The terms"), title=_("We accept the terms"), missing=0, default=0,
        widget=terms_box)

    def after_bind(self, node: Any, names: Mapping[str, Any]) -> None:
        """Only who may stand in for others chooses the organisation, and only where there are terms are they asked."""
        item, request = names["item"], names["request"]
        adding = getattr(item, "type_name", "") != self.type_name
        if not adding or not request.rights.may(names["actor"], Permission.ACT_ON_BEHALF, names["site"]):
            del self["organisation"]
        project = project_of(item)
        if format_of(project, request.rulebook.declared).teams == NONE:
            del self["co_organisations"], self["case"]
        if not project.terms_number or (not adding and item.takes_part):
            del self["terms"]
        if not adding and item.takes_part:  # approved: who did it stands as it was
            for name in (*CONTACT, "manager_name", "manager_role", "manager_email"):
                del self[name]


class ParticipantSchema(colander.MappingSchema):
    """One person who comes."""

    schema_type = staticmethod(lambda: RecordOf(Participant))
    key = colander.SchemaNode(colander.String(), title=_("Person"), missing="", widget=HiddenWidget())
    name = line(120, title=_("Name"), missing="")
    role = line(160, title=_("Role or unit"), missing="")
    email = line(254, title=_("Work e-mail"), missing="", description=_("The letter with the link goes here."))
    extra = colander.SchemaNode(colander.Boolean(), title=_("Comes in a colleague's place"), missing=False,
                                default=False, widget=HiddenWidget())


@colander.deferred
def own_people(node: Any, names: Mapping[str, Any]) -> Callable[[Any], Any]:
    """Gives everybody who is new a key, and lets nobody take the key of a person of another organisation."""
    known = {each.key: each for each in getattr(names.get("item"), "people", ())}

    def settled(people: Any) -> Any:
        return people if people is colander.null else settle(people, known)
    return settled


def settle(people: Iterable[Participant], known: Mapping[str, Participant]) -> tuple[Participant, ...]:
    """People with keys: those that were there keep theirs, others get a new one; an empty line is nobody."""
    left, found = dict(known), []
    for each in people:
        before = left.pop(each.key, None)
        if before is not None:
            found.append(replace(each, extra=before.extra))
        elif each.name or each.email:
            found.append(replace(each, key=new_key(), extra=False))
    return tuple(found)


def new_key() -> str:
    """A key for a person, which nobody can guess."""
    return secrets.token_hex(KEY_BYTES)


class People(colander.SequenceSchema):
    """Those who come, in order."""

    person = ParticipantSchema(title=_("Participant"))


@colander.deferred
def charge_by_terms(node: Any, names: Mapping[str, Any]) -> Any:
    """What the accepted terms say that cancelling costs today, to begin with."""
    item = names.get("item")
    if getattr(item, "type_name", "") != "registration":
        return colander.null
    kronor = charge_of(item, local_day(clock.now())).kronor
    return colander.null if kronor is None else kronor


@colander.deferred
def what_the_terms_say(node: Any, names: Mapping[str, Any]) -> Any:
    """The same in words, with the version of the terms and the days that are left."""
    item = names.get("item")
    if getattr(item, "type_name", "") != "registration":
        return _("Write 0 if it costs nothing.")
    return said_in_words(charge_of(item, local_day(clock.now())))


class Facts(colander.MappingSchema):
    """What the steps of a registration ask for."""

    reason = paragraphs(4000, title=_("Reason"), missing=colander.drop, widget=TextAreaWidget(rows=4))
    approved_by = line(120, title=_("Who approved"), missing=colander.drop, description=_("The manager's name."))
    approved_on = colander.SchemaNode(
        colander.Date(), title=_("On what day"), missing=colander.drop, widget=DateInputWidget())
    contact_name = line(120, title=_("Name"), missing=colander.drop, default=colander.deferred(present))
    contact_email = line(254, title=_("Work e-mail"), missing=colander.drop, default=colander.deferred(present))
    contact_role = line(160, title=_("Role or unit"), missing=colander.drop, default=colander.deferred(present))
    contact_phone = line(40, title=_("Telephone"), missing=colander.drop, default=colander.deferred(present))
    people = People(title=_("Participants"), missing=colander.drop, default=colander.deferred(present),
                    preparer=own_people, widget=SequenceWidget(min_len=1))
    charge = whole_number(
        0, title=_("What the cancellation costs, in kronor"), missing=colander.drop, default=charge_by_terms,
        description=what_the_terms_say)
    fee = whole_number(0, title=_("Fee"), missing=colander.drop)

    # What only steps write; the history names it.
    title = line(160, title=_("Organisation"), missing=colander.drop)
    approval = line(40, title=_("How it was approved"), missing=colander.drop, widget=SelectWidget(
        values=((BY_LINK, _("by a link in a letter")), (RECORDED, _("noted by the office")))))
    is_late = colander.SchemaNode(
        colander.Boolean(), title=_("Admitted after the last day"), missing=colander.drop)
    charged_by = colander.SchemaNode(
        colander.Integer(), title=_("Terms that the charge rests on"), missing=colander.drop)
