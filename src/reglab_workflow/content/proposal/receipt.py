"""Receipt: everything that was submitted and will be printed, when and by whom, and which letters went out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config

from ...i18n import _
from ...mail.submitted import everything_in, senders_of
from ...mail.views import line
from ...security.permissions import Permission
from ...web import dates
from ...web.comparing import field_title
from ...web.words import say
from .listing import LACKING
from .model import Contact, Proposal

PRINTED = (
    "title", "organisation", "co_senders", "agreed", "preamble", "idea", "purpose", "target_group", "expected_result",
    "questions", "builds_on", "other_text", "wished_form", "contacts",
)
"""The fields that the booklet prints and that the sender has written."""

NOT_PRINTED = ("Sent to the round", "Attached files")
"""Parts of the letter that stand beside the printed ones here."""

STEP = "submit"


@dataclass(frozen=True)
class Change:
    """A field that has got another value since the proposal was submitted."""

    name: str
    at: datetime
    who: str


@dataclass(frozen=True)
class Submission:
    """The latest time a proposal was submitted: the entry of the trail, the values then, and what came after."""

    entry: Any
    values: dict[str, Any]
    changes: tuple[Change, ...]

    @property
    def at(self) -> datetime:
        """When it was submitted."""
        return self.entry.at

    @property
    def who(self) -> str:
        """Who submitted it; empty once the name has been erased."""
        return str(self.entry.details.get("actor_name", ""))


def submission_of(proposal: Any) -> Submission | None:
    """The latest submission, with the values it had, told backwards from the present by the proposal's own events."""
    values = proposal.values_of()
    changed: dict[str, Change] = {}
    for entry in reversed(proposal.events):
        core, before = entry.core, entry.details.get("before", {})
        if core["kind"] == "transitioned" and core["transition"] == STEP:
            changes = (each for name, each in changed.items() if as_kept(name, values[name]) != getattr(proposal, name))
            return Submission(entry, {name: as_kept(name, values[name]) for name in PRINTED}, tuple(changes))
        if core["kind"] not in ("edited", "transitioned"):
            continue
        for name in before:
            if name in PRINTED:
                values[name] = before[name]
                changed.setdefault(name, Change(
                    name, datetime.fromisoformat(core["at"]), str(entry.details.get("actor_name", ""))))
    return None


def as_kept(name: str, value: Any) -> Any:
    """A value as the proposal keeps it; events tell lists and records in plain words."""
    if name == "contacts":
        return tuple(Contact(**each) if isinstance(each, dict) else each for each in value)
    return tuple(value) if isinstance(value, list) else value


def as_submitted(proposal: Any, submission: Submission) -> Any:
    """The proposal as it was then, for reading only: it stands nowhere and is never kept."""
    then = Proposal(**submission.values)
    then.__name__, then.__parent__ = proposal.__name__, proposal.__parent__
    then.uid, then.taken_in, then.children = proposal.uid, proposal.taken_in, proposal.children
    return then


def may_have(request: Any, proposal: Any) -> bool:
    """Whether there is a receipt for the person: the senders, the office and the auditor."""
    return proposal.state != "draft" and bool(
        request.rights.may(request.actor, Permission.VIEW_LETTERS, proposal)) and submission_of(proposal) is not None


@view_config(context=Proposal, name="receipt", permission="view_letters", request_method="GET",
             renderer="reglab_workflow.templates:proposal/receipt.pt")
def receipt(proposal: Any, request: Any) -> dict[str, Any]:
    """``…/receipt``: what the booklet prints, as it was submitted; made to be printed or saved."""
    submission = submission_of(proposal)
    if submission is None or proposal.state == "draft":
        raise HTTPNotFound()
    then, round_ = as_submitted(proposal, submission), proposal.round
    return {
        "title": say(request, _("Receipt")), "name": then.title,
        "crumbs": [{"title": say(request, _("Proposals")), "href": request.link(request.site["rounds"])},
                   {"title": round_.title, "href": request.link(round_)},
                   {"title": proposal.title, "href": request.link(proposal)}],
        "facts": list(facts(request, proposal, then, submission)),
        "sections": [{"title": say(request, part["title"]), "text": say(request, part["text"])}
                     for part in everything_in(then) if str(part["title"]) not in NOT_PRINTED],
        "odd": then.odd_emails(), "lacks": [say(request, LACKING[name]) for name in then.missing()],
        "changes": [{"title": field_title(request, Proposal, each.name), "at": each.at, "who": each.who}
                    for each in submission.changes],
        "letters": [line(request, each) for each in request.site.outbox.letters_about(proposal.uid)],
        "now": proposal,
    }


def facts(request: Any, proposal: Any, then: Any, submission: Submission) -> Iterator[dict[str, Any]]:
    """When, by whom, for whom, and the numbers that one can refer to."""
    yield {"term": say(request, _("Receipt number")), "value": proposal.receipt}
    yield {"term": say(request, _("Submitted")), "value": dates.when(submission.at, request.locale_name)}
    yield {"term": say(request, _("Submitted by")), "value": submission.who,
           "unknown": say(request, _("Somebody whose name has been erased"))}
    yield {"term": say(request, _("Sent by")), "value": senders_of(then),
           "unknown": say(request, _("No organisation"))}
    yield {"term": say(request, _("Entry in the history")), "links": [
        {"title": submission.entry.id, "href": request.link(proposal, "history")}]}
    yield {"term": say(request, _("Number in the booklet")), "value": proposal.number,
           "unknown": say(request, _("The office gives it a number later"))}
    files = [each.title for each in proposal["files"].values()]
    if files:
        yield {"term": say(request, _("Attached files")), "values": files}
