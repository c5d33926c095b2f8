"""What a receipt repeats: everything that stands in a proposal, under the headings of its form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..i18n import _
from ..people.organisation import organisation_by_uid

TEXTS = {
    "preamble": _("Introduction"), "idea": _("Idea"), "purpose": _("Purpose and overall goal"),
    "target_group": _("Target group"), "expected_result": _("Expected result"), "questions": _("Questions to explore"),
    "builds_on": _("Builds on"), "other_text": _("Other text"),
}
UNASKED = ("preamble", "expected_result", "questions", "builds_on", "other_text")
"""Parts that are told only when there is something in them."""

WISHED = {
    "project": _("Learning project"), "study_circle": _("Study circle"), "try_out": _("Try-out room"),
    "network": _("Network"), "seminars": _("Series of seminars"), "unknown": _("We do not know yet"),
}


def everything_in(proposal: Any) -> list[dict[str, Any]]:
    """Every part with its heading; a part that was left out is told as such."""
    return [{"title": title, "text": text or "–"} for title, text in _parts(proposal)]


def senders_of(proposal: Any, first: bool = False) -> str:
    """The names of the sending organisations, or of the first sender alone."""
    found = (organisation_by_uid(proposal.site, uid) for uid in proposal.sending()[:1 if first else None])
    return ", ".join(organisation.title for organisation in found if organisation is not None)


def _parts(proposal: Any) -> Iterator[tuple[Any, Any]]:
    yield _("Title"), proposal.title
    yield _("Sent to the round"), proposal.round.title if proposal.round is not None else ""
    yield _("Sent by"), senders_of(proposal)
    for name, title in TEXTS.items():
        if getattr(proposal, name) or name not in UNASKED:
            yield title, getattr(proposal, name)
    yield _("Wished form"), WISHED.get(proposal.wished_form, proposal.wished_form)
    yield _("Contacts"), "\n".join(_contact(contact) for contact in proposal.contacts)
    yield _("Attached files"), "\n".join(file.title for file in proposal["files"].values())


def _contact(contact: Any) -> str:
    parts = (contact.name, contact.role, contact.organisation, contact.email)
    return ", ".join(part for part in parts if part)
