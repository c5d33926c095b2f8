"""Asks the questions of the audit and reads the answers from their pages."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from webtest import TestApp

EVERYTHING = {"since": "", "until": "", "ask": "1"}


def ask(browser: TestApp, question: str, **told: str) -> Any:
    """The page of an answer, over all time if nothing else is said."""
    return browser.get(f"/audit/{question}?{urlencode({**EVERYTHING, **told})}")


def rows(page: Any) -> list[list[str]]:
    """What stands in the cells of the answer."""
    return [[" ".join(cell.get_text(" ").split()) for cell in row.find_all("td")]
            for row in page.html.select("section[aria-labelledby=answer] tbody tr")]


def said(page: Any) -> str:
    """What stands on the page."""
    return " ".join(page.html.find("main").get_text(" ").split())
