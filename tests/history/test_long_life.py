"""However long something has lived, the next step costs what the first did: in time and in what is written."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from statistics import median
from time import thread_time

from reglab_workflow.content.site.model import find
from written import Written

MOVES = 10_000 if os.environ.get("REGLAB_STORM") else 1_500
BLOCK = 100
WARM = 100
"""Moves before the first block: caches fill, and the trees get the pages that they keep."""

MOST = 1.5


def test_the_last_of_many_steps_costs_no_more_than_the_first(tmp_path: Path, capsys) -> None:
    """One page steps out and back in, through the one door, a transaction each.

    The time is the processor's: how long a disk takes to answer depends on who else uses it.
    """
    site = Written(tmp_path / "var")
    with site.acting() as acts:
        path = acts.create(acts.site["pages"], "page", {"title": "Fram och tillbaka", "body": "Ett steg i taget."}).path
    for number in range(WARM):
        step(site, path, number)
    mark, times = site.mark(), []
    for number in range(MOVES):
        begun = thread_time()
        step(site, path, number)
        times.append(thread_time() - begun)
    weights = site.weights(mark)
    assert len(weights) == MOVES
    slower, heavier = (median(each[-BLOCK:]) / median(each[:BLOCK]) for each in (times, weights))
    with capsys.disabled():
        sys.stdout.write(
            f"\n{MOVES} steps: the last take {slower:.2f} of the first in time and {heavier:.2f} in bytes "
            f"({median(times[-BLOCK:]) * 1000:.2f} ms, {median(weights[-BLOCK:]):.0f} bytes)\n")
    assert slower <= MOST
    assert heavier <= MOST
    with site.open() as root:
        assert len(find(root, path).events) == 1 + WARM + MOVES
    site.close()


def step(site: Written, path: str, number: int) -> None:
    """Out when it is in, in when it is out."""
    with site.acting() as acts:
        acts.fire(find(acts.site, path), "withdraw" if number % 2 else "publish")
