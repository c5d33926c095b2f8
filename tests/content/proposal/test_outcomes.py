"""From the idea meeting to the outcome: who decides, what must be told, and what follows."""

from __future__ import annotations

import pytest

from reglab_workflow.content.events import Edited
from reglab_workflow.content.proposal.model import CARRIED
from reglab_workflow.security.actor import system
from reglab_workflow.workflow.errors import MissingFacts, NotPermitted, Refused, WrongState
from round_site import RoundSite


@pytest.fixture
def here():
    return RoundSite()


def refused(here, proposal, step, who=None, **facts):
    """The one reason a step is refused for; nothing has moved."""
    before = (proposal.state, proposal.values_of())
    with pytest.raises(Refused) as refusal:
        here.fire(proposal, step, who, **facts)
    assert (proposal.state, proposal.values_of()) == before
    (reason,) = refusal.value.reasons
    return reason


def decision(here, **facts):
    return {"decided_by": "member_group", "decided_on": here.today} | facts


# -- who sees what -------------------------------------------------------------------------------------------


PUBLISHED = ("published", "discussed", "decided", "adopted", "archived")
DECIDED = ("decided", "adopted", "archived")
ROUNDS = ("open", "closed", "compiled", *PUBLISHED)


@pytest.mark.parametrize("state", ["submitted", "referred", "merged"])
@pytest.mark.parametrize("round_state", ROUNDS)
def test_other_members_read_a_proposal_once_the_round_is_published(here, round_state, state):
    proposal = here.proposal(here.round(round_state), state)
    partner = here.person("Pia Holm", here.organisation("Verket", kind="partner"))
    for who in (here.stranger_member, partner):
        assert here.may(who, "view", proposal) == (round_state in PUBLISHED)
    assert here.may(here.member, "view", proposal)
    assert not here.may(None, "view", proposal)


@pytest.mark.parametrize("round_state", ROUNDS)
@pytest.mark.parametrize("state", ["returned", "withdrawn"])
def test_what_is_with_its_sender_is_never_shown_to_other_members(here, state, round_state):
    proposal = here.proposal(here.round(round_state), state)
    assert not here.may(here.stranger_member, "view", proposal)
    assert here.may(here.office, "view", proposal)


@pytest.mark.parametrize("round_state", PUBLISHED)
def test_anyone_reads_a_selected_proposal_once_the_result_is_decided(here, round_state):
    proposal = here.proposal(here.round(round_state), "selected")
    assert here.may(None, "view", proposal) == (round_state in DECIDED)


@pytest.mark.parametrize("state", ["running", "closed"])
def test_anyone_reads_what_became_a_project(here, state):
    assert here.may(None, "view", here.proposal(here.round("published"), state))


@pytest.mark.parametrize("state", ["discussed", "not_selected", "parked", "referred", "merged", "withdrawn"])
def test_the_public_never_reads_what_was_not_selected(here, state):
    assert not here.may(None, "view", here.proposal(here.round("archived"), state))


def test_only_the_office_and_the_auditor_see_remarks_and_addresses(here):
    proposal = here.proposal(here.round("archived"), "closed")
    assert here.may(here.office, "view_internal", proposal)
    for who in (here.member, here.stranger_member, None):
        assert not here.may(who, "view_internal", proposal)


# -- the meeting ---------------------------------------------------------------------------------------------


def test_a_proposal_is_discussed_with_a_theme_and_a_number(here):
    round_ = here.round("published")
    proposal = here.proposal(round_, title="Halvklart", number=1)
    reason = refused(here, proposal, "discuss")
    assert (reason.code, reason.field) == ("no_theme", "theme")
    proposal.set({"theme": "data", "number": None})
    reason = refused(here, proposal, "discuss")
    assert (reason.code, reason.field) == ("no_number", "number")
    proposal.set({"number": 1})
    here.fire(proposal, "discuss")
    assert proposal.state == "discussed"


@pytest.mark.parametrize("state", ["open", "closed", "compiled"])
def test_nothing_is_discussed_and_so_shown_before_the_booklet_is_published(here, state):
    assert refused(here, here.numbered(here.round(state), 1), "discuss").code == "round_not_published"


# -- merging -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["submitted", "discussed"])
def test_merging_links_both_and_is_told_in_both_histories(here, state):
    round_ = here.round("published")
    target, other = here.proposal(round_, state, title="Mål"), here.proposal(round_, state, title="Annat")
    here.heard.clear()
    here.fire(other, "merge", target=target.uid, reason="Samma fråga")
    assert (other.state, other.target, other.reason) == ("merged", target.uid, "Samma fråga")
    assert target.absorbed == (other.uid,)
    assert [event.item for event in here.heard if isinstance(event, Edited)] == [target]


