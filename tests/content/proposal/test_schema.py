"""The forms of rounds, proposals and meetings: who is asked for what, and what is refused."""

from __future__ import annotations

from types import SimpleNamespace

import colander
import pytest

from reglab_workflow.content import effects as common_effects
from reglab_workflow.content.meeting import effects as meeting_effects
from reglab_workflow.content.meeting import guards as meeting_guards
from reglab_workflow.content.meeting import schema as meeting_schema
from reglab_workflow.content.proposal import effects as proposal_effects
from reglab_workflow.content.proposal import guards as proposal_guards
from reglab_workflow.content.proposal import schema as proposal_schema
from reglab_workflow.content.proposal.model import BODIES, FORMS, Contact
from reglab_workflow.content.round import effects as round_effects
from reglab_workflow.content.round import guards as round_guards
from reglab_workflow.content.round import schema as round_schema
from reglab_workflow.content.round.model import Theme
from round_site import RoundSite, public, rulebook

ROOMS = {
    "round": (round_guards, round_effects, round_schema),
    "proposal": (proposal_guards, proposal_effects, proposal_schema),
    "meeting": (meeting_guards, meeting_effects, meeting_schema),
}


@pytest.fixture
def here():
    return RoundSite()


def bound(here, schema, item, who):
    """A form as a page binds it."""
    acts = here.acts(who)
    request = SimpleNamespace(rights=acts.rights)
    return schema().bind(request=request, item=item, site=here.site, actor=acts.actor)


def names(schema) -> list[str]:
    return [node.name for node in schema]


def offered(node) -> list[str]:
    return [value for value, _title in node.widget.values]


# -- names ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("room", ROOMS)
def test_every_guard_and_effect_is_named_in_the_life_and_the_other_way_round(room):
    guards, effects, _schema = ROOMS[room]
    steps = rulebook().engines[room].workflow.transitions.values()
    assert {name for step in steps for name in (*step.guards, *step.warns)} == set(public(guards))
    named = {name for step in steps for name in step.effects}
    assert named - set(public(common_effects)) == set(public(effects))


@pytest.mark.parametrize("room", ROOMS)
def test_every_fact_that_a_step_asks_for_has_its_field_and_the_other_way_round(room):
    steps = rulebook().engines[room].workflow.transitions.values()
    assert {name for step in steps for name in step.asks} == set(names(ROOMS[room][2].Facts()))


@pytest.mark.parametrize("room", ROOMS)
def test_every_field_has_a_name_that_people_read(room):
    kind = rulebook().types[room].factory
    schema = ROOMS[room][2]
    (item_schema,) = [each for name, each in vars(schema).items() if name == f"{room.capitalize()}Schema"]
    assert set(kind.fields) <= {*names(item_schema()), *names(schema.Facts())}


# -- what a sender is asked for ------------------------------------------------------------------------------


WRITTEN = ["title", "idea", "purpose", "target_group", "expected_result", "questions", "builds_on", "wished_form",
           "co_senders", "contacts"]


def test_a_member_is_asked_for_the_proposal_and_nothing_else(here):
    round_ = here.round()
    assert names(bound(here, proposal_schema.ProposalSchema, round_["proposals"], here.member)) == WRITTEN
    draft = here.proposal(round_, "draft")
    assert names(bound(here, proposal_schema.ProposalSchema, draft, here.member)) == WRITTEN


def test_the_office_is_asked_for_the_sender_the_theme_and_the_number_too(here):
    proposal = here.proposal(here.round())
    form = bound(here, proposal_schema.ProposalSchema, proposal, here.office)
    assert names(form) == ["title", "organisation", *WRITTEN[1:], "theme", "number", "runner_up", "remark"]
    assert offered(form["theme"]) == ["", "data", "vatten", "metoder"]
    assert here.neighbour.uid in offered(form["organisation"])


def test_parts_that_came_from_elsewhere_can_be_edited_where_there_are_any(here):
    draft = here.proposal(here.round(), "draft", preamble="Inledning.")
    form = bound(here, proposal_schema.ProposalSchema, draft, here.member)
    assert "preamble" in form
    assert "other_text" not in form


def test_binding_again_changes_nothing(here):
    proposal = here.proposal(here.round())
    form = bound(here, proposal_schema.ProposalSchema, proposal, here.office)
    assert names(form.bind(seen=3)) == names(form)


def test_only_the_title_is_needed(here):
    form = bound(here, proposal_schema.ProposalSchema, here.round()["proposals"], here.member)
    assert form.deserialize({"title": " Validering "}) == {
        "title": "Validering", "co_senders": (), "idea": "", "purpose": "", "target_group": "",
        "expected_result": "", "questions": "", "builds_on": "", "wished_form": "", "contacts": ()}
    with pytest.raises(colander.Invalid) as invalid:
        form.deserialize({"title": "  "})
    assert set(invalid.value.asdict()) == {"title"}


def test_a_title_is_short_enough_to_be_read_aloud(here):
    form = bound(here, proposal_schema.ProposalSchema, here.round()["proposals"], here.member)
    form.deserialize({"title": "a" * 110})
    with pytest.raises(colander.Invalid):
        form.deserialize({"title": "a" * 111})


def test_a_contact_may_lack_anything_and_a_broken_address_is_no_fault(here):
    form = bound(here, proposal_schema.ProposalSchema, here.round()["proposals"], here.member)
    posted = [{"name": "Eva Lid", "email": "eva.lid@nordana."}, {"organisation": "Region Nordanå"}]
    found = form.deserialize({"title": "Validering", "contacts": posted})["contacts"]
    assert [Contact(**each) for each in found] == [
        Contact("Eva Lid", email="eva.lid@nordana."), Contact(organisation="Region Nordanå")]


