"""Whoever only reads writes nothing: no page makes the database's connection dirty."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from webtest import TestApp
from ZODB.Connection import Connection

from handed_out import BELOW, TOLD
from written import Written

MOST_PAGES = 90
SIDE_ADDRESSES = ("/static/", "/language", "/logout")


@pytest.fixture
def touched(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What any connection was told to write, from now on."""
    seen: list[str] = []
    register = Connection.register

    def noted(connection: Connection, thing: object) -> None:
        seen.append(repr(type(thing)))
        register(connection, thing)

    monkeypatch.setattr(Connection, "register", noted)
    return seen


def walk(browser: TestApp, start: str = "/") -> list[str]:
    """Open every page that links lead to, as far as there are any new ones; gives those that were opened."""
    waiting, known, opened = deque([start]), {start}, []
    while waiting and len(opened) < MOST_PAGES:
        address = waiting.popleft()
        page = browser.get(address, expect_errors=True)
        assert page.status_int < 500, address
        opened.append(address)
        if page.status_int in (302, 303):
            links = [page.location]
        elif page.content_type == "text/html":
            links = [each["href"] for each in page.html.find_all("a", href=True)]
        else:
            continue
        for link in links:
            target = urlsplit(urljoin(f"http://127.0.0.1{address}", link))
            path = target.path + (f"?{target.query}" if target.query else "")
            if target.path.rpartition("/")[2] in {*TOLD, *BELOW}:
                continue  # the one exception, which tests/security/test_exports.py looks at
            if target.hostname == "127.0.0.1" and path not in known and not path.startswith(SIDE_ADDRESSES):
                known.add(path)
                waiting.append(path)
    return opened


def furnish(site: Written) -> str:
    """Something of every kind to look at; gives the path of the proposal."""
    round_path = site.open_round()
    path = site.proposal(round_path)
    with site.acting() as acts:
        root = acts.site
        acts.create(root["rounds"]["2027"], "meeting", {"title": "Idémöte", "day": None})
        project = acts.create(root["projects"], "project", {"title": "Små tal", "purpose": "Att räkna rätt."})
        acts.create(project["workshops"], "workshop", {"title": "Uppstart"})
        page = acts.create(root["pages"], "page", {"title": "Om oss", "body": "Vi lär."})
        acts.fire(page, "publish")
    return path


@pytest.mark.slow
@pytest.mark.parametrize("who", ["OFFICE", "AUDITOR", "MEMBER", "PARTNER", ""])
def test_no_page_that_is_only_read_writes_anything(written, touched, who):
    """Every page that links lead to, as each of the people who use the site."""
    furnish(written)
    browser = written.browser(getattr(written, who)) if who else written.visitor()
    last = written.mark()
    touched.clear()
    opened = walk(browser)
    assert len(opened) >= (20 if who else 8), opened
    assert touched == []
    assert written.mark() == last


def test_a_head_request_and_a_missing_page_write_nothing(written, touched):
    """Neither do robots that ask for what is not there."""
    path = written.proposal(written.open_round())
    browser = written.browser(written.MEMBER)
    touched.clear()
    for address in (path, f"{path}/nowhere", "/nowhere", f"{path}/do/fly", f"{path}/do/return", "/robots.txt"):
        browser.head(address, expect_errors=True)
        browser.get(address, expect_errors=True)
    assert touched == []
