"""``/take-part/{secret}``: a participant without an account sees the own occasions and answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import colander
import deform
from deform.widget import HiddenWidget
from pyramid.httpexceptions import HTTPBadRequest, HTTPNotFound, HTTPSeeOther
from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config, view_defaults

from ...accounts.bearer_page import BearerPage
from ...accounts.bearers import Bearer, participant
from ...accounts.schema import LONGEST_SECRET
from ...documents.ical import CONTENT_TYPE, calendar_file
from ...i18n import _
from ...storage.transactions import undo
from ...web.cleaning import line
from ...web.errors import status_of
from ...web.forms import build_form, read_form
from ...web.words import say, worded
from ...workflow.errors import Objection, Reason, Refused
from ..acts import Acts
from ..attachment.views import handed_out
from ..site.model import Site
from .model import Participation
from .own_page import Row, entries_of, file_of, rows_of, split
from .schema import ParticipationSchema, as_participant
from .signing import answer_yes

CALENDAR = "calendar.ics"
MATERIAL = "material"
STEPS = ("accept", "confirm", "decline", "cancel")
FormOf = Callable[[Participation], deform.Form]


def hidden(longest: int = LONGEST_SECRET) -> colander.SchemaNode:
    """Something that goes along unseen."""
    return colander.SchemaNode(
        colander.String(), title="", missing="", validator=colander.Length(max=longest), widget=HiddenWidget())


class Needs(ParticipationSchema):
    """What somebody needs, and for which occasion."""

    token = hidden()
    occasion = hidden()


class Colleague(colander.MappingSchema):
    """Who comes instead; the others of the organisation are not shown here, so it is written."""

    name = line(120, title=_("The colleague's name"))
    role = line(160, title=_("Role or unit"), missing="")
    email = line(254, title=_("Work e-mail"), description=_("A letter with a link of their own goes there."))
    token = hidden()
    occasion = hidden()


@view_defaults(context=Site, name="take-part", permission=NO_PERMISSION_REQUIRED,
               renderer="reglab_workflow.templates:participation/own.pt")
class OwnPage(BearerPage):
    """A participant's own page: nobody else's name or answer stands on it."""

    whom_to_ask = _(
        "The link may be an old one, or you may have been taken off your organisation's list. Ask the person who is "
        "your organisation's contact for the learning project to send you a new link.")

    def find(self, secret: str) -> Bearer | None:
        """Who the bearer is."""
        return participant(self.site, secret, self.door.now)

    @view_config(request_method="GET")
    def show(self) -> Any:
        """GET: the page, or the own calendar; nothing is done."""
        if self.request.subpath[1:] == (CALENDAR,):
            return self.opened(self.calendar)
        if len(self.request.subpath) == 3 and self.request.subpath[1] == MATERIAL:
            return self.opened(self.material)
        if len(self.request.subpath) > 1:
            raise HTTPNotFound()
        return self.opened(self.shown)

    @view_config(request_method="POST")
    def act(self) -> Any:
        """POST ``/take-part``: one answer, or one form."""
        return self.opened(self.acted)

    def acted(self, bearer: Bearer) -> Any:
        """Do what the button says with the bearer's own answer to the occasion that the form names."""
        answer = self.answer_to(bearer, self.request.POST.get("occasion", ""))
        posted = self.request.POST
        if answer is None:
            raise HTTPBadRequest()
        if "needs" in posted:
            return self.formed(bearer, answer, self.needs_form, self.keep_needs)
        if "colleague" in posted:
            return self.formed(bearer, answer, self.colleague_form, self.replace)
        step = posted.get("do", "")
        if step != "yes" and step not in STEPS:
            raise HTTPBadRequest()
        try:
            self.take(self.acts(bearer), answer, step)
        except Objection as objection:
            return self.stopped(bearer, objection)
        return self.done(answer)

    def take(self, acts: Acts, answer: Participation, step: str) -> None:
        """Take a step, where a yes is whatever a yes is now."""
        if step == "yes":
            answer_yes(acts, answer)
        else:
            acts.fire(answer, step)

    def formed(self, bearer: Bearer, answer: Participation, form_of: FormOf,
               keep: Callable[[Bearer, Participation, dict[str, Any]], None]) -> Any:
        """Read one of the page's forms and do what it is for, or show the page with what is wrong in it."""
        form = form_of(answer)
        try:
            values = read_form(form, self.request)
            keep(bearer, answer, values)
        except deform.ValidationFailure as failure:
            return self.shown(bearer, forms={answer.workshop.uid: failure.field})
        except Refused as refusal:
            undo(self.request)
            form.set_appstruct(values)
            at_fields = [reason if reason.field in form else Reason(reason.code, reason.text)
                         for reason in refusal.reasons]
            self.refused(form, Refused(at_fields))
            return self.shown(bearer, forms={answer.workshop.uid: form})
        except Objection as objection:
            return self.stopped(bearer, objection)
        return self.done(answer)

    def keep_needs(self, bearer: Bearer, answer: Participation, values: dict[str, Any]) -> None:
        """Keep what the person cannot eat or needs; only where it is asked for."""
        if not answer.workshop.asks_needs:
            raise HTTPBadRequest()
        self.acts(bearer).edit(answer, {name: values[name] for name in ("diet", "access")})

    def replace(self, bearer: Bearer, answer: Participation, values: dict[str, Any]) -> None:
        """Let a colleague come."""
        written = {"key": "", "name": values["name"], "role": values["role"], "email": values["email"]}
        settled = as_participant(None, {"item": answer})
        self.acts(bearer).fire(answer, "replace", {"substitute": settled(written)})

    def acts(self, bearer: Bearer) -> Acts:
        """What the bearer can do."""
        return Acts(self.request.rulebook, self.site, bearer.actor)

    def answer_to(self, bearer: Bearer, occasion: str) -> Participation | None:
        """The bearer's own answer to an occasion of the bearer's own project, or None."""
        workshop = bearer.registration.project["workshops"].get(occasion)
        found: Participation | None = workshop["participations"].get(bearer.person.key) if workshop else None
        return found

    def done(self, answer: Participation) -> HTTPSeeOther:
        """Back to the page, which says what came of it."""
        name = answer.workshop.__name__
        return HTTPSeeOther(
            self.request.link(self.site, "take-part", self.secret, query={"done": name}, anchor=name))

    def stopped(self, bearer: Bearer, objection: Objection) -> dict[str, Any]:
        """The page with what stops it; nothing has been changed."""
        undo(self.request)
        self.request.response.status_int = status_of(objection)
        reasons = [str(reason.text) for reason in worded(self.request, objection.reasons)]
        return self.shown(bearer, reasons=reasons)

    def shown(self, bearer: Bearer, forms: dict[str, deform.Form] | None = None,
              reasons: list[str] | None = None) -> dict[str, Any]:
        """What the page says."""
        request, project = self.request, bearer.registration.project
        ahead, past = split(rows_of(request, bearer))
        given = forms or {}
        return {
            "title": project.title, "bearer": bearer, "project": project, "ahead": ahead, "past": past,
            "project_href": request.link(project), "action": request.link(self.site, "take-part"),
            "token": self.secret,
            "material": request.link(self.site, "take-part", self.secret, MATERIAL),
            "reasons": reasons or [], "wrong": bool(given),
            "calendar": request.link(self.site, "take-part", self.secret, CALENDAR),
            "done": next((each for each in (*ahead, *past)
                          if each.workshop.__name__ == request.GET.get("done")), None),
            "needs": {each.workshop.uid: self.form_for(each, "needs", self.needs_form, given)
                      for each in ahead if each.asks_needs},
            "colleague": {each.workshop.uid: self.form_for(each, "colleague", self.colleague_form, given)
                          for each in ahead if each.can_replace},
        }

    def form_for(self, row: Row, name: str, form_of: FormOf, given: dict[str, deform.Form]) -> deform.Form:
        """A form of a row: the one that was sent and is wrong, or a fresh one."""
        sent = given.get(row.workshop.uid)
        if sent is not None and sent.formid.startswith(name):
            return sent
        if row.answer is None:
            raise LookupError("nothing to answer")
        return form_of(row.answer)

    def needs_form(self, answer: Participation) -> deform.Form:
        """What one cannot eat, and what one needs to be able to come."""
        return self.small_form(answer, "needs", Needs, _("Save"), diet=answer.diet, access=answer.access)

    def colleague_form(self, answer: Participation) -> deform.Form:
        """Who comes instead."""
        return self.small_form(answer, "colleague", Colleague, _("Let the colleague come"))

    def small_form(self, answer: Participation, name: str, schema: Any, button: Any, **values: str) -> deform.Form:
        """A form for one occasion; it is sent to an address without the secret."""
        carried = {"token": self.secret, "occasion": answer.workshop.__name__}
        return build_form(
            schema, self.request, (deform.Button(name, title=say(self.request, button), css_class="small"),),
            str(self.request.link(self.site, "take-part")), values={**values, **carried},
            formid=f"{name}-{answer.workshop.__name__}", item=answer, site=self.site)

    def material(self, bearer: Bearer) -> Response:
        """A file that those who take part may have; raises HTTPNotFound for any other."""
        found = file_of(self.request, bearer, self.request.subpath[2])
        if found is None:
            raise HTTPNotFound()
        answer = handed_out(found)
        answer.headers["Referrer-Policy"] = self.request.response.headers["Referrer-Policy"]
        return answer

    def calendar(self, bearer: Bearer) -> Response:
        """The own occasions as a calendar reads them."""
        host = urlsplit(self.request.registry.reglab_settings.base_url).hostname or "localhost"
        body = calendar_file(bearer.registration.project.title, entries_of(self.request, bearer), host)
        answer = Response(body, content_type=CONTENT_TYPE, charset="utf-8")
        answer.headers["Referrer-Policy"] = self.request.response.headers["Referrer-Policy"]
        answer.headers["Content-Disposition"] = 'inline; filename="calendar.ics"'
        return answer
