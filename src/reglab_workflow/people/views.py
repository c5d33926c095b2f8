"""The pages of organisations and people: what an organisation has sent in, who is who, and who is what."""

from __future__ import annotations

from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config

from ..accounts.signing_in import invite
from ..catalog.finder import Query
from ..content.folder import Folder
from ..content.project.continuing import comes_from
from ..content.project.fee import in_kronor
from ..content.proposal.listing import describe
from ..content.proposal.model import WAITS_FOR_SENDER
from ..content.site.model import Site
from ..i18n import _
from ..web.crud import PlainAdd, PlainEdit
from ..web.done import back_to
from ..web.editing import Form, form_page
from ..web.words import full_name_of, say, worded_offers
from .forms import AppointmentSchema
from .organisation import Organisation
from .person import Person
from .schema import KIND_TITLES

SITE_ROLES = ("office", "auditor", "board")


@view_config(context=Organisation, permission="view", request_method="GET",
             renderer="reglab_workflow.templates:people/organisation.pt")
def organisation(item: Any, request: Any) -> dict[str, Any]:
    """``/organisations/{slug}``: our proposals and what became of them, and the people."""
    rights, actor = request.rights, request.actor
    query = Query(terms={"type": ("proposal",), "organisation": (item.uid,)}, limit=200)
    found = request.finder.find(query)
    joined = request.finder.find(Query(terms={"type": ("project",), "taking_part": (item.uid,)}, limit=200)).items
    may_internal = bool(rights.may(actor, "view_internal", item)) or actor.organisation == item.uid
    return {
        "title": item.title,
        "crumbs": [{"title": say(request, _("Organisations")), "href": request.link(request.site["organisations"])}],
        "kind": say(request, KIND_TITLES[item.kind]),
        "found": by_round(found.items),
        "total": found.total,
        "describe": describe(request),
        "caption": say(request, _("Proposals of the organisation")),
        "offers": worded_offers(request, item),
        "facts": facts(request, item, may_internal),
        "projects": [each for each in joined if rights.may(actor, "view_internal", each)],
        "registrations": registrations(request, item), "came": comes_from(request, item),
        "may_edit": bool(rights.may(actor, "edit", item)),
        "may_appoint": bool(rights.may(actor, "appoint", item)),
    }


def registrations(request: Any, item: Any) -> list[dict[str, Any]]:
    """What the organisation has registered for, as far as the person may see it: people, state and fee."""
    query = Query(terms={"type": ("registration",), "organisation": (item.uid,)}, limit=200)
    found = sorted(request.finder.find(query).items, key=lambda each: each.created, reverse=True)
    return [{"item": each, "people": each.number_of_people(), "fee": fee_of(request, each)} for each in found]


def fee_of(request: Any, registration: Any) -> str:
    """What a registration costs, for those who may know it."""
    amount = registration.charge if registration.charge is not None else registration.fee
    may_know = request.rights.may(request.actor, "view_internal", registration)
    return in_kronor(amount) if may_know and amount is not None else ""


def by_round(proposals: Any) -> list[Any]:
    """What waits for its sender first, then the latest round, within it by number."""
    return sorted(
        proposals, key=lambda each: (each.state not in WAITS_FOR_SENDER, -each.round.year, each.number or 10**6))


def facts(request: Any, item: Any, may_internal: bool) -> list[dict[str, Any]]:
    """Since when it takes part, and who speaks for it."""
    told = [
        {"term": say(request, _("What the organisation is")), "value": say(request, KIND_TITLES[item.kind])},
        {"term": say(request, _("From")), "value": request.day(item.from_date),
         "unknown": say(request, _("From the start"))},
    ]
    if item.to_date:
        told.append({"term": say(request, _("To and including")), "value": request.day(item.to_date)})
    if may_internal:
        told.append({"term": say(request, _("Member representative")), "values": representatives(request, item),
                     "unknown": say(request, _("Nobody is appointed"))})
    return told


def representatives(request: Any, item: Any) -> list[str]:
    """The names of those who represent the organisation now."""
    people = request.site["people"]
    found = request.site.appointments.on_scope(item.uid, request.acts.now)
    return [people[each.person].title for each in found if each.role == "representative" and each.person in people]


@view_config(context=Person, permission="view", request_method="GET",
             renderer="reglab_workflow.templates:people/person.pt")
