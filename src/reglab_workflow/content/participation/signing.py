"""Signing up, whatever it becomes: a place while there is one, else a turn in the queue."""

from __future__ import annotations

from typing import Any

from .model import Participation
from .queue import is_full


def answer_yes(acts: Any, participation: Participation) -> str:
    """Sign a person up, or let the person wait when the occasion is full: gives ``registered`` or ``waiting``.

    It is decided inside the transaction; of two who come for the last place one is tried again and waits. Raises an
    Objection and changes nothing.
    """
    acts.fire(participation, step_for(participation))
    return participation.state


def step_for(participation: Participation) -> str:
    """The step that a yes is now."""
    return "queue" if is_full(participation.workshop) else "sign_up"
