"""The pages of an access review: person by person, each answer kept at once; and when the next one is due."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.view import view_config

from ...clock import local_day
from ...i18n import _
from ...security.changes import Ledger
from ...security.overview_words import who
from ...security.site_views import appointment as row_of
from ...security.site_views import rights_crumb, rows_part
from ...storage.transactions import undo
from ...web.crud import PlainAdd
from ...web.editing import form_page
from ...web.frame import Message
from ...web.words import name_of, say, worded, worded_offers
from ...workflow.errors import Refused
from ..folder import Folder
from .answering import answer, may_end
from .model import OUTCOME_TITLES, OVER, Review

PAGE = "reglab_workflow.templates:review/view.pt"
LONGEST_WHY = 2000


@view_config(context=Review, permission="view", request_method="GET", renderer=PAGE)
def view(review: Any, request: Any) -> dict[str, Any]:
    """``/reviews/{name}``: what is left to answer, person by person, or the settled report."""
    return page(review, request)


def page(review: Any, request: Any, refused: str = "", why: str = "", stopped: Any = None) -> dict[str, Any]:
    """The page, after a refusal with what had been written."""
    now = request.acts.now
    left = set(review.left(now))
    show = request.GET.get("show", "")
    wanted = review.asked if show == "all" else [uid for uid in review.asked if uid in left]
    done = len(review.asked) - len(left)
    may_answer = bool(request.rights.may(request.actor, "edit", review))
    return {
        "title": name_of(request, review), "crumbs": [rights_crumb(request), {
            "title": say(request, _("Yearly reviews")), "href": request.link(request.site, "reviews")}],
        "now": {"sentence": request.state_of(review).help, "offers": worded_offers(request, review),
                "todo": say(request, _("Confirm or end each appointment below.")) if left and may_answer else ""},
        "done": done, "number": len(review.asked), "show": show, "part": rows_part(request),
        "people": people(request, review, wanted) if review.state == "open" else [],
        "may_answer": may_answer, "report": report_rows(request, review),
        "signed": {"who": who(request, review.signed_by), "at": review.signed_at} if review.signed_at else None,
        "refused": refused, "why": why, "stopped": stopped or (), "latest": LONGEST_WHY,
    }


def people(request: Any, review: Any, uids: Any) -> list[dict[str, Any]]:
    """The appointments of each person together, with when each was last used and what has been answered."""
    ledger = Ledger(request.rulebook, request.site, request.finder, request.acts.now)
    found: dict[str, list[dict[str, Any]]] = {}
    for uid in uids:
        each = request.site.appointments.get(uid)
        row = row_of(request, each, ledger)
        kept = review.answers.get(uid)
        over = each.is_over(request.acts.now)
        row |= {"uid": uid, "answer": say(request, OUTCOME_TITLES[kept.outcome]) if kept else
                say(request, OUTCOME_TITLES[OVER]) if over else "",
                "answered_by": who(request, kept.by) if kept else "", "over": over,
                "may_end": may_end(request.acts, each), "own": each.person == request.actor.person}
        found.setdefault(each.person, []).append(row)
    told = [{"name": rows[0]["person"], "href": rows[0]["href"], "rows": rows} for rows in found.values()]
    return sorted(told, key=lambda each: each["name"].casefold())


def report_rows(request: Any, review: Any) -> list[dict[str, Any]]:
    """The lines of the settled report in words."""
    roles = request.rulebook.roles
    return [{"line": line, "outcome": say(request, OUTCOME_TITLES[line.outcome]),
             "role": say(request, roles[line.role].of_one) if line.role in roles else line.role}
            for line in review.report]


@view_config(context=Review, name="answer", permission="edit", request_method="POST", renderer=PAGE)
def answered(review: Any, request: Any) -> Any:
    """Keep one answer, and go on with the next person."""
    uid, outcome = request.POST.get("appointment", ""), request.POST.get("answer", "")
    why = request.POST.get("why", "").strip()[:LONGEST_WHY]
    appointment = request.site.appointments.get(uid)
    if appointment is None or uid not in review.asked:
        raise HTTPNotFound()
    ledger = Ledger(request.rulebook, request.site, request.finder, request.acts.now)
    use = ledger.last_use(appointment.person, appointment.role, appointment.scope)
    used = local_day(use.moment) if use is not None else None
    try:
        answer(request.acts, review, uid, outcome, why, used)
    except Refused as refusal:
        undo(request)
        request.response.status_int = 422
        return page(review, request, uid, why, [each.text for each in worded(request, refusal.reasons)])
    return HTTPSeeOther(request.link(review, query={"show": request.POST["show"]} if request.POST.get("show") else None,
                                     anchor="people"))


@form_page(context=Folder, name="add-review", permission="add_review")
class Add(PlainAdd):
    """``/reviews/add-review``."""

    kind = "review"
    heading = _("Begin an access review")
    folder = "reviews"

    def start(self) -> dict[str, str]:
        """The year it is."""
        year = local_day(self.request.acts.now).year
        return {"title": say(self.request, _("Access review ${year}", mapping={"year": year}))}


YEAR = timedelta(days=365)


def due(request: Any) -> Message | None:
    """The word to the office when the last review is older than a year; None when there is no hurry."""
    site, now = request.site, request.acts.now
    folder = site.get("reviews")
    if folder is None or not request.rights.may(request.actor, "add_review", site):
        return None
    reviews = folder.values()
    going_on = next((each for each in reviews if each.state == "open"), None)
    if going_on is not None:
        left = len(going_on.left(now))
        told = request.plural("The access review goes on: ${n} appointment is left.",
                              "The access review goes on: ${n} appointments are left.", left)
        return Message(told, "news", request.link(going_on), say(request, _("Go on")))
    signed = max((each.signed_at for each in reviews if each.signed_at is not None), default=None)
    if (signed or site.created) > now - YEAR:
        return None
    told = say(request, _("Nobody has gone through the appointments for more than a year."))
    return Message(told, "heed", request.link(folder, "add-review"), say(request, _("Begin an access review")))
