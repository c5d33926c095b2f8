"""What must hold before somebody signs up, takes a place, changes with a colleague or is ticked off."""

from __future__ import annotations

from typing import Any

from ...clock import local_day
from ...i18n import _
from ...security.remedies import NOTHING, EditField, Instead, Reach, TakeStep, Wait
from ...workflow.engine import Ask
from ...workflow.errors import Reason
from ..proposal.model import is_address
from ..registration.model import TAKING_PART, Registration
from .model import WAITING, Participation, coming_of
from .queue import first_in_queue, is_full, taken_by

COMING = ("announced", "open", "registration_closed")


def occasion_takes_sign_ups(participation: Participation, ask: Ask) -> Reason | None:
    """The occasion is open for registration."""
    if participation.workshop.state == "open":
        return None
    return Reason("not_open", _(
        "One cannot sign up for this occasion now. Ask those who lead the project if you want to come."),
        remedies=(Reach(participation.workshop, ("open",)),))


def organisation_takes_part(participation: Participation, ask: Ask) -> Reason | None:
    """The person's organisation takes part in the project and has the person on its list."""
    registration = ask.site.by_uid(participation.registration)
    if registration is not None and registration.takes_part:
        return _is_on_the_list(participation, registration)
    return Reason("organisation_not_confirmed", _(
        "The organisation does not take part in the project now. Its registration has to be confirmed first."),
        remedies=(Reach(registration, TAKING_PART),) if registration is not None else NOTHING)


def _is_on_the_list(participation: Participation, registration: Any) -> Reason | None:
    if registration.participant(participation.person) is not None:
        return None
    return Reason("not_on_the_list", _(
        "The organisation has taken this person off the list of those who come. Its contact person can name the person "
        "again."), remedies=(TakeStep(registration, "name"),))


def organisation_has_room(participation: Participation, ask: Ask) -> Reason | None:
    """The organisation has not signed up as many as it may."""
    workshop = participation.workshop
    most = workshop.most_from_each()
    taken = taken_by(workshop, participation.organisation)
    if len(taken) < most:
        return None
    return Reason("organisation_full", _(
        "At most ${most} from each organisation can come, and as many are signed up or in the queue. One of them can "
        "sign off or let a colleague come instead.", mapping={"most": most}),
        remedies=(*(TakeStep(each, "cancel") for each in taken), EditField(workshop, "most_each")))


def place_is_free(participation: Participation, ask: Ask) -> Reason | None:
    """There is a free place."""
    if not is_full(participation.workshop):
        return None
    return Reason("full", _("The occasion is full. You can join the queue."), remedies=(
        Instead(participation, "queue"), TakeStep(participation.workshop, "change_places")))


def occasion_is_full(participation: Participation, ask: Ask) -> Reason | None:
    """There is no free place, so that a queue is needed."""
    if is_full(participation.workshop):
        return None
    return Reason("not_full", _("There are free places. Sign up instead."),
                  remedies=(Instead(participation, "sign_up"),))


def is_first_in_the_queue(participation: Participation, ask: Ask) -> Reason | None:
    """Nobody else is to be offered a place before."""
    if first_in_queue(participation.workshop) is participation:
        return None
    return Reason("not_first", _("Somebody else is before in the queue."), remedies=(Instead(participation, "admit"),))


def offer_still_holds(participation: Participation, ask: Ask) -> Reason | None:
    """The time of the offer has not run out."""
    if participation.offer_ends is None or ask.now < participation.offer_ends:
        return None
    return Reason("offer_over", _("The offer has run out, and the place goes to the next in the queue."),
                  remedies=(Instead(participation, "admit"),))


def occasion_is_ahead(participation: Participation, ask: Ask) -> Reason | None:
    """The occasion has not been held."""
    if participation.workshop.state in COMING:
        return None
    return Reason("occasion_over", _("The occasion has been held or cancelled."), remedies=NOTHING)


def occasion_has_come(participation: Participation, ask: Ask) -> Reason | None:
    """The day of the occasion has come."""
    starts = participation.workshop.starts
    if starts is not None and starts <= local_day(ask.now):
        return None
    return Reason("day_ahead_of_ticks", _("Who came is ticked off when the day has come."), remedies=(
        Wait(starts) if starts is not None else EditField(participation.workshop, "starts"),))


def occasion_is_not_closed(participation: Participation, ask: Ask) -> Reason | None:
    """The occasion is not closed or cancelled."""
    if participation.workshop.state not in ("closed", "cancelled"):
        return None
    return Reason("occasion_closed", _("The occasion is closed, and its figures no longer change."), remedies=NOTHING)


def substitute_can_come(participation: Participation, ask: Ask) -> Reason | None:
    """The colleague has a name and an address, and is not coming already."""
    other = ask.facts.get("substitute")
    if other is None:
        return None
    if not other.name or not is_address(other.email):
        return Reason("substitute_without_address", _(
            "Write the colleague's name and whole e-mail address: the letter with the link goes there."), "substitute")
    found = participation.workshop["participations"].get(other.key)
    if found is not None and (found.has_place or found.state == WAITING):
        return Reason("substitute_is_coming", _("That colleague has a place or stands in the queue already."),
                      "substitute")
    return None


def person_is_on_the_list(participation: Participation, ask: Ask) -> Reason | None:
    """The person is among those whom the organisation has named."""
    registration = ask.site.by_uid(participation.registration)
    return _is_on_the_list(participation, registration) if registration is not None else None


def confirmation_is_asked_for(participation: Participation, ask: Ask) -> Reason | None:
    """The occasion has been moved, and the person has not confirmed since."""
    if participation.unconfirmed:
        return None
    return Reason("confirmed_already", _("There is nothing to confirm."), remedies=NOTHING)


def needs_are_kept(participation: Participation, ask: Ask) -> Reason | None:
    """Something is kept about diet or access."""
    if participation.diet or participation.access:
        return None
    return Reason("no_needs", _("Nothing is kept about diet or access needs."), remedies=NOTHING)


def no_one_with_a_place_is_left_out(registration: Registration, ask: Ask) -> Reason | None:
    """Nobody who has a place or stands in a queue is taken off the list."""
    kept = {each.key for each in ask.facts.get("people", registration.people)}
    left = sorted({each.title for each in coming_of(registration)
                   if each.person not in kept and each.state in ("registered", "waiting", "offered")})
    if not left:
        return None
    return Reason("has_a_place", _(
        "These have a place or stand in a queue: ${names}. Sign them off first, or let a colleague come instead.",
        mapping={"names": ", ".join(left)}), "people")
