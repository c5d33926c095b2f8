"""A besieged site for a whole module, one for a single test, and two promises that every test here keeps."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from siege import Siege


@pytest.fixture(scope="module")
def siege(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Siege]:
    """One site for the tests of a module, which leave it as it was or touch what nobody else looks at."""
    made = Siege(tmp_path_factory.mktemp("siege") / "var")
    yield made
    made.close()


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Siege]:
    """A site of the test's own."""
    made = Siege(tmp_path / "var")
    yield made
    made.close()


@pytest.fixture
def untouched(siege: Siege) -> Iterator[Siege]:
    """The module's site, in which the test must not have changed anything."""
    before = siege.written
    yield siege
    assert siege.written == before, "something has been stored"


class Faults(logging.Handler):
    """Keeps what the site says about faults of its own."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.seen: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it."""
        self.seen.append(record)


@pytest.fixture(autouse=True)
def no_fault_of_ours() -> Iterator[None]:
    """Whatever is sent in, nothing is logged as a crash."""
    faults, log = Faults(), logging.getLogger("reglab_workflow.errors")
    log.addHandler(faults)
    yield
    log.removeHandler(faults)
    assert [logging.Formatter().format(record) for record in faults.seen] == []
