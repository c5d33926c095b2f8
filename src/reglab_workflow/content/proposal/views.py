"""The pages of a proposal: the tracker, the form, its history, and taking a draft away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import colander
import deform
from pyramid.httpexceptions import HTTPForbidden
from pyramid.view import view_config

from ...history.timeline import timeline
from ...i18n import _
from ...people.organisation import organisation_by_uid
from ...security.permissions import Permission
from ...web.crud import AddForm
from ...web.done import back_to
from ...web.editing import EditForm, form_page
from ...web.sheets import SheetForm
from ...web.telling import log_entries, organisation_title
from ...web.words import say
from ...workflow.engine import Ask
from ..folder import Folder
from ..project.continuing import comes_from
from ..round.model import round_of
from ..round.result import is_out
from .likeness import likeness
from .model import SECTIONS, Contact, Proposal
from .schema import FORM_TITLES
from .tracker import now_box, steps

LATEST = 8
"""Lines of history on the page itself; the rest is a click away."""

MEASURED = ("title", "idea", "purpose", "target_group", "wished_form", "contacts")
"""The parts that the form counts as filled in or missing."""

WRITTEN = {
    "preamble": _("Introduction"), "idea": _("Idea"), "purpose": _("Purpose and overall goal"),
    "target_group": _("Target group"), "expected_result": _("Expected result"), "questions": _("Questions to explore"),
    "builds_on": _("Builds on"), "other_text": _("Other text"),
}


@view_config(context=Proposal, permission="view", request_method="GET",
             renderer="reglab_workflow.templates:proposal/view.pt")
def view(proposal: Any, request: Any) -> dict[str, Any]:
    """The proposal's own page: the sender's tracker."""
    told = timeline(proposal, request.actor, request.rulebook, LATEST)
    may_know = bool(request.rights.may(request.actor, Permission.VIEW_HISTORY, proposal))
    return {
        "title": proposal.title or say(request, _("Proposal without a title")), "crumbs": crumbs(request, proposal),
        "round": proposal.round, "organisation": senders_in_words(request, proposal),
        "steps": steps(request, proposal), "now": now_box(request, proposal), "sections": sections(request, proposal),
        "facts": facts(request, proposal),
        "entries": log_entries(request, proposal, told)if may_know else [],
        "hidden": told.hidden, "may_know": may_know,
        "files": request.files_of(proposal), "life": life(request, proposal),
        "similar": likeness(request, proposal), "came": comes_from(request, proposal),
    }


def crumbs(request: Any, proposal: Any) -> list[dict[str, str]]:
    """The way to the proposal."""
    round_ = proposal.round
    return [{"title": say(request, _("Proposals")), "href": request.link(request.site["rounds"])},
            {"title": round_.title, "href": request.link(round_)}]


def senders_in_words(request: Any, proposal: Any) -> str:
    """The sending organisations as in a sentence."""
    first = organisation_title(request, proposal.organisation)
    others = [organisation_title(request, uid) for uid in proposal.all_senders() if uid != proposal.organisation]
    if not others:
        return first
    return say(request, _("${first} together with ${others}", mapping={"first": first, "others": ", ".join(others)}))


def sections(request: Any, proposal: Any) -> list[dict[str, str]]:
    """What the sender has written, under its headings; empty ones are left out."""
    return [{"title": say(request, WRITTEN[name]), "text": getattr(proposal, name)}
            for name in SECTIONS if getattr(proposal, name)]


def facts(request: Any, proposal: Any) -> list[dict[str, Any]]:
    """The short facts beside the text."""
    round_ = proposal.round
    theme = round_.theme_title(proposal.theme)
    internal = bool(request.rights.may(request.actor, Permission.VIEW_INTERNAL, proposal)) or \
        proposal.owner() == request.actor.organisation != ""
    told: list[dict[str, Any]] = [
        {"term": say(request, _("Number")), "value": proposal.number,
         "unknown": say(request, _("No number yet"))},
        {"term": say(request, _("Theme")), "unknown": say(request, _("No theme yet")),
         "links": [{"title": theme, "href": request.link(round_, query={"theme": proposal.theme})}] if theme else []},
    ]
    asked = [organisation_title(request, uid) for uid in proposal.asked()]
    if asked and proposal.state in ("draft", "submitted", "returned"):
        told.append({"term": say(request, _("Asked to send it too")), "values": asked})
    if proposal.runner_up:
        told.append({"term": say(request, _("Runner-up")), "value": say(request, _("Shown apart from the main ideas"))})
    if proposal.area:
        told.append({"term": say(request, _("Area")), "links": [{
            "title": proposal.area_title, "href": request.link(round_, "result", anchor=f"area-{proposal.area}")}]}
            if result_shows(request, proposal) else {"term": say(request, _("Area")), "value": proposal.area_title})
    if proposal.wished_form:
        told.append({"term": say(request, _("Wished form")), "value": say(request, FORM_TITLES.get(
            proposal.wished_form, proposal.wished_form))})
    told.append({"term": say(request, _("Contacts")), "unknown": say(request, _("No contact named")),
                 "values": [contact_in_words(each, internal) for each in proposal.contacts]})
    if proposal.remark and request.rights.may(request.actor, Permission.VIEW_INTERNAL, proposal):
        told.append({"term": say(request, _("The office's remark")), "values": [
            proposal.remark, say(request, _("Read by the office and the auditor, by nobody else."))]})
    return told


def result_shows(request: Any, proposal: Any) -> bool:
    """Whether the page of the round's result is there for the person, with the proposal's area on it."""
    round_ = proposal.round
    known = any(area.id == proposal.area for area in round_.areas)
    return known and (is_out(round_) or bool(request.rights.shows(request.actor, Permission.EDIT, round_)))


def contact_in_words(contact: Contact, with_email: bool) -> str:
    """A contact on one line; addresses are for the sender and the office."""
    parts = [contact.name, contact.role, contact.organisation, contact.email if with_email else ""]
    return ", ".join(part for part in parts if part)


def life(request: Any, proposal: Any) -> list[dict[str, Any]]:
    """Earlier and later links of the same idea that the person may see: proposal before, target, project."""
    found = []
    for title, item in proposal.links():
        if item is not None and request.rights.may(request.actor, Permission.VIEW, item):
            found.append({"why": say(request, title), "title": item.title, "href": request.link(item), "item": item})
    return found


class ProposalForm(SheetForm):
    """What adding and editing have in common."""

    type_name = "proposal"

    def buttons(self) -> tuple[deform.Button, ...]:
        """Hand in at once, or keep as a draft; who cannot hand in only saves."""
        save = deform.Button("save", title=say(self.request, _("Save")), css_class="btn")
        return (deform.Button("submit", title=say(self.request, _("Submit the proposal"))), save)

    def advice(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """What the workflow would warn about, beside the field it is about."""
        return {}

    def page(self, form: deform.Form) -> dict[str, Any]:
        """The form with a word on who will see what."""
        round_ = round_of(self.context)
        day = request_day(self.request, round_.closes)
        lede = _("Write so that a colleague in another region understands. A title is enough to submit; the rest "
                 "can be completed later.")
        kicker = f"{round_.title} · " + say(self.request, _("open until ${day}", mapping={"day": day})) if day \
            else round_.title
        return {**super().page(form), "lede": say(self.request, lede), "kicker": kicker, "meter": self.meter(form)}

    def meter(self, form: deform.Form) -> list[dict[str, Any]]:
        """The parts that the idea meeting asks for, and which of them are filled in."""
        return [{"name": name, "title": say(self.request, form[name].title), "href": f"#f-{name}",
                 "filled": is_filled(form[name].cstruct)} for name in MEASURED if name in form]

    def fields_of(self, values: dict[str, Any]) -> dict[str, Any]:
        """The values as a proposal keeps them."""
        kept = {name: value for name, value in values.items() if name in Proposal.fields and value is not None}
        if "contacts" in kept:
            kept["contacts"] = tuple(Contact(**each) for each in kept["contacts"] if any(each.values()))
        return kept

    def hand_in(self, proposal: Any) -> bool:
        """Whether the person pressed the button that hands in, and may."""
        return "submit" in self.request.POST and bool(
            self.request.rights.may_fire(self.request.actor, "submit", proposal))


def is_filled(value: Any) -> bool:
    """Whether there is anything in what a form holds."""
    if isinstance(value, Mapping):
        return any(is_filled(inner) for inner in value.values())
    if isinstance(value, (list, tuple)):
        return any(is_filled(inner) for inner in value)
    return bool(value) and value is not colander.null


def request_day(request: Any, day: Any) -> str:
    """A day in words, or nothing."""
    return request.day(day) if day is not None else ""


@form_page(context=Folder, containment="reglab_workflow.content.round.model.Round", name="add",
           permission="add_proposal")
class Add(ProposalForm, AddForm):
    """``/rounds/{year}/proposals/add``: write a new proposal."""

    def title(self) -> Any:
        """The heading."""
        return _("Write your proposal")

    def start(self) -> Mapping[str, Any]:
        """The person's own organisation sends it, and is the first contact."""
        actor, site = self.request.actor, self.request.site
        person = site["people"].get(actor.person)
        contact = {"name": actor.name, "role": person.role_title if person else "", "organisation": "",
                   "email": person.email if person else ""}
        own = organisation_by_uid(site, actor.organisation) is not None
        return {"organisation": actor.organisation, "contacts": [contact]} if own else {}

    def keep(self, values: dict[str, Any]) -> Any:
        """Create the proposal."""
        acts = self.request.acts
        kept = self.fields_of(values)
        kept.setdefault("organisation", self.request.actor.organisation)
        sent_before = self.added_before(self.context, kept)
        proposal = sent_before or self.add(self.context, "proposal", kept)
        untouched = proposal.version == 0  # or it was handed in when the form was sent the first time
        if self.hand_in(proposal) and untouched:
            acts.fire(proposal, "submit")
            acts.told.reverse()
        return back_to(self.request, proposal, acts)


