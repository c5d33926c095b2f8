"""Whoever has read the trail so far can tell whether it still goes on from there."""

from __future__ import annotations

import threading

from hypothesis import given
from hypothesis import strategies as st

from examples import examples
from reglab_workflow.history import log
from reglab_workflow.history.log import Trail


def written(numbers: list[int]) -> Trail:
    """A trail with an entry for each number."""
    trail = Trail()
    for number in numbers:
        trail.record({"kind": "edited", "number_told": number}, {})
    return trail


@examples(30, 500)
@given(st.lists(st.integers(0, 3), max_size=8), st.lists(st.integers(0, 3), max_size=8))
def test_a_trail_continues_what_was_read_of_it_and_of_no_other(first, more):
    """Neither one that is shorter, nor one in which other things happened as many times."""
    trail, other = written(first), written(first + more)
    reading = trail.reading()
    assert trail.continues(reading)
    for number in more:
        trail.record({"kind": "edited", "number_told": number}, {})
    assert trail.continues(reading)
    assert other.continues(reading) == (not first), "each entry's salt makes it another"
    if more:
        assert not written(first).continues(trail.reading())


@examples(30, 500)
@given(st.lists(st.integers(0, 3), max_size=8), st.lists(st.integers(0, 3), max_size=8))
def test_the_news_are_all_that_was_written_since(first, more):
    """Nothing is read twice and nothing is missed."""
    trail = written(first)
    counts = trail.counts()
    for number in more:
        trail.record({"kind": "edited", "number_told": number}, {})
    assert [entry.core["number_told"] for entry in trail.since(counts)] == more
    assert len(trail) == len(first) + len(more)


def test_a_slot_is_free_again_when_its_thread_has_ended():
    """A server that starts new threads now and then never runs out of slots of its own."""
    slots: list[int] = []
    for _thread in range(3 * log.SLOTS_PER_PROCESS):
        thread = threading.Thread(target=lambda: slots.append(log._own_slot()))
        thread.start()
        thread.join()
        del thread
    assert len(slots) == 3 * log.SLOTS_PER_PROCESS
    assert len(set(slots)) <= 3
