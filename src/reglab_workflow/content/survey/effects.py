"""What follows when a survey opens, is answered or closes, and when a project is closed."""

from __future__ import annotations

from typing import Any

from ...clock import local_day
from .asked import to_be_asked
from .model import Survey, folder_of
from .planning import MONTHS, follow_up


def fix_asked(survey: Survey, step: Any) -> None:
    """Keep whom the survey asks, those who took part until now, and the day on which it opened."""
    survey.set({"opens": local_day(step.now)})
    if survey.is_anonymous:
        survey.set({"asked": tuple(sorted(each.holder for each in to_be_asked(survey)))})
    else:
        survey.set({"organisations": survey.project.confirmed_organisations()})


def count_answers(survey: Survey, step: Any) -> None:
    """Let the answers be shown, if they are so many that nobody can be recognised by them."""
    survey.pot.count(survey.fewest)


def keep_reply(survey: Survey, step: Any) -> None:
    """Keep what the organisation has answered, in place of what it answered before."""
    reply = step.facts["reply"]
    others = (each for each in survey.replies if each.organisation != reply.organisation)
    survey.set({"replies": (*others, reply)})


def plan_follow_ups(project: Any, step: Any) -> None:
    """Plan to ask the organisations what the project has led to, after three, six and twelve months."""
    if not project.confirmed_organisations():
        return
    acts, folder = step.acts.as_system(f"project.close:{project.uid}"), folder_of(project)
    for months in MONTHS:
        acts.create(folder, "survey", follow_up(project, months, local_day(step.now)))
