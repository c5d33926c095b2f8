"""Counting: each method says what a naive count says, and robustness what counting again without one says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples import examples
from reglab_workflow.content.ballot.counting import (
    HEAD,
    agree,
    borda,
    copeland,
    head,
    places,
    supporters,
    total,
    without_one,
)

PROPOSALS = tuple("abcdef")
TOP = 4

dots = st.dictionaries(st.sampled_from(PROPOSALS), st.integers(0, 3))
rankings = st.permutations(PROPOSALS).flatmap(
    lambda order: st.integers(0, TOP).map(lambda length: {each: at for at, each in enumerate(order[:length], 1)}))


def votes(vote):
    """Some organisations, each with a vote."""
    return st.dictionaries(st.sampled_from(("nord", "syd", "väst", "öst", "mitt")), vote)


# -- methods -------------------------------------------------------------------------------------------------


@examples(80, 2000)
@given(cast=votes(dots))
def test_dots_are_added_up_one_by_one(cast):
    naive = dict.fromkeys(PROPOSALS, 0)
    for vote in cast.values():
        for each, number in vote.items():
            for _dot in range(number):
                naive[each] += 1
    assert total(cast, PROPOSALS) == naive


@examples(80, 2000)
@given(cast=votes(dots))
def test_supporters_are_the_organisations_that_gave_anything(cast):
    naive = {each: len([organisation for organisation in cast if cast[organisation].get(each, 0) > 0])
             for each in PROPOSALS}
    assert supporters(cast, PROPOSALS) == naive


@examples(80, 2000)
@given(cast=votes(rankings))
def test_borda_counts_the_places_below(cast):
    """A place is worth as many points as there are places from it to the last one, itself included."""
    naive = {each: sum(len(range(vote[each], TOP + 1)) for vote in cast.values() if each in vote)
             for each in PROPOSALS}
    assert borda(TOP)(cast, PROPOSALS) == naive


@examples(80, 2000)
@given(cast=votes(rankings))
def test_copeland_lets_each_pair_meet(cast):
    last = TOP + 1

    def duel(one, other):
        before = sum(vote.get(one, last) < vote.get(other, last) for vote in cast.values())
        after = sum(vote.get(one, last) > vote.get(other, last) for vote in cast.values())
        return 1 if before > after else -1 if after > before else 0

    naive = {one: sum(duel(one, other) for other in PROPOSALS if other != one) for one in PROPOSALS}
    assert copeland(cast, PROPOSALS) == naive
    assert sum(naive.values()) == 0


@examples(80, 2000)
@given(cast=votes(rankings), order=st.permutations(PROPOSALS))
def test_the_order_in_which_proposals_are_named_does_not_matter(cast, order):
    for method in (borda(TOP), copeland):
        assert method(cast, order) == method(cast, PROPOSALS)


@examples(80, 2000)
@given(cast=votes(rankings).filter(bool))
def test_a_proposal_that_everybody_puts_first_wins_by_both_ways(cast):
    cast = {organisation: {"a": 1, "b": 2} for organisation in cast}
    for method in (borda(TOP), copeland):
        assert places(method(cast, PROPOSALS))["a"] == 1
        assert head(cast, PROPOSALS, method) == {"a": 1, "b": 2}


# -- order ---------------------------------------------------------------------------------------------------


@examples(80, 2000)
@given(scores=st.dictionaries(st.sampled_from(PROPOSALS), st.integers(-5, 5)))
def test_a_place_is_one_more_than_those_who_have_more(scores):
    assert places(scores) == {
        each: 1 + sum(1 for other in scores.values() if other > score) for each, score in scores.items()}


def test_equal_scores_share_a_place_and_the_next_one_is_left_out():
    assert places({"a": 9, "b": 9, "c": 2}) == {"a": 1, "b": 1, "c": 3}


def test_what_nobody_marked_is_never_among_the_first():
    assert head({"nord": {"a": 3}}, PROPOSALS, total) == {"a": 1}
    assert head({}, PROPOSALS, copeland) == {}


# -- robustness ----------------------------------------------------------------------------------------------


@examples(80, 2000)
@given(cast=votes(dots))
def test_a_shift_is_told_for_each_organisation_without_which_the_head_differs(cast):
    shifts = {shift.organisation: shift for shift in without_one(cast, PROPOSALS, total)}
    now = head(cast, PROPOSALS, total)
    for organisation in cast:
        rest = {each: vote for each, vote in cast.items() if each != organisation}
        then = head(rest, PROPOSALS, total)
        if then == now:
            assert organisation not in shifts
            continue
        shift = shifts.pop(organisation)
        assert (set(now) - shift.gone) | shift.come == set(then)
        assert shift.is_order_only == (set(now) == set(then))
    assert shifts == {}


def test_one_organisation_can_turn_the_head_over():
    cast = {"nord": {"a": 3, "b": 2, "c": 1}, "syd": {"a": 3, "b": 2, "c": 1}, "öst": {"d": 6}}
    (shift,) = [each for each in without_one(cast, PROPOSALS, total) if each.organisation == "öst"]
    assert (shift.gone, shift.come) == (frozenset("d"), frozenset("c"))


def test_when_all_say_the_same_nothing_hangs_on_anybody():
    cast = {organisation: {"a": 3, "b": 2, "c": 1} for organisation in ("nord", "syd", "öst")}
    assert without_one(cast, PROPOSALS, total) == ()
    assert len(head(cast, PROPOSALS, total)) == HEAD


@pytest.mark.parametrize(("one", "other", "same"), [
    ({"a": 3, "b": 2, "c": 1, "d": 0}, {"a": 1, "b": 2, "c": 3, "d": 0}, True),
    ({"a": 3, "b": 2, "c": 1, "d": 0}, {"d": 3, "b": 2, "c": 1, "a": 0}, False)])
def test_two_ways_agree_when_they_put_the_same_first_in_whatever_order(one, other, same):
    assert agree(one, other, PROPOSALS) is same
