"""Many write at once while it is sealed: nothing is lost, the chain holds, and the trail costs little."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

import pytest

import stores
from house import House
from sealed import in_database, sealer, shut

STORM = bool(os.environ.get("REGLAB_STORM"))
TIMES = {"pages": 40, "acts": 120} if STORM else {"pages": 3, "acts": 3}
LEAST = {"pages": 0.6, "acts": 0.5}
"""What must be left of the pace: as people write, and of the bare edits, a fourth of what such a write takes."""

ROUNDS = 5 if STORM else 1
CHILD = Path(__file__).with_name("writing_child.py")
ROOT = CHILD.parents[2]
WHO = "karin@kansli.example"


def pages(house: House, number: int) -> list[str]:
    """So many pages, one for each writer."""
    with house.acting() as acts:
        return [acts.create(acts.site["pages"], "page", {"title": f"Sida {each}"}).path for each in range(number)]


def edits(house: House) -> int:
    """How many edits the trail tells of."""
    with house.looking() as site:
        return sum(entry.core["kind"] == "edited" for slot in site.trail.slots for entry in slot.entries)


def told(name: str, without: list[float], with_it: list[float]) -> float:
    """The ratio of the two, with a line of the report."""
    ratio = median(with_it) / median(without)
    sys.stdout.write(f"{name}: {median(without):,.0f} writes/s without the trail, {median(with_it):,.0f} with it and "
                     f"sealing: {ratio:.0%}\n")
    return ratio


class Writers:
    """Processes whose threads write by turns without and with the trail.

    They are processes of their own, because the tests' own look at every commit has its price for those without it.
    """

    def __init__(self, folder: Path, settings: dict[str, str], shares: list[list[str]], through: str = "acts") -> None:
        self.rounds = [False, True] * ROUNDS
        self.children = []
        for number, paths in enumerate(shares):
            file = folder / f"{number}.json"
            key = {"reglab.seal_key": str(folder / "var" / "seal.key")}
            file.write_text(json.dumps({
                "var": str(folder / f"var{number}"), "through": through, "settings": {**settings, **key},
                "times": TIMES[through], "paths": paths, "who": WHO, "rounds": self.rounds,
                "pause": 1.0 if STORM else 0.1, "seals": True}))
            environment = {**os.environ, "REGLAB_PROCESS": str(number) if len(shares) > 1 else "",
                           "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests")])}
            self.children.append(subprocess.Popen(
                [sys.executable, str(CHILD), str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                env=environment))

    def measured(self) -> tuple[list[float], list[float]]:
        """How many writes a second they make together, round by round, without the trail and with it."""
        found: dict[bool, list[float]] = {False: [], True: []}
        for trail in self.rounds:
            for child in self.children:
                assert child.stdout.readline() == "ready\n"
            for child in self.children:
                child.stdin.write("go\n")
                child.stdin.flush()
            found[trail].append(sum(float(child.stdout.readline()) for child in self.children))
        assert [child.wait() for child in self.children] == [0] * len(self.children)
        return found[False], found[True]

    def end(self) -> None:
        """Whatever happened, none is left."""
        for child in self.children:
            child.kill()
            child.communicate()


@pytest.fixture
def writers() -> Iterator[Callable[..., Writers]]:
    """Makes processes that end with the test."""
    begun: list[Writers] = []

    def begin(*given: Any) -> Writers:
        begun.append(Writers(*given))
        return begun[-1]
    yield begin
    for each in begun:
        each.end()


@pytest.mark.parametrize("through", ["pages", "acts"])
def test_thirty_two_write_at_once_in_one_process(tmp_path: Path, writers: Callable[..., Writers],
                                                 through: str) -> None:
    """As people do, by sending a form; and the same edits alone, without a request around them."""
    settings = {"reglab.database": f"file://{tmp_path}/Data.fs?connection_cache_size=20000&connection_pool_size=40"}
    house = House(tmp_path / "var", **settings)
    house.person(WHO, "Karin Kvist", role="office")
    paths = pages(house, 32)
    sealer(house).seal()
    shut(house)
    ratio = told(f"32 threads, files, {through}", *writers(tmp_path, settings, [paths], through).measured())
    house = House(tmp_path / "var", **settings)
    sealer(house).seal()
    assert edits(house) == 32 * 2 + ROUNDS * 32 * TIMES[through]
    assert in_database(house) == ""
    shut(house)
    if STORM:
        assert ratio >= LEAST[through]


@pytest.mark.postgres
@pytest.mark.skipif(not stores.DSN, reason=stores.WITHOUT_SERVER)
def test_two_processes_of_eight_write_at_once_on_a_server(tmp_path: Path, writers: Callable[..., Writers]) -> None:
    with stores.store(stores.POSTGRES, tmp_path) as settings:
        house = House(tmp_path / "var", **settings)
        paths = pages(house, 16)
        ratio = told("2 × 8 threads, PostgreSQL", *writers(tmp_path, settings, [paths[:8], paths[8:]]).measured())
        sealer(house).seal()
        assert edits(house) == 16 * 2 + ROUNDS * 16 * TIMES["acts"]
        assert in_database(house) == ""
        shut(house)
    if STORM:
        assert ratio >= 0.5
