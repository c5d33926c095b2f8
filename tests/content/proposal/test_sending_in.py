"""Writing, submitting, completing and taking back: who may, what stops it, and what is only worth a word."""

from __future__ import annotations

import pytest

from reglab_workflow.content.proposal.model import Contact
from reglab_workflow.workflow.errors import MissingFacts, NotPermitted, Refused
from round_site import RoundSite


@pytest.fixture
def here():
    return RoundSite()


def codes(reasons) -> list[str]:
    return [reason.code for reason in reasons]


def refused(here, proposal, step, who=None, **facts):
    """The one reason a step is refused for; nothing has moved."""
    before = (proposal.state, proposal.values_of())
    with pytest.raises(Refused) as refusal:
        here.fire(proposal, step, who, **facts)
    assert (proposal.state, proposal.values_of()) == before
    (reason,) = refusal.value.reasons
    return reason


# -- drafts --------------------------------------------------------------------------------------------------


def test_those_who_send_it_together_write_in_it_too(here):
    draft = here.proposal(here.round(), "draft", co_senders=(here.neighbour.uid,))
    with pytest.raises(NotPermitted):
        here.acts(here.stranger_member).edit(draft, {"idea": "Vi skriver ihop."})
    here.fire(draft, "agree", here.stranger_member)
    assert here.acts(here.stranger_member).edit(draft, {"idea": "Vi skriver ihop."})
    assert here.fire(draft, "submit", here.stranger_member).target == "submitted"


def test_nobody_but_the_office_gives_a_proposal_to_somebody_elses_organisation(here):
    draft = here.proposal(here.round(), "draft")
    with pytest.raises(NotPermitted):
        here.acts(here.member).edit(draft, {"organisation": here.neighbour.uid})
    assert draft.organisation == here.home.uid


def test_only_the_senders_see_and_write_a_draft(here):
    draft = here.proposal(here.round(), "draft")
    for permission in ("view", "edit", "delete"):
        assert here.may(here.member, permission, draft)
        for who in (here.office, here.stranger_member, None):
            assert not here.may(who, permission, draft)


def test_who_is_asked_to_send_it_too_reads_the_draft_and_answers(here):
    draft = here.proposal(here.round(), "draft", co_senders=(here.neighbour.uid,))
    assert here.may(here.stranger_member, "view", draft)
    assert not here.may(here.stranger_member, "edit", draft)
    assert not here.may(here.stranger_member, "view_history", draft)
    here.fire(draft, "agree", here.stranger_member)
    assert draft.sending() == (here.home.uid, here.neighbour.uid)
    with pytest.raises(NotPermitted):
        here.fire(draft, "decline", here.stranger_member)


def test_who_declines_no_longer_sees_the_draft_and_can_be_asked_again(here):
    draft = here.proposal(here.round(), "draft", co_senders=(here.neighbour.uid,))
    here.fire(draft, "decline", here.stranger_member)
    assert draft.co_senders == ()
    assert not here.may(here.stranger_member, "view", draft)
    here.acts(here.member).edit(draft, {"co_senders": (here.neighbour.uid,)})
    assert draft.asked() == (here.neighbour.uid,)


def test_nobody_answers_for_somebody_else(here):
    draft = here.proposal(here.round(), "draft", co_senders=(here.neighbour.uid,))
    for who in (here.member, here.office):
        for step in ("agree", "decline"):
            with pytest.raises(NotPermitted):
                here.fire(draft, step, who)


def test_an_unanswered_question_is_worth_a_warning_and_stops_nothing(here):
    draft = here.proposal(here.round(), "draft", co_senders=(here.neighbour.uid,))
    change = here.fire(draft, "submit", here.member)
    assert change.target == "submitted"
    assert "not_answered" in codes(change.warnings)


def test_the_office_sees_the_draft_it_wrote_down_for_a_member_and_so_does_the_member(here):
    draft = here.proposal(here.round(), "draft", by=here.office, organisation=here.home.uid)
    assert here.may(here.office, "edit", draft)
    assert here.may(here.member, "edit", draft)
    assert not here.may(here.stranger_member, "view", draft)