@pytest.mark.parametrize("state", ["draft", "returned", "merged", "withdrawn", "selected", "closed"])
def test_a_proposal_goes_on_only_in_one_that_is_still_to_be_decided(here, state):
    round_ = here.round("published")
    target, other = here.proposal(round_, state), here.proposal(round_)
    reason = refused(here, other, "merge", target=target.uid, reason="Samma fråga")
    assert (reason.code, reason.field) == ("target_not_open", "target")


def test_a_proposal_does_not_go_on_in_itself_or_in_another_round(here):
    other = here.proposal(here.round("published"))
    elsewhere = here.proposal(here.round("open", 2028))
    for uid in (other.uid, elsewhere.uid, "0" * 16):
        assert refused(here, other, "merge", target=uid, reason="Samma fråga").code == "no_target"


def test_merged_proposals_stand_by_themselves_again_where_they_were(here):
    round_ = here.round("discussed")
    target = here.proposal(round_, "discussed", title="Mål")
    merged = [here.proposal(round_, "discussed", title=title) for title in ("Ett", "Två")]
    for other in merged:
        here.fire(other, "merge", target=target.uid, reason="Samma fråga")
    here.fire(merged[0], "unmerge", reason="Olika frågor")
    assert (merged[0].state, merged[0].target, merged[0].reason) == ("discussed", "", "Olika frågor")
    assert target.absorbed == (merged[1].uid,)


@pytest.mark.parametrize("state", DECIDED)
def test_what_was_merged_stays_merged_once_the_result_is_decided(here, state):
    round_ = here.round("published")
    target, other = here.proposal(round_), here.proposal(round_)
    here.fire(other, "merge", target=target.uid, reason="Samma fråga")
    here.put(round_, state)
    assert refused(here, other, "unmerge", reason="Olika frågor").code == "result_decided"


# -- the outcome ---------------------------------------------------------------------------------------------


def test_a_selected_proposal_has_an_area_or_a_motive_and_a_body_and_a_day(here):
    proposal = here.numbered(here.round("discussed"), 1, "discussed", reason="Äldre skäl")
    with pytest.raises(Refused) as refusal:
        here.fire(proposal, "select")
    assert [reason.field for reason in refusal.value.reasons] == ["area", "decided_by", "decided_on"]
    with pytest.raises(MissingFacts):
        here.fire(proposal, "select", area="Siffror")
    reason = refused(here, proposal, "select", **decision(here))
    assert (reason.code, reason.field) == ("no_area", "area")
    here.fire(proposal, "select", **decision(here, area="Siffror"))
    assert (proposal.state, proposal.area, proposal.decided_by, proposal.decided_on, proposal.reason) == (
        "selected", "Siffror", "member_group", here.today, "")


def test_a_motive_will_do_instead_of_an_area(here):
    proposal = here.proposal(here.round("discussed"), "discussed")
    assert here.fire(proposal, "select", **decision(here, motive="Litet och klart")).target == "selected"


def test_the_step_is_offered_before_anything_has_been_filled_in(here):
    proposal = here.proposal(here.round("discussed"), "discussed")
    offers = {offer.transition.name: offer for offer in here.acts(here.office).open_to(proposal)}
    assert set(offers) == {"merge", "select", "park", "not_select", "refer"}
    assert all(offer.allowed for offer in offers.values())


@pytest.mark.parametrize(("step", "facts"), [
    ("select", {"area": "Siffror"}), ("park", {"reason": "Vi väntar"}),
    ("not_select", {"reason": "Fyra räcker"})])
def test_only_known_bodies_decide_and_only_on_days_that_have_come(here, step, facts):
    proposal = here.proposal(here.round("discussed"), "discussed")
    reason = refused(here, proposal, step, **decision(here, decided_by="kansliet", **facts))
    assert (reason.code, reason.field) == ("unknown_body", "decided_by")
    reason = refused(here, proposal, step, **decision(here, decided_on=here.later(1), **facts))
    assert (reason.code, reason.field) == ("decision_ahead", "decided_on")


@pytest.mark.parametrize(("step", "facts", "state"), [
    ("park", {}, "parked"), ("not_select", {}, "not_selected"),
    ("refer", {"referred_to": "Nätverket"}, "referred")])
def test_every_other_outcome_has_a_reason_that_is_kept(here, step, facts, state):
    proposal = here.proposal(here.round("discussed"), "discussed")
    with pytest.raises(MissingFacts) as refusal:
        here.fire(proposal, step, **facts)
    assert [reason.field for reason in refusal.value.reasons] == ["reason"]
    here.fire(proposal, step, reason="Andra gick före", **facts)
    assert (proposal.state, proposal.reason) == (state, "Andra gick före")


def test_a_referred_proposal_tells_who_takes_it_further(here):
    proposal = here.numbered(here.round("open"), 3)
    with pytest.raises(MissingFacts):
        here.fire(proposal, "refer", reason="Redan på gång")
    here.fire(proposal, "refer", reason="Redan på gång", referred_to="Årskonferensen")
    assert (proposal.referred_to, proposal.number) == ("Årskonferensen", None)


