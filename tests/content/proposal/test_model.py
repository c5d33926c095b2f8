"""A proposal: who sends it, what it lacks, what has become of it, and what belongs to the same idea."""

from __future__ import annotations

import time

import pytest

from reglab_workflow.content.proposal.model import Contact, Proposal, is_address
from reglab_workflow.plain import plain
from round_site import RoundSite


@pytest.fixture
def here():
    return RoundSite()


# -- where it stands and who sends it ------------------------------------------------------------------------


def test_a_proposal_stands_under_its_title_with_a_place_for_files(here):
    proposal = here.proposal(here.round(), title="Små tal & stora frågor")
    assert proposal.path == "/rounds/2027/proposals/sma-tal-stora-fragor"
    assert proposal["files"].path == f"{proposal.path}/files"


def test_a_title_without_letters_still_gets_an_address(here):
    assert here.proposal(here.round(), title="???").__name__ == "forslag"


def test_what_a_member_writes_is_sent_by_the_members_own_organisation(here):
    proposal = here.proposal(here.round(), "draft")
    assert (proposal.organisation, proposal.taken_in) == (here.home.uid, False)
    assert proposal.owner() == here.home.uid


def test_what_the_office_writes_for_a_member_is_taken_in(here):
    proposal = here.proposal(here.round(), "draft", by=here.office, organisation=here.home.uid)
    assert (proposal.organisation, proposal.taken_in) == (here.home.uid, True)


def test_what_the_office_writes_without_naming_a_sender_has_none_yet(here):
    proposal = here.proposal(here.round(), "draft", by=here.office)
    assert (proposal.organisation, proposal.taken_in) == ("", True)


def test_a_member_of_a_co_sender_has_not_taken_anything_in(here):
    proposal = here.proposal(here.round(), co_senders=(here.neighbour.uid,))
    assert not proposal.taken_in


def test_who_is_asked_to_send_it_too_is_no_sender_before_saying_yes(here):
    proposal = here.proposal(here.round(), co_senders=(here.neighbour.uid,))
    assert (proposal.sending(), proposal.asked()) == ((here.home.uid,), (here.neighbour.uid,))
    proposal.set({"agreed": (here.neighbour.uid,)})
    assert (proposal.sending(), proposal.asked()) == ((here.home.uid, here.neighbour.uid), ())
    proposal.set({"co_senders": ()})
    assert (proposal.sending(), proposal.asked()) == ((here.home.uid,), ())


def test_what_the_office_writes_down_names_those_who_have_agreed_before(here):
    proposal = here.proposal(here.round(), by=here.office, organisation=here.home.uid,
                             co_senders=(here.neighbour.uid,))
    assert (proposal.sending(), proposal.asked()) == ((here.home.uid, here.neighbour.uid), ())


def test_an_organisation_is_a_sender_only_once(here):
    proposal = Proposal(organisation="a", co_senders=("b", "a", ""), agreed=("b", "a"))
    assert proposal.sending() == ("a", "b")


def test_the_receipt_is_there_from_the_first_day_and_differs(here):
    round_ = here.round()
    one, other = here.proposal(round_, "draft"), here.proposal(round_, "draft")
    assert one.receipt == f"2027-{one.uid[:6].upper()}"
    assert one.receipt != other.receipt


# -- what is written -----------------------------------------------------------------------------------------


def test_a_title_alone_is_a_proposal_that_lacks_four_things():
    assert Proposal(title="Validering").missing() == ("idea", "purpose", "target_group", "contacts")


def test_a_full_proposal_lacks_nothing():
    proposal = Proposal(title="Drönare", idea="Vi flyger.", purpose="Att se.", target_group="Alla",
                        contacts=(Contact(organisation="Region Nordanå"),))
    assert proposal.missing() == ()


@pytest.mark.parametrize("address", [
    "moa.ek@nordana.example", "moa+reglab@a.b.nordana.example", "moa@söderås.example", "m@n.example"])
def test_a_whole_address_is_not_odd(address):
    assert is_address(address)
    assert not Contact("Moa Ek", email=address).has_odd_email


@pytest.mark.parametrize("address", [
    "moa.ek@nordana.", "moa.ek@nordana", "moa.ek", "@nordana.example", "moa ek@nordana.example",
    "moa@ek@nordana.example", "moa@.example", "moa@nordana..example", "<moa@nordana.example>",
    "moa@nordana.e", "moa@nordana.123", "moa@nordana.example,", "a" * 250 + "@b.example"])
