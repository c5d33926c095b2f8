"""A project: what it holds, how its programme is ordered and numbered, what can be counted."""

from __future__ import annotations

from datetime import date

import pytest

from learning_site import LearningSite
from reglab_workflow.content.project.model import (
    ExpectedResult,
    Figure,
    Project,
    figures_of,
    has_been_held,
    next_number,
    project_of,
    proposals_behind,
)
from reglab_workflow.plain import plain


@pytest.fixture
def here():
    return LearningSite()


def test_a_project_begins_with_places_for_occasions_and_files(here):
    project = here.project()
    assert project.path == "/projects/sma-tal"
    assert project["workshops"].path == "/projects/sma-tal/workshops"
    assert project["files"].path == "/projects/sma-tal/files"


def test_what_is_not_told_is_not_decided():
    project = Project(title="Små tal")
    assert (project.fee, project.last_day, project.figures, project.organisations) == (None, None, (), ())
    assert (project.least, project.most, project.least_organisations) == (1, 5, 1)


def test_everything_a_project_keeps_can_be_told_in_the_trail():
    project = Project(title="Små tal", expected_results=(ExpectedResult("Vi räknar rätt", "reached"),),
                      figures=(Figure("workshops", 3),), last_day=date(2026, 9, 27))
    told = plain(project.values_of())
    assert told["expected_results"] == [{"text": "Vi räknar rätt", "rating": "reached", "comment": ""}]
    assert told["figures"] == [{"name": "workshops", "value": 3}]


def test_each_kind_of_occasion_is_counted_by_itself(here):
    project = here.project()
    kinds = ("workshop", "seminar", "workshop", "seminar", "meeting")
    made = [here.workshop(project, kind=kind) for kind in kinds]
    assert [(each.kind, each.number) for each in made] == [
        ("workshop", 1), ("seminar", 1), ("workshop", 2), ("seminar", 2), ("meeting", 1)]


def test_the_next_number_follows_the_highest_also_after_a_gap(here):
    project = here.project()
    here.workshop(project, number=4)
    assert [next_number(project, kind) for kind in ("workshop", "seminar")] == [5, 1]


def test_the_programme_is_in_the_order_of_its_days_with_undecided_ones_last(here):
    project = here.project()
    undecided = here.workshop(project)
    late = here.workshop(project, starts=here.later(60))
    early = here.workshop(project, kind="seminar", starts=here.later(30))
    assert project.programme() == [early, late, undecided]


def test_the_proposals_behind_a_project_are_found_in_any_round(here):
    round_ = here.round()
    proposals = [here.builder.create(round_["proposals"], "proposal", {"title": title})
                 for title in ("Små tal", "Prognoser", "Vatten")]
    project = here.project(proposals=(proposals[1].uid, proposals[0].uid, "gone"))
    assert proposals_behind(project) == [proposals[1], proposals[0]]


def test_what_stands_in_a_project_knows_its_project(here):
    project = here.project()
    workshop = here.workshop(project)
    assert project_of(workshop["files"]) is project
    assert project_of(here.site) is None


def test_the_figures_count_what_took_place(here):
    project = here.project(organisations=("a", "b", "c"))
    for kind, state, attendance in (
        ("workshop", "documented", 41), ("workshop", "closed", 47), ("workshop", "cancelled", None),
        ("seminar", "held", 20), ("meeting", "announced", None),
    ):
        here.put(here.workshop(project, kind=kind, attendance=attendance), state)
    assert figures_of(project) == (
        Figure("organisations", 3), Figure("workshops", 2), Figure("seminars", 1), Figure("cancelled", 1),
        Figure("attendances", 108))


def test_a_project_where_nothing_happened_has_no_figures(here):
    assert figures_of(here.project()) == ()


@pytest.mark.parametrize(("state", "held"), [
    ("planned", False), ("announced", False), ("open", False), ("registration_closed", False), ("held", True),
    ("documented", True), ("closed", True), ("cancelled", False),
])
def test_when_an_occasion_has_been_held(here, state, held):
    assert has_been_held(here.put(here.workshop(here.project()), state)) is held


# -- which fields take more than the right to edit -----------------------------------------------------------

TERMS = {
    "format", "proposals", "fee_note", "least", "most", "least_organisations", "organisations", "expected_people",
    "fee_spans", "fee_excludes", "vat_note", "contacts", "leading", "offer_hours",
}


@pytest.mark.parametrize(("state", "office_only", "by_step_only"), [
    ("planned", TERMS | {"fee", "last_day"}, {"moved_to", "figures", "invited", "terms", "fee_decisions"}),
    ("inviting", TERMS | {"fee"}, {"moved_to", "figures", "invited", "terms", "fee_decisions", "last_day"}),
    ("confirmed", TERMS, {"moved_to", "figures", "invited", "terms", "fee_decisions", "last_day", "fee"}),
    ("running", TERMS, {"moved_to", "figures", "invited", "terms", "fee_decisions", "last_day", "fee"}),
    ("evaluating", TERMS, {"moved_to", "figures", "invited", "terms", "fee_decisions", "last_day", "fee"}),
])
def test_what_has_been_promised_changes_only_by_a_step(here, state, office_only, by_step_only):
    rules = here.put(here.project(), state).guarded
    assert {name for name, permission in rules.items() if permission == "arrange"} == office_only
    assert {name for name, permission in rules.items() if permission == ""} == by_step_only


def test_the_rules_can_be_asked_of_the_class_too():
    assert Project.guarded["fee"] == "arrange"
