"""Sends what a form would send, and lets many people do so at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from webtest import TestApp
from webtest.response import TestResponse

from house import House

T = TypeVar("T")


class Hand:
    """A signed-in browser that posts without looking at the page first."""

    def __init__(self, browser: TestApp) -> None:
        self.browser = browser

    def post(self, path: str, **fields: Any) -> TestResponse:
        """Post the fields with the browser's own token; any answer will do."""
        token = self.browser.cookies.get("csrf", "")
        return self.browser.post(path, {"csrf_token": token, **fields}, expect_errors=True)

    def fire(self, path: str, transition: str, seen: int, **facts: Any) -> TestResponse:
        """Press the button of a step, as one who saw the item in that version."""
        return self.post(f"{path}/do/{transition}", seen=str(seen), **facts)


def hand(house: House, email: str) -> Hand:
    """A person's signed-in browser."""
    return Hand(house.browser(email))


def at_once(acts: Sequence[Callable[[], T]]) -> list[T]:
    """Do everything at the same moment, each in a thread of its own; the answers in the order given."""
    ready = threading.Barrier(len(acts))

    def when_all_are_ready(act: Callable[[], T]) -> T:
        ready.wait(timeout=60)
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(when_all_are_ready, acts))