@form_page(context=Proposal, name="edit", permission="view")
class Edit(ProposalForm, EditForm):
    """``…/edit``: write on; the office sets theme and number here too."""

    def title(self) -> Any:
        """The heading."""
        return _("Edit the proposal")

    def words(self) -> dict[str, Any]:
        """The way back."""
        return {"crumbs": [*crumbs(self.request, self.context),
                           {"title": self.context.title, "href": self.request.link(self.context)}],
                "similar": likeness(self.request, self.context, buttons=False)}

    def advice(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """What handing in would warn about."""
        engine, acts = self.request.rulebook.engine(self.context), self.request.acts
        if "submit" not in engine.workflow.transitions:
            return {}
        ask: Ask = acts.ask()
        reasons = engine.warnings(self.context, engine.transition("submit"), ask)
        return {reason.field: say(self.request, reason.text) for reason in reasons if reason.field}

    def buttons(self) -> tuple[deform.Button, ...]:
        """Handing in is offered where the life offers it."""
        engine = self.request.rulebook.engine(self.context)
        both = super().buttons()
        transition = engine.workflow.transitions.get("submit")
        offered = transition is not None and engine.target(self.context, transition) is not None and \
            self.request.rights.may_fire(self.request.actor, "submit", self.context)
        return both if offered else both[1:]

    def show(self) -> dict[str, Any]:
        """The form with what is written."""
        self.demand()
        return super().show()

    def read(self) -> Any:
        """Save, and hand in if that was the button."""
        self.demand()
        return super().read()

    def demand(self) -> None:
        """Writing takes ``edit``; the office may set theme and number with ``compile`` alone."""
        rights, actor = self.request.rights, self.request.actor
        if not (rights.may(actor, "edit", self.context) or rights.may(actor, "arrange", self.context)):
            raise HTTPForbidden(result=DeniedEdit())

    def keep(self, values: dict[str, Any]) -> Any:
        """Save the changed fields, then hand in if asked."""
        acts = self.request.acts
        acts.edit(self.context, self.fields_of(values), self.seen())
        if self.hand_in(self.context):
            acts.fire(self.context, "submit")
            acts.told.reverse()
        return back_to(self.request, self.context, acts)


class DeniedEdit:
    """Names the permission that was missing, for the page that explains."""

    permission = Permission.EDIT
