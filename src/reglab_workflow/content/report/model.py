"""Report: the answer to a question of the audit, kept as it was when it was asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from ...history.cells import Cell
from ..folder import Folder
from ..item import Item

FIELDS = ("title", "question", "facts", "query", "columns", "rows", "looked_at", "limits", "empty", "control",
          "number", "language")


class Report(Item):
    """A question, what was filled in, and its answer in words; nothing in it is ever changed.

    ``facts`` are the parameters as term and value, ``query`` as they stand in an address. ``control`` is the number
    of the seal that the history had, ``number`` counts the reports of the site.
    """

    type_name: ClassVar[str] = "report"
    fields: ClassVar[tuple[str, ...]] = FIELDS
    guarded: ClassVar[Mapping[str, str]] = dict.fromkeys(FIELDS, "")

    question: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    query: tuple[tuple[str, str], ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    looked_at: str = ""
    limits: tuple[str, ...] = ()
    empty: str = ""
    control: str = ""
    number: int = 0
    language: str = "sv"

    def name_in(self, container: Any) -> str:
        """Reports are called by their number."""
        return str(self.number)

    def search_text(self) -> str:
        """A report is found by its question."""
        return self.title


class Reports(Folder):
    """The folder of all reports."""


def reports_of(site: Any) -> Reports:
    """The folder of the reports, made for the first of them."""
    if "reports" not in site:
        site.add("reports", Reports("reports"))
    folder: Reports = site["reports"]
    return folder
