"""What every test may use: a site of its own, and a site with people and an open round."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from house import House, Story


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """An empty site."""
    made = House(tmp_path / "var")
    yield made
    made.close()


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    """A site with people."""
    made = Story(tmp_path / "var")
    yield made
    made.close()
