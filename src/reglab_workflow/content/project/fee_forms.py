"""Forms about money: the spans of the fee, what decides it, and the terms with their charges."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import colander
from deform.widget import SelectWidget, SequenceWidget, TextAreaWidget

from ...i18n import _
from ...web.cleaning import line
from ...web.cleaning import text as paragraphs
from .fee import SAID, has_rule, heads_now, level_at, level_in_words, overlapping
from .fields import RecordOf, whole_number
from .model import Charge, FeeDecision, FeeSpan, Terms
from .terms import USUAL_CHARGES, USUAL_TEXT

WHOLE = 100
LONGEST_NOTICE = 3650


# -- the rule ----------------------------------------------------------------------------------------------------


def _span_is_whole(node: Any, span: FeeSpan) -> None:
    if span.most is not None and span.most < span.least:
        fault = colander.Invalid(node)
        fault["most"] = _("The most cannot be fewer than the least.")
        raise fault


class SpanSchema(colander.MappingSchema):
    """The fee with so many people."""

    schema_type = staticmethod(lambda: RecordOf(FeeSpan))
    validator = staticmethod(_span_is_whole)
    least = whole_number(1, title=_("From this number of people"))
    most = whole_number(1, title=_("Up to this number of people"), missing=None,
                        description=_("Leave it empty if there is no upper limit."))
    fee = whole_number(0, title=_("Fee per organisation then, in kronor"), missing=None,
                       description=_("Leave it empty if the fee is lowered, but not decided to what."))
    note = line(200, title=_("Note"), missing="")


def _spans_do_not_overlap(node: Any, spans: Any) -> None:
    pair = overlapping(spans)
    if pair is None:
        return
    fault, row = colander.Invalid(node), colander.Invalid(node.children[0])
    row["least"] = _("Another line holds for the same number of people. Each number can only have one fee.")
    fault.add(row, list(spans).index(pair[1]))
    raise fault


class Spans(colander.SequenceSchema):
    """What the fee is with other numbers of people than the one it is reckoned from."""

    validator = staticmethod(_spans_do_not_overlap)
    span = SpanSchema(title=_("Line of the fee"))


def spans_field() -> Spans:
    """The field of a project for its spans."""
    return Spans(
        title=_("The fee with another number of people"), missing=(), widget=SequenceWidget(orderable=True),
        description=_("Write only what the invitation promises. Where nothing is written, the office decides."))


def reaches_the_full_fee(values: Mapping[str, Any]) -> bool:
    """Whether a span holds for the number of people that the full fee is reckoned from."""
    expected = values.get("expected_people")
    return expected is not None and any(
        each.least <= expected and (each.most is None or expected <= each.most)
        for each in values.get("fee_spans") or ())


# -- the decision ------------------------------------------------------------------------------------------------


@colander.deferred
def what_the_rule_says(node: Any, names: Mapping[str, Any]) -> Any:
    """What the field of the fee tells: how many take part, and what the rule says of so many."""
    item: Any = names.get("item")
    told = _("What each organisation pays. Write 0 for no fee.")
    if getattr(item, "type_name", "") != "project" or not has_rule(item):
        return told
    heads = heads_now(item)
    return _("What each organisation pays. Write 0 for no fee. Number of people now: ${people}, of organisations: "
             "${organisations}. The rule says: ${said}.", mapping={
                 "people": heads.people, "organisations": heads.organisations,
                 "said": level_in_words(level_at(item, heads.people))})


def reason_field() -> colander.SchemaNode:
    """The field for why the fee is another than the rule says."""
    return paragraphs(
        2000, title=_("Why this fee"), missing=colander.drop, widget=TextAreaWidget(rows=3),
        description=_("Needed when the fee is not what the rule says, or when the rule says nothing. Everybody who "
                      "takes part is told."))


class DecisionSchema(colander.MappingSchema):
    """One decision about the fee, as history tells it."""

    schema_type = staticmethod(lambda: RecordOf(FeeDecision))
    fee = whole_number(0, title=_("Fee per organisation, in kronor"))
    day = colander.SchemaNode(colander.Date(), title=_("Decided on"))
    by = line(80, title=_("Decided by"))
    reason = paragraphs(4000, title=_("Reason"))
    people = whole_number(0, title=_("Number of people"))
    organisations = whole_number(0, title=_("Organisations"))
    said = line(20, title=_("What the rule said"), widget=SelectWidget(values=list(SAID.items())))
    said_fee = whole_number(0, title=_("What the rule said, in kronor"))
    announced = whole_number(0, title=_("Fee in the invitation"))


class Decisions(colander.SequenceSchema):
    """The decisions about the fee; no form asks for them."""

    decision = DecisionSchema(title=_("Decision about the fee"))


# -- the terms ---------------------------------------------------------------------------------------------------


class ChargeSchema(colander.MappingSchema):
    """What cancelling costs while at least so many days are left."""

    schema_type = staticmethod(lambda: RecordOf(Charge))
    days = colander.SchemaNode(
        colander.Integer(), title=_("While at least so many days are left to the first occasion"),
        validator=colander.Range(min=0, max=LONGEST_NOTICE), description=_("Write 0 for all the time that follows."))
    percent = colander.SchemaNode(
        colander.Integer(), title=_("Per cent of the fee"), validator=colander.Range(min=0, max=WHOLE))


class Charges(colander.SequenceSchema):
    """What cancelling costs, step by step."""

    charge = ChargeSchema(title=_("Charge"))


class TermsSchema(colander.MappingSchema):
    """One version of the terms, as history tells it."""

    schema_type = staticmethod(lambda: RecordOf(Terms))
    number = whole_number(1, title=_("Version"))
    text = paragraphs(8000, title=_("Terms"))
    charges = Charges(title=_("What it costs to cancel"))


class Versions(colander.SequenceSchema):
    """The versions of the terms; no form asks for them."""

    version = TermsSchema(title=_("Version"))


@colander.deferred
def text_to_begin_with(node: Any, names: Mapping[str, Any]) -> Any:
    """The wording that holds now, or the usual one."""
    terms = getattr(names.get("item"), "terms", ())
    if terms:
        return terms[-1].text
    request = names.get("request")
    return request.translate(USUAL_TEXT) if request is not None else colander.null


@colander.deferred
def charges_to_begin_with(node: Any, names: Mapping[str, Any]) -> Any:
    """The charges that hold now, or the usual ones."""
    terms = getattr(names.get("item"), "terms", ())
    return terms[-1].charges if terms else USUAL_CHARGES


def terms_fields() -> tuple[colander.SchemaNode, ...]:
    """What a new version of the terms asks for."""
    return (
        paragraphs(
            8000, name="terms_text", title=_("Terms"), missing=colander.drop, default=text_to_begin_with,
            widget=TextAreaWidget(rows=10), description=_("What an organisation accepts when it registers.")),
        Charges(
            name="charges", title=_("What it costs to cancel"), missing=colander.drop, default=charges_to_begin_with,
            widget=SequenceWidget(min_len=1),
            description=_("For each number of days before the first occasion, what part of the fee it costs.")),
    )
