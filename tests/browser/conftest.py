"""The whole site behind a real server, and a real browser to walk it with."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import waitress.server
from playwright.sync_api import Browser, expect

from house import PASSWORD, House, Story
from reglab_workflow import clock
from reglab_workflow.accounts.passwords import DEMO_PASSWORD, Passwords
from reglab_workflow.demo.building import build_demo
from walking import Walker

Visit = Callable[..., Walker]

expect.set_options(timeout=30_000)  # what comes by itself comes when the machine has time


@contextmanager
def served(application: Any) -> Iterator[str]:
    """An application at an address of its own."""
    server = waitress.server.create_server(application, listen="127.0.0.1:0", threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.close()
        thread.join(timeout=5)


@pytest.fixture
def visit(story: Story, chromium: Browser) -> Iterator[Visit]:
    """Open a window on the served story: ``visit(story.MEMBER)`` is signed in, ``visit()`` is a stranger's."""
    walkers: list[Walker] = []
    with served(story.wsgi) as url:

        def open_window(email: str = "", **wishes: Any) -> Walker:
            walker = Walker(chromium, url, **wishes)
            walkers.append(walker)
            return walker.sign_in(email, PASSWORD) if email else walker

        yield open_window
        for walker in walkers:
            walker.leave()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A site full of things: the demo year has been played on it."""
    house = House(tmp_path_factory.mktemp("demo") / "var", **{"reglab.demo": "true"})
    with house.open() as site:
        assert build_demo(house.rulebook, site, clock.now(), lambda line: None, Passwords(fast=True, demo=True))
    yield house
    house.close()


@pytest.fixture(scope="module")
def sights(demo: House, chromium: Browser) -> Iterator[Visit]:
    """Open a window on the full site: ``sights(OFFICE)`` is signed in; the same person has the same window."""
    walkers: dict[str, Walker] = {}
    with served(demo.wsgi) as url:

        def window_of(email: str = "") -> Walker:
            if email not in walkers:
                walker = walkers[email] = Walker(chromium, url)
                walker.sign_in(email, DEMO_PASSWORD) if email else walker.go("/")
            return walkers[email]

        yield window_of
        for walker in walkers.values():
            walker.leave()
