"""``…/attendance``: ticking off at the door, on a telephone; by a button in each row, and with script at once.

Script sends one mark at a time and keeps those that do not get through; it asks for an answer in JSON.
"""

from __future__ import annotations

from typing import Any

from pyramid.httpexceptions import HTTPBadRequest, HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from ...i18n import _
from ...security.permissions import Permission
from ...storage.transactions import undo
from ...web import dates
from ...web.errors import status_of
from ...web.telling import organisation_title
from ...web.words import say, worded
from ...workflow.errors import Objection, Stale
from ..participation.model import REGISTERED
from ..participation.presence import AWAY, HERE, MARKS, Guest, guests, mark, marked, nobody_else_came
from .lists import crumbs
from .model import Workshop
from .words import heading

PAGE = "reglab_workflow.templates:workshop/attendance.pt"
BY_SCRIPT = "X-Mark"
REST = "rest"
STEP = "tick"


@view_defaults(context=Workshop, name="attendance", permission=Permission.VIEW_INTERNAL, renderer=PAGE)
class Attendance:
    """The list, and what its buttons do."""

    def __init__(self, workshop: Any, request: Any) -> None:
        self.workshop = workshop
        self.request = request

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """Everybody by name, or those that a word is part of."""
        return self.page()

    @view_config(request_method="POST")
    def act(self) -> Any:
        """One mark, or the rest as absent."""
        if REST in self.request.POST:
            nobody_else_came(self.request.acts, self.workshop)
            return HTTPSeeOther(self.address())
        return self.marked(*self.read())

    def read(self) -> tuple[str, str, int]:
        """The person, what is wanted, and the version that was seen; raises HTTPBadRequest for anything else."""
        posted = self.request.POST
        person, wanted, seen = (posted.get(name, "") for name in ("person", "mark", "seen"))
        if not isinstance(person, str) or wanted not in MARKS or not (seen.isascii() and seen.isdigit()):
            raise HTTPBadRequest()
        return person, wanted, int(seen)

    def marked(self, person: str, wanted: str, seen: int) -> Any:
        """Keep a mark; what stops it is told beside the list as it is now."""
        problem, status = "", 200
        try:
            guest = mark(self.request.acts, self.workshop, person, wanted, seen)
            if guest is None:
                raise HTTPBadRequest()
        except Objection as objection:
            undo(self.request)
            guest = next(each for each in guests(self.workshop) if each.key == person)
            problem, status = self.stopped(guest, objection), status_of(objection)
        if BY_SCRIPT in self.request.headers:
            return Response(json_body=self.answer(guest, problem), status=status, charset="utf-8")
        if not problem:
            return HTTPSeeOther(self.address(guest))
        self.request.response.status_int = status
        return self.page(problem)

    def stopped(self, guest: Guest, objection: Objection) -> str:
        """Why a mark was not kept."""
        if isinstance(objection, Stale):
            return say(self.request, _(
                "Somebody else has changed ${name} since you saw the list. Now it says: ${told}. Press again if that "
                "is wrong.", mapping={"name": guest.name, "told": self.told(guest)}))
        return " ".join(str(reason.text) for reason in worded(self.request, objection.reasons))

    def answer(self, guest: Guest, problem: str) -> dict[str, Any]:
        """What script needs to bring a row up to date."""
        return {"person": guest.key, "here": guest.is_here, "seen": guest.seen, "told": self.told(guest),
                "count": self.count(guests(self.workshop)), "problem": problem}

    def address(self, guest: Guest | None = None) -> str:
        """Back to the list, as it was searched, at the row."""
        query = {name: self.request.GET[name] for name in ("text", "left") if self.request.GET.get(name)}
        return str(self.request.link(self.workshop, "attendance", query=query,
                                     anchor=f"p-{guest.key}" if guest is not None else None))

    # -- showing

    def page(self, problem: str = "") -> dict[str, Any]:
        """The list in two parts: those who have a place, and everybody else who might come."""
        request, workshop = self.request, self.workshop
        found, text, left = guests(workshop), request.GET.get("text", "").strip(), "left" in request.GET
        shown = [self.row(each) for each in found if not (left and each.is_here)]
        shown = [each for each in shown if text.casefold() in each["words"]]
        may_mark, stops = self.may_mark(), self.stops(found)
        return {
            "title": say(request, _("Who is here")), "crumbs": crumbs(request, workshop), "text": text, "left": left,
            "name": heading(request, workshop), "problem": problem, "everybody": len(found),
            "sections": [
                ("expected", say(request, _("Have a place")), [each for each in shown if each["expected"]]),
                ("others", say(request, _("Do not have a place")), [each for each in shown if not each["expected"]])],
            "count": self.count(found), "action": self.address(), "plain": request.link(workshop, "attendance"),
            "may_mark": may_mark and not stops, "stops": stops, "reads_only": not may_mark,
            "some": sum(each.is_here for each in found),
            "left_over": sum(each.answer is not None and each.answer.state == REGISTERED for each in found),
            "keep": f"{request.actor.person} {request.path}", "project": request.link(workshop.project),
        }

    def row(self, guest: Guest) -> dict[str, Any]:
        """One person."""
        organisation = organisation_title(self.request, guest.organisation)
        return {
            "key": guest.key, "name": guest.name, "organisation": organisation, "here": guest.is_here,
            "told": self.told(guest), "seen": guest.seen, "expected": guest.is_expected or guest.is_here,
            "words": f"{guest.name} {organisation}".casefold(),
            "buttons": [
                {"mark": HERE, "title": say(self.request, _("Is here")), "hidden": guest.is_here, "css": "btn first"},
                {"mark": AWAY, "title": say(self.request, _("Take back")), "hidden": not guest.is_here,
                 "css": "btn plain"}],
        }

    def told(self, guest: Guest) -> str:
        """The answer in words; of who is here, also who has ticked and when."""
        by = marked(guest.answer) if guest.answer is not None else None
        if by is not None:
            return say(self.request, _("Here, ticked off by ${name} at ${time}", mapping={
                "name": by[0], "time": dates.clock(by[1], self.request.locale_name)}))
        if guest.answer is None:
            return say(self.request, _("Not invited to this occasion"))
        return str(self.request.state_of(guest.answer).title)

    def count(self, found: list[Guest]) -> str:
        """How many are here, of how many with a place."""
        expected = sum(each.is_expected for each in found)
        return say(self.request, _("${here} of ${all} are here", mapping={
            "here": sum(each.is_here for each in found), "all": expected}))

    def may_mark(self) -> bool:
        """Whether the person asking is one of those who tick off."""
        by = self.request.rulebook.engines["participation"].transition(STEP).by
        return any(name in by for name, _ground in self.request.acts.rights.held(self.request.actor, self.workshop))

    def stops(self, found: list[Guest]) -> list[str]:
        """Why nobody can be ticked off now: the day has not come, or the occasion is closed."""
        answer = next((each.answer for each in found if each.answer is not None and not each.is_here), None)
        if answer is None:
            return []
        acts = self.request.acts
        offer = acts.offer(answer, acts.rulebook.engine(answer).transition(STEP))
        return [str(reason.text) for reason in worded(self.request, offer.reasons)] if offer.permitted else []
