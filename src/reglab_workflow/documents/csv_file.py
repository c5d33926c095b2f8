"""CSV as a Swedish Excel reads it; what people wrote is never read as a formula, whatever sign it begins with."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Any

BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BOM = "\ufeff"


def csv_file(rows: Iterable[Sequence[Any]]) -> bytes:
    """Heads and rows, in UTF-8 with its mark and with semicolons, so that it opens right by a double click."""
    kept = StringIO()
    writer = csv.writer(kept, delimiter=";", lineterminator="\r\n")
    writer.writerows([harmless(value) for value in row] for row in rows)
    return (BOM + kept.getvalue()).encode()


def harmless(value: Any) -> Any:
    """A text that no sheet takes for a formula: what begins like one gets an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(BEGINS_FORMULA) else value
