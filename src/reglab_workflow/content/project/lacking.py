"""What a project still lacks by the rules of its format, told to those who can mend it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ...security.permissions import Permission
from ...web.words import worded
from . import guards
from .model import INVITING, PLANNED, Project

BEFORE_INVITING = (guards.format_has_room_this_year,)
BEFORE_STARTING = (
    guards.has_content_leader, guards.has_process_leader, guards.format_has_leading_organisation,
    guards.format_has_participants,
)
NOT_STARTED = (PLANNED, INVITING, "confirmed")


def lacking_for_format(request: Any, project: Project) -> list[str]:
    """What the guards of the format say now; nothing to those who do not edit, nor once the project has started."""
    if project.state not in NOT_STARTED or not request.rights.may(request.actor, Permission.EDIT, project):
        return []
    ask = replace(request.acts.ask(), survey=request.acts.glance)
    asked = (*BEFORE_INVITING, *BEFORE_STARTING) if project.state == PLANNED else BEFORE_STARTING
    found = (guard(project, ask) for guard in asked)
    return [str(reason.text) for reason in worded(request, tuple(each for each in found if each is not None))]
