"""An occasion: where it is found, what may be undecided, and what is told once and for all."""

from __future__ import annotations

import pytest

from learning_site import LearningSite
from reglab_workflow.content.workshop.model import Workshop


@pytest.fixture
def here():
    return LearningSite()


def test_the_address_tells_kind_and_number_and_stays_when_the_title_is_decided(here):
    project = here.project()
    made = [here.workshop(project, kind=kind) for kind in ("workshop", "seminar", "meeting", "workshop")]
    assert [each.path.removeprefix(project.path) for each in made] == [
        "/workshops/workshop-1", "/workshops/seminarium-1", "/workshops/traff-1", "/workshops/workshop-2"]
    here.acts(here.office).edit(made[0], {"title": "Vad är ett litet tal?"})
    assert made[0].__name__ == "workshop-1"


def test_a_given_number_is_kept(here):
    workshop = here.workshop(here.project(), kind="seminar", number=3)
    assert (workshop.number, workshop.__name__) == (3, "seminarium-3")


def test_a_taken_address_gets_another(here):
    project = here.project()
    assert [here.workshop(project, number=1).__name__ for _each in range(2)] == ["workshop-1", "workshop-1-2"]


def test_nothing_needs_to_be_decided(here):
    workshop = here.workshop(here.project(), title="  ")
    assert (workshop.decided_title(), workshop.decided_days(), workshop.decided_place()) == (None, None, None)


def test_what_is_decided_is_told(here):
    told = {"title": "Start", "starts": here.later(5), "mode": "physical", "place": " Umeå "}
    workshop = here.workshop(here.project(), **told)
    assert workshop.decided_title() == "Start"
    assert workshop.decided_days() == (here.later(5), here.later(5))
    assert workshop.decided_place() == "Umeå"


def test_an_occasion_may_last_several_days(here):
    workshop = here.workshop(here.project(), starts=here.later(5), ends=here.later(6))
    assert workshop.decided_days() == (here.later(5), here.later(6))


def test_a_digital_occasion_needs_no_place(here):
    assert here.workshop(here.project(), mode="digital").decided_place() == ""


# -- what has been told --------------------------------------------------------------------------------------


def locked(workshop) -> set[str]:
    return {name for name, permission in workshop.guarded.items() if permission == ""}


ALWAYS = {"kind", "number", "went_to", "went_on"}


def test_a_planned_occasion_can_be_planned_again(here):
    workshop = here.workshop(here.project(), starts=here.later(5), mode="physical", place="Umeå")
    assert locked(workshop) == ALWAYS


def test_what_is_announced_as_undecided_can_still_be_filled_in(here):
    assert locked(here.put(here.workshop(here.project()), "announced")) == ALWAYS


@pytest.mark.parametrize("state", ["announced", "open", "registration_closed", "held", "documented"])
def test_what_has_been_told_is_not_edited(here, state):
    workshop = here.workshop(here.project(), starts=here.later(5), mode="physical", place="Umeå")
    places = {"capacity", "queue_rule"} if state != "announced" else set()
    assert locked(here.put(workshop, state)) == ALWAYS | {"starts", "ends", "mode", "place"} | places


def test_the_rules_can_be_asked_of_the_class_too():
    assert set(Workshop.guarded) == ALWAYS
    assert Workshop.internal == ("speakers_women", "speakers_men", "homework", "homework_due")


@pytest.mark.parametrize(("state", "hidden"), [
    ("planned", True), ("open", True), ("held", True), ("documented", False), ("closed", False),
])
def test_the_documentation_is_a_draft_until_it_is_published(here, state, hidden):
    workshop = here.put(here.workshop(here.project(), documentation="Vi lärde oss mycket."), state)
    assert ("documentation" in workshop.internal) is hidden
    assert ("Vi lärde oss mycket." in workshop.search_text()) is not hidden
