"""``…/reply`` and ``…/preview``: a colleague answers for the organisation; the questions as they look."""

from __future__ import annotations

from typing import Any

import deform
from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config, view_defaults

from ...i18n import _
from ...security.permissions import Permission
from ...storage.transactions import undo
from ...web.done import back_to
from ...web.forms import read_form
from ...web.words import say, worded
from ...workflow.errors import Refused
from .answer_views import ANSWER, about, give_reply
from .answering import answer_of, form_of
from .model import Survey

PAGE = "reglab_workflow.templates:survey/answer.pt"


@view_defaults(context=Survey, name="reply", permission=Permission.VIEW, renderer=PAGE)
class OwnReply:
    """The organisation's answer to a follow-up."""

    def __init__(self, context: Survey, request: Any) -> None:
        self.survey = context
        self.request = request
        if context.is_anonymous or not request.rights.may_fire(request.actor, ANSWER, context) or \
                request.actor.organisation not in context.organisations:
            raise HTTPNotFound()

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """The questions, with what the organisation has answered already."""
        return self.page(self.form())

    @view_config(request_method="POST")
    def keep(self) -> Any:
        """Keep the answer, or show the form again with all that was written."""
        try:
            values = read_form(self.form(), self.request)
        except deform.ValidationFailure as failure:
            return self.page(failure.field)
        try:
            give_reply(self.request.acts, self.survey, answer_of(self.survey, values))
        except Refused as refusal:
            undo(self.request)
            self.request.response.status_int = 422
            return self.page(self.form(), [str(each.text) for each in worded(self.request, refusal.reasons)])
        return back_to(self.request, self.survey, self.request.acts)

    def form(self) -> deform.Form:
        """The questions as a form."""
        own = self.survey.reply_of(self.request.actor.organisation)
        return form_of(self.request, self.survey, self.request.link(self.survey, "reply"), reply=own)

    def page(self, form: deform.Form, reasons: list[str] | None = None) -> dict[str, Any]:
        """What the template needs."""
        return {"form": form, "said": "", "reasons": reasons or [], "preview": False, "crumbs": [
            {"title": self.survey.title, "href": self.request.link(self.survey)}], **about(self.request, self.survey)}


@view_config(context=Survey, name="preview", permission=Permission.VIEW_INTERNAL, request_method="GET", renderer=PAGE)
def preview(survey: Any, request: Any) -> dict[str, Any]:
    """``…/preview``: the questions as those see them who answer; nothing can be sent."""
    return {"form": form_of(request, survey, preview=True) if survey.questions else None, "said": "", "reasons": [],
            "preview": True, "crumbs": [{"title": survey.title, "href": request.link(survey)}],
            "lede": say(request, _("This is how it looks to those who answer.")), **about(request, survey)}
