"""What the life of a report promises, written out by hand and compared with its file."""

from __future__ import annotations

import pytest

MAY = {
    state: {"view": {"office", "auditor"}, "view_history": {"office", "auditor"}, "view_rights": {"office", "auditor"}}
    for state in ("kept", "withdrawn")
}


@pytest.fixture
def life(lives):
    return lives["report"]


@pytest.mark.parametrize("state", MAY)
def test_nobody_changes_a_report_in_any_state(life, state):
    permissions = {*life.grants, *life.states[state].grants}
    assert {each: set(life.roles_with(each, state)) for each in permissions} == MAY[state]


def test_it_is_kept_and_at_most_withdrawn_with_a_reason(life):
    assert (life.initial, set(life.states), life.states["withdrawn"].final) == ("kept", {*MAY}, True)
    assert {name: (set(step.sources), step.target, set(step.by), step.guards, step.asks)
            for name, step in life.transitions.items()} == {
                "withdraw": ({"kept"}, "withdrawn", {"office"}, (), ("reason",))}
