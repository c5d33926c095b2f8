"""A project's steps: what stops them, what they warn of, and what follows."""

from __future__ import annotations

import pytest

from learning_site import LearningSite
from reglab_workflow.content.events import AppointmentEnded, Transitioned
from reglab_workflow.content.project.model import ExpectedResult, Figure
from reglab_workflow.workflow.errors import MissingFacts, NotPermitted, Refused


@pytest.fixture
def here():
    return LearningSite()


def codes(reasons) -> list[str]:
    return [reason.code for reason in reasons]


def refused(here, item, step, facts=None, who=None) -> list[str]:
    """Why a step is refused; nothing has moved."""
    state = item.state
    with pytest.raises(Refused) as refusal:
        here.acts(who or here.office).fire(item, step, facts)
    assert item.state == state
    return codes(refusal.value.reasons)


def a_proposal(here, title="Små tal"):
    """A proposal of the only round."""
    rounds = here.site["rounds"].values() or [here.round()]
    return here.builder.create(rounds[0]["proposals"], "proposal", {"title": title})


def fire(here, item, step, facts=None, who=None):
    return here.acts(who or here.office).fire(item, step, facts)


# -- inviting ------------------------------------------------------------------------------------------------


def test_a_complete_invitation_goes_out_without_a_word(here):
    results = (ExpectedResult("Vi räknar rätt"),)
    project = here.project(expected_results=results, target_group="Analytiker", fee=0)
    here.workshop(project)
    here.leader(project)
    assert fire(here, project, "invite").warnings == ()
    assert project.state == "inviting"


def test_a_sparse_invitation_goes_out_with_advice(here):
    assert codes(fire(here, here.project(), "invite").warnings) == [
        "no_expected_results", "no_project_target_group", "no_fee", "no_occasions", "no_leader_yet"]


def test_an_invitation_says_why_and_until_when(here):
    assert refused(here, here.project(purpose=" ", last_day=None), "invite") == ["no_purpose", "no_last_day"]


def test_nobody_is_invited_to_register_by_yesterday(here):
    assert refused(here, here.project(last_day=here.later(-1)), "invite") == ["last_day_passed"]
    assert fire(here, here.project(last_day=here.today), "invite").target == "inviting"


def test_only_the_office_invites(here):
    project = here.project()
    with pytest.raises(NotPermitted):
        fire(here, project, "invite", who=here.leader(project))


# -- extending -----------------------------------------------------------------------------------------------


def test_extending_moves_the_last_day_and_nothing_else(here):
    project = here.put(here.project(), "inviting")
    fire(here, project, "extend", {"last_day": here.later(40), "reason": "Fler vill vara med"})
    assert (project.state, project.last_day) == ("inviting", here.later(40))


@pytest.mark.parametrize("days", [20, 10])
def test_extending_never_shortens(here, days):
    project = here.put(here.project(), "inviting")
    facts = {"last_day": here.later(days), "reason": "Oj"}
    assert refused(here, project, "extend", facts) == ["not_later"]
    assert project.last_day == here.later(20)


def test_extending_leads_to_a_day_that_is_still_to_come(here):
    project = here.put(here.project(), "inviting")
    here.pass_days(30)
    facts = {"last_day": here.later(-2), "reason": "Oj"}
    assert refused(here, project, "extend", facts) == ["last_day_passed"]


def test_extending_takes_a_day_and_a_reason(here):
    project = here.put(here.project(), "inviting")
    with pytest.raises(MissingFacts) as missing:
        fire(here, project, "extend", {})
    assert codes(missing.value.reasons) == ["missing:last_day", "missing:reason"]


def test_what_a_step_asks_for_does_not_stop_its_button(here):
    project = here.put(here.project(), "inviting")
    offers = {offer.transition.name: offer.allowed for offer in here.acts(here.office).open_to(project)}
    assert offers == {
        "extend": True, "close_registration": False, "set_terms": True, "cancel": True, "reshape": True}


# -- closing the registration --------------------------------------------------------------------------------


def test_closing_the_registration_decides_the_fee(here):
    project = here.put(here.project(organisations=("a", "b"), fee=30000, fee_note="Högst"), "inviting")
    here.pass_days(21)
    change = fire(here, project, "close_registration", {"fee": 24000, "fee_reason": "Vi blev få."})
    assert (project.state, project.fee, project.fee_note) == ("confirmed", 24000, "Högst")
    assert change.warnings == ()


def test_a_fee_of_nothing_is_a_fee(here):
    project = here.put(here.project(organisations=("a",)), "inviting")
    fire(here, project, "close_registration", {"fee": 0})
    assert project.fee == 0


def test_closing_the_registration_early_is_worth_a_word(here):
    project = here.put(here.project(organisations=("a",)), "inviting")
    assert codes(fire(here, project, "close_registration", {"fee": 1}).warnings) == ["last_day_ahead"]


