"""Two processes on one database: what one has committed the other lists at once, with one index or one each."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import stores
from house import Story
from posting import at_once

pytestmark = [pytest.mark.slow, pytest.mark.postgres, pytest.mark.skipif(not stores.DSN, reason=stores.WITHOUT_SERVER)]

HERE = Path(__file__).parent


class Other:
    """The other process, which answers one wish at a time."""

    def __init__(self, number: int, var: Path, database: str, index: Path) -> None:
        environment = {**os.environ, "PYTHONPATH": str(HERE.parent), "REGLAB_PROCESS": str(number)}
        self.child = subprocess.Popen(
            [sys.executable, "-W", "ignore", str(HERE / "other_process.py"), str(var), database, str(index)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)
        assert self.answer() == "ready"

    def answer(self) -> str:
        """The next line it says."""
        assert self.child.stdout is not None
        return self.child.stdout.readline().strip()

    def ask(self, wish: str) -> str:
        """Say a wish, and wait for what it answers."""
        assert self.child.stdin is not None
        self.child.stdin.write(wish + "\n")
        self.child.stdin.flush()
        return self.answer()


@contextmanager
def two(tmp_path: Path, indexes: tuple[str, str]) -> Iterator[tuple[str, Other, Other]]:
    """A round, and two processes that write and list its proposals."""
    with stores.database_of_its_own() as name:
        address = stores.address(name, tmp_path / "blobs")
        story = Story(tmp_path / "var", **{"reglab.database": address})
        round_path = story.open_round()
        story.close()
        others = [Other(number, tmp_path / "var", address, tmp_path / index) for number, index in enumerate(indexes)]
        yield round_path, *others
        for each in others:
            each.child.communicate()


@pytest.mark.parametrize("indexes", [("same.sqlite", "same.sqlite"), ("one.sqlite", "two.sqlite")])
def test_what_one_process_has_committed_the_other_lists_at_once(tmp_path, indexes):
    """On one machine with one index, and on two machines with one each."""
    with two(tmp_path, indexes) as (round_path, one, other):
        titles: list[str] = []
        for number in range(4):
            for writer, reader in ((one, other), (other, one)):
                titles.append(f"T{number}{'ab'[writer is one]}")
                assert writer.ask(f"write {round_path} {titles[-1]}") == "written"
                assert reader.ask("list").split() == [*sorted(titles), str(len(titles))]
                assert writer.ask("list").split() == [*sorted(titles), str(len(titles))]


def test_two_processes_that_write_and_list_at_the_same_time_agree(tmp_path):
    """They share one index; neither stops the other, and in the end both list everything."""
    turns = 10

    def work(each: Other, mark: str) -> None:
        for number in range(turns):
            assert each.ask(f"write {round_path} {mark}{number}") == "written"
            assert f"{mark}{number}" in each.ask("list").split()

    with two(tmp_path, ("same.sqlite", "same.sqlite")) as (round_path, one, other):
        at_once([lambda: work(one, "A"), lambda: work(other, "B")])
        everything = sorted(f"{mark}{number}" for mark in "AB" for number in range(turns))
        assert one.ask("list").split() == other.ask("list").split() == [*everything, str(2 * turns)]
