"""The office desk: duties with counts, each the same query as its list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...catalog.finder import Query
from ...i18n import _
from ...web.lists import Listing
from ...web.words import say
from ..proposal.listing import describe, round_filters


@dataclass(frozen=True)
class Duty:
    """Something the office has to do: a name for the address, a title, and the items it is about."""

    name: str
    title: Any
    query: Query
    empty: Any
    group: Any


PROPOSALS, PROJECTS = _("Proposals"), _("Learning projects")


def duties(round_: Any | None) -> list[Duty]:
    """The duties, those about proposals for one round or, without one, for all of them."""
    where: dict[str, tuple[str, ...]] = {"round": (round_.uid,)} if round_ is not None else {}

    def proposals(**terms: tuple[str, ...]) -> Query:
        return Query(terms={"type": ("proposal",), **where, **terms}, order="number")

    def of(type_name: str, *states: str) -> Query:
        return Query(terms={"type": (type_name,), "state": states}, order="longest")

    return [
        Duty(
            "new",
            _("New"),
            proposals(state=("submitted",), lacks=("theme",)),
            _("Every proposal has got its theme."),
            PROPOSALS,
        ),
        Duty(
            "lacking",
            _("Lack something"),
            proposals(state=("submitted", "returned"), lacks=("idea", "purpose", "target_group", "contacts")),
            _("No proposal lacks anything."),
            PROPOSALS,
        ),
        Duty(
            "returned",
            _("Waiting for completion"),
            proposals(state=("returned",)),
            _("Nobody has to complete anything."),
            PROPOSALS,
        ),
        Duty(
            "unnumbered",
            _("Without a number"),
            proposals(state=("submitted",), lacks=("number",)),
            _("Every proposal has its number."),
            PROPOSALS,
        ),
        Duty(
            "decide",
            _("To decide"),
            proposals(state=("discussed",)),
            _("Every discussed proposal has its outcome."),
            PROPOSALS,
        ),
        Duty(
            "start",
            _("Selected, without a project"),
            proposals(state=("selected",)),
            _("Every selected proposal has its learning project."),
            PROPOSALS,
        ),
        Duty(
            "invite", _("To invite to"), of("project", "planned"), _("No project waits for its invitation."), PROJECTS
        ),
        Duty("confirm", _("Registration open"), of("project", "inviting"), _("No registration is open."), PROJECTS),
        Duty(
            "document",
            _("Without documentation"),
            of("workshop", "held"),
            _("Every held occasion is documented."),
            PROJECTS,
        ),
        Duty("evaluate", _("To close"), of("project", "evaluating"), _("No project waits to be closed."), PROJECTS),
    ]


def desk(request: Any) -> dict[str, Any]:
    """The desk's page: the rail of duties, and the list of the chosen one."""
    round_ = current_round(request)
    known = duties(round_)
    counts = {duty.name: request.finder.count(duty.query) for duty in known}
    wanted = request.GET.get("duty", "")
    first = next((duty for duty in known if counts[duty.name]), known[0])
    chosen = next((duty for duty in known if duty.name == wanted), first)
    filters = round_filters(request, round_) if round_ is not None and chosen.group is PROPOSALS else []
    listing = Listing(request, chosen.query, [each for each in filters if each.name != "state"], chosen.query.order)
    found = listing.found()
    waiting = sum(counts.values())
    return {
        "title": say(request, _("The office desk")), "rail": rail(request, known, counts, chosen), "chosen": chosen,
        "heading": say(request, chosen.title), "empty": say(request, chosen.empty), "listing": listing,
        "found": found.items, "total": found.total, "pager": listing.pager(found),
        "describe": describe(request), "round": round_, "of_proposals": chosen.group is PROPOSALS,
        "lede": request.plural("${n} thing waits for you.", "${n} things wait for you.", waiting) if waiting
        else say(request, _("Nothing waits for you.")), "caption": say(request, chosen.title),
        "letters": failed_letters(request),
    }


def rail(request: Any, known: list[Duty], counts: dict[str, int], chosen: Duty) -> list[dict[str, Any]]:
    """The duties in their groups."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for duty in known:
        groups.setdefault(say(request, duty.group), []).append({
            "title": say(request, duty.title), "count": counts[duty.name], "here": duty is chosen,
            "href": request.link(request.site, "my", query={"duty": duty.name})})
    return [{"title": title, "duties": found} for title, found in groups.items()]


def failed_letters(request: Any) -> int:
    """How many letters could not be delivered."""
    return len(request.site.outbox.failed())


def current_round(request: Any) -> Any | None:
    """The round that is worked on now: the latest that the person may see and that is not finished."""
    rounds = [
        round_ for round_ in request.site["rounds"].values()
        if round_.state not in ("archived", "adopted") and request.rights.may(request.actor, "view", round_)
    ]
    return max(rounds, key=lambda each: each.year, default=None)