def test_the_registration_is_not_closed_on_too_few(here):
    project = here.put(here.project(organisations=("a", "b"), least_organisations=3), "inviting")
    assert refused(here, project, "close_registration", {"fee": 1}) == ["too_few_organisations"]


def test_a_project_that_needs_no_number_of_organisations_may_have_none(here):
    project = here.put(here.project(least_organisations=0), "inviting")
    assert fire(here, project, "close_registration", {"fee": 1}).target == "confirmed"


# -- starting ------------------------------------------------------------------------------------------------


def ready(here, **values):
    """A confirmed project with both leaders, the content leader first."""
    project = here.put(here.project(**{"organisations": ("a",)} | values), "confirmed")
    return project, here.leader(project), here.leader(project, "process_leader")


def test_a_content_leader_starts_the_project(here):
    project, content, _process = ready(here)
    fire(here, project, "start", who=content)
    assert project.state == "running"


def test_a_project_starts_with_leaders_and_participants(here):
    project = here.put(here.project(), "confirmed")
    assert refused(here, project, "start") == ["no_content_leader", "no_process_leader", "no_registration"]


def test_a_leader_whose_time_is_over_does_not_count(here):
    project = here.put(here.project(organisations=("a",)), "confirmed")
    here.leader(project, "process_leader")
    here.appoint(here.person("Lea Lund"), "content_leader", project, end=here.today)
    here.pass_days(1)
    assert refused(here, project, "start") == ["no_content_leader"]


def test_the_leader_of_another_project_does_not_count_and_starts_nothing(here):
    other = here.project(title="Vatten")
    project, _content, _process = ready(here)
    with pytest.raises(NotPermitted):
        fire(here, project, "start", who=here.leader(other))


def test_the_proposals_start_with_their_project(here):
    selected = here.put(a_proposal(here), "selected")
    parked = here.put(a_proposal(here, "Prognoser"), "parked")
    project, content, _process = ready(here, proposals=(selected.uid, parked.uid))
    fire(here, project, "start", who=content)
    assert (selected.state, selected.project, parked.state) == ("running", project.uid, "parked")
    followed = here.heard[-1]
    assert (followed.item, followed.actor.id) == (selected, "system")
    assert followed.cause == f"project.start:{project.uid}"


# -- finishing and closing -----------------------------------------------------------------------------------


def test_finishing_early_is_worth_a_word(here):
    project, content, _process = ready(here)
    here.put(project, "running")
    here.put(here.workshop(project, title="Klar"), "held")
    here.put(here.workshop(project, kind="seminar"), "open")
    here.put(here.workshop(project, title="Inställd"), "cancelled")
    warnings = fire(here, project, "finish", who=content).warnings
    told = [(each.code, each.text.mapping["which"]) for each in warnings]
    assert told == [("occasions_remain", "seminarium 1")]


def finished(here, **values):
    """A project whose results are being told, with one documented and one cancelled occasion."""
    project, content, process = ready(here, **values)
    here.put(project, "evaluating")
    here.put(here.workshop(project, title="Vad är ett litet tal?", attendance=41), "documented")
    here.put(here.workshop(project, title="Att gissa"), "cancelled")
    return project, content, process


def test_a_closed_project_keeps_its_figures(here):
    project, _content, _process = finished(here)
    fire(here, project, "close", {"continuation": "Ett nätverk"})
    assert (project.state, project.continuation) == ("closed", "Ett nätverk")
    assert project.figures == (
        Figure("organisations", 1), Figure("workshops", 1), Figure("cancelled", 1), Figure("attendances", 41))


def test_the_leaders_rights_end_when_the_project_is_closed(here):
    project, content, process = finished(here)
    workshop = project["workshops"]["workshop-1"]
    assert here.may(content, "edit", project)
    assert here.may(process, "edit", workshop)
    fire(here, project, "close")
    for leader in (content, process):
        assert not here.may(leader, "edit", workshop)
        assert not here.may(leader, "view_history", project)
        assert here.may(leader, "view", project)
    ended = [event for event in here.heard if isinstance(event, AppointmentEnded)]
    assert {event.person for event in ended} == {content, process}
    assert {event.actor.id for event in ended} == {"system"}


def test_the_occasions_and_proposals_close_with_their_project(here):
    proposal = here.put(a_proposal(here), "running")
    project, _content, _process = finished(here, proposals=(proposal.uid,))
    fire(here, project, "close")
    assert [each.state for each in project.programme()] == ["closed", "cancelled"]
    assert proposal.state == "closed"


def test_content_leaders_do_not_close_the_project(here):
    project, content, _process = finished(here)
    with pytest.raises(NotPermitted):
        fire(here, project, "close", who=content)


@pytest.mark.parametrize("state", ["planned", "announced", "open", "registration_closed", "held"])
def test_a_project_is_not_closed_while_an_occasion_is_undocumented(here, state):
    project, _content, _process = finished(here)
    here.put(here.workshop(project, attendance=3), state)
    assert refused(here, project, "close") == ["occasions_left"]


