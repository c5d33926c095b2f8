"""Choosing the proposals to decide about: by filter or row by row; choosing nothing never means all."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from ...catalog.finder import Query
from ...i18n import _
from ...security.permissions import Permission
from ...web.columns import offered
from ...web.forms import BadForm
from ...web.lists import Filter, Listing
from ...web.words import name_of, say
from ..proposal.listing import describe, round_filters
from ..proposal.model import NOT_LIVE
from ..round.model import Round
from ..round.publications import crumbs
from .model import MOST, PREPARED, DecisionSet, Row

PAGE = "reglab_workflow.templates:decision_set/choose.pt"
PICK, NEW = "pick", "new"


@view_config(context=Round, name="decide", permission="view_internal", request_method="GET", renderer=PAGE)
def choose(round_: Any, request: Any) -> dict[str, Any]:
    """``/rounds/{year}/decide``: the sets there are, and for those who decide the proposals with a box beside each."""
    return page(round_, request)


@view_config(context=Round, name="decide", permission="edit", request_method="POST", renderer=PAGE)
def put_together(round_: Any, request: Any) -> Any:
    """Put the chosen proposals, or all that the list holds, into a new set or one that is being prepared."""
    wanted = all_in_list(round_, request) if request.POST.get("choose") == "all" else picked(round_, request)
    into = target(round_, request)
    if not wanted:
        return page(round_, request, say(request, _("Choose at least one proposal. Nothing chosen never means all.")))
    known = into.rows if into is not None else ()
    fresh = tuple(Row(uid) for uid in wanted if uid not in {row.proposal for row in known})
    if len(known) + len(fresh) > MOST:
        return page(round_, request, say(request, _(
            "A set holds at most ${most} proposals. Narrow the list, and make several.", mapping={"most": MOST})))
    if into is None:
        into = made_before(round_, request, fresh) or made(round_, request, fresh)
        return HTTPSeeOther(request.link(into, "edit"))
    if fresh:
        request.acts.edit(into, {"rows": (*known, *fresh)})
    return HTTPSeeOther(request.link(into))


def page(round_: Any, request: Any, fault: str = "") -> dict[str, Any]:
    """The list with its filters, and the sets of the round, the latest first."""
    listing = listing_of(round_, request)
    found = listing.found()
    may_decide = bool(request.rights.may(request.actor, Permission.EDIT, round_))
    if fault:
        request.response.status_int = 422
    title = _("Choose proposals to decide about") if may_decide else _("Decisions")
    return {
        "title": say(request, title), "crumbs": crumbs(request, round_), "may_decide": may_decide,
        "listing": listing, "found": found.items, "total": found.total, "pager": listing.pager(found),
        "describe": describe(request), "caption": say(request, _("Proposals to choose among")), "fault": fault,
        "picks": picks(request, round_, listing.here, found.total), "sets": sets(request, round_),
        "orders": ("number", "title", "longest", "newest"), "chosen": frozenset(request.POST.getall(PICK)),
    }


def listing_of(round_: Any, request: Any) -> Listing:
    """The living proposals of the round, as the address narrows them."""
    base = Query(terms={"type": ("proposal",), "round": (round_.uid,)}, order="number",
                 without={"state": (*NOT_LIVE, "running", "closed")})
    areas = Filter("area", _("Area"), [(area.id, area.title) for area in round_.areas])
    return Listing(request, base, [*round_filters(request, round_), areas], "number", columns=offered(False))


def picks(request: Any, round_: Any, here: str, total: int) -> dict[str, Any]:
    """What the boxes of a list of proposals need: where they lead, and what they can be put into."""
    _path, mark, filters = here.partition("?")
    drafts = [each for each in round_["decisions"].values() if each.state == "draft"]
    return {"id": "picks", "action": request.link(round_, "decide") + mark + filters, "total": total,
            "drafts": [(each.__name__, each.title) for each in drafts]}


def sets(request: Any, round_: Any) -> list[dict[str, Any]]:
    """The sets of the round, the latest first; those that were thrown away are left to the history."""
    return [
        {"item": each, "title": name_of(request, each), "number": len(each.rows), "at": each.published_at,
         "planned": each.publish_at, "prepared": each.state in PREPARED}
        for each in reversed(round_["decisions"].values()) if each.state != "dropped"
    ]


def picked(round_: Any, request: Any) -> list[str]:
    """The proposals whose boxes are ticked, in the order of the list, each once."""
    uids = list(dict.fromkeys(request.POST.getall(PICK)))
    if any(round_.proposal(uid) is None for uid in uids):
        raise BadForm()
    return uids


def all_in_list(round_: Any, request: Any) -> list[str]:
    """Every proposal that the list holds, on all its pages; one more than a set can take at most."""
    query = replace(listing_of(round_, request).query, limit=MOST + 1, offset=0)
    return [each.uid for each in request.finder.find(query).items]


def target(round_: Any, request: Any) -> DecisionSet | None:
    """The set that was chosen to put them into; None for a new one."""
    name = request.POST.get("into", NEW)
    if name == NEW:
        return None
    found: DecisionSet | None = round_["decisions"].get(name)
    if found is None or found.state != "draft":
        raise BadForm()
    return found


def made_before(round_: Any, request: Any, rows: tuple[Row, ...]) -> DecisionSet | None:
    """The newest set, if it is what the same person has just put together: a button pressed twice makes one."""
    newest = round_["decisions"].values()[-1:]
    return next((each for each in newest if each.version == 0 and each.rows == rows
                 and each.creator == request.actor.id and each.state == "draft"), None)


def made(round_: Any, request: Any, rows: tuple[Row, ...]) -> DecisionSet:
    """A new set of these proposals."""
    number = DecisionSet().name_in(round_["decisions"])
    title = say(request, _("Decision set ${number}", mapping={"number": f"{round_.__name__}-{number}"}))
    found: DecisionSet = request.acts.create(
        round_["decisions"], "decision_set", {"title": title, "rows": rows}, name=number)
    return found
