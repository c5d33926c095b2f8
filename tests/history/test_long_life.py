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
    """Two pages step out and back in by turns, through the one door, a transaction each; one is new, the other old.

    Both are measured in the same moments, so that it does not matter what else the machine is doing. The time is the
    processor's: how long a disk takes to answer depends on who else uses it.
    """
    site = Written(tmp_path / "var")
    old, new = (page(site, title) for title in ("Gammal", "Ny"))
    for number in range(MOVES - BLOCK):
        step(site, old, number)
    for number in range(WARM):
        step(site, new, number)
    mark, times = site.mark(), {old: [], new: []}
    for number in range(BLOCK):
        for path in (new, old):
            begun = thread_time()
            step(site, path, number)
            times[path].append(thread_time() - begun)
    weights = site.weights(mark)
    assert len(weights) == 2 * BLOCK
    slower = median(times[old]) / median(times[new])
    heavier = median(weights[1::2]) / median(weights[::2])
    with capsys.disabled():
        sys.stdout.write(
            f"\n{MOVES} steps: the last take {slower:.2f} of the first in time and {heavier:.2f} in bytes "
            f"({median(times[old]) * 1000:.2f} ms, {median(weights[1::2]):.0f} bytes)\n")
    assert slower <= MOST
    assert heavier <= MOST
    with site.open() as root:
        assert len(find(root, old).events) == 1 + MOVES
    site.close()


def page(site: Written, title: str) -> str:
    """Where a new page stands."""
    with site.acting() as acts:
        made = acts.create(acts.site["pages"], "page", {"title": title, "body": "Ett steg i taget."})
        return str(made.path)


def step(site: Written, path: str, number: int) -> None:
    """Out when it is in, in when it is out."""
    with site.acting() as acts:
        acts.fire(find(acts.site, path), "withdraw" if number % 2 else "publish")
