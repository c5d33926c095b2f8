"""What a page must have before it is published."""

from __future__ import annotations

from ...i18n import _
from ...workflow.engine import Ask
from ...workflow.errors import Reason
from .model import Page


def page_has_text(page: Page, ask: Ask) -> Reason | None:
    """The page has a text."""
    if page.body.strip():
        return None
    return Reason("empty_page", _("Write the text of the page before you publish it."), "body")
