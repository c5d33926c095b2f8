"""The forms of a project: its own, and what its transitions ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from typing import Any

import colander
from deform.widget import (
    CheckboxChoiceWidget,
    RadioChoiceWidget,
    SelectWidget,
    SequenceWidget,
    TextAreaWidget,
)

from ...i18n import _
from ...web.cleaning import line
from ...web.cleaning import text as paragraphs
from .model import (
    NETWORK,
    NOT_REACHED,
    PARTLY,
    PROJECT,
    REACHED,
    SEMINARS,
    STUDY_CIRCLE,
    TRY_OUT,
    ExpectedResult,
    Helper,
)

FORMAT_TITLES: Mapping[str, Any] = {
    PROJECT: _("Learning project"),
    STUDY_CIRCLE: _("Study circle"),
    NETWORK: _("Network"),
    SEMINARS: _("Series of seminars"),
    TRY_OUT: _("Try-out room"),
}

RATING_TITLES: Mapping[str, Any] = {
    REACHED: _("Reached"),
    PARTLY: _("Partly reached"),
    NOT_REACHED: _("Not reached"),
}

FIGURE_TITLES: Mapping[str, Any] = {
    "organisations": _("Organisations"),
    "workshops": _("Workshops held"),
    "seminars": _("Seminars held"),
    "meetings": _("Meetings held"),
    "cancelled": _("Occasions cancelled"),
    "attendances": _("Attendances"),
}

MOST = 100_000_000

SOURCES = ("selected", "running")
"""The states of proposals that a project can come from."""


class RecordOf(colander.Mapping):
    """A group of fields that the item keeps as one frozen record."""

    def __init__(self, record: type) -> None:
        super().__init__(unknown="raise")
        self.record = record

    def serialize(self, node: Any, appstruct: Any) -> Any:
        """The record as a mapping for the form."""
        return super().serialize(node, _mapping(appstruct))

    def deserialize(self, node: Any, cstruct: Any) -> Any:
        """The filled-in fields as a record."""
        found = super().deserialize(node, _mapping(cstruct))
        return found if found is colander.null else self.record(**found)


def _mapping(value: Any) -> Any:
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value


def in_order(value: Any) -> Any:
    """A set of choices as a tuple, always in the same order."""
    return value if value is colander.null else tuple(sorted(value))


def without_what_others_decide(schema: Any, names: Mapping[str, Any]) -> None:
    """Leave out the fields that the actor may not write, or that only a step in the item's life writes."""
    item: Any = names.get("item")
    if getattr(item, "type_name", "") != schema.type_name:
        return
    may = names["request"].rights.may
    for field, permission in item.guarded.items():
        if field in schema and not (permission and may(names["actor"], permission, item)):
            del schema[field]


def present(node: Any, names: Mapping[str, Any]) -> Any:
    """What the item has now, as the start of a transition's field."""
    value = getattr(names.get("item"), node.name, None)
    return colander.null if value in (None, "") else value


def whole_number(least: int, **node: Any) -> colander.SchemaNode:
    """A field for a whole number that is not below ``least``, nor beyond what anybody counts here."""
    return colander.SchemaNode(colander.Integer(), validator=colander.Range(
        min=least, max=MOST, min_err=_("The number must be at least ${min}.")), **node)


@colander.deferred
def organisation_choices(node: Any, names: Mapping[str, Any]) -> CheckboxChoiceWidget:
    """Every organisation that takes part, and those the project already has."""
    site, item = names["site"], names.get("item")
    chosen = getattr(item, "organisations", ())
    found = [each for each in site["organisations"].values() if each.state == "active" or each.uid in chosen]
    ordered = sorted(found, key=lambda each: each.title)
    return CheckboxChoiceWidget(values=[(each.uid, each.title) for each in ordered])


@colander.deferred
def proposal_choices(node: Any, names: Mapping[str, Any]) -> CheckboxChoiceWidget:
    """The proposals that are selected, and those the project already has; the latest round first."""
    site, item = names["site"], names.get("item")
    chosen = getattr(item, "proposals", ())
    return CheckboxChoiceWidget(values=[
        (each.uid, _proposal_title(round_, each))
        for round_ in reversed(site["rounds"].values())
        for each in round_["proposals"].values()
        if each.state in SOURCES or each.uid in chosen
    ])


def _proposal_title(round_: Any, proposal: Any) -> str:
    place = f"{round_.year}:{proposal.number}" if proposal.number else str(round_.year)
    return f"{proposal.title} ({place})"


def _least_not_above_most(schema: Any, values: Mapping[str, Any]) -> None:
    for low, high in (("least", "most"), ("fewer_from", "fewer_to")):
        least, most = values.get(low), values.get(high)
        if least is not None and most is not None and least > most:
            fault = colander.Invalid(schema)
            fault[high] = _("The most cannot be fewer than the least.")
            raise fault


class Result(colander.MappingSchema):
    """One expected result and how far it was reached."""

    schema_type = staticmethod(lambda: RecordOf(ExpectedResult))
    text = paragraphs(1000, title=_("Expected result"), widget=TextAreaWidget(rows=2))
    rating = colander.SchemaNode(
        colander.String(), title=_("How far it was reached"), missing="",
        description=_("Told when the project is evaluated."),
        widget=SelectWidget(values=[("", _("Not rated yet")), *RATING_TITLES.items()]))
    comment = paragraphs(2000, title=_("Comment on the result"), missing="", widget=TextAreaWidget(rows=2))


