"""The proposals of a round as sheets, one row each: XLSX and CSV; what people wrote is never read as a formula."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

from .. import clock
from ..i18n import _
from . import library
from .csv_file import csv_file
from .edition import Edition, Entry
from .wording import Wording

LONGEST_CELL = 32_767
"""Characters; a sheet holds no more in one cell."""

COLUMNS: tuple[tuple[str, Any, int], ...] = (
    ("number", _("Number"), 9), ("title", _("Title"), 44), ("theme", _("Theme"), 24),
    ("organisation", _("Organisation"), 26), ("together", _("Sent together with"), 26),
    ("form", _("Wished form"), 18),
    ("runner_up", _("Runner-up"), 12), ("state", _("State"), 18), ("preamble", _("Introduction"), 40),
    ("idea", _("Idea"), 60), ("purpose", _("Purpose and overall goal"), 60), ("target_group", _("Target group"), 40),
    ("expected_result", _("Expected result"), 40), ("questions", _("Questions to explore"), 40),
    ("builds_on", _("Builds on"), 40), ("other_text", _("Other text"), 40), ("contacts", _("Contacts"), 44),
)
"""Name, title and width of each column."""


def rows(edition: Edition, words: Wording) -> list[list[Any]]:
    """One row for each proposal, in the order of the columns."""
    return [[_cell(name, words.theme(chapter), entry, words) for name, _title, _width in COLUMNS]
            for chapter, entry in edition.placed()]


def heads(words: Wording) -> list[str]:
    """The titles of the columns."""
    return [words.say(title) for _name, title, _width in COLUMNS]


def proposals_csv(edition: Edition, words: Wording) -> bytes:
    """The proposals as CSV."""
    return csv_file([heads(words), *rows(edition, words)])


def proposals_xlsx(edition: Edition, words: Wording) -> bytes:
    """A sheet whose head stays and filters; raises MissingLibrary."""
    xlsxwriter = library("xlsxwriter", "XlsxWriter")
    kept = BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                                      "strings_to_numbers": False})
    book.set_properties({"title": edition.title, "author": "Reglab", "created": clock.now()})
    sheet = book.add_worksheet(words.say(_("Proposals")))
    told = rows(edition, words)
    _look(book, sheet, len(told))
    for column, title in enumerate(heads(words)):
        sheet.write_string(0, column, title, book.add_format({"bold": True, "bottom": 1, "text_wrap": True}))
    text = book.add_format({"text_wrap": True, "valign": "top"})
    for number, row in enumerate(told, 1):
        for column, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(number, column, value, text)
            else:
                sheet.write_string(number, column, value[:LONGEST_CELL], text)
    book.close()
    return kept.getvalue()


def _look(book: Any, sheet: Any, length: int) -> None:
    """The head stays in place and filters; a printed sheet lies down and repeats it."""
    for column, (_name, _title, width) in enumerate(COLUMNS):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, length, len(COLUMNS) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _cell(name: str, theme: str, entry: Entry, words: Wording) -> Any:
    told: dict[str, Callable[[], Any]] = {
        "number": lambda: "" if entry.number is None else entry.number, "theme": lambda: theme,
        "title": lambda: words.title(entry), "form": lambda: words.form(entry), "state": lambda: words.state(entry),
        "organisation": lambda: entry.senders[0] if entry.senders else "",
        "together": lambda: ", ".join(entry.senders[1:]), "contacts": lambda: "\n".join(entry.lines),
        "runner_up": lambda: words.say(_("Yes")) if entry.runner_up else "",
    }
    return told[name]() if name in told else getattr(entry, name)
