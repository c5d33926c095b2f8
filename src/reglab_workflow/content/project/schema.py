"""The forms of a project: its own, and what its transitions ask for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
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
from .continuing import continuing_field
from .fee_forms import (
    Decisions,
    Versions,
    reaches_the_full_fee,
    reason_field,
    spans_field,
    terms_fields,
    what_the_rule_says,
)
from .fields import RecordOf, present, whole_number, without_what_others_decide
from .formats import formats_in
from .model import (
    NOT_REACHED,
    PARTLY,
    PROJECT,
    REACHED,
    ExpectedResult,
    Helper,
)

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
    "participants": _("People who took part"),
    "represented": _("Organisations whose people took part"),
    "speakers_women": _("Speakers who were women"),
    "speakers_men": _("Speakers who were men"),
}

SOURCES = ("selected", "running")
"""The states of proposals that a project can come from."""


def in_order(value: Any) -> Any:
    """A set of choices as a tuple, always in the same order."""
    return value if value is colander.null else tuple(sorted(value))


def format_titles(rulebook: Any) -> dict[str, Any]:
    """What each format of the site is called."""
    return {each.name: each.title for each in formats_in(rulebook.declared).values()}


@colander.deferred
def format_choices(node: Any, names: Mapping[str, Any]) -> RadioChoiceWidget:
    """Every format of the site with what it means, and one that is declared no more if the project has it."""
    request = names["request"]
    formats, present = formats_in(request.rulebook.declared), getattr(names.get("item"), "format", PROJECT)
    told = [(each.name, f"{request.translate(each.title)}: {request.translate(each.help)}")
            for each in formats.values()]
    return RadioChoiceWidget(values=told if present in formats else [*told, (present, present)])


@colander.deferred
def leading_choices(node: Any, names: Mapping[str, Any]) -> SelectWidget:
    """No organisation, or one of those that take part."""
    chosen = getattr(names.get("item"), "leading", "")
    return SelectWidget(values=[("", _("No organisation leads")), *_organisations(names, (chosen,))])


def with_usual_numbers(formats: Mapping[str, Any], values: Any) -> Any:
    """The values with what is usual for the format where no number of people is told."""
    chosen = formats.get(values.get("format"))
    if chosen is None or "least" not in values:
        return values
    least, most = values["least"], values["most"]
    return {**values, "least": least or min(chosen.least, most or chosen.least),
            "most": most or max(chosen.most, least or chosen.most)}


@colander.deferred
def organisation_choices(node: Any, names: Mapping[str, Any]) -> CheckboxChoiceWidget:
    """Every organisation that takes part, and those the project already has."""
    return CheckboxChoiceWidget(values=_organisations(names, getattr(names.get("item"), "organisations", ())))


def _organisations(names: Mapping[str, Any], chosen: tuple[str, ...]) -> list[tuple[str, str]]:
    found = [each for each in names["site"]["organisations"].values() if each.state == "active" or each.uid in chosen]
    return [(each.uid, each.title) for each in sorted(found, key=lambda each: each.title)]


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


def _numbers_fit(schema: Any, values: Mapping[str, Any]) -> None:
    least, most = values.get("least"), values.get("most")
    fault = colander.Invalid(schema)
    if least is not None and most is not None and least > most:
        fault["most"] = _("The most cannot be fewer than the least.")
    if reaches_the_full_fee(values):
        fault["expected_people"] = _(
            "A line below holds for this number of people too. Each number can only have one fee.")
    if fault.children:
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
    validator = staticmethod(_numbers_fit)

    title = line(160, title=_("Title"))
    subtitle = line(200, title=_("Subtitle"), missing="")
    format = colander.SchemaNode(
        colander.String(), title=_("Format"), default=PROJECT, missing=PROJECT, titles=format_titles,
        widget=format_choices)
    leading = colander.SchemaNode(
        colander.String(), title=_("Leading organisation"), missing="", default="", widget=leading_choices,
        description=_("Only for formats that one organisation leads, such as a try-out room."))
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
    least = whole_number(1, title=_("Fewest people per organisation"), missing=None,
                         description=_("Leave it empty for what is usual for the format."))
    most = whole_number(1, title=_("Most people per organisation"), missing=None,
                        description=_("Leave it empty for what is usual for the format."))
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
    fee_spans = spans_field()
    fee_excludes = line(300, title=_("What the fee does not cover"), missing="",
                        description=_("For instance travel and lodging."))
    vat_note = line(300, title=_("About value-added tax"), missing="",
                    description=_("For instance whether it is added to the fee."))
    contacts = Helpers(
        title=_("Whom to ask"), missing=(), widget=SequenceWidget(orderable=True),
        description=_("Stands at the end of the invitation. Leave it empty to refer to the office."))
    offer_hours = whole_number(
        1, title=_("Hours that an offered place is kept"), default=48, missing=48,
        description=_("When a place becomes free, whoever is first in the queue has so long to accept it."))
    last_day = colander.SchemaNode(
        colander.Date(), title=_("Last day for registration"), missing=None,
        description=_("Once you have invited, the day is changed by extending the registration."))
    organisations = colander.SchemaNode(
        colander.Set(), title=_("Organisations that take part without a registration"), missing=(),
        preparer=in_order, description=_("For those that were registered before the site was, or in another way."),
        widget=organisation_choices)
    continuation = paragraphs(4000, title=_("How it goes on"), missing="", widget=TextAreaWidget(rows=3),
                        description=_("A network, a new proposal or a colleague to turn to."))
    continues_in = continuing_field(missing="", default="")

    def after_bind(self, node: Any, names: Mapping[str, Any]) -> None:
        """Leave out what the person does not decide."""
        without_what_others_decide(self, names)
        if names.get("request") is not None:  # making a form binds the schema once more, with less to go by
            self.preparer = partial(with_usual_numbers, formats_in(names["request"].rulebook.declared))


class Facts(colander.MappingSchema):
    """What the transitions of a project ask for."""

    reason = paragraphs(4000, title=_("Reason"), missing=colander.drop, widget=TextAreaWidget(rows=4))
    last_day = colander.SchemaNode(colander.Date(), title=_("New last day"), missing=colander.drop)
    fee = whole_number(0, title=_("Fee per organisation, in kronor"), missing=colander.drop,
                 default=colander.deferred(present), description=what_the_rule_says)
    fee_reason = reason_field()
    fee_note = paragraphs(
        2000, title=_("About the fee"), missing=colander.drop, default=colander.deferred(present),
                    widget=TextAreaWidget(rows=2))
    continuation = paragraphs(
        4000, title=_("How it goes on"), missing=colander.drop, default=colander.deferred(present),
                        widget=TextAreaWidget(rows=3))
    continues_in = continuing_field(missing=colander.drop, default=colander.deferred(present))
    moved_to = paragraphs(
        2000, title=_("Where the content went"), missing=colander.drop, widget=TextAreaWidget(rows=3),
                    description=_("Another activity, another organisation, or nowhere."))
    figures = colander.SchemaNode(colander.String(), title=_("Figures"), missing=colander.drop)
    terms_text, charges = terms_fields()
    terms = Versions(title=_("Terms"), missing=colander.drop)
    fee_decisions = Decisions(title=_("Decisions about the fee"), missing=colander.drop)
    invited = colander.SchemaNode(colander.Date(), title=_("Invited on"), missing=colander.drop)
