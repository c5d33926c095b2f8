"""What a proposal must have before it moves on, and what is worth saying when it lacks something.

Until a step's own form is filled in (``ask.facts`` is empty) there is nothing to judge in it.
"""

from __future__ import annotations

from ...clock import local_day
from ...i18n import _
from ...people.organisation import organisation_by_uid
from ...security.remedies import NOTHING, AddItem, EditField, LetDo, Reach, Remedy, TakeStep, TellFact, each
from ...workflow.engine import Ask
from ...workflow.errors import Reason
from ..round.model import OPEN, PUBLISHED, TAKES_LATE
from .model import BODIES, TAKES_OTHERS, Proposal

# -- sending in ----------------------------------------------------------------------------------------------


def round_is_open(proposal: Proposal, ask: Ask) -> Reason | None:
    """The round is open; the office takes in late proposals until the idea meeting."""
    state = proposal.round.state
    if state == OPEN or (state in TAKES_LATE and ask.actor.holds("office")):
        return None
    if state == "planned":
        return Reason("round_not_open", _("The round has not opened yet. Submit the proposal when it has."),
                      remedies=(Reach(proposal.round, (OPEN,)),))
    if state in TAKES_LATE:
        return Reason("round_closed", _(
            "The round is closed for proposals. Ask the office to take in yours, or send it to the next round."),
            remedies=(LetDo("office"), Reach(proposal.round, (OPEN,))))
    return Reason("round_over", _(
        "The proposals of this round have already been discussed. Send yours to the next round."), remedies=NOTHING)


def has_title(proposal: Proposal, ask: Ask) -> Reason | None:
    """The proposal has a title."""
    if proposal.title.strip():
        return None
    return Reason("no_title", _("Give the proposal a title before you submit it."), "title")


def has_organisation(proposal: Proposal, ask: Ask) -> Reason | None:
    """The sending organisation is chosen."""
    if proposal.organisation:
        return None
    return Reason("no_organisation", _("Choose the organisation that sends the proposal."), "organisation")


def lacks_idea(proposal: Proposal, ask: Ask) -> Reason | None:
    """Worth saying: the idea is missing."""
    if proposal.idea:
        return None
    return Reason("no_idea", _("The idea is missing. A few words help the idea meeting."), "idea")


def lacks_purpose(proposal: Proposal, ask: Ask) -> Reason | None:
    """Worth saying: the purpose is missing."""
    if proposal.purpose:
        return None
    return Reason("no_purpose", _("The purpose is missing. The idea meeting will ask for it."), "purpose")


def lacks_target_group(proposal: Proposal, ask: Ask) -> Reason | None:
    """Worth saying: the target group is missing."""
    if proposal.target_group:
        return None
    return Reason("no_target_group", _(
        "The target group is missing. The idea meeting will ask for it."), "target_group")


def lacks_contact(proposal: Proposal, ask: Ask) -> Reason | None:
    """Worth saying: no contact is named."""
    if proposal.contacts:
        return None
    return Reason("no_contact", _(
        "There is no contact. Your organisation is then the only contact."), "contacts")


def odd_email(proposal: Proposal, ask: Ask) -> Reason | None:
    """Worth saying: an e-mail address looks incomplete. It is kept as it was written."""
    odd = proposal.odd_emails()
    if not odd:
        return None
    return Reason("odd_email", _(
        "This e-mail address does not look complete: ${emails}. Check how it ends.",
        mapping={"emails": ", ".join(odd)}), "contacts")


def co_sender_has_not_answered(proposal: Proposal, ask: Ask) -> Reason | None:
    """Worth saying: somebody has been asked to send it too and has not answered."""
    asked = [_organisation(proposal, uid) for uid in proposal.asked()]
    if not asked:
        return None
    return Reason("not_answered", _(
        "Not answered yet: ${names}. The booklet names those that have agreed.", mapping={"names": ", ".join(asked)}),
        "co_senders", remedies=(each(*(TakeStep(proposal, "agree") for _uid in asked))[0],
                               EditField(proposal, "co_senders")))


def _organisation(proposal: Proposal, uid: str) -> str:
    """The name of an organisation, or a dash for one that is gone."""
    found = organisation_by_uid(proposal.site, uid)
    return found.title if found is not None else "–"


