"""The letters of a decision set before they are written: the very ones, from a trial that is never kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config

from ...content.acts import Acts
from ...i18n import _
from ...mail.reading import body_of
from ...storage.connection import own_transaction
from ...web.words import name_of, say
from .model import PREPARED, DecisionSet
from .views import crumbs, receivers_of
from .wording import row_in_words

PAGE = "reglab_workflow.templates:decision_set/letters.pt"


@dataclass(frozen=True)
class Preview:
    """A letter as it would be written: its words, and to whom it would go."""

    subject: str
    body: str
    language: str
    receivers: tuple[tuple[str, str], ...]


@view_config(context=DecisionSet, name="letters", permission="view", request_method="GET", renderer=PAGE)
def letters(decisions: Any, request: Any) -> dict[str, Any]:
    """``…/letters``: who would get one, first those whom none would reach; with ``row`` that letter in full."""
    if decisions.state not in PREPARED:
        raise HTTPNotFound()
    rows = [row_in_words(request, decisions, row, proposal) for row, proposal in decisions.proposals()]
    told = [{"title": row["title"], "number": row["number"], "item": row["item"], "senders": row["senders"],
             "target": row["target"], "receivers": receivers_of(request, row["item"]),
             "href": request.link(decisions, "letters", query={"row": row["item"].uid})}
            for row in rows if not row["stops"]]
    shown = one(decisions, request, told)
    return {
        "title": say(request, _("The letters")), "crumbs": crumbs(request, decisions, here=True),
        "kicker": name_of(request, decisions), "rows": sorted(told, key=lambda row: bool(row["receivers"])),
        "shown": shown, "letters": sum(bool(row["receivers"]) for row in told),
        "number": len({each.address for row in told for each in row["receivers"]}),
        "nobody": sum(not row["receivers"] for row in told), "stopped": len(rows) - len(told),
    }


def one(decisions: Any, request: Any, told: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The letters about the proposal that the address names, with the way to those before and after."""
    wanted = request.GET.get("row", "")
    if not wanted:
        return None
    at = next((place for place, row in enumerate(told) if row["item"].uid == wanted), None)
    if at is None:
        raise HTTPNotFound()
    return {**told[at], "letters": rehearsed(request, decisions, wanted), "at": at + 1, "of": len(told),
            "previous": told[at - 1]["href"] if at else "",
            "next": told[at + 1]["href"] if at + 1 < len(told) else ""}


def rehearsed(request: Any, decisions: Any, uid: str) -> tuple[Preview, ...]:
    """The letters that the step of a row would write: it is taken in a transaction that is thrown away."""
    with own_transaction(request.registry.reglab_database, keep=False) as site:
        trial = site.by_uid(decisions.uid)
        rows = [(row, proposal) for row, proposal in trial.proposals() if proposal.uid == uid] if trial else []
        home = request.registry.reglab_settings.base_url
        for row, proposal in rows:
            acts = Acts(request.rulebook, site, request.actor)
            known = {letter.uid for letter in site.outbox.letters_about(uid)}
            acts.fire(proposal, trial.step_of(row), trial.facts_of(row))
            fresh = [letter for letter in site.outbox.letters_about(uid) if letter.uid not in known]
            return tuple(Preview(each.subject, body_of(each.html, home), each.language, tuple(
                (receiver.name, receiver.address) for receiver in each.receivers)) for each in fresh)
    return ()

