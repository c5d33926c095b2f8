"""``/approve/{secret}``: a manager without an account reads a registration and answers."""

from __future__ import annotations

from typing import Any

import colander
import deform
from deform.widget import HiddenWidget, TextAreaWidget
from pyramid.httpexceptions import HTTPBadRequest
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config, view_defaults

from ...accounts.bearer_page import BearerPage
from ...accounts.bearers import approver_of, registration_to_approve
from ...accounts.schema import LONGEST_SECRET
from ...i18n import _
from ...people.organisation import organisation_by_uid
from ...storage.transactions import undo
from ...web.cleaning import text as paragraphs
from ...web.dates import span
from ...web.forms import build_form, read_form
from ...web.words import say
from ...workflow.errors import Refused
from ..acts import Acts
from ..project.fee import in_kronor
from ..project.terms import stretch_in_words, stretches
from ..site.model import Site
from ..workshop.words import days_in_words, heading, place_in_words
from .asking import asked_by
from .model import Registration

PAGE = "reglab_workflow.templates:registration/approve.pt"


class No(colander.MappingSchema):
    """Why the manager does not approve, and the secret that goes along."""

    reason = paragraphs(4000, title=_("Reason"), widget=TextAreaWidget(rows=4), missing_msg=_(
        "Write why, so that those who asked know what to change."))
    token = colander.SchemaNode(colander.String(), title="", missing="", widget=HiddenWidget(),
                                validator=colander.Length(max=LONGEST_SECRET))


@view_defaults(context=Site, name="approve", permission=NO_PERMISSION_REQUIRED, renderer=PAGE)
class Approve(BearerPage):
    """What the organisation registers for, and two ways to answer."""

    whom_to_ask = _(
        "A link to approve a registration can be used once, for 14 days, and as long as nobody has taken the "
        "registration back to change it. If it has been answered, there is nothing more to do. Otherwise ask the "
        "person who asked you to send you a new one.")

    def find(self, secret: str) -> Registration | None:
        """The registration that waits for the bearer's answer."""
        return registration_to_approve(self.site, secret, self.door.now)

    @view_config(request_method="GET")
    def show(self) -> Any:
        """GET: everything that the answer is about; nothing is done."""
        return self.opened(lambda registration: self.asked(registration, self.no_form()))

    @view_config(request_method="POST")
    def answer(self) -> Any:
        """POST ``/approve``: yes, or no with a reason."""
        if "approve" in self.request.POST:
            return self.opened(self.approve)
        if "refuse" in self.request.POST:
            return self.opened(self.refuse)
        raise HTTPBadRequest()

    def approve(self, registration: Registration) -> dict[str, Any]:
        """Yes."""
        return self.fire(registration, "approve", {}, self.no_form())

    def refuse(self, registration: Registration) -> dict[str, Any]:
        """No, and why."""
        form = self.no_form()
        try:
            values = read_form(form, self.request)
        except deform.ValidationFailure as failure:
            return self.asked(registration, failure.field)
        return self.fire(registration, "refuse", {"reason": values["reason"]}, form)

    def fire(self, registration: Registration, step: str, facts: dict[str, Any], form: deform.Form) -> dict[str, Any]:
        """Take the step as the manager, and say what happens next."""
        acts = Acts(self.request.rulebook, self.site, approver_of(registration))
        try:
            acts.fire(registration, step, facts)
        except Refused as refusal:
            undo(self.request)
            self.refused(form, refusal)
            return self.asked(registration, form)
        return self.thanks(registration, step)

    def no_form(self) -> deform.Form:
        """The form in which one says no."""
        button = deform.Button("refuse", title=self.request.translate(_("Do not approve")), css_class="grave")
        carried = {"token": self.secret}
        return build_form(No, self.request, (button,), self.address, values=carried, formid="refuse-form")

    @property
    def address(self) -> str:
        """Where answers are sent: an address without the secret."""
        return str(self.request.link(self.site, "approve"))

    def asked(self, registration: Registration, form: deform.Form) -> dict[str, Any]:
        """What the manager is asked."""
        request, project = self.request, registration.project
        terms = project.terms_of(registration.terms)
        names = {"organisation": registration.title, "project": project.title}
        return {
            "title": say(request, _("Approve that ${organisation} takes part in “${project}”", mapping=names)),
            "registration": registration, "project": project, "facts": self.facts(registration), "no": form,
            "asked": asked_by(registration), "terms": terms, "action": self.address, "token": self.secret,
            "charges": [(say(request, stretch_in_words(each)), each.charge.percent)
                        for each in stretches(terms.charges if terms is not None else ())],
            "programme": [
                {"title": heading(request, each), "days": days_in_words(request, each),
                 "place": place_in_words(request, each)}
                for each in project.programme() if request.rights.may(approver_of(registration), "view", each)],
        }

    def facts(self, registration: Registration) -> list[dict[str, Any]]:
        """What the organisation binds itself to."""
        request, project = self.request, registration.project
        organisation = organisation_by_uid(request.site, registration.organisation)
        contact = ", ".join(each for each in (registration.contact_name, registration.contact_role) if each)
        return [
            {"term": say(request, _("Organisation")),
             "value": organisation.title if organisation is not None else registration.title},
            {"term": say(request, _("Learning project")), "value": project.title},
            {"term": say(request, _("When")), "value": self.days(project)},
            {"term": say(request, _("How many people")), "value": str(registration.planned or "")},
            {"term": say(request, _("Fee")), "values": self.fee(project)},
            {"term": say(request, _("Contact person")), "value": contact},
        ]

    def days(self, project: Any) -> str:
        """From the first occasion to the last, as far as they are decided."""
        found = [days for each in project.programme() if each.state != "cancelled" and (days := each.decided_days())]
        if not found:
            return ""
        return span(min(first for first, _last in found), max(last for _first, last in found), self.request.locale_name)

    def fee(self, project: Any) -> list[str]:
        """What it costs, and that it may change."""
        if project.fee is None:
            return []
        if project.fee == 0:
            return [say(self.request, _("It costs nothing"))]
        return [in_kronor(project.fee), say(self.request, _(
            "The fee is preliminary. It is decided when the registration to the project is closed, and you are told."))]

    def thanks(self, registration: Registration, step: str) -> dict[str, Any]:
        """The receipt: what was answered, and what happens next."""
        self.request.override_renderer = "reglab_workflow.templates:accounts/door.pt"
        names = {"organisation": registration.title, "project": registration.project.title,
                 "contact": registration.contact_name}
        links = [self.link(_("Learning projects"), "projects")]
        if step == "approve":
            return self.page(_("Thank you, you have approved"), _(
                "${organisation} is registered for “${project}”. The office confirms the place and writes to "
                "${contact}. You need not do anything more, and the link has been used.", mapping=names), links=links)
        return self.page(_("You have not approved"), _(
            "Your reason is on its way to ${contact}, who can change the registration and ask again. "
            "${organisation} is not registered for “${project}”. You need not do anything more.",
            mapping=names), links=links)
