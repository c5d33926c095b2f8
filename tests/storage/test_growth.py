"""An item that has lived long costs no more to change than a young one."""

from __future__ import annotations

from statistics import mean

import pytest

from reglab_workflow.content.site.model import find

MOVES = 1000


@pytest.mark.slow
def test_the_thousandth_transition_writes_as_little_as_the_hundredth(kept):
    """Every other transition writes a letter too: those rows grow until their first pages are full, then no more."""
    path = kept.proposal(kept.open_round())
    before = kept.mark()
    for _turn in range(MOVES // 2):
        with kept.acting() as acts:
            acts.fire(find(acts.site, path), "return", {"reason": "Skriv några ord om målgruppen."})
        with kept.acting() as acts:
            acts.fire(find(acts.site, path), "accept_as_is")
    weights = kept.weights(before)
    assert len(weights) == MOVES
    with_letter, without = weights[0::2], weights[1::2]
    assert mean(without[-50:]) <= 1.1 * mean(without[50:100])
    assert mean(with_letter[-100:]) <= 1.1 * mean(with_letter[300:400])
    assert mean(without[-50:]) < 8 * 1024
    assert kept.entries() >= MOVES * 3 // 2


def test_an_edit_writes_the_item_and_its_entry_and_nothing_around_them(kept):
    """Neither the round nor its folder is written, however many proposals stand there."""
    round_path = kept.open_round()
    path = kept.proposal(round_path)
    for number in range(30):
        kept.proposal(round_path, f"Förslag {number}", submitted=False)
    before = kept.mark()
    with kept.acting() as acts:
        acts.edit(find(acts.site, path), {"idea": "En ny tanke."})
    classes = set()
    for transaction in kept.database.storage.iterator():
        if transaction.tid > before:
            classes |= {record.data[:200].split(b"\n")[1] for record in transaction if b"\n" in record.data[:200]}
    with kept.open() as site:
        touched = find(site, path)
        round_ = find(site, round_path)
        assert touched._p_serial > before
        assert round_._p_serial <= before
        assert round_["proposals"]._p_serial <= before
        assert round_["proposals"].children._p_serial <= before
        assert site._p_serial <= before
        assert site.trail._p_serial <= before