def test_members_and_senders_record_no_outcome(here):
    proposal = here.proposal(here.round("discussed"), "discussed")
    for step in ("select", "park", "not_select", "refer", "merge"):
        with pytest.raises(NotPermitted):
            here.fire(proposal, step, here.member, reason="Vi vill")


def test_a_proposal_that_is_taken_up_again_stands_where_it_stood(here):
    proposal = here.proposal(here.round("discussed"), "discussed")
    here.fire(proposal, "park", reason="Vi väntar", **decision(here))
    here.fire(proposal, "refer", reason="De hinner", referred_to="Nätverket")
    here.fire(proposal, "reopen", reason="De hann inte")
    assert (proposal.state, proposal.referred_to, proposal.decided_by) == ("parked", "", "member_group")


def test_a_decision_that_is_taken_back_is_forgotten_but_for_its_reason(here):
    proposal = here.proposal(here.round("discussed"), "discussed")
    here.fire(proposal, "not_select", reason="Andra gick före", **decision(here))
    here.fire(proposal, "reopen", reason="Vi läste fel")
    assert (proposal.state, proposal.decided_by, proposal.decided_on, proposal.reason) == (
        "discussed", "", None, "Vi läste fel")


# -- the project ---------------------------------------------------------------------------------------------


def test_a_proposal_starts_and_closes_with_its_project_and_never_by_hand(here):
    proposal = here.proposal(here.round("decided"), "selected")
    project = here.project(proposals=(proposal.uid,))
    for step in ("start", "close"):
        with pytest.raises(NotPermitted):
            here.fire(proposal, step)
    here.fire(proposal, "start", system("project.start"))
    assert (proposal.state, proposal.project) == ("running", project.uid)
    here.fire(proposal, "close", system("project.close"))
    assert proposal.state == "closed"


def test_a_proposal_whose_project_was_cancelled_is_selected_again(here):
    proposal = here.proposal(here.round("decided"), "running", project="0" * 16)
    here.fire(proposal, "stop", system("project.cancel"), reason="För få anmälda")
    assert (proposal.state, proposal.project, proposal.reason) == ("selected", "", "För få anmälda")


# -- a later round -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["not_selected", "parked"])
def test_carrying_over_makes_a_linked_draft_with_the_same_text(here, state):
    old, new = here.round("archived", 2026), here.round("open", 2027)
    earlier = here.numbered(old, 9, state, idea="Vi räknar.", reason="Andra gick före", remark="Svag",
                            co_senders=(here.neighbour.uid,))
    here.fire(earlier, "carry_over", here.member)
    (later,) = new.proposals()
    assert [getattr(later, name) for name in CARRIED] == [getattr(earlier, name) for name in CARRIED]
    assert (later.state, later.follows, later.number, later.theme, later.reason, later.remark) == (
        "draft", earlier.uid, None, "", "", "")
    assert (earlier.state, later.taken_in) == (state, False)


def test_a_co_sender_that_carries_over_becomes_the_first_sender(here):
    old, new = here.round("archived", 2026), here.round("open", 2027)
    earlier = here.proposal(old, "parked", co_senders=(here.neighbour.uid,), agreed=(here.neighbour.uid,))
    here.fire(earlier, "carry_over", here.stranger_member)
    (later,) = new.proposals()
    assert (later.sending(), later.asked()) == ((here.neighbour.uid,), (here.home.uid,))


def test_the_office_carries_over_for_the_sender(here):
    old, new = here.round("archived", 2026), here.round("open", 2027)
    here.fire(here.proposal(old, "parked"), "carry_over")
    (later,) = new.proposals()
    assert (later.organisation, later.taken_in) == (here.home.uid, True)


def test_there_must_be_a_later_round_that_is_open(here):
    here.round("open", 2025)
    here.round("planned", 2027)
    proposal = here.proposal(here.round("archived", 2026), "parked")
    assert refused(here, proposal, "carry_over", here.member).code == "no_later_round"


def test_one_idea_is_carried_over_once(here):
    old, new = here.round("archived", 2026), here.round("open", 2027)
    proposal = here.proposal(old, "parked")
    here.fire(proposal, "carry_over", here.member)
    reason = refused(here, proposal, "carry_over", here.member)
    assert (reason.code, reason.text.mapping) == ("carried_over", {"round": new.title})
    here.acts(here.member).remove(new.proposals()[0])
    assert here.fire(proposal, "carry_over", here.member).target == "parked"


def test_other_members_carry_nothing_over_for_the_sender(here):
    here.round("open", 2027)
    proposal = here.proposal(here.round("archived", 2026), "parked")
    with pytest.raises(NotPermitted):
        here.fire(proposal, "carry_over", here.stranger_member)


def test_nothing_is_carried_over_from_another_state(here):
    here.round("open", 2027)
    proposal = here.proposal(here.round("archived", 2026), "referred")
    with pytest.raises(WrongState):
        here.fire(proposal, "carry_over", here.member)