def nothing_is_merged_here(proposal: Proposal, ask: Ask) -> Reason | None:
    """No other proposal has been merged into this one."""
    merged = proposal.merged_here()
    if not merged:
        return None
    return Reason("others_merged_here", _(
        "Another organisation's proposal has been merged into this one. Ask the office to take them apart "
        "first."), remedies=each(*(TakeStep(other, "unmerge") for other in merged)))


# -- the idea meeting ----------------------------------------------------------------------------------------


def round_is_published(proposal: Proposal, ask: Ask) -> Reason | None:
    """The booklet of the round is published."""
    if proposal.round.is_published:
        return None
    return Reason("round_not_published", _(
        "The round has not been published yet. Publish the booklet before its proposals are discussed."),
        remedies=(Reach(proposal.round, PUBLISHED),))


def has_theme(proposal: Proposal, ask: Ask) -> Reason | None:
    """The proposal has a theme."""
    if proposal.round.theme(proposal.theme) is not None:
        return None
    return Reason("no_theme", _(
        "“${title}” has no theme. Choose one of the themes of the round.",
        mapping={"title": proposal.title}), "theme")


def has_number(proposal: Proposal, ask: Ask) -> Reason | None:
    """The proposal has a number."""
    if proposal.number is not None:
        return None
    return Reason("no_number", _(
        "“${title}” has no number. Number the proposals of the round.",
        mapping={"title": proposal.title}), "number")


def target_can_take_it(proposal: Proposal, ask: Ask) -> Reason | None:
    """The other proposal is in the same round, and submitted or discussed."""
    uid = ask.facts.get("target")
    if not uid:
        return None
    target = proposal.round.proposal(uid)
    if target is None or target.uid == proposal.uid:
        return Reason("no_target", _("Choose another proposal of the same round."), "target")
    if target.state not in TAKES_OTHERS:
        return Reason("target_not_open", _(
            "“${title}” cannot take up another proposal: it must be submitted or discussed.",
            mapping={"title": target.title}), "target")
    return None


# -- the outcome ---------------------------------------------------------------------------------------------


def result_is_not_decided(proposal: Proposal, ask: Ask) -> Reason | None:
    """The result of the round is not decided yet."""
    if not proposal.round.is_decided:
        return None
    return Reason("result_decided", _(
        "The result of the round is decided. Open it again before you take proposals apart."),
        remedies=(Reach(proposal.round, ("discussed",)),))


def has_area_or_motive(proposal: Proposal, ask: Ask) -> Reason | None:
    """The area is told, or the motive for a proposal that stands by itself."""
    told = [ask.facts.get(name) or getattr(proposal, name) for name in ("area", "motive")]
    if not ask.told or any(told):
        return None
    return Reason("no_area", _("Tell the area that the proposal belongs to, or the motive."), "area",
                  remedies=(TellFact("area"), TellFact("motive")))


def decided_by_a_known_body(proposal: Proposal, ask: Ask) -> Reason | None:
    """The member group, the board or the directors have decided."""
    body = ask.facts.get("decided_by")
    if not body or body in BODIES:
        return None
    return Reason("unknown_body", _("Choose the member group, the board or the directors."), "decided_by")


def decision_day_has_come(proposal: Proposal, ask: Ask) -> Reason | None:
    """The day of the decision has come."""
    day = ask.facts.get("decided_on")
    if day is None or day <= local_day(ask.now):
        return None
    return Reason("decision_ahead", _("The day of the decision has not come yet."), "decided_on")


def later_round_is_open(proposal: Proposal, ask: Ask) -> Reason | None:
    """A later round is open."""
    if proposal.round.later_open_round() is not None:
        return None
    return Reason("no_later_round", _(
        "No later round is open. Carry the proposal over when the next round has opened."),
        remedies=_later_round(proposal))


def is_not_carried_over_yet(proposal: Proposal, ask: Ask) -> Reason | None:
    """The proposal has not been carried over already."""
    later = proposal.round.later_open_round()
    follower = later.follower(proposal.uid) if later is not None else None
    if follower is None:
        return None
    return Reason("carried_over", _(
        "The proposal has already been carried over to ${round}.", mapping={"round": later.title}), remedies=NOTHING)


def _later_round(proposal: Proposal) -> tuple[Remedy, ...]:
    """The next round opens, if it is planned already, or one is planned."""
    rounds = proposal.site["rounds"]
    planned = [one for one in rounds.values() if one.year > proposal.round.year and one.state == "planned"]
    return (Reach(planned[0], (OPEN,)),) if planned else (AddItem("round", rounds, (OPEN,)),)
