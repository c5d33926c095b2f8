"""The page of a decision set: what would happen, and what has happened; and the form of what holds for all rows."""

from __future__ import annotations

from typing import Any

from pyramid.view import view_config

from ...history.timeline import timeline
from ...i18n import _
from ...mail.letter import Status
from ...mail.receivers import senders_of
from ...web import dates
from ...web.editing import EditForm, form_page
from ...web.sheets import SheetForm
from ...web.telling import log_entries
from ...web.words import name_of, say, worded_offers
from ..round.publications import crumbs as round_crumbs
from ..round.schema import BODY_TITLES
from .model import PREPARED, DecisionSet
from .schema import STEP_TITLES
from .wording import letters_of, result_in_words, row_in_words

TEMPLATES = "reglab_workflow.templates:decision_set/"
LATEST = 6
EACH = 3000
"""Milliseconds between two looks at how far the letters have come."""

SENTENCES = {
    "draft": _("Nothing is published yet. Look through the table and the letters, then publish."),
    "scheduled": _("The decisions are published by themselves ${when}."),
    "published": _("The decisions are published."),
    "reverted": _("The decisions have been taken back, and the senders have been told."),
    "dropped": _("The set was thrown away. Nothing was published."),
}


@view_config(context=DecisionSet, permission="view", request_method="GET", renderer=TEMPLATES + "view.pt")
def view(decisions: Any, request: Any) -> dict[str, Any]:
    """``/rounds/{year}/decisions/{n}``: before publishing a trial run, afterwards what was done, to be kept."""
    rows = all_rows(decisions, request)
    prepared = decisions.state in PREPARED
    return {
        "title": decisions.title, "crumbs": crumbs(request, decisions), "now": now(decisions, request),
        "facts": facts(decisions, request), "rows": rows, "prepared": prepared,
        "figures": figures(decisions, request, rows) if prepared else [],
        "caption": say(request, _("The proposals of the set")), "progress": progress(decisions, request),
        "letters_part": request.registry.templates(TEMPLATES + "progress.pt"), "each": EACH,
        "entries": log_entries(request, decisions, timeline(decisions, request.actor, request.rulebook, LATEST)),
        "may_know": bool(request.rights.may(request.actor, "view_history", decisions)),
        "may_edit": bool(request.rights.may(request.actor, "edit", decisions)),
    }


def all_rows(decisions: Any, request: Any) -> list[dict[str, Any]]:
    """The rows in words: before publishing those that are stopped first, afterwards with what was done."""
    if decisions.state not in (*PREPARED, "dropped"):
        return [result_in_words(request, decisions, row, proposal) for row, proposal in decisions.proposals()]
    rows = [row_in_words(request, decisions, row, proposal) for row, proposal in decisions.proposals()]
    return sorted(rows, key=lambda row: not row["stops"])


def crumbs(request: Any, decisions: Any, here: bool = False) -> list[dict[str, str]]:
    """The way to the set, or with ``here`` to a page of it."""
    round_ = decisions.round
    more = [(say(request, _("Decisions")), request.link(round_, "decide"))]
    if here:
        more.append((name_of(request, decisions), request.link(decisions)))
    return round_crumbs(request, round_, *more)


def now(decisions: Any, request: Any) -> dict[str, Any]:
    """What is happening, and what the person can do."""
    moment = when(request, decisions.publish_at) if decisions.publish_at else ""
    links = []
    if request.rights.may(request.actor, "edit", decisions):
        links = [{"title": say(request, _("Change what holds for all")), "href": request.link(decisions, "edit")},
                 {"title": say(request, _("Change row by row")), "href": request.link(decisions, "rows")}]
    if decisions.state in PREPARED:
        links.append({"title": say(request, _("Read the letters")), "href": request.link(decisions, "letters")})
    sentence = SENTENCES.get(decisions.state, "")
    return {"sentence": say(request, _(str(sentence), mapping={"when": moment})), "links": links, "aside": "",
            "said": decisions.reason, "offers": worded_offers(request, decisions)}


