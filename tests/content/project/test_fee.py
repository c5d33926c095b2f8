"""The fee as a rule: what it is with so many people, where it says nothing, and what the money comes to."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from learning_group import LearningGroup
from learning_site import LearningSite
from reglab_workflow.content.project.fee import (
    KNOWN,
    LOWERED,
    SILENT,
    TWOFOLD,
    Forecast,
    Heads,
    budget,
    contradictions,
    forecast,
    gaps,
    has_rule,
    heads_now,
    level_at,
    levels,
    next_level,
    overlapping,
    reckon,
)
from reglab_workflow.content.project.model import FeeDecision, FeeSpan, Project
from reglab_workflow.content.site.model import find

DAY = date(2024, 10, 3)
THIRTY: dict[str, Any] = {
    "fee": 30_000, "expected_people": 80, "least_organisations": 18, "fee_spans": (FeeSpan(50, 60),)}
"""Reckoned from 80 people and 18 organisations; lowered with 50 to 60 people, not said to what."""


def rule(**values: Any) -> Project:
    """A project with a rule."""
    return Project(title="Den digitala regionen", **{**THIRTY, **values})


def told(project: Project) -> list[tuple[int, int | None, str, int | None]]:
    """The levels of a rule, without notes."""
    return [(each.least, each.most, each.kind, each.fee) for each in levels(project)]


# -- the rule that is usual ----------------------------------------------------------------------------------


def test_between_what_the_rule_names_it_says_nothing():
    assert told(rule()) == [
        (0, 49, SILENT, None), (50, 60, LOWERED, None), (61, 79, SILENT, None), (80, None, KNOWN, 30_000)]
    assert [(each.least, each.most) for each in gaps(rule())] == [(0, 49), (61, 79)]


@pytest.mark.parametrize(("people", "kind", "fee"), [
    (49, SILENT, None), (50, LOWERED, None), (60, LOWERED, None), (61, SILENT, None), (79, SILENT, None),
    (80, KNOWN, 30_000), (81, KNOWN, 30_000), (1000, KNOWN, 30_000)])
def test_the_rule_changes_at_the_numbers_it_names_and_nowhere_else(people, kind, fee):
    level = level_at(rule(), people)
    assert (level.kind, level.fee, level.full) == (kind, fee, kind == KNOWN)


def test_a_span_with_an_amount_gives_that_amount_and_its_note():
    level = level_at(rule(fee_spans=(FeeSpan(61, 79, 27_500, "om lokalen räcker"), FeeSpan(50, 60, 25_000))), 70)
    assert (level.kind, level.fee, level.note, level.full) == (KNOWN, 27_500, "om lokalen räcker", False)


def test_an_open_span_above_the_full_fee_ends_the_full_fee():
    assert told(rule(fee_spans=(FeeSpan(100, None, 25_000),))) == [
        (0, 79, SILENT, None), (80, 99, KNOWN, 30_000), (100, None, KNOWN, 25_000)]


def test_a_fee_that_is_reckoned_from_no_number_holds_wherever_no_span_does():
    assert told(rule(expected_people=None)) == [
        (0, 49, KNOWN, 30_000), (50, 60, LOWERED, None), (61, None, KNOWN, 30_000)]
    assert told(rule(expected_people=None, fee_spans=())) == [(0, None, KNOWN, 30_000)]


def test_without_a_fee_there_is_no_full_fee():
    assert told(rule(fee=None)) == [(0, 49, SILENT, None), (50, 60, LOWERED, None), (61, None, SILENT, None)]


def test_where_nothing_is_written_there_is_no_rule_and_so_no_gap():
    empty = rule(fee=None, fee_spans=())
    assert (has_rule(empty), gaps(empty), level_at(empty, 40).kind) == (False, (), SILENT)
    assert has_rule(rule(fee_spans=())) and has_rule(rule(fee=None))


def test_two_spans_for_one_number_of_people_are_a_fault_and_no_amount():
    project = rule(fee_spans=(FeeSpan(40, 55, 20_000), FeeSpan(50, 60, 25_000)))
    assert [(each.least, each.most, each.fee) for each in contradictions(project)] == [(50, 55, None)]
    assert overlapping(project.fee_spans) == project.fee_spans
    assert overlapping(THIRTY["fee_spans"]) is None and overlapping((FeeSpan(1, 9), FeeSpan(10))) is None
    assert level_at(rule(fee_spans=(FeeSpan(70, 90, 1),)), 85).kind == TWOFOLD


def test_what_holds_for_one_person_holds_before_anybody_has_come():
    assert told(rule(fee_spans=(FeeSpan(1, 79, 20_000),))) == [(0, 79, KNOWN, 20_000), (80, None, KNOWN, 30_000)]


# -- every number of people is somewhere ---------------------------------------------------------------------

numbers = some.integers(1, 150)
spans = some.builds(lambda least, length, fee: FeeSpan(least, None if length is None else least + length, fee),
                    numbers, some.none() | some.integers(0, 40), some.none() | some.integers(0, 50_000))


@given(spans=some.lists(spans, max_size=5), expected=some.none() | numbers, fee=some.none() | numbers,
       people=some.integers(0, 400))
def test_every_number_of_people_is_in_exactly_one_level(spans, expected, fee, people):
    project = rule(fee_spans=tuple(spans), expected_people=expected, fee=fee)
    level, = (each for each in levels(project) if each.holds(people))
    covering = [each for each in spans if each.least <= max(people, 1) and (each.most is None or people <= each.most)]
    full = fee is not None and expected is not None and expected <= max(people, 1)
    if not covering and not full and expected is not None:
        assert (level.kind, level.fee) == (SILENT, None)
    if len(covering) == 1 and not (expected is not None and fee is not None):
        assert (level.fee, level.full) == (covering[0].fee, False)
    if len(covering) > 1:
        assert (level.kind, level.fee) == (TWOFOLD, None)
    assert (level.fee is None) == (level.kind != KNOWN)
    assert level.fee in {None, fee, *(each.fee for each in covering)}


@given(spans=some.lists(spans, max_size=5), expected=some.none() | numbers, fee=some.none() | numbers)
def test_the_levels_follow_on_each_other_from_nobody_to_everybody(spans, expected, fee):
    found = levels(rule(fee_spans=tuple(spans), expected_people=expected, fee=fee))
    assert (found[0].least, found[-1].most) == (0, None)
    assert [each.most + 1 for each in found[:-1]] == [each.least for each in found[1:]]


# -- what comes next, and the money --------------------------------------------------------------------------


def test_it_is_told_how_many_more_people_it_takes_until_the_rule_says_something_else():
    project = rule(fee_spans=(FeeSpan(50, 59, 25_000), FeeSpan(60, 79, 27_500)))
    more, level = next_level(project, 56)
    assert (more, level.fee) == (4, 27_500)
    more, level = next_level(rule(), 60)
    assert (more, level.kind) == (1, SILENT)
    assert next_level(rule(), 80) is None


def test_the_budget_is_the_fee_of_the_invitation_from_as_many_organisations_as_are_needed():
    assert budget(rule()) == 540_000
    assert budget(rule(fee=None)) is None
    decided = FeeDecision(25_000, DAY, announced=30_000)
    assert budget(rule(fee=25_000, fee_decisions=(decided,))) == 540_000


def test_the_income_is_reckoned_with_the_fee_of_the_rule_or_with_another():
    found = reckon(rule(), Heads(84, 20))
    assert (found.fee, found.income, found.per_person, found.surplus, found.enough) == (
        30_000, 600_000, 7_143, 60_000, 18)
    found = reckon(rule(), Heads(56, 14), 25_000)
    assert (found.fee, found.income, found.surplus, found.enough) == (25_000, 350_000, -190_000, 22)


@pytest.mark.parametrize("people", [49, 56, 70])
def test_nothing_is_reckoned_where_the_rule_gives_no_amount(people):
    found = reckon(rule(), Heads(people, 14))
    assert (found.fee, found.income, found.per_person, found.surplus, found.enough) == (None, None, None, None, None)


def test_no_fee_and_nobody_can_be_reckoned_with():
    assert reckon(rule(), Heads(0, 0), 0).enough is None
    assert reckon(rule(), Heads(0, 0), 100).per_person is None


def test_after_the_decision_the_rule_is_still_the_one_that_was_promised():
    project = rule(fee=25_000, fee_decisions=(FeeDecision(25_000, DAY, announced=30_000),))
    assert level_at(project, 80).fee == 30_000


# -- how many come -------------------------------------------------------------------------------------------


def test_the_forecast_is_a_span_from_who_takes_part_to_all_who_have_asked(tmp_path):
    group = LearningGroup(tmp_path / "var")
    try:
        group.confirmed(group.norra, "Ada Ek", planned=2)
        asked, _drafted = group.registration(group.sodra, planned=1), group.registration(group.ostra)
        with group.acting() as acts:
            acts.fire(find(acts.site, asked), "ask_approval")
            acts.edit(find(acts.site, group.project), {"organisations": (group.verket,)})
        with group.looking() as site:
            project = find(site, group.project)
            assert heads_now(project) == Heads(2, 2)
            assert forecast(project) == Forecast(Heads(3, 2), Heads(15, 3))
    finally:
        group.close()


def test_nobody_takes_part_in_a_project_that_has_just_been_planned():
    project = LearningSite().project(**THIRTY)
    assert (heads_now(project), forecast(project)) == (Heads(0, 0), Forecast(Heads(0, 0), Heads(0, 0)))
