"""The forms of a proposal: what the sender writes, what the office adds, and what its transitions ask for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import colander
from deform.widget import (
    CheckboxChoiceWidget,
    CheckboxWidget,
    RadioChoiceWidget,
    SelectWidget,
    SequenceWidget,
    TextAreaWidget,
    TextInputWidget,
)

from ...i18n import _
from ...security.permissions import Permission
from ...web.cleaning import line, text
from ..round.model import round_of
from ..round.schema import BODY_TITLES, present, without_what_others_decide
from .model import TAKES_OTHERS, Proposal

LONGEST_TITLE = 110
HIGHEST_NUMBER = 9999

FORM_TITLES: Mapping[str, Any] = {
    "project": _("Learning project"),
    "study_circle": _("Study circle"),
    "try_out": _("Try-out room"),
    "network": _("Network"),
    "seminars": _("Series of seminars"),
    "unknown": _("We do not know yet"),
}

COMPLETED: Mapping[str, Any] = {
    "title": _("Title"), "idea": _("Idea"), "purpose": _("Purpose and overall goal"),
    "target_group": _("Target group"), "expected_result": _("Expected result"),
    "wished_form": _("Wished form"), "contacts": _("Contacts"),
}
"""What the office can ask the sender to complete."""

BY_THE_SENDER = ("withdraw", "reopen_draft")
"""Steps whose reason the sender writes."""

ONLY_WHEN_THERE = ("preamble", "other_text")
"""Parts that nobody is asked for, but that may have come from elsewhere."""


def _organisations(names: Mapping[str, Any], chosen: tuple[str, ...]) -> list[tuple[str, str]]:
    """Those that take part, and those the proposal already names."""
    found = [each for each in names["site"]["organisations"].values()
             if each.state == "active" or each.uid in chosen]
    return [(each.uid, each.title) for each in sorted(found, key=lambda each: each.title)]


@colander.deferred
def sender_choices(node: Any, names: Mapping[str, Any]) -> SelectWidget:
    """The organisations that the office can write for."""
    chosen = getattr(names["item"], "organisation", "")
    return SelectWidget(values=[("", _("Choose an organisation")), *_organisations(names, (chosen,))])


@colander.deferred
def co_sender_choices(node: Any, names: Mapping[str, Any]) -> CheckboxChoiceWidget:
    """Everybody who can send together with the first sender."""
    first = getattr(names["item"], "organisation", "") or names["actor"].organisation
    chosen = getattr(names["item"], "co_senders", ())
    return CheckboxChoiceWidget(
        values=[(uid, title) for uid, title in _organisations(names, chosen) if uid != first])


@colander.deferred
def theme_choices(node: Any, names: Mapping[str, Any]) -> SelectWidget:
    """The themes of the round, in its order."""
    themes = round_of(names["item"]).themes
    return SelectWidget(values=[("", _("No theme yet")), *((theme.id, theme.title) for theme in themes)])


@colander.deferred
def target_choices(node: Any, names: Mapping[str, Any]) -> SelectWidget:
    """The other proposals of the round that this one can go on in."""
    proposal = names["item"]
    others = [each for each in proposal.round.booklet()
              if each.uid != proposal.uid and each.state in TAKES_OTHERS]
    return SelectWidget(values=[("", _("Choose a proposal")), *((each.uid, each.numbered_title) for each in others)])


@colander.deferred
def area_choices(node: Any, names: Mapping[str, Any]) -> Any:
    """The areas of the round; while none is recorded, one is written by hand."""
    areas = round_of(names["item"]).areas
    if not areas:
        return TextInputWidget()
    return SelectWidget(values=[("", _("In no area")), *((area.id, area.title) for area in areas)])


@colander.deferred
def area_hint(node: Any, names: Mapping[str, Any]) -> Any:
    """How to have areas to choose from."""
    if round_of(names["item"]).areas:
        return _("Areas are recorded on the round's page.")
    return _("Spell it in the same way for every proposal of the area, or record the areas of the round first.")


@colander.deferred
def reason_hint(node: Any, names: Mapping[str, Any]) -> Any:
    """Who reads the reason."""
    if names.get("transition") in BY_THE_SENDER:
        return _("The office reads what you write here.")
    return _("The sender reads what you write here.")


class ContactSchema(colander.MappingSchema):
    """Whom to ask; any part may be left out."""

    name = line(120, title=_("Name"), missing="")
    role = line(160, title=_("Role or unit"), missing="")
    organisation = line(160, title=_("Organisation"), missing="",
                        description=_("Only if it is another than the sender."))
    email = line(254, title=_("E-mail"), missing="",
                 description=_("Seen by the office and your own organisation only."))


class Contacts(colander.SequenceSchema):
    """The contacts, the one who gets the letters first."""

    contact = ContactSchema(title=_("Contact"))


class ProposalSchema(colander.MappingSchema):
    """A proposal as it is written. Only the title is needed: what is missing is told, never demanded."""

    type_name = "proposal"

    title = line(LONGEST_TITLE, title=_("Title"),
                 description=_("One line that can be read aloud at the idea meeting."))
    organisation = colander.SchemaNode(
        colander.String(), title=_("Organisation that sends it"), missing="", widget=sender_choices)
    preamble = text(title=_("Introduction"), missing="", widget=TextAreaWidget(rows=3))
    idea = text(
        title=_("Idea"), missing="", widget=TextAreaWidget(rows=10),
        description=_("What do you want to explore or learn, and why now? 60–150 words are enough."))
    purpose = text(
        title=_("Purpose and overall goal"), missing="", widget=TextAreaWidget(rows=6),
        description=_("What should be different afterwards? It can wait, but the idea meeting will ask."))
    target_group = text(
        4000, title=_("Target group"), missing="", widget=TextAreaWidget(rows=3),
        description=_("Who should take part, and who is it not for?"))
    expected_result = text(
        4000, title=_("Expected result"), missing="", widget=TextAreaWidget(rows=3),
        description=_("What should have come out of it, as far as you can tell?"))
    questions = text(
        4000, title=_("Questions to explore"), missing="", widget=TextAreaWidget(rows=3),
        description=_("One on each line, beginning with a dash."))
    builds_on = text(
        2000, title=_("Builds on"), missing="", widget=TextAreaWidget(rows=2),
        description=_("An earlier project, a network or something that goes on already."))
    wished_form = colander.SchemaNode(
        colander.String(), title=_("Wished form"), missing="",
        widget=RadioChoiceWidget(values=list(FORM_TITLES.items())))
    co_senders = colander.SchemaNode(
        colander.Set(), title=_("Organisations that send it together with you"), missing=(),
        widget=co_sender_choices,
        description=_("They are asked when you save. Those that agree are named with you and can write in the draft."))
    contacts = Contacts(
        title=_("Contacts"), missing=(), widget=SequenceWidget(orderable=True),
        description=_("The first one gets the letters. Your organisation alone will do."))
    other_text = text(title=_("Other text"), missing="", widget=TextAreaWidget(rows=6))
    theme = colander.SchemaNode(colander.String(), title=_("Theme"), missing="", widget=theme_choices)
    number = colander.SchemaNode(
        colander.Integer(), title=_("Number"), missing=colander.drop,
        validator=colander.Range(1, HIGHEST_NUMBER, min_err=_("Numbers begin at 1.")))
    runner_up = colander.SchemaNode(
        colander.Boolean(), title=_("Runner-up"), missing=False, widget=CheckboxWidget(),
        description=_("A smaller idea beside the main ones; the booklet and the meeting show it apart."))
    remark = text(
        4000, title=_("The office's remark"), missing="", widget=TextAreaWidget(rows=3),
        description=_("Read by the office and the auditor, by nobody else."))
    # Never asked for in this form; here for the names that the history gives them.
    follows = line(title=_("Proposal that it takes up again"), missing=colander.drop)
    agreed = line(title=_("Agreed to send it too"), missing=colander.drop)
    asked_for = line(title=_("Asked to be completed"), missing=colander.drop)
    absorbed = line(title=_("Proposals merged into it"), missing=colander.drop)
    project = line(title=_("Learning project that it led to"), missing=colander.drop)
    unlike = line(title=_("Proposals that are not like it"), missing=colander.drop)
    taken_in = colander.SchemaNode(
        colander.Boolean(), title=_("Written down by the office"), missing=colander.drop)

    def after_bind(self, node: Any, names: Mapping[str, Any]) -> None:
        """Leave out what the person does not decide, and what only the text of an import has."""
        without_what_others_decide(self, Proposal, names)
        if "actor" not in names:
            return
        del self["unlike"]
        rights, actor = names["request"].rights, names["actor"]
        if not rights.may(actor, Permission.ACT_ON_BEHALF, names["site"]):
            del self["organisation"]
        for name in ONLY_WHEN_THERE:
            if not getattr(names["item"], name, ""):
                del self[name]


class Facts(colander.MappingSchema):
    """What the transitions of a proposal ask for."""

    reason = text(4000, title=_("Reason"), missing=colander.drop, widget=TextAreaWidget(rows=4),
                  description=reason_hint)
    asked_for = colander.SchemaNode(
        colander.Set(), title=_("What needs completing"), missing=colander.drop,
        widget=CheckboxChoiceWidget(values=list(COMPLETED.items())),
        description=_("The sender gets a list that leads to these fields."))
    target = colander.SchemaNode(
        colander.String(), title=_("Proposal that it goes on in"), missing=colander.drop,
        widget=target_choices)
    area = line(160, title=_("Area"), missing=colander.drop, default=colander.deferred(present), widget=area_choices,
                description=area_hint)
    motive = text(4000, title=_("Motive"), missing=colander.drop, default=colander.deferred(present),
                  widget=TextAreaWidget(rows=3))
    decided_by = colander.SchemaNode(
        colander.String(), title=_("Decided by"), missing=colander.drop, default=colander.deferred(present),
        widget=RadioChoiceWidget(values=list(BODY_TITLES.items())))
    decided_on = colander.SchemaNode(
        colander.Date(), title=_("Day of the decision"), missing=colander.drop,
        default=colander.deferred(present))
    referred_to = line(
        300, title=_("Who or what takes it further"), missing=colander.drop,
        description=_("For instance the annual conference, a network or another organisation."))