def when(request: Any, moment: Any) -> str:
    """A moment in words."""
    return dates.when(moment, request.locale_name)


def facts(decisions: Any, request: Any) -> list[dict[str, Any]]:
    """What holds for all, who has decided and when, and what is published along."""
    area = decisions.round.area_title(decisions.area) if decisions.area else ""
    common = [
        (_("Outcome"), say(request, STEP_TITLES.get(decisions.step, _("Chosen one by one")))), (_("Area"), area),
        (_("Motive or reason"), decisions.why), (_("Who or what takes it further"), decisions.referred_to)]
    body = say(request, BODY_TITLES[decisions.decided_by]) if decisions.decided_by in BODY_TITLES else ""
    told = [
        *({"term": say(request, term), "value": value} for term, value in common if value),
        {"term": say(request, _("Decided by")), "value": body},
        {"term": say(request, _("Day of the decision")), "value": request.day(decisions.decided_on)},
        {"term": say(request, _("The result of the round")), "value": say(request, _(
            "is published at the same moment") if decisions.with_result else _("is not published by this"))},
    ]
    if decisions.published_at:
        told.append({"term": say(request, _("Published")), "value": when(request, decisions.published_at)})
    return told


def figures(decisions: Any, request: Any, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """How many would be decided, how many letters would go out, and whom no letter would reach."""
    reached = [receivers_of(request, row["item"]) for row in rows if not row["stops"]]
    letters = request.link(decisions, "letters")
    return [
        {"name": say(request, _("Can be decided")), "value": len(reached), "href": "#rows"},
        {"name": say(request, _("Are stopped")), "value": len(rows) - len(reached), "href": "#rows"},
        {"name": say(request, _("Receivers of letters")), "value": sum(map(len, reached)), "href": letters},
        {"name": say(request, _("Without a receiver")), "value": sum(not found for found in reached),
         "href": letters},
    ]


def receivers_of(request: Any, proposal: Any) -> list[Any]:
    """Everybody who would get a letter about a proposal, in any language."""
    found = senders_of(proposal, request.acts.now, without=request.actor.person)
    return [receiver for receivers in found.values() for receiver in receivers]


def progress(decisions: Any, request: Any) -> dict[str, Any] | None:
    """How far the letters have come to each receiver; None when there are none."""
    letters = [letter for result in decisions.results for letter in letters_of(request, result)]
    receivers = [receiver for letter in letters for receiver in letter.receivers]
    if not receivers:
        return None
    counts = {status: sum(each.status == status for each in receivers) for status in Status}
    return {
        "total": len(receivers), "sent": counts[Status.SENT], "failed": counts[Status.FAILED],
        "waiting": counts[Status.WAITING],
        "text": request.plural("${sent} of ${n} letter has been sent", "${sent} of ${n} letters have been sent",
                               len(receivers), sent=counts[Status.SENT]),
    }


@view_config(context=DecisionSet, name="progress", permission="view", request_method="GET",
             renderer=TEMPLATES + "progress.pt")
def letters_so_far(decisions: Any, request: Any) -> dict[str, Any]:
    """``…/progress``: the part of the page that changes while the letters are on their way."""
    return {"progress": progress(decisions, request), "title": decisions.title}


@form_page(context=DecisionSet, name="edit", permission="edit")
class Edit(SheetForm, EditForm):
    """``…/edit``: what holds for every proposal of the set."""

    def title(self) -> Any:
        """The heading."""
        return _("What holds for all")

    def words(self) -> dict[str, Any]:
        """The way back, and what follows."""
        request, decisions = self.request, self.context
        lede = request.plural("${n} proposal is in the set. What you write here holds for it, unless it has something "
                              "of its own.", "${n} proposals are in the set. What you write here holds for all of "
                              "them, unless one has something of its own.", len(decisions.rows))
        return {"crumbs": crumbs(request, decisions, here=True), "lede": lede,
                "kicker": name_of(request, decisions)}
