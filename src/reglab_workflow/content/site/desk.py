"""The office desk: duties with counts, each the same query as its list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ... import clock
from ...catalog.finder import Query
from ...history.timeline import Timeline, timeline
from ...i18n import _
from ...web.columns import offered
from ...web.lists import Filter, Listing, organisation_filter
from ...web.telling import log_entries
from ...web.words import name_of, say
from ..decision_set.choosing import picks
from ..proposal.listing import describe
from ..review.views import due


@dataclass(frozen=True)
class Duty:
    """Something the office has to do: a name for the address, a title, and the items it is about."""

    name: str
    title: Any
    query: Query
    empty: Any
    group: Any


LOOKED_THROUGH = 20
"""How many of an item's latest events are read to find its latest change."""

FINISHED = ("adopted", "archived")
"""States of rounds that nobody works on any more."""

DECIDED_HERE = ("decide", "start")
"""Duties whose proposals can be decided about together."""

NEWS, PROPOSALS, PROJECTS = _("Since your last visit"), _("Proposals"), _("Learning projects")


def duties() -> list[Duty]:
    """The duties, whichever round they are about."""
    def proposals(**terms: tuple[str, ...]) -> Query:
        return Query(terms={"type": ("proposal",), **terms}, order="number")

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
            _("Incomplete"),
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
            _("Selected, not started"),
            proposals(state=("selected",)),
            _("Every selected proposal has its learning project under way."),
            PROPOSALS,
        ),
        Duty(
            "invite",
            _("Invitations to send"),
            of("project", "planned"),
            _("No project waits for its invitation."),
            PROJECTS,
        ),
        Duty("confirm", _("Open for registration"), of("project", "inviting"), _("No registration is open."), PROJECTS),
        Duty(
            "admit",
            _("Registrations to confirm"),
            of("registration", "submitted"),
            _("Every organisation that its manager has approved is confirmed."),
            PROJECTS,
        ),
        Duty(
            "document",
            _("Occasions without documentation"),
            of("workshop", "held"),
            _("Every held occasion is documented."),
            PROJECTS,
        ),
        Duty(
            "evaluate",
            _("Projects to close"),
            of("project", "evaluating"),
            _("No project waits to be closed."),
            PROJECTS,
        ),
    ]


def desk(request: Any) -> dict[str, Any]:
    """The desk's page: the rail of duties, and the list of the chosen one."""
    known = [*news(request), *duties()]
    counts = {duty.name: request.finder.count(duty.query) for duty in known}
    wanted = request.GET.get("duty", "")
    waiting = [duty for duty in known if counts[duty.name] and duty.group is not NEWS]
    first = next(iter(waiting), known[-1])
    chosen = next((duty for duty in known if duty.name == wanted), first)
    of_proposals = chosen.group is PROPOSALS
    listing = Listing(request, chosen.query, filters(request) if of_proposals else [], chosen.query.order,
                      columns=offered(lacks=True) if of_proposals else (), which={"duty": chosen.name})
    found = listing.found()
    return {
        "title": say(request, _("The office desk")), "rail": rail(request, known, counts, chosen),
        "news_from": news_from(request) if chosen.group is NEWS else None, "rows": rows(request, found.items, chosen),
        "heading": say(request, chosen.title), "empty": say(request, chosen.empty), "listing": listing,
        "found": found.items, "total": found.total, "pager": listing.pager(found),
        "describe": describe(request), "rounds": current_rounds(request), "of_proposals": of_proposals,
        "lede": request.plural("${n} thing waits for the office.", "${n} things wait for the office.",
                               sum(counts[duty.name] for duty in waiting))
        if waiting else say(request, _("Nothing waits for the office.")), "caption": say(request, chosen.title),
        "letters": failed_letters(request), "review": due(request),
        "picks": picks_of(request, chosen, found.items) if of_proposals else None,
    }


def picks_of(request: Any, chosen: Duty, items: tuple[Any, ...]) -> dict[str, Any] | None:
    """What the boxes of the list need, where its rows are of one round that has something to decide."""
    rounds = {item.round.uid: item.round for item in items}
    if chosen.name not in DECIDED_HERE or len(rounds) != 1:
        return None
    (round_,) = rounds.values()
    return picks(request, round_, "", 0) if request.rights.may(request.actor, "edit", round_) else None


def rail(request: Any, known: list[Duty], counts: dict[str, int], chosen: Duty) -> list[dict[str, Any]]:
    """The duties in their groups."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for duty in known:
        groups.setdefault(say(request, duty.group), []).append({
            "title": say(request, duty.title), "count": counts[duty.name], "here": duty is chosen,
            "href": request.link(request.site, "my", query={"duty": duty.name})})
    return [{"title": title, "duties": found} for title, found in groups.items()]


def news(request: Any) -> list[Duty]:
    """What others have changed since the person was here before; nothing on the first visit."""
    since = news_from(request)
    if since is None:
        return []
    query = Query(without={"by": (request.actor.person,), "type": ("site",)}, changed_from=since)
    return [Duty("changed", _("Changed by others"), query, _("Nobody else has changed anything."), NEWS)]


def news_from(request: Any) -> datetime | None:
    """When the person's visit before this one ended."""
    since: datetime | None = request.site.accounts.news_from(request.actor.person)
    return since


def rows(request: Any, items: Any, chosen: Duty) -> list[dict[str, Any]]:
    """Items of several kinds as rows: what each is, what is to come, and among the news what happened last."""
    today = clock.local_day(request.acts.now)
    return [
        {"item": item, "title": name_of(request, item), "coming": item.next_date(today),
         "last": last_change(request, item) if chosen.group is NEWS else []}
        for item in items if chosen.group is not PROPOSALS
    ]


def last_change(request: Any, item: Any) -> list[dict[str, Any]]:
    """The latest change of an item in words: letters, sign-ins and the like change nothing."""
    told = timeline(item, request.actor, request.rulebook, LOOKED_THROUGH)
    kept = [line for line in told.lines if line.group in ("states", "text")]
    return log_entries(request, item, Timeline(tuple(kept[:1])))


def failed_letters(request: Any) -> int:
    """How many letters could not be delivered."""
    number: int = request.site.outbox.count_failed()
    return number


def filters(request: Any) -> list[Filter]:
    """What the duties about proposals can be narrowed by."""
    rounds = Filter("round", _("Round"), [(each.uid, each.title) for each in current_rounds(request)])
    return [rounds, organisation_filter(request)]


def current_rounds(request: Any) -> list[Any]:
    """The rounds that are worked on now and that the person may see, the earliest year first."""
    rounds = [
        round_ for round_ in request.site["rounds"].values()
        if round_.state not in FINISHED and request.rights.may(request.actor, "view", round_)
    ]
    return sorted(rounds, key=lambda each: each.year)