def test_the_auditor_reads_a_draft_and_changes_nothing(here):
    auditor = here.person("Greta Alm")
    here.appoint(auditor, "auditor", "site")
    draft = here.proposal(here.round(), "draft")
    assert here.may(auditor, "view", draft)
    assert not here.may(auditor, "edit", draft)


def test_members_write_proposals_only_while_the_round_is_open(here):
    round_ = here.round()
    here.proposal(round_, "draft")
    here.put(round_, "closed")
    with pytest.raises(NotPermitted):
        here.acts(here.member).create(round_["proposals"], "proposal", {"title": "Sent"})
    assert here.acts(here.office).create(
        round_["proposals"], "proposal", {"title": "Sent", "organisation": here.home.uid}).taken_in


def test_a_partner_reads_but_does_not_propose(here):
    partner = here.person("Pia Holm", here.organisation("Verket", kind="partner"))
    round_ = here.round()
    assert here.may(partner, "view", round_)
    assert not here.may(partner, "add_proposal", round_)


# -- submitting ----------------------------------------------------------------------------------------------


def test_a_title_is_enough_and_the_rest_is_told(here):
    draft = here.proposal(here.round(), "draft", title="Validering")
    change = here.fire(draft, "submit", here.member)
    assert draft.state == "submitted"
    assert [(each.code, each.field) for each in change.warnings] == [
        ("no_idea", "idea"), ("no_purpose", "purpose"), ("no_target_group", "target_group"),
        ("no_contact", "contacts")]


def test_a_full_proposal_is_submitted_without_a_word(here):
    draft = here.proposal(here.round(), "draft", idea="Vi flyger.", purpose="Att se.", target_group="Alla",
                          contacts=(Contact("Moa Ek", email="moa.ek@nordana.example"),))
    assert here.fire(draft, "submit", here.member).warnings == ()


def test_an_organisation_alone_will_do_as_contact(here):
    draft = here.proposal(here.round(), "draft", contacts=(Contact(organisation="Region Nordanå"),))
    assert "no_contact" not in codes(here.fire(draft, "submit", here.member).warnings)


def test_a_broken_address_is_told_and_stops_nothing(here):
    contacts = (Contact("Eva Lid", email="eva.lid@nordana."), Contact("Per Lund"))
    draft = here.proposal(here.round(), "draft", contacts=contacts)
    warnings = here.fire(draft, "submit", here.member).warnings
    assert warnings[-1].code == "odd_email"
    assert warnings[-1].text.mapping == {"emails": "eva.lid@nordana."}
    assert draft.contacts == contacts


def test_nothing_is_submitted_without_a_title(here):
    reason = refused(here, here.proposal(here.round(), "draft", title=" "), "submit", here.member)
    assert (reason.code, reason.field) == ("no_title", "title")


def test_nothing_is_submitted_without_a_sender(here):
    draft = here.proposal(here.round(), "draft", by=here.office)
    reason = refused(here, draft, "submit")
    assert (reason.code, reason.field) == ("no_organisation", "organisation")


@pytest.mark.parametrize(("state", "code"), [
    ("planned", "round_not_open"), ("closed", "round_closed"), ("compiled", "round_closed"),
    ("published", "round_closed"), ("discussed", "round_over"), ("decided", "round_over"),
    ("adopted", "round_over"), ("archived", "round_over"),
])
def test_a_member_submits_only_while_the_round_is_open(here, state, code):
    draft = here.proposal(here.round(state), "draft")
    assert refused(here, draft, "submit", here.member).code == code


@pytest.mark.parametrize("state", ["open", "closed", "compiled", "published"])
def test_the_office_takes_in_late_proposals_until_the_meeting(here, state):
    draft = here.proposal(here.round(state), "draft", by=here.office, organisation=here.home.uid)
    here.fire(draft, "submit")
    assert draft.state == "submitted"


@pytest.mark.parametrize("state", ["planned", "discussed", "decided", "archived"])
def test_the_office_takes_in_nothing_before_or_after(here, state):
    draft = here.proposal(here.round(state), "draft", by=here.office, organisation=here.home.uid)
    refused(here, draft, "submit")


