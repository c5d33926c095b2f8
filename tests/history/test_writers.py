"""Many write at once while it is sealed: nothing is lost, the chain holds, and the trail costs little."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import pytest

import stores
from house import House
from sealed import in_database, sealer, shut

STORM = bool(os.environ.get("REGLAB_STORM"))
TIMES = 40 if STORM else 3
ROUNDS = 5 if STORM else 1
CHILD = Path(__file__).with_name("writing_child.py")
ROOT = CHILD.parents[2]

spec = importlib.util.spec_from_file_location("writing_child", CHILD)
assert spec is not None
assert spec.loader is not None
writing = importlib.util.module_from_spec(spec)
spec.loader.exec_module(writing)


def pages(house: House, number: int) -> list[str]:
    """So many pages, one for each writer."""
    with house.acting() as acts:
        return [acts.create(acts.site["pages"], "page", {"title": f"Sida {each}"}).path for each in range(number)]


def edits(house: House) -> int:
    """How many edits the trail tells of."""
    with house.looking() as site:
        return sum(entry.core["kind"] == "edited" for slot in site.trail.slots for entry in slot.entries.values())


def told(name: str, without: list[float], with_it: list[float]) -> float:
    """The ratio of the two, with a line of the report."""
    ratio = median(with_it) / median(without)
    sys.stdout.write(f"{name}: {median(without):,.0f} writes/s without the trail, {median(with_it):,.0f} with it and "
                     f"sealing: {ratio:.0%}\n")
    return ratio


def test_thirty_two_write_at_once_in_one_process(tmp_path: Path) -> None:
    files = f"file://{tmp_path}/Data.fs?connection_cache_size=20000&connection_pool_size=40"
    house = House(tmp_path / "var", **{"reglab.database": files})
    paths = pages(house, 32)
    writing.written(house, paths, 2)
    without, with_it, before = [], [], edits(house)
    for _round in range(ROUNDS):
        without.append(writing.written(house, paths, TIMES, trail=False))
        thread, stop = writing.sealing(house, 1.0 if STORM else 0.1)
        with_it.append(writing.written(house, paths, TIMES))
        stop.set()
        thread.join()
    ratio = told("32 threads, files", without, with_it)
    sealer(house).seal()
    assert edits(house) - before == ROUNDS * 32 * TIMES
    assert in_database(house) == ""
    shut(house)
    if STORM:
        assert ratio >= 0.6


@pytest.fixture
def children(tmp_path: Path) -> Iterator[list[subprocess.Popen[str]]]:
    """Processes that end with the test."""
    begun: list[subprocess.Popen[str]] = []
    yield begun
    for child in begun:
        child.kill()
        child.communicate()


@pytest.mark.postgres
@pytest.mark.skipif(not stores.DSN, reason=stores.WITHOUT_SERVER)
def test_two_processes_of_eight_write_at_once_on_a_server(tmp_path: Path, children: list[Any]) -> None:
    with stores.store(stores.POSTGRES, tmp_path) as settings:
        house = House(tmp_path / "var", **settings)
        paths = pages(house, 16)
        rounds = [False, True] * ROUNDS
        for process in range(2):
            file = tmp_path / f"{process}.json"
            key = {"reglab.seal_key": str(tmp_path / "var" / "seal.key")}
            file.write_text(json.dumps({
                "var": str(tmp_path / f"var{process}"), "settings": {**settings, **key}, "times": TIMES,
                "paths": paths[process * 8:process * 8 + 8], "rounds": rounds, "pause": 1.0 if STORM else 0.1,
                "seals": True}))
            environment = {**os.environ, "REGLAB_PROCESS": str(process),
                           "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests")])}
            children.append(subprocess.Popen(
                [sys.executable, str(CHILD), str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                env=environment))
        without: list[float] = []
        with_it: list[float] = []
        for trail in rounds:
            for child in children:
                assert child.stdout.readline() == "ready\n"
            for child in children:
                child.stdin.write("go\n")
                child.stdin.flush()
            (with_it if trail else without).append(sum(float(child.stdout.readline()) for child in children))
        ratio = told("2 × 8 threads, PostgreSQL", without, with_it)
        for child in children:
            assert child.wait() == 0
        sealer(house).seal()
        assert edits(house) == 16 * 2 + ROUNDS * 16 * TIMES
        assert in_database(house) == ""
        shut(house)
    if STORM:
        assert ratio >= 0.5
