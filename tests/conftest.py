"""What every test may use: a site of its own, a site with people, and one browser for all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

import silent_writes
import walking
from by_hand import watch as watch_what_tests_write
from house import House, Story

CALLED = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CALLED)), "chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

# No test depends on how fast or how busy the machine is.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

watch_what_tests_write()
silent_writes.watch()


COMPILED = "CHAMELEON_CACHE"
"""The variable of the environment that names the folder where the template library keeps what it has compiled."""


def pytest_configure(config: pytest.Config) -> None:
    """The processes of a run, and those that tests start, share what one of them has seen and compiled."""
    for name in (walking.SEEN, COMPILED):
        if name not in os.environ:
            folder = tempfile.TemporaryDirectory(prefix="reglab-tests-")
            os.environ[name] = folder.name
            config.add_cleanup(folder.cleanup)
            config.add_cleanup(partial(os.environ.pop, name))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first, so that no process is left alone with it at the end."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture(autouse=True)
def nothing_is_written_in_silence(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every test also promises that what it made the site write is in the trail."""
    silent_writes.found.clear()
    yield
    assert "by_hand" in request.fixturenames or not silent_writes.found, silent_writes.found


@pytest.fixture
def by_hand() -> None:
    """For a test that reaches into the database itself, past every room of the site."""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The real browser; a process can hold only one of its drivers."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


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
