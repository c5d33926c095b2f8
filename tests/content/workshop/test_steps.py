"""An occasion's steps: what stops them, what they warn of, and what they change."""

from __future__ import annotations

import pytest

from learning_site import LearningSite
from reglab_workflow.workflow.errors import MissingFacts, NotPermitted, Refused


@pytest.fixture
def here():
    return LearningSite()


def codes(reasons) -> list[str]:
    return [reason.code for reason in reasons]


def fire(here, workshop, step, facts=None, who=None):
    return here.acts(who or here.office).fire(workshop, step, facts)


def refused(here, workshop, step, facts=None) -> list[str]:
    """Why a step is refused; nothing has changed."""
    before = (workshop.state, workshop.values_of())
    with pytest.raises(Refused) as refusal:
        fire(here, workshop, step, facts)
    assert (workshop.state, workshop.values_of()) == before
    return codes(refusal.value.reasons)


def occasion(here, state="planned", **values):
    """An occasion of a running project, five days ahead on site in Umeå unless told otherwise."""
    told = {"title": "Start", "starts": here.later(5), "mode": "physical", "place": "Umeå"} | values
    return here.put(here.workshop(here.put(here.project(), "running"), **told), state)


# -- announcing and opening ----------------------------------------------------------------------------------


def test_a_decided_occasion_is_announced_without_a_word(here):
    workshop = occasion(here)
    assert fire(here, workshop, "announce").warnings == ()
    assert workshop.state == "announced"


def test_an_occasion_can_be_announced_with_everything_undecided(here):
    workshop = occasion(here, title="", starts=None, mode="", place="")
    assert codes(fire(here, workshop, "announce").warnings) == [
        "day_undecided", "place_undecided", "title_undecided"]


def test_an_occasion_is_not_public_before_its_project(here):
    workshop = occasion(here)
    here.put(workshop.__parent__.__parent__, "planned")
    assert refused(here, workshop, "announce") == ["project_planned"]


def test_a_stranger_sees_an_occasion_from_its_announcement_on(here):
    workshop = occasion(here)
    assert not here.may(None, "view", workshop)
    fire(here, workshop, "announce")
    assert here.may(None, "view", workshop)


def test_registration_opens_for_a_known_day_and_form(here):
    workshop = occasion(here, "announced", starts=None, mode="")
    assert refused(here, workshop, "open") == ["no_day", "no_mode"]


def test_registration_does_not_open_for_a_day_that_has_passed(here):
    workshop = occasion(here, "announced")
    here.pass_days(6)
    assert refused(here, workshop, "open") == ["day_passed"]


def test_registration_may_open_before_the_place_is_decided(here):
    workshop = occasion(here, "announced", place="")
    assert codes(fire(here, workshop, "open").warnings) == ["place_undecided"]


# -- holding and documenting ---------------------------------------------------------------------------------


def test_an_occasion_is_held_on_its_day_and_not_before(here):
    workshop = occasion(here, "registration_closed")
    assert refused(here, workshop, "hold") == ["day_ahead"]
    here.pass_days(5)
    fire(here, workshop, "hold", {"attendance": 41})
    assert (workshop.state, workshop.attendance) == ("held", 41)


def test_an_undecided_day_never_comes(here):
    assert refused(here, occasion(here, "registration_closed", starts=None), "hold") == ["day_ahead"]


def test_how_many_came_can_be_told_later(here):
    workshop = occasion(here, "registration_closed", starts=here.today)
    fire(here, workshop, "hold")
    assert (workshop.state, workshop.attendance) == ("held", None)


def test_documentation_is_published_when_there_is_some_and_people_are_counted(here):
    workshop = occasion(here, "held")
    assert refused(here, workshop, "document") == ["no_documentation", "attendance_unknown"]
    here.acts(here.office).edit(workshop, {"documentation": "Vi lärde oss mycket.", "attendance": 0})
    fire(here, workshop, "document")
    assert workshop.state == "documented"


def test_files_are_documentation_too(here):
    workshop = occasion(here, "held", attendance=3)
    here.builder.create(workshop["files"], "attachment", {"title": "Bilder"})
    assert fire(here, workshop, "document").target == "documented"


# -- moving --------------------------------------------------------------------------------------------------

WHY = {"reason": "Lokalen är upptagen"}


def test_an_occasion_moves_to_another_day_and_place(here):
    workshop = occasion(here, "open", ends=here.later(6), times="Lunch till lunch")
    fire(here, workshop, "move", {"starts": here.later(12), "place": "Lycksele", **WHY})
    assert (workshop.state, workshop.starts, workshop.ends) == ("open", here.later(12), None)
    assert (workshop.place, workshop.times) == ("Lycksele", "Lunch till lunch")


def test_an_occasion_moves_to_several_days(here):
    workshop = occasion(here, "announced")
    fire(here, workshop, "move", {"starts": here.later(12), "ends": here.later(13), **WHY})
    assert (workshop.starts, workshop.ends) == (here.later(12), here.later(13))


def test_an_occasion_is_made_longer_without_a_new_first_day(here):
    workshop = occasion(here, "announced")
    fire(here, workshop, "move", {"ends": here.later(6), **WHY})
    assert (workshop.starts, workshop.ends) == (here.later(5), here.later(6))


def test_only_the_times_may_change(here):
    workshop = occasion(here, "announced", ends=here.later(6))
    fire(here, workshop, "move", {"times": "10–15", "starts": None, "place": "", **WHY})
    assert (workshop.starts, workshop.ends, workshop.times, workshop.place) == (
        here.later(5), here.later(6), "10–15", "Umeå")


