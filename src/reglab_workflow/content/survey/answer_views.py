"""``/answer/{secret}``: somebody with a link and no account answers a survey, once."""

from __future__ import annotations

from typing import Any

import deform
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config, view_defaults

from ...accounts.bearer_page import BearerPage
from ...clock import local_day
from ...i18n import _
from ...people.appointments import Ground
from ...security.actor import ANYONE, Actor
from ...storage.transactions import undo
from ...web.forms import read_form
from ...web.words import worded
from ...workflow.errors import Objection
from ..acts import Acts
from ..site.model import Site
from ..workshop.words import heading
from .answering import answer_of, form_of
from .model import Reply, Said, Survey
from .tickets import Bearer, bearer_of, mark

ANSWER = "answer"
LINK = "link"


@view_defaults(context=Site, name=ANSWER, permission=NO_PERMISSION_REQUIRED,
               renderer="reglab_workflow.templates:survey/answer.pt")
class Answer(BearerPage):
    """The questions, for whoever has a link that is good as long as the survey is open."""

    whom_to_ask = _(
        "The survey may be closed, or the link may not have been copied whole. Ask those who lead the learning "
        "project.")

    def find(self, secret: str) -> Bearer | None:
        """Which survey, and whose answer."""
        return bearer_of(self.request.registry.reglab_seal, self.site, secret)

    @view_config(request_method="GET")
    def show(self) -> Any:
        """GET: the questions, or that one has answered; nothing is done."""
        return self.opened(self.asked)

    @view_config(request_method="POST")
    def send(self) -> Any:
        """POST ``/answer``: an answer."""
        return self.opened(self.answered)

    def asked(self, bearer: Bearer) -> dict[str, Any]:
        """The questions; whoever has answered anonymously cannot do so again, nor see what it was."""
        if bearer.survey.is_anonymous and self.has_answered(bearer):
            return self.shown(bearer, None, "before")
        return self.shown(bearer, self.form_for(bearer))

    def answered(self, bearer: Bearer) -> dict[str, Any]:
        """Take the answer, or show the form again with all that was written."""
        if bearer.survey.is_anonymous and self.has_answered(bearer):
            return self.shown(bearer, None, "before")
        try:
            values = read_form(self.form_for(bearer), self.request)
        except deform.ValidationFailure as failure:
            return self.shown(bearer, failure.field)
        answer = answer_of(bearer.survey, values)
        if not answer:
            self.request.response.status_int = 422
            return self.shown(bearer, self.form_for(bearer), reasons=[self.request.translate(_(
                "You have not answered any question yet."))])
        if bearer.survey.is_anonymous:
            bearer.survey.pot.put(self.mark_of(bearer), answer)
            return self.shown(bearer, None, "thanks")
        return self.replied(bearer, answer)

    def replied(self, bearer: Bearer, answer: dict[str, Any]) -> dict[str, Any]:
        """Keep the answer of an organisation."""
        registration = bearer.registration
        actor = Actor(name=registration.contact_name, organisation=registration.organisation, channel=LINK, principals={
            name: Ground(name, LINK) for name in (ANYONE, f"surveyed@{bearer.survey.uid}")})
        try:
            give_reply(Acts(self.request.rulebook, self.site, actor), bearer.survey, answer)
        except Objection as objection:
            undo(self.request)
            self.request.response.status_int = 422
            return self.shown(bearer, self.form_for(bearer), reasons=[
                str(each.text) for each in worded(self.request, objection.reasons)])
        return self.shown(bearer, None, "thanks")

    def has_answered(self, bearer: Bearer) -> bool:
        """Whether the bearer's answer lies in the pot."""
        return bearer.survey.pot.holds(self.mark_of(bearer))

    def mark_of(self, bearer: Bearer) -> str:
        """The bearer's mark."""
        return mark(self.request.registry.reglab_seal, bearer.survey, bearer.asked.holder)

    def form_for(self, bearer: Bearer) -> deform.Form:
        """The form; it is sent to an address without the secret."""
        own = bearer.survey.reply_of(bearer.registration.organisation) if not bearer.survey.is_anonymous else None
        return form_of(self.request, bearer.survey, str(self.request.link(self.site, ANSWER)), self.secret, own)

    def shown(self, bearer: Bearer, form: deform.Form | None, said: str = "",
              reasons: list[str] | None = None) -> dict[str, Any]:
        """What the page says."""
        return {"form": form, "said": said, "reasons": reasons or [], "preview": False, "own": "",
                **about(self.request, bearer.survey)}


def about(request: Any, survey: Survey) -> dict[str, Any]:
    """What a page with questions tells of the survey."""
    workshop = survey.workshop
    return {"title": survey.title, "survey": survey, "project": survey.project,
            "occasion": heading(request, workshop) if workshop is not None else "",
            "project_href": request.link(survey.project)}


def give_reply(acts: Acts, survey: Survey, answer: dict[str, Any]) -> None:
    """Answer for the actor's organisation; raises an Objection."""
    said = tuple(Said(key, value) for key, value in answer.items())
    reply = Reply(acts.actor.organisation, acts.actor.name, local_day(acts.now), said)
    acts.fire(survey, ANSWER, {"reply": reply})
