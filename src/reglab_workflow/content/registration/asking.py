"""Who asked the manager to approve: told from the registration's own history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .model import Registration

ASKING = ("ask_approval", "record_approval")


@dataclass(frozen=True)
class Asked:
    """Who sent the registration on its way, by uid and by name, and when; the name is empty once it is erased."""

    person: str
    name: str
    at: datetime


def asked_by(registration: Registration) -> Asked | None:
    """Who last asked for approval, or recorded it; None where nobody has."""
    for entry in reversed(registration.events):
        if entry.core.get("transition") in ASKING:
            return Asked(entry.core["actor"], entry.details.get("actor_name") or "", entry.at)
    return None
