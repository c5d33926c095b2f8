"""Writing a registration: one page for all that an organisation has to say, kept while it is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import deform
from pyramid.httpexceptions import HTTPSeeOther

from ...catalog.finder import Query
from ...i18n import _
from ...people.organisation import organisation_by_uid
from ...security.permissions import Permission
from ...web.crud import AddForm
from ...web.done import back_to
from ...web.editing import EditForm, form_page
from ...web.sheets import SheetForm
from ...web.words import say
from ...workflow.errors import Reason, Refused
from ..item import inside
from ..project.model import Project
from .model import Registration, registration_by

ASK = "ask_approval"


class RegistrationForm(SheetForm):
    """What registering and changing a registration have in common."""

    type_name = "registration"

    @property
    def project(self) -> Any:
        """The project."""
        return inside(self.context, "project")

    def buttons(self) -> tuple[deform.Button, ...]:
        """Send it to the manager at once, or keep it as a draft."""
        save = deform.Button("save", title=say(self.request, _("Save")), css_class="btn")
        if not self.may_send():
            return (save,)
        return (deform.Button("send", title=say(self.request, _("Save and ask the manager"))), save)

    def may_send(self) -> bool:
        """Whether the registration can be sent to the manager from where it is."""
        raise NotImplementedError

    def page(self, form: deform.Form) -> dict[str, Any]:
        """The form with what it is about and what happens next."""
        project, request = self.project, self.request
        day = request.day(project.last_day)
        kicker = project.title
        if day and project.state == "inviting":
            kicker += " · " + say(request, _("last day ${day}", mapping={"day": day}))
        return {**super().page(form), "kicker": kicker, "aside": aside(request, project), "crumbs": [
            {"title": project.title, "href": request.link(project)}]}

    def fields_of(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values as a registration keeps them."""
        return {name: value for name, value in values.items() if name in Registration.fields}

    def send(self, registration: Registration) -> None:
        """Ask the manager, if that was the button; raises Refused with what is missing."""
        if "send" in self.request.POST:
            self.request.acts.fire(registration, ASK)
            self.request.acts.told.reverse()


def aside(request: Any, project: Any) -> str:
    """How it goes on, and where to read more; HTML made here."""
    points = [
        _("You fill in the page. What you write is kept while you write."),
        _("Your manager is sent a letter with a link, and approves without an account."),
        _("The office confirms. Your contact person names those who come."),
        _("Each of them is sent a link of their own, and signs up for each occasion."),
    ]
    steps = "".join(f"<li>{say(request, point)}</li>" for point in points)
    links = [(request.link(project, "invitation"), _("Read the invitation"))]
    if project.terms_number:
        links.append((request.link(project, "terms"), _("Read the terms")))
    ways = "".join(f'<p><a href="{href}">{say(request, title)}</a></p>' for href, title in links)
    return (f'<section class="stack-s"><h2>{say(request, _("What happens next"))}</h2>'
            f'<ol class="stack-s">{steps}</ol>{ways}</section>')


@form_page(context=Project, name="register", permission="add_registration")
class Add(RegistrationForm, AddForm):
    """``/projects/{slug}/register``: an organisation registers."""

    def title(self) -> Any:
        """The heading."""
        return _("Register your organisation")

    def may_send(self) -> bool:
        """What is new can be sent."""
        return True

    def show(self) -> Any:
        """The form, or the registration that the organisation has already."""
        found = self.own()
        return HTTPSeeOther(self.request.link(found)) if found is not None else super().show()

    def own(self) -> Any:
        """The registration of the person's own organisation, or None."""
        organisation = self.request.actor.organisation
        return registration_by(self.context, organisation) if organisation else None

    def start(self) -> Mapping[str, Any]:
        """The person who writes is the contact, and the organisation's last invoice data are there."""
        request = self.request
        person = request.site["people"].get(request.actor.person)
        own = organisation_by_uid(request.site, request.actor.organisation)
        if person is None or own is None:
            return {}
        return {"contact_name": person.title, "contact_role": person.role_title, "contact_email": person.email,
                "legal_name": own.title, **latest_invoice(request, own.uid)}

    def keep(self, values: dict[str, Any]) -> Any:
        """Make the registration, and send it if asked."""
        request, kept = self.request, self.fields_of(values)
        kept.setdefault("organisation", request.actor.organisation)
        organisation = organisation_by_uid(request.site, kept["organisation"])
        if organisation is None:
            raise Refused([Reason("no_organisation", _("Choose which organisation registers."), "organisation")])
        kept["title"] = organisation.title
        container = self.context["registrations"]
        found = self.added_before(container, kept)
        registration = found or self.add(container, self.type_name, kept)
        if found is None:
            self.send(registration)
        return back_to(request, registration, request.acts)


@form_page(context=Registration, name="edit", permission=Permission.EDIT)
class Edit(RegistrationForm, EditForm):
    """``…/edit``: go on writing, or change number, contact and invoice data."""

    def title(self) -> Any:
        """The heading."""
        return _("Change the registration")

    def may_send(self) -> bool:
        """A draft can be sent, by whoever may."""
        engine = self.request.rulebook.engine(self.context)
        return engine.target(self.context, engine.transition(ASK)) is not None and \
            bool(self.request.rights.may_fire(self.request.actor, ASK, self.context))

    def advice(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """What is still missing before the manager can be asked, beside the field that it is about."""
        if not self.may_send():
            return {}
        engine, ask = self.request.rulebook.engine(self.context), self.request.acts.ask()
        transition = engine.transition(ASK)
        reasons = (*engine.refusals(self.context, transition, ask), *engine.warnings(self.context, transition, ask))
        return {reason.field: say(self.request, reason.text) for reason in reasons if reason.field}

    def page(self, form: deform.Form) -> dict[str, Any]:
        """The way back leads to the registration."""
        page, request = super().page(form), self.request
        return {**page, "crumbs": [*page["crumbs"], {
            "title": self.context.title, "href": request.link(self.context)}]}

    def keep(self, values: dict[str, Any]) -> Any:
        """Save, and send if asked."""
        acts = self.request.acts
        acts.edit(self.context, self.fields_of(values), self.seen())
        self.send(self.context)
        return back_to(self.request, self.context, acts)


def latest_invoice(request: Any, organisation: str) -> dict[str, str]:
    """What the organisation's latest registration said about invoices, where there is one."""
    names = ("legal_name", "organisation_number", "invoice_reference", "invoice_address")
    query = Query(terms={"type": ("registration",), "organisation": (organisation,)}, limit=5)
    earlier = [each for each in request.finder.find(query).items if each.organisation_number]
    if not earlier:
        return {}
    latest = max(earlier, key=lambda each: each.created)
    return {name: getattr(latest, name) for name in names}
