"""Lists to work with as sheets, one row each: XLSX and CSV; what people wrote is never read as a formula."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from .. import clock
from . import library
from .csv_file import csv_file
from .sheets import LONGEST_CELL


@dataclass(frozen=True)
class List:
    """A list: what it is called, its columns with their widths, its rows of texts and whole numbers, and their sums."""

    title: str
    name: str
    columns: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[Any]]
    sums: Sequence[Any] = ()

    @property
    def lines(self) -> list[Sequence[Any]]:
        """The rows, and the sums below them."""
        return [*self.rows, self.sums] if self.sums else list(self.rows)


def list_csv(told: List) -> bytes:
    """The list as CSV."""
    return csv_file([[title for title, _width in told.columns], *told.lines])


def list_xlsx(told: List) -> bytes:
    """A sheet whose head stays and filters; raises MissingLibrary."""
    xlsxwriter = library("xlsxwriter", "XlsxWriter")
    kept = BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                                      "strings_to_numbers": False})
    book.set_properties({"title": told.title, "author": "Reglab", "created": clock.now()})
    sheet = book.add_worksheet(told.name)
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    for column, (title, width) in enumerate(told.columns):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, head)
    text = book.add_format({"text_wrap": True, "valign": "top"})
    whole = book.add_format({"num_format": "#,##0", "valign": "top"})
    for number, row in enumerate(told.lines, 1):
        for column, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(number, column, value, whole)
            else:
                sheet.write_string(number, column, value[:LONGEST_CELL], text)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(told.rows), len(told.columns) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    book.close()
    return kept.getvalue()
