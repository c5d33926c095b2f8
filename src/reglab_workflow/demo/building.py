"""Builds the demo site: a year of proposals, meetings and projects, played like any changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from ..accounts.passwords import DEMO_PASSWORD, Passwords
from ..rulebook import Rulebook
from .beginning import move_beginning
from .founding import found
from .projects import ProjectScript
from .proposals import ProposalScript
from .reading import Year, read_year
from .registrations import RegistrationScript
from .rounds import RoundScript
from .story import OFFICE, Story

SET_UP = timedelta(minutes=30)
"""So long before anybody does anything the site is founded."""

OFFICE_AWAY = timedelta(days=7)
"""So long ago was the office's last visit, that its desk has news to show."""


def build_demo(
    rulebook: Rulebook, site: Any, now: datetime, say: Callable[[str], object] = print,
    passwords: Passwords | None = None,
) -> bool:
    """Play the demo year on a site without rounds; False, and nothing done, when it has some."""
    if len(site["rounds"]):
        say("The site already has rounds. Nothing was changed.")
        return False
    year = read_year(now)
    story = Story(rulebook, site, passwords or Passwords(demo=True))
    plan(story, year)
    move_beginning(site, min(scene.moment for scene in story.scenes) - SET_UP)
    story.tell()
    site.accounts.note_visit(story.uid(f"person/{OFFICE}"), now - OFFICE_AWAY)
    for line in summary(site, year):
        say(line)
    return True


def plan(story: Story, year: Year) -> None:
    """Plan every scene of the year."""
    found(story, year)
    people = frozenset(table["key"] for table in year.people)
    rounds = {table["key"]: table for table in year.rounds}
    for table in year.proposals:
        ProposalScript(story, table, rounds[table["round"]], people).plan()
    for key, table in rounds.items():
        RoundScript(story, table, [each for each in year.proposals if each["round"] == key]).plan()
    for table in year.projects:
        ProjectScript(story, table).plan()
    projects = {table["key"]: table for table in year.projects}
    for table in year.registrations:
        RegistrationScript(story, table, projects[table["project"]]).plan()


def summary(site: Any, year: Year) -> list[str]:
    """What there is now, and how to sign in."""
    rounds = site["rounds"].values()
    proposals = sum(len(round_.proposals()) for round_ in rounds)
    accounts = [f"  {table['email']}" for table in year.people if table.get("account")]
    return [
        f"The demo year is in place: {len(rounds)} rounds, {proposals} proposals, "
        f"{len(site['projects'])} projects, {len(site.trail)} events.",
        f"Sign in with the password {DEMO_PASSWORD} as:", *accounts,
    ]
