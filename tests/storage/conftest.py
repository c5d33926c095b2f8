"""What the tests of storage use: a site with people, on every kind of storage."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import stores
from written import Written


@pytest.fixture(params=stores.KINDS)
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Written]:
    """A site with people, in files and in PostgreSQL."""
    with stores.store(request.param, tmp_path) as settings:
        made = Written(tmp_path / "var", **settings)
        yield made
        made.close()


@pytest.fixture
def written(tmp_path: Path) -> Iterator[Written]:
    """A site with people, in files alone."""
    made = Written(tmp_path / "var")
    yield made
    made.close()