class Results(colander.SequenceSchema):
    """The expected results, in order."""

    result = Result(title=_("Expected result"))


class HelperSchema(colander.MappingSchema):
    """One person to ask, and about what."""

    schema_type = staticmethod(lambda: RecordOf(Helper))
    name = line(120, title=_("Name"))
    matter = line(160, title=_("Knows about"), missing="",
                  description=_("For instance practical questions, or the content."))
    email = line(254, title=_("E-mail"), missing="", description=_("Printed in the invitation for all to see."))


class Helpers(colander.SequenceSchema):
    """Those to ask, in order."""

    helper = HelperSchema(title=_("Whom to ask"))


class ProjectSchema(colander.MappingSchema):
    """The project as it is written."""

    type_name = "project"
    validator = staticmethod(_least_not_above_most)

    title = line(160, title=_("Title"))
    subtitle = line(200, title=_("Subtitle"), missing="")
    format = colander.SchemaNode(
        colander.String(), title=_("Format"), default=PROJECT, missing=PROJECT,
        widget=RadioChoiceWidget(values=list(FORMAT_TITLES.items())))
    lead = paragraphs(2000, title=_("Lead"), missing="", widget=TextAreaWidget(rows=3),
                description=_("Two or three sentences that make the right people read on."))
    background = paragraphs(title=_("Background"), missing="", widget=TextAreaWidget(rows=10))
    questions = paragraphs(
        4000, title=_("Questions to explore"), missing="", widget=TextAreaWidget(rows=4),
        description=_("One point on each line, with a dash before it."))
    purpose = paragraphs(8000, title=_("Why"), missing="", widget=TextAreaWidget(rows=5),
                   description=_("Needed before you can invite to the project."))
    expected_results = Results(
        title=_("Expected results"), missing=(), widget=SequenceWidget(orderable=True),
        description=_("What should be different afterwards. Each is rated when the project ends."))
    target_group = paragraphs(
        4000, title=_("Whom the project is for"), missing="", widget=TextAreaWidget(rows=3),
                        description=_("Say also whom it is not for."))
    how = paragraphs(
        4000, title=_("How"), missing="", widget=TextAreaWidget(rows=4),
        description=_("How you will learn together, and what is expected of those who take part."))
    proposals = colander.SchemaNode(
        colander.Set(), title=_("Proposals behind the project"), missing=(), preparer=in_order,
        widget=proposal_choices)
    least = whole_number(1, title=_("Fewest people per organisation"), default=1, missing=1)
    most = whole_number(1, title=_("Most people per organisation"), default=5, missing=5)
    least_organisations = whole_number(
        0, title=_("Fewest organisations"), default=1, missing=1,
        description=_("With fewer than this the registration cannot be closed."))
    fee = whole_number(
        0, title=_("Fee per organisation, in kronor"), missing=None,
        description=_("Decided when the registration closes. Leave it empty if nothing is known yet."))
    fee_note = paragraphs(2000, title=_("About the fee"), missing="", widget=TextAreaWidget(rows=2),
                    description=_("What it covers, and how it depends on how many come."))
    expected_people = whole_number(
        1, title=_("People that the fee is reckoned from"), missing=None,
        description=_("How many people the budget expects in all."))
    fewer_from = whole_number(
        1, title=_("The fee is lowered from this number of people"), missing=None,
        description=_("With fewer people than expected the fee is lowered: from this number …"))
    fewer_to = whole_number(
        1, title=_("The fee is lowered up to this number of people"), missing=None,
        description=_("… up to this number."))
    contacts = Helpers(
        title=_("Whom to ask"), missing=(), widget=SequenceWidget(orderable=True),
        description=_("Stands at the end of the invitation. Leave it empty to refer to the office."))
    last_day = colander.SchemaNode(
        colander.Date(), title=_("Last day for registration"), missing=None,
        description=_("Once you have invited, the day is changed by extending the registration."))
    organisations = colander.SchemaNode(
        colander.Set(), title=_("Confirmed organisations"), missing=(), preparer=in_order,
        widget=organisation_choices)
    continuation = paragraphs(4000, title=_("How it goes on"), missing="", widget=TextAreaWidget(rows=3),
                        description=_("A network, a new proposal or a colleague to turn to."))

    def after_bind(self, node: Any, names: Mapping[str, Any]) -> None:
        """Leave out what the person does not decide."""
        without_what_others_decide(self, names)


class Facts(colander.MappingSchema):
    """What the transitions of a project ask for."""

    reason = paragraphs(4000, title=_("Reason"), missing=colander.drop, widget=TextAreaWidget(rows=4))
    last_day = colander.SchemaNode(colander.Date(), title=_("New last day"), missing=colander.drop)
    fee = whole_number(0, title=_("Fee per organisation, in kronor"), missing=colander.drop,
                 default=colander.deferred(present),
                 description=_("What each organisation pays. Write 0 for no fee."))
    fee_note = paragraphs(
        2000, title=_("About the fee"), missing=colander.drop, default=colander.deferred(present),
                    widget=TextAreaWidget(rows=2))
    continuation = paragraphs(
        4000, title=_("How it goes on"), missing=colander.drop, default=colander.deferred(present),
                        widget=TextAreaWidget(rows=3))
    moved_to = paragraphs(
        2000, title=_("Where the content went"), missing=colander.drop, widget=TextAreaWidget(rows=3),
                    description=_("Another activity, another organisation, or nowhere."))
    figures = colander.SchemaNode(colander.String(), title=_("Figures"), missing=colander.drop)
