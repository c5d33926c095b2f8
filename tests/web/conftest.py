"""A real browser, and the sample pages served to it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
import waitress.server
from playwright.sync_api import Browser

from gallery import gallery_app


@pytest.fixture(scope="session")
def gallery_url() -> Iterator[str]:
    server = waitress.server.create_server(gallery_app(), listen="127.0.0.1:0", threads=4)
    threading.Thread(target=server.run, daemon=True).start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()


@pytest.fixture
def page(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A page; ``{"width": 360, "scheme": "dark", "script": False}`` as a parameter gives another."""
    wanted = getattr(request, "param", {})
    context = chromium.new_context(
        locale="sv-SE", viewport={"width": wanted.get("width", 1280), "height": 900},
        color_scheme=wanted.get("scheme", "light"), java_script_enabled=wanted.get("script", True),
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda message: message.type == "error" and page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    context.close()
