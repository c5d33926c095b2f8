"""What must be true before an organisation leaves or an account is locked."""

from __future__ import annotations

from ..clock import local_day
from ..i18n import _
from ..security.remedies import NOTHING, LetDo
from ..workflow.engine import Ask
from ..workflow.errors import Reason
from .organisation import Organisation
from .person import Person


def last_day_is_not_ahead(organisation: Organisation, ask: Ask) -> Reason | None:
    """The organisation's last day has come."""
    last_day = ask.facts.get("to_date")
    if last_day is None or last_day <= local_day(ask.now):
        return None
    return Reason("last_day_ahead", _(
        "The last day has not come yet. Enter it as the organisation's last day, and end its participation "
        "when that day has come."), "to_date")


def is_somebody_else(person: Person, ask: Ask) -> Reason | None:
    """The account is somebody else's."""
    if ask.actor.person != person.uid:
        return None
    return Reason("yourself", _("You cannot lock your own account. Ask a colleague at the office."),
                  remedies=(LetDo("office"),))


def is_not_erased(person: Person, ask: Ask) -> Reason | None:
    """The person has not been erased."""
    if person.erased_at is None:
        return None
    return Reason("erased", _("The person has been erased. Nothing is left to unlock."), remedies=NOTHING)