def test_a_broken_address_is_odd_and_kept_as_it_is(address):
    contact = Contact("Moa Ek", email=address)
    assert contact.has_odd_email
    assert Proposal(contacts=(contact,)).odd_emails() == (address,)


def test_no_address_is_not_an_odd_one():
    assert not Contact("Moa Ek").has_odd_email


@pytest.mark.parametrize("hostile", [
    "a@" + "b." * 120, "a@" + ".b" * 120 + "!", "a" * 253, "a@" * 120, "@" * 250])
def test_a_hostile_address_is_judged_at_once(hostile):
    begun = time.thread_time()
    is_address(hostile)
    assert time.thread_time() - begun < 0.05


def test_everything_a_proposal_keeps_can_be_told_in_the_trail(here):
    proposal = Proposal(title="Drönare", contacts=(Contact("Moa Ek"),), decided_on=here.today)
    told = plain(proposal.values_of())
    assert told["contacts"] == [{"name": "Moa Ek", "role": "", "organisation": "", "email": ""}]
    assert set(told) == set(Proposal.fields)


def test_the_offices_remark_is_never_searched(here):
    proposal = here.proposal(here.round(), idea="Drönare", remark="Tveksamt")
    assert "Drönare" in proposal.search_text()
    assert "Tveksamt" not in proposal.search_text()
    assert proposal.organisation not in proposal.search_text()


def test_a_proposal_is_listed_by_round_sender_theme_area_and_what_it_lacks(here):
    round_, both = here.round(), (here.home.uid, here.neighbour.uid)
    proposal = here.numbered(round_, 1, idea="Vi räknar.", area="Siffror", co_senders=(*both, "x"),
                             agreed=both)
    assert proposal.search_terms() == {
        "round": (round_.uid, "2027"), "organisation": both, "asked": ("x",), "theme": ("data",), "area": ("Siffror",),
        "booklet": ("in",), "outcome": ("undecided",), "form": ("unsaid",), "sender": (here.home.uid,),
        "lacks": ("purpose", "target_group", "contacts")}


# -- what has become of it -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("state", "outcome"), [
    ("draft", ""), ("submitted", ""), ("returned", ""), ("discussed", ""), ("withdrawn", ""),
    ("selected", "selected"), ("running", "selected"), ("closed", "selected"),
    ("not_selected", "not_selected"), ("parked", "parked"), ("referred", "referred"),
])
def test_the_state_tells_the_outcome(here, state, outcome):
    assert here.proposal(here.round(), state).outcome == outcome


def test_a_merged_proposal_shares_the_outcome_of_its_target_also_through_another(here):
    round_ = here.round("discussed")
    last = here.proposal(round_, "selected")
    middle = here.proposal(round_, "merged", target=last.uid)
    first = here.proposal(round_, "merged", target=middle.uid)
    assert first.outcome == "selected"


def test_a_merged_proposal_whose_target_is_gone_has_no_outcome(here):
    assert here.proposal(here.round(), "merged", target="0" * 16).outcome == ""


# -- what belongs to the same idea ---------------------------------------------------------------------------


def test_every_sender_is_named_where_the_proposals_go_on(here):
    round_ = here.round("published")
    target = here.proposal(round_, title="Mål")
    other = here.proposal(round_, by=here.stranger_member, title="Annat")
    here.fire(other, "merge", target=target.uid, reason="Samma fråga")
    assert target.all_senders() == (here.home.uid, here.neighbour.uid)
    assert target.sending() == (here.home.uid,)


def links(proposal) -> list[tuple[str, object]]:
    return [(str(why), item) for why, item in proposal.links() if item is not None]


def test_an_idea_can_be_followed_backwards_and_forwards(here):
    old, new = here.round("archived", 2026), here.round("open", 2027)
    earlier = here.proposal(old, "not_selected")
    here.fire(earlier, "carry_over", here.member)
    (later,) = new.proposals()
    project = here.project()
    project.set({"proposals": (later.uid,)})
    assert links(earlier) == [("Taken up again as", later)]
    assert links(later) == [("Takes up again", earlier), ("Became", project)]


def test_a_merge_is_seen_from_both_ends(here):
    round_ = here.round("published")
    target, other = here.proposal(round_, title="Mål"), here.proposal(round_, title="Annat")
    here.fire(other, "merge", target=target.uid, reason="Samma fråga")
    assert links(other) == [("Goes on in", target)]
    assert links(target) == [("Merged into this one", other)]