def test_a_project_is_not_closed_with_results_unrated(here):
    results = (ExpectedResult("Vi räknar rätt", "partly"), ExpectedResult("Vi visar rätt"))
    project, _content, _process = finished(here, expected_results=results)
    assert refused(here, project, "close") == ["unrated_results"]


def test_a_project_is_not_closed_before_its_participants_are_counted(here):
    project, _content, _process = finished(here)
    here.put(here.workshop(project, title="Ingen räknade"), "documented")
    assert refused(here, project, "close") == ["no_attendance"]
    assert project.figures == ()


def test_nobody_changes_a_closed_project(here):
    project, content, _process = finished(here)
    fire(here, project, "close")
    for person in (here.office, content):
        with pytest.raises(NotPermitted):
            here.acts(person).edit(project, {"title": "Större tal"})


# -- cancelling and reshaping --------------------------------------------------------------------------------

NO = {"reason": "För få anmälda", "moved_to": "Årskonferensen"}


@pytest.mark.parametrize(("step", "state"), [("cancel", "cancelled"), ("reshape", "reshaped")])
@pytest.mark.parametrize("source", ["planned", "inviting", "confirmed", "running", "evaluating"])
def test_any_project_under_way_can_be_cancelled_or_reshaped(here, source, step, state):
    project, content, _process = ready(here)
    here.put(project, source)
    fire(here, project, step, NO)
    assert (project.state, project.moved_to) == (state, "Årskonferensen")
    assert not here.may(content, "view_history", project)


@pytest.mark.parametrize("step", ["cancel", "reshape"])
def test_it_is_always_told_why_and_where_the_content_goes(here, step):
    with pytest.raises(MissingFacts) as missing:
        fire(here, here.project(), step, {"moved_to": ""})
    assert codes(missing.value.reasons) == ["missing:reason", "missing:moved_to"]


def test_coming_occasions_are_cancelled_with_their_project_and_held_ones_remain(here):
    project, _content, _process = ready(here)
    here.put(project, "running")
    states = ("planned", "announced", "open", "registration_closed", "held", "documented")
    occasions = [here.put(here.workshop(project), state) for state in states]
    fire(here, project, "cancel", NO)
    assert [each.state for each in occasions] == [
        "planned", "cancelled", "cancelled", "cancelled", "held", "documented"]
    assert {each.went_to for each in occasions if each.state == "cancelled"} == {"Årskonferensen"}
    told = [event for event in here.heard if isinstance(event, Transitioned) and event.item in occasions]
    assert {event.facts["reason"] for event in told} == {"För få anmälda"}


def test_running_proposals_are_selected_again_when_their_project_is_cancelled(here):
    proposal = here.put(a_proposal(here), "running")
    project, _content, _process = ready(here, proposals=(proposal.uid,))
    fire(here, here.put(project, "running"), "cancel", NO)
    assert proposal.state == "selected"


# -- who sees and writes -------------------------------------------------------------------------------------


def test_a_stranger_sees_no_planned_project_but_every_other(here):
    project = here.project()
    assert not here.may(None, "view", project)
    for state in ("inviting", "confirmed", "running", "evaluating", "closed", "cancelled", "reshaped"):
        assert here.may(None, "view", here.put(project, state))


def test_a_member_has_no_more_to_say_than_a_stranger_before_the_invitation(here):
    member = here.person("Mia Medlem", here.organisation())
    assert not here.may(member, "view", here.project())


def test_content_leaders_write_the_programme_but_not_the_terms(here):
    project = here.project()
    leader = here.leader(project)
    assert here.acts(leader).edit(project, {"purpose": "Att räkna rättare."})
    for values in ({"fee": 1}, {"organisations": ("a",)}, {"last_day": here.later(90)}, {"figures": ()}):
        changed = values if values != {"figures": ()} else {"figures": (Figure("workshops", 99),)}
        with pytest.raises(NotPermitted):
            here.acts(leader).edit(project, changed)


def test_not_even_the_office_moves_a_published_last_day_without_a_reason(here):
    project = here.put(here.project(), "inviting")
    with pytest.raises(NotPermitted) as refusal:
        here.acts(here.office).edit(project, {"last_day": here.later(90)})
    assert codes(refusal.value.reasons) == ["by_rule"]


def test_the_office_appoints_leaders_while_the_project_is_under_way(here):
    project, person = here.project(), here.person("Lea Lund")
    here.acts(here.office).appoint(person, "content_leader", project, why="Kan ämnet")
    assert here.may(person, "edit", project)
    with pytest.raises(NotPermitted):
        here.acts(person).appoint(here.person("Leo Lind"), "content_leader", project)
    here.put(project, "closed")
    with pytest.raises(NotPermitted):
        here.acts(here.office).appoint(person, "content_leader", project)