def test_what_the_office_submits_for_a_member_says_so(here):
    draft = here.proposal(here.round(), "draft", by=here.office, organisation=here.home.uid)
    here.heard.clear()
    here.fire(draft, "submit")
    (event,) = here.heard
    assert (event.actor.person, event.actor.on_behalf_of) == (here.office.uid, here.home.uid)


def test_another_member_submits_nothing_for_the_sender(here):
    draft = here.proposal(here.round(), "draft")
    for who in (here.stranger_member, here.office):
        with pytest.raises(NotPermitted):
            here.fire(draft, "submit", who)


# -- completing ----------------------------------------------------------------------------------------------


def test_a_returned_proposal_tells_why_until_it_is_submitted_again(here):
    proposal = here.proposal(here.round())
    with pytest.raises(MissingFacts):
        here.fire(proposal, "return")
    here.fire(proposal, "return", reason="Vem är det till för?")
    assert (proposal.state, proposal.reason) == ("returned", "Vem är det till för?")
    assert here.may(here.member, "edit", proposal)
    assert not here.may(here.office, "edit", proposal)
    here.fire(proposal, "submit", here.member)
    assert (proposal.state, proposal.reason) == ("submitted", "")
    assert not here.may(here.member, "edit", proposal)


def test_the_office_can_accept_a_proposal_that_never_came_back(here):
    proposal = here.proposal(here.round("closed"), "returned", reason="Vem är det till för?")
    here.fire(proposal, "accept_as_is")
    assert (proposal.state, proposal.reason) == ("submitted", "")


def test_the_office_sets_theme_and_number_also_while_the_sender_completes(here):
    proposal = here.proposal(here.round("closed"), "returned")
    acts = here.acts(here.office)
    assert acts.edit(proposal, {"theme": "data", "number": 4, "remark": "Liknar 3"})
    with pytest.raises(NotPermitted):
        acts.edit(proposal, {"idea": "En annan"})
    with pytest.raises(NotPermitted):
        here.acts(here.member).edit(proposal, {"theme": "vatten"})


def test_what_steps_decide_is_not_written_by_hand(here):
    proposal = here.proposal(here.round())
    for name in ("area", "motive", "reason", "target", "project", "follows"):
        with pytest.raises(NotPermitted):
            here.acts(here.office).edit(proposal, {name: "x"})


# -- taking back ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["submitted", "returned"])
def test_a_sender_takes_a_proposal_back_with_or_without_a_reason(here, state):
    proposal = here.proposal(here.round(), state)
    here.fire(proposal, "withdraw", here.member)
    assert proposal.state == "withdrawn"


def test_the_office_does_not_take_back_what_a_member_has_sent(here):
    with pytest.raises(NotPermitted):
        here.fire(here.proposal(here.round()), "withdraw")


def test_a_proposal_that_holds_anothers_is_not_taken_back(here):
    round_ = here.round("published")
    target, other = here.proposal(round_), here.proposal(round_, by=here.stranger_member)
    here.fire(other, "merge", target=target.uid, reason="Samma fråga")
    assert refused(here, target, "withdraw", here.member).code == "others_merged_here"
    here.fire(other, "unmerge", reason="Inte samma fråga")
    here.fire(target, "withdraw", here.member)
    assert target.state == "withdrawn"


def test_a_withdrawn_proposal_becomes_a_draft_again_while_the_round_is_open(here):
    round_ = here.round()
    proposal = here.proposal(round_, "withdrawn", reason="Vi hinner inte")
    here.fire(proposal, "reopen_draft", here.member, reason="Vi hinner")
    assert (proposal.state, proposal.reason) == ("draft", "")
    here.put(proposal, "withdrawn")
    here.put(round_, "closed")
    assert refused(here, proposal, "reopen_draft", here.member, reason="Vi hinner").code == "round_closed"


def test_an_unseen_number_is_given_back_and_a_published_one_stays(here):
    round_ = here.round("published", numbered_to=4)
    seen, unseen = here.numbered(round_, 4), here.numbered(round_, 5)
    for proposal in (seen, unseen):
        here.fire(proposal, "withdraw", here.member)
    assert (seen.number, unseen.number) == (4, None)