def test_an_occasion_moves_to_a_day_that_is_not_decided_yet(here):
    workshop = occasion(here, "open", ends=here.later(6))
    fire(here, workshop, "move", {"undecided": True, **WHY})
    assert workshop.decided_days() is None
    assert workshop.state == "open"


@pytest.mark.parametrize("facts", [
    {}, {"starts": None, "place": ""}, {"place": "Umeå"}, {"undecided": False},
])
def test_moving_takes_something_new(here, facts):
    assert refused(here, occasion(here, "open"), "move", {**facts, **WHY}) == ["nothing_moves"]


def test_an_undecided_day_is_not_moved_to_an_undecided_day(here):
    workshop = occasion(here, "announced", starts=None)
    assert refused(here, workshop, "move", {"undecided": True, **WHY}) == ["nothing_moves"]


def test_a_day_is_told_or_undecided_not_both(here):
    facts = {"starts": here.later(12), "undecided": True, **WHY}
    assert refused(here, occasion(here, "open"), "move", facts) == ["both_days"]


@pytest.mark.parametrize("facts", [{"ends": 4}, {"starts": 12, "ends": 11}])
def test_the_last_day_is_not_before_the_first(here, facts):
    told = {name: here.later(days) for name, days in facts.items()}
    assert refused(here, occasion(here, "open"), "move", {**told, **WHY}) == ["ends_before"]


def test_a_last_day_without_a_first_is_no_day(here):
    workshop = occasion(here, "announced", starts=None)
    assert refused(here, workshop, "move", {"ends": here.later(4), **WHY}) == ["ends_before"]


def test_moving_takes_a_reason(here):
    with pytest.raises(MissingFacts) as missing:
        fire(here, occasion(here, "open"), "move", {"place": "Lycksele", "reason": ""})
    assert codes(missing.value.reasons) == ["missing:reason"]


# -- on site or digital --------------------------------------------------------------------------------------


def test_an_occasion_becomes_digital_and_leaves_its_place(here):
    workshop = occasion(here, "open")
    fire(here, workshop, "change_mode", {"mode": "digital", **WHY})
    assert (workshop.mode, workshop.place, workshop.state) == ("digital", "", "open")


def test_an_occasion_comes_to_a_place(here):
    workshop = occasion(here, "open", mode="digital", place="")
    fire(here, workshop, "change_mode", {"mode": "physical", "place": "Umeå", **WHY})
    assert (workshop.mode, workshop.place) == ("physical", "Umeå")


def test_changing_the_form_takes_another_form(here):
    facts = {"mode": "physical", **WHY}
    assert refused(here, occasion(here, "open"), "change_mode", facts) == ["same_mode"]


# -- cancelling, and who ------------------------------------------------------------------------------------


def test_a_cancelled_occasion_tells_where_its_content_went(here):
    workshop = occasion(here, "open")
    fire(here, workshop, "cancel", {"went_to": "Workshop 4", **WHY})
    assert (workshop.state, workshop.went_to) == ("cancelled", "Workshop 4")


@pytest.mark.parametrize("state", ["planned", "held", "documented", "closed"])
def test_only_a_coming_occasion_can_be_cancelled(here, state):
    steps = {offer.transition.name for offer in here.acts(here.office).open_to(occasion(here, state))}
    assert "cancel" not in steps


def test_content_leaders_take_their_own_occasions_from_plan_to_documentation(here):
    workshop = occasion(here, starts=here.today)
    leader = here.leader(workshop.__parent__.__parent__)
    for step, facts in (("announce", {}), ("open", {}), ("move", {"place": "Lycksele", **WHY}),
                        ("change_mode", {"mode": "digital", **WHY}), ("close_registration", {}),
                        ("hold", {"attendance": 12})):
        fire(here, workshop, step, facts, who=leader)
    here.acts(leader).edit(workshop, {"documentation": "Vi lärde oss mycket."})
    fire(here, workshop, "document", who=leader)
    assert workshop.state == "documented"


@pytest.mark.parametrize(("state", "step"), [("open", "cancel"), ("documented", "close")])
def test_cancelling_and_closing_are_left_to_the_office(here, state, step):
    workshop = occasion(here, state)
    leader = here.leader(workshop.__parent__.__parent__)
    with pytest.raises(NotPermitted):
        fire(here, workshop, step, {"reason": "Oj"}, who=leader)
    fire(here, workshop, step, {"reason": "Oj"})


def test_the_leader_of_another_project_may_nothing_here(here):
    workshop, stranger = occasion(here), here.leader(here.project(title="Vatten"))
    assert not here.may(stranger, "view", workshop)
    assert not here.may(stranger, "edit", here.put(workshop, "announced"))


def test_leaders_add_occasions_while_the_project_is_under_way(here):
    project = here.project()
    leader = here.leader(project)
    here.acts(leader).create(project["workshops"], "workshop", {"kind": "seminar"})
    here.put(project, "evaluating")
    with pytest.raises(NotPermitted):
        here.acts(leader).create(project["workshops"], "workshop", {})


def test_nobody_edits_what_participants_have_been_told(here):
    workshop = occasion(here, "open")
    with pytest.raises(NotPermitted) as refusal:
        here.acts(here.office).edit(workshop, {"starts": here.later(12)})
    assert codes(refusal.value.reasons) == ["by_rule"]
