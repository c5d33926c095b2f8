"""A site on which the demo year has been played."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta, timezone

import pytest

from house import House
from reglab_workflow.accounts.passwords import Passwords
from reglab_workflow.demo.building import build_demo
from reglab_workflow.demo.reading import END

NOW = END.astimezone(timezone.utc) + timedelta(hours=3)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The demo site, one for all tests of a file."""
    house = House(tmp_path_factory.mktemp("demo"), **{"reglab.demo": "true"})
    with house.open() as site:
        assert build_demo(house.rulebook, site, NOW, lambda line: None, Passwords(fast=True, demo=True))
    yield house
    house.close()
