"""Sites for the tests of lists: one that many examples look at, and one of each test's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import stores
from crowd import Crowd
from house import Story


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crowd]:
    """A site that is only looked at."""
    made = Crowd(tmp_path_factory.mktemp("crowd") / "var")
    yield made
    made.close()


@pytest.fixture(params=stores.KINDS)
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Story]:
    """A site with people, in files and in PostgreSQL."""
    with stores.store(request.param, tmp_path) as settings:
        made = Story(tmp_path / "var", **settings)
        yield made
        made.close()
