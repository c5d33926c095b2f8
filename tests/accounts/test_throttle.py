"""Who fails again and again waits longer and longer, and nobody can make another one wait for ever."""

from __future__ import annotations

from datetime import timedelta

import pytest

from reglab_workflow.accounts.throttle import RULES, Throttle, hidden, network

from .conftest import NOW

ASTA = ("account", "asta@dalarna.example")
SECOND = timedelta(seconds=1)


@pytest.fixture
def throttle():
    return Throttle()


def fail(throttle, times, key=ASTA, now=NOW):
    for _number in range(times):
        throttle.count([key], now)


def test_a_few_mistakes_cost_nothing(throttle):
    fail(throttle, RULES["account"].free - 1)
    assert throttle.wait([ASTA], NOW) == 0


def test_after_that_each_mistake_doubles_the_wait(throttle):
    waits = []
    fail(throttle, RULES["account"].free - 1)
    for _number in range(9):
        fail(throttle, 1)
        waits.append(throttle.wait([ASTA], NOW))
    assert waits == [15, 30, 60, 120, 240, 480, 900, 900, 900]


def test_the_wait_runs_out(throttle):
    fail(throttle, RULES["account"].free)
    assert throttle.wait([ASTA], NOW + 14 * SECOND) == 1
    assert throttle.wait([ASTA], NOW + 15 * SECOND) == 0


def test_mistakes_are_forgotten_in_time(throttle):
    fail(throttle, 50)
    assert throttle.wait([ASTA], NOW + RULES["account"].window) == 0


def test_a_million_failures_still_let_somebody_in_within_a_quarter_of_an_hour(throttle):
    for rule in RULES.values():
        assert rule.wait(1_000_000) == rule.longest
    assert RULES["account"].longest == timedelta(minutes=15)


def test_other_accounts_do_not_wait(throttle):
    fail(throttle, 50)
    assert throttle.wait([("account", "asta@dalarna.example2"), ("source", "192.0.2.7")], NOW) == 0


def test_the_longest_of_several_waits_counts(throttle):
    fail(throttle, RULES["source"].free, ("source", "192.0.2.7"))
    fail(throttle, RULES["account"].free + 1)
    assert throttle.wait([ASTA, ("source", "192.0.2.7")], NOW) == 30


def test_neither_people_nor_machines_are_kept_in_clear(throttle):
    fail(throttle, 1)
    assert "asta" not in repr(list(throttle.attempts))
    assert hidden("a") != hidden("b")


def test_sweeping_takes_what_no_rule_looks_at(throttle):
    fail(throttle, 3, now=NOW - timedelta(days=1))
    fail(throttle, 2)
    assert throttle.sweep(NOW) == 3
    assert len(throttle.attempts) == 2


@pytest.mark.parametrize(("address", "kept"), [
    ("192.0.2.7", "192.0.2.7"), ("::ffff:192.0.2.7", "192.0.2.7"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
    ("2001:db8:1:2::99", "2001:db8:1:2::/64"), ("", ""), ("x" * 1000, "x" * 64),
])
def test_one_visitor_is_one_source_whatever_half_of_the_address_changes(address, kept):
    assert network(address) == kept
