"""Reads the data of the demo year and moves its days so that the story ends now."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from importlib.resources import files
from typing import Any

from ..clock import STOCKHOLM

END = datetime.combine(date(2026, 11, 20), time(16), STOCKHOLM)
"""When the story ends, as the files tell it."""

Table = dict[str, Any]


@dataclass(frozen=True)
class Year:
    """The texts of the demo year; every day in them is the day that it has for somebody who reads now."""

    organisations: list[Table]
    people: list[Table]
    pages: list[Table]
    rounds: list[Table]
    proposals: list[Table]
    projects: list[Table]
    registrations: list[Table]


def read_year(now: datetime) -> Year:
    """The demo year, moved by whole weeks so that weekdays stay and nothing that has happened lies ahead."""
    shift = timedelta(weeks=(now - END) // timedelta(weeks=1))
    proposals, projects = _moved(_read("proposals"), shift), _moved(_read("project"), shift)
    return Year(
        organisations=_read("organisations")["organisation"], people=_read("people")["person"],
        pages=_read("pages")["page"], rounds=_with_years(proposals["round"], END.date() + shift),
        proposals=proposals["proposal"], projects=projects["project"],
        registrations=_moved(_read("registrations"), shift)["registration"])


def _read(name: str) -> Table:
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def _moved(value: Any, shift: timedelta) -> Any:
    """The same data with every day moved, and texts without the line break that ends them."""
    if isinstance(value, dict):
        return {key: _moved(inner, shift) for key, inner in value.items()}
    if isinstance(value, list):
        return [_moved(inner, shift) for inner in value]
    if isinstance(value, date):
        return value + shift
    return value.strip() if isinstance(value, str) else value


def _with_years(rounds: list[Table], last_day: date) -> list[Table]:
    """Rounds by their calendar year, which their titles name."""
    years = [last_day.year + table["year"] for table in rounds]
    return [_named({**table, "year": year}, year) for table, year in zip(rounds, years, strict=True)]


def _named(table: Table, year: int) -> Table:
    named = {**table, "title": table["title"].replace("{year}", str(year))}
    if "meeting" in named:
        named["meeting"] = _named(named["meeting"], year)
    return named
