"""What a ballot needs before it opens or closes, and what is worth saying to the office."""

from __future__ import annotations

from ...clock import local_day
from ...i18n import _
from ...people.organisation import Organisation
from ...security.remedies import NOTHING, AddItem, Appoint, Reach, Wait, each
from ...workflow.engine import Ask
from ...workflow.errors import Reason
from ..round.model import PUBLISHED
from .model import ANSWERED, Ballot, members_of, readable

REPRESENTATIVE = "representative"


def ballot_has_last_day(ballot: Ballot, ask: Ask) -> Reason | None:
    """The last day of the ballot is decided."""
    if ballot.closes is not None:
        return None
    return Reason("no_last_day", _("Decide the last day of the ballot before you open it."), "closes")


def ballot_last_day_is_ahead(ballot: Ballot, ask: Ask) -> Reason | None:
    """The last day of the ballot has not passed."""
    if ballot.closes is None or ballot.closes >= local_day(ask.now):
        return None
    return Reason("last_day_passed", _("The last day of the ballot has passed. Choose a later one."), "closes")


def new_last_day_of_ballot_is_ahead(ballot: Ballot, ask: Ask) -> Reason | None:
    """The new last day of the ballot has not passed."""
    day = ask.facts.get("closes")
    if day is None or day >= local_day(ask.now):
        return None
    return Reason("last_day_passed", _("The last day of the ballot has passed. Choose a later one."), "closes")


def ballot_last_day_is_over(ballot: Ballot, ask: Ask) -> Reason | None:
    """The last day is over when the ballot closes by itself; the office may close it earlier."""
    if not ask.actor.is_system or not _is_last_day_left(ballot, ask):
        return None
    return Reason("last_day_left", _("The last day of the ballot is not over yet."), "closes",
                  _when_it_is_over(ballot))


def round_of_ballot_is_published(ballot: Ballot, ask: Ask) -> Reason | None:
    """The members can read the proposals."""
    if ballot.round.is_published:
        return None
    return Reason("round_not_published", _(
        "Publish the booklet first: the members vote on what they can read."),
        remedies=(Reach(ballot.round, PUBLISHED),))


def ballot_has_proposals(ballot: Ballot, ask: Ask) -> Reason | None:
    """There are proposals to vote on."""
    if readable(ballot.round):
        return None
    returned = (Reach(proposal, ("submitted",)) for proposal in ballot.round.booklet())
    return Reason("no_proposals", _("There is no proposal in the booklet to vote on."), remedies=(
        *returned, AddItem("proposal", ballot.round["proposals"], ("submitted",))))


def ballot_closes_early(ballot: Ballot, ask: Ask) -> Reason | None:
    """Worth saying: the last day of the ballot is not over."""
    if not _is_last_day_left(ballot, ask):
        return None
    return Reason("closes_early", _(
        "The last day of the ballot is not over yet. Members may be counting on it."),
        remedies=_when_it_is_over(ballot))


def members_have_not_voted(ballot: Ballot, ask: Ask) -> Reason | None:
    """Worth saying: some members have not voted."""
    left = [vote for vote in ballot.votes() if vote.state not in ANSWERED]
    if not left:
        return None
    return Reason("not_voted", _("Members that have not voted: ${number}.", mapping={"number": len(left)}),
                  remedies=each(*(Reach(vote, ANSWERED) for vote in left)))


def members_lack_representatives(ballot: Ballot, ask: Ask) -> Reason | None:
    """Worth saying: some members have nobody who can cast their vote."""
    lacking = [member for member in members_of(ask.site, ask.now) if not _is_represented(member, ask)]
    if not lacking:
        return None
    return Reason("no_representative", _(
        "These members have no member representative, and so nobody who can cast their vote: ${names}.",
        mapping={"names": ", ".join(member.short_name for member in lacking)}),
        remedies=each(*(Appoint(REPRESENTATIVE, member.uid) for member in lacking)))


def members_lack_votes(ballot: Ballot, ask: Ask) -> Reason | None:
    """Some member has come after the ballot was opened."""
    there = {vote.organisation for vote in ballot["votes"].values()}
    if any(member.uid not in there for member in members_of(ask.site, ask.now)):
        return None
    return Reason("all_have_votes", _("Every member can vote already."), remedies=NOTHING)


def _is_represented(organisation: Organisation, ask: Ask) -> bool:
    found = ask.site.appointments.on_scope(organisation.uid, ask.now)
    return any(appointment.role == REPRESENTATIVE for appointment in found)


def _is_last_day_left(ballot: Ballot, ask: Ask) -> bool:
    return ballot.closes is not None and ballot.closes >= local_day(ask.now)


def _when_it_is_over(ballot: Ballot) -> tuple[Wait, ...]:
    return Wait.past(ballot.closes)
