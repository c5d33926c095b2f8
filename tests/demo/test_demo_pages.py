"""Everything on the demo site can be looked at by whoever may see it, and by nobody else."""

from __future__ import annotations

from typing import Any

import pytest

from reglab_workflow.accounts.passwords import DEMO_PASSWORD
from reglab_workflow.catalog.documents import indexed

LISTS = ("/my", "/rounds", "/projects", "/organisations", "/search?text=vatten")


@pytest.fixture(scope="module")
def paths(told) -> list[str]:
    with told.open() as site:
        return [item.path for item in indexed(site) if item is not site]


def browser(told: Any, email: str) -> Any:
    visitor = told.visitor()
    form = visitor.get("/login").forms["form"]
    form["email"], form["password"] = email, DEMO_PASSWORD
    assert form.submit("send").status_int == 303
    return visitor


def statuses(visitor: Any, paths: list[str]) -> dict[str, int]:
    return {path: visitor.get(path, expect_errors=True).status_int for path in paths}


def states(told: Any, paths: list[str]) -> set[str]:
    with told.open() as site:
        return {item.state for item in indexed(site) if item.path in paths and item.type_name == "proposal"}


def test_the_auditor_can_open_everything(told, paths):
    found = statuses(browser(told, "granskare@reglab.example"), [*paths, *LISTS])
    assert {path: status for path, status in found.items() if status != 200} == {}


def test_the_office_sees_all_but_the_drafts_of_others(told, paths):
    found = statuses(browser(told, "kansli@reglab.example"), [*paths, *LISTS])
    hidden = [path for path, status in found.items() if status != 200]
    assert hidden
    assert states(told, hidden) == {"draft"}


@pytest.mark.parametrize("email", [
    "medlem@skane.example", "strateg@dalarna.example", "ledare@vasterbotten.example",
    "partner@vinnova.example", "goran.lindefalk@ostergotland.example",
])
def test_a_page_opens_or_is_not_there(told, paths, email):
    found = statuses(browser(told, email), [*paths, *LISTS])
    assert set(found.values()) == {200, 404}


def test_a_stranger_sees_only_what_has_been_published(told, paths):
    found = statuses(told.visitor(), paths)
    seen = [path for path, status in found.items() if status == 200]
    assert states(told, seen) == {"selected", "running", "closed"}
