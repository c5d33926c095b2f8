"""What a reminder before the last day of a round says to whom: each organisation, and what waits for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ..clock import local_day
from ..i18n import _
from ..people.organisation import MEMBER
from . import receivers
from .submitted import TEXTS

ASKED = {"title": _("Title"), **TEXTS, "wished_form": _("Wished form"), "contacts": _("Contacts")}
"""What the office can ask a sender to complete."""


@dataclass
class Waiting:
    """What one organisation has begun and not sent in: its drafts, and the proposals that it is to complete."""

    organisation: Any
    drafts: list[Any] = field(default_factory=list)
    returned: list[Any] = field(default_factory=list)
    sent: int = 0

    @property
    def proposals(self) -> list[Any]:
        """Everything that waits for the organisation."""
        return [*self.returned, *self.drafts]

    def needs_word(self, now: datetime) -> bool:
        """Whether there is something to remind of; who has sent none is reminded as long as it is a member."""
        may_send = self.organisation.kind == MEMBER and self.organisation.takes_part(local_day(now))
        return bool(self.proposals) or (may_send and not self.sent)

    def receivers(self, now: datetime) -> receivers.ByLanguage:
        """The representatives and whoever has written, else the contacts of what is to be completed."""
        uid, site = self.organisation.uid, self.organisation.site
        authors = (site["people"].get(each.creator) for each in self.proposals)
        own = (person for person in authors if person is not None and person.organisation == uid)
        found = receivers.by_language([*receivers.representatives(self.organisation, now, [uid]), *own])
        return found or next((receivers.senders_of(each, now) for each in self.returned), {})


def waiting_in(round_: Any, now: datetime) -> Iterator[Waiting]:
    """The organisations that a reminder goes to, each with what waits for it."""
    found = {each.uid: Waiting(each) for each in round_.site["organisations"].values()}
    for proposal in round_.proposals():
        senders = [found[uid] for uid in proposal.sending() if uid in found]
        for sender in senders:
            kept = {"draft": sender.drafts, "returned": sender.returned}.get(proposal.state)
            if kept is not None:
                kept.append(proposal)
            elif proposal.is_live:
                sender.sent += 1
    yield from (each for each in found.values() if each.needs_word(now))


def told(proposals: Iterable[Any]) -> list[dict[str, Any]]:
    """Proposals as the letter names them, with what the office has asked for."""
    return [{"item": each, "path": each.path, "reason": each.reason if each.state == "returned" else "",
             "asked": [ASKED[name] for name in each.asked_for if name in ASKED]} for each in proposals]
