"""Writing what is handed in: begun once for each organisation, kept while it is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import deform
from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther

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
from ..workshop.lists import crumbs
from ..workshop.model import Workshop
from ..workshop.words import heading
from .model import Submission, submission_by
from .words import due_in_words

STEP = "hand_in"


class SubmissionForm(SheetForm):
    """What beginning and changing an answer have in common."""

    type_name = "submission"

    @property
    def workshop(self) -> Any:
        """The occasion."""
        return inside(self.context, "workshop")

    def buttons(self) -> tuple[deform.Button, ...]:
        """Keep it as a draft, or hand it in at once."""
        save = deform.Button("save", title=say(self.request, _("Save")), css_class="btn")
        return (deform.Button("send", title=say(self.request, _("Save and hand in"))), save)

    def page(self, form: deform.Form) -> dict[str, Any]:
        """The form with what it answers."""
        request, workshop = self.request, self.workshop
        kicker = f"{heading(request, workshop)} · " + say(
            request, _("Last day: ${day}", mapping={"day": due_in_words(request, workshop)}))
        return {**super().page(form), "kicker": kicker, "lede": workshop.homework, "crumbs": crumbs(request, workshop)}

    def send(self, submission: Submission) -> None:
        """Hand it in, if that was the button; raises Refused with what is missing."""
        if "send" in self.request.POST:
            self.request.acts.fire(submission, STEP)
            self.request.acts.told.reverse()


@form_page(context=Workshop, name="hand-in", permission=Permission.ADD_SUBMISSION)
class Add(SubmissionForm, AddForm):
    """``/projects/{slug}/workshops/{slug}/hand-in``: an organisation begins its answer."""

    def __init__(self, context: Any, request: Any) -> None:
        super().__init__(context, request)
        if not context.homework:
            raise HTTPNotFound()

    def title(self) -> Any:
        """The heading."""
        return _("Hand in the homework")

    def show(self) -> Any:
        """The form, or the answer that the organisation has begun already."""
        organisation = self.request.actor.organisation
        found = submission_by(self.context, organisation) if organisation else None
        return HTTPSeeOther(self.request.link(found)) if found is not None else super().show()

    def keep(self, values: dict[str, Any]) -> Any:
        """Make the answer, and hand it in if asked."""
        request = self.request
        uid = values.get("organisation") or request.actor.organisation
        organisation = organisation_by_uid(request.site, uid)
        if organisation is None or uid not in self.context.project.confirmed_organisations():
            raise Refused([Reason("no_organisation_hands_in", _(
                "Choose an organisation that takes part in the project."), "organisation")])
        kept = {"title": organisation.title, "organisation": uid, "text": values["text"]}
        container = self.context["submissions"]
        found = self.added_before(container, kept)
        submission = found or self.add(container, self.type_name, kept)
        if found is None:
            self.send(submission)
        return back_to(request, submission, request.acts)


@form_page(context=Submission, name="edit", permission=Permission.EDIT)
class Edit(SubmissionForm, EditForm):
    """``…/edit``: go on writing."""

    def title(self) -> Any:
        """The heading."""
        return _("Change the answer")

    def page(self, form: deform.Form) -> dict[str, Any]:
        """The way back leads to the answer."""
        page = super().page(form)
        return {**page, "crumbs": [*page["crumbs"], {
            "title": self.context.title, "href": self.request.link(self.context)}]}

    def to_fields(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """What may be written by hand."""
        return {"text": values["text"]}

    def keep(self, values: dict[str, Any]) -> Any:
        """Save, and hand in if asked."""
        acts = self.request.acts
        acts.edit(self.context, self.to_fields(values), self.seen())
        self.send(self.context)
        return back_to(self.request, self.context, acts)