def test_a_sender_does_not_send_together_with_itself(here):
    draft = here.proposal(here.round(), "draft", co_senders=(here.neighbour.uid,))
    form = bound(here, proposal_schema.ProposalSchema, draft, here.member)
    assert offered(form["co_senders"]) == [here.neighbour.uid]


def test_a_former_organisation_stays_chosen_where_it_is_and_is_offered_nowhere_else(here):
    round_ = here.round()
    draft = here.proposal(round_, "draft", co_senders=(here.neighbour.uid,))
    here.put(here.neighbour, "former")
    assert offered(bound(here, proposal_schema.ProposalSchema, draft, here.member)["co_senders"]) == [
        here.neighbour.uid]
    new = bound(here, proposal_schema.ProposalSchema, round_["proposals"], here.member)
    assert offered(new["co_senders"]) == []


def test_an_empty_number_leaves_the_number_alone(here):
    form = bound(here, proposal_schema.ProposalSchema, here.numbered(here.round(), 4), here.office)
    assert "number" not in form.deserialize({"title": "Små tal", "number": ""})
    with pytest.raises(colander.Invalid):
        form.deserialize({"title": "Små tal", "number": "0"})


def test_forms_and_bodies_have_words_for_every_value():
    assert tuple(proposal_schema.FORM_TITLES) == FORMS
    assert tuple(proposal_schema.BODY_TITLES) == BODIES


# -- what a step asks ----------------------------------------------------------------------------------------


def test_a_merge_offers_the_other_proposals_that_are_still_to_be_decided(here):
    round_ = here.round("published")
    proposal, other = here.numbered(round_, 1), here.numbered(round_, 2)
    here.numbered(round_, 3, "parked")
    facts = proposal_schema.Facts().bind(item=proposal)
    assert facts["target"].widget.values[1:] == [(other.uid, "2. Förslag 2")]


def test_a_step_begins_with_what_is_told_already(here):
    proposal = here.proposal(here.round(), "parked", area="Siffror", decided_on=here.today)
    facts = proposal_schema.Facts().bind(item=proposal)
    assert facts["area"].default == "Siffror"
    assert facts["decided_on"].default == here.today
    assert facts["motive"].default is colander.null
    assert facts["reason"].default is colander.null


@pytest.mark.parametrize(("step", "reader"), [
    ("return", "sender"), ("not_select", "sender"), ("withdraw", "office"), ("reopen_draft", "office")])
def test_whoever_writes_a_reason_is_told_who_reads_it(here, step, reader):
    facts = proposal_schema.Facts().bind(item=here.proposal(here.round()), transition=step)
    assert facts["reason"].description == f"The {reader} reads what you write here."


def test_a_correction_begins_with_the_published_text(here):
    meeting = here.meeting(here.round(), "published", result="Tre områden.")
    assert meeting_schema.Facts().bind(item=meeting)["result"].default == "Tre områden."


# -- rounds and meetings -------------------------------------------------------------------------------------


def test_the_year_is_asked_for_once(here):
    form = bound(here, round_schema.RoundSchema, here.site["rounds"], here.office)
    assert names(form) == ["title", "year", "opens", "closes", "board_meets", "instruction", "themes"]
    form = bound(here, round_schema.RoundSchema, here.round("planned"), here.office)
    assert names(form) == ["title", "opens", "closes", "board_meets", "instruction", "themes"]


def test_a_round_may_be_planned_before_its_dates_and_themes(here):
    form = bound(here, round_schema.RoundSchema, here.site["rounds"], here.office)
    assert form.deserialize({"title": "Inför 2028", "year": "2028"}) == {
        "title": "Inför 2028", "year": 2028, "opens": None, "closes": None, "board_meets": None, "instruction": "",
        "themes": ()}


@pytest.mark.parametrize("values", [
    {"title": "", "year": "2028"}, {"title": "Inför 28", "year": "28"}, {"title": "Inför 2028", "year": ""},
    {"title": "Inför 2028", "year": "2028", "opens": "2027-09-02", "closes": "2027-09-01"}])
def test_a_round_needs_a_title_a_whole_year_and_dates_in_order(here, values):
    form = bound(here, round_schema.RoundSchema, here.site["rounds"], here.office)
    with pytest.raises(colander.Invalid):
        form.deserialize(values)


def test_a_theme_keeps_its_id_when_its_title_changes(here):
    form = bound(here, round_schema.RoundSchema, here.round("planned"), here.office)
    posted = {"title": "Inför 2027", "themes": [{"id": "data", "title": "AI"}, {"title": "Ny"}]}
    found = [Theme(**each) for each in form.deserialize(posted)["themes"]]
    assert found == [Theme("data", "AI"), Theme("", "Ny")]


def test_the_agenda_holds_each_proposal_once_and_no_gaps(here):
    round_ = here.round("published")
    one, other = here.numbered(round_, 1), here.numbered(round_, 2)
    form = bound(here, meeting_schema.MeetingSchema, here.meeting(round_), here.office)
    posted = {"title": "Idémöte", "agenda": [other.uid, "", one.uid, other.uid]}
    assert form.deserialize(posted)["agenda"] == (other.uid, one.uid)
    assert offered(form["agenda"].children[0]) == ["", one.uid, other.uid]