def person(item: Any, request: Any) -> dict[str, Any]:
    """``/people/{id}``: one person, and every appointment."""
    titles = {each.uid: each.title for each in request.site["organisations"].values()}
    rights, actor = request.rights, request.actor
    return {
        "title": item.title,
        "crumbs": [{"title": say(request, _("People")), "href": request.link(request.site["people"])}],
        "facts": [
            {"term": say(request, _("E-mail address")), "value": item.email},
            {
                "term": say(request, _("Organisation")),
                "value": titles.get(item.organisation),
                "unknown": say(request, _("No organisation")),
            },
            {"term": say(request, _("Role or unit")), "value": item.role_title, "unknown": "–"},
        ],
        "appointments": appointments_of(request, item),
        "offers": worded_offers(request, item),
        "may_edit": bool(rights.may(actor, "edit", item)),
        "may_appoint": bool(rights.may(actor, "appoint", item)),
        "may_invite": may_invite(request, item),
        "is_me": item.uid == actor.person,
        "may_view_as": item.uid != actor.person and request.mirror is None
        and bool(rights.may(actor, "view_rights", request.site)),
    }


def may_invite(request: Any, item: Any) -> bool:
    """Whether the person asking can send the person an invitation."""
    accounts = request.site.accounts
    return bool(request.rights.may(request.actor, "invite_person", request.site)) and item.state == "active" and \
        not accounts.kept_password(item.uid)


def appointments_of(request: Any, item: Any) -> list[dict[str, Any]]:
    """Every appointment of a person in words, the latest first."""
    now = request.acts.now
    roles, people = request.rulebook.roles, request.site["people"]
    return [
        {"role": say(request, roles[each.role].of_one), "scope": scope_title(request, each.scope), "item": each,
         "start": each.start, "end": each.end, "over": each.is_over(now), "ended_at": each.ended_at, "why": each.why,
         "given_by": people[each.given_by].title if each.given_by in people else say(request, _("the system"))}
        for each in reversed(request.site.appointments.of_person(item.uid))
    ]


def scope_title(request: Any, uid: str) -> str:
    """What an appointment is for."""
    place = request.acts.holder(uid)
    return "" if place is request.site else full_name_of(request, place)


@view_config(context=Person, name="invite", permission="view", request_method="POST")
def send_invitation(item: Any, request: Any) -> Any:
    """Send the person a link to choose a password."""
    acts = request.acts
    invite(acts, item)
    return back_to(request, item, acts)


@form_page(context=Organisation, name="edit", permission="edit")
class EditOrganisation(PlainEdit):
    """``/organisations/{slug}/edit``."""

    def title(self) -> Any:
        """The heading."""
        return _("Edit the organisation")


@form_page(context=Folder, name="add-organisation", permission="add_organisation")
class AddOrganisation(PlainAdd):
    """``/organisations/add-organisation``."""

    kind = "organisation"
    heading = _("Add an organisation")
    folder = "organisations"


@form_page(context=Person, name="edit", permission="edit")
class EditPerson(PlainEdit):
    """``/people/{id}/edit``."""

    def title(self) -> Any:
        """The heading."""
        return _("Edit the person")


@form_page(context=Folder, name="add-person", permission="add_person")
class AddPerson(PlainAdd):
    """``/people/add-person``: the new person gets an invitation from the page that follows."""

    kind = "person"
    heading = _("Add a person")
    folder = "people"


class Appoint(Form):
    """Give a role on the context."""

    roles: tuple[str, ...] = ()

    def schema(self) -> Any:
        """Person, role, from when to when, why."""
        return AppointmentSchema(roles=self.roles)

    def keep(self, values: dict[str, Any]) -> Any:
        """Appoint."""
        acts = self.request.acts
        chosen = self.request.site["people"].get(values["person"])
        if chosen is None:
            raise HTTPNotFound()
        acts.appoint(chosen, values["role"], self.context, values["start"], values["end"], values["why"] or "")
        return back_to(self.request, self.back(chosen), acts)

    def back(self, chosen: Any) -> Any:
        """Where to go when it is done."""
        return chosen


@form_page(context=Organisation, name="appoint", permission="appoint")
class AppointRepresentative(Appoint):
    """``/organisations/{slug}/appoint``: who speaks for the organisation."""

    roles = ("representative",)

    def title(self) -> Any:
        """The heading."""
        return _("Appoint a member representative")


@form_page(context=Site, name="appoint", permission="appoint")
class AppointForSite(Appoint):
    """``/appoint``: who belongs to the office, audits, or sits on the board."""

    roles = SITE_ROLES

    def title(self) -> Any:
        """The heading."""
        return _("Give somebody a role on the site")


@view_config(context=Person, name="end-appointment", permission="appoint", request_method="POST")
def end_appointment(item: Any, request: Any) -> Any:
    """Take a role back, from the page of its holder or of what it is for."""
    appointment = request.site.appointments.get(request.POST.get("appointment", ""))
    if appointment is None or item.uid not in (appointment.person, appointment.scope):
        raise HTTPNotFound()
    acts = request.acts
    acts.end_appointment(appointment)
    return back_to(request, item, acts)
