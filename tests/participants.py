"""What participants and the office do around one occasion, as the tests of it tell it."""

from __future__ import annotations

from typing import Any

from learning_group import LearningGroup
from links import link_to
from reglab_workflow.content.site.model import find


def own(group: LearningGroup, address: str) -> Any:
    """The own page of somebody, by the latest letter."""
    return group.visitor().get(link_to(group, address))


def answered(group: LearningGroup, *names: str) -> None:
    for name in names:
        group.do(name, "sign_up" if group.item(group.workshop)["capacity"] != taken(group) else "queue")


def taken(group: LearningGroup) -> int:
    return sum(state in ("registered", "offered") for state in group.answers().values())


def moved(group: LearningGroup, **facts: Any) -> None:
    with group.acting() as acts:
        acts.fire(find(acts.site, group.workshop), "move", {"reason": "Salen blev upptagen.", **facts})
