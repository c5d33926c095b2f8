"""A participant's own occasions in words: what the answer is, where and when, and what can be done now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from ...accounts.bearers import Bearer
from ...documents.ical import CANCELLED, TENTATIVE, Entry
from ...i18n import _
from ...web.dates import when
from ...web.words import say, worded
from ..acts import Acts
from ..site.calendar import Calendar
from ..workshop.materials import Material, materials_for, materials_of, permission_for
from ..workshop.model import COMING, Workshop
from ..workshop.showing import row as material_row
from ..workshop.words import days_in_words, heading, place_in_words, times_in_words
from .lists import admitted
from .model import OFFERED, REGISTERED, WAITING, Participation
from .queue import QUEUE_TITLES, is_full, queue, with_place
from .signing import step_for

BUTTONS = (
    ("accept", _("Accept the place")), ("confirm", _("Yes, it still suits")), ("yes", _("Sign me up")),
    ("decline", _("I cannot come")), ("cancel", _("Sign me off")),
)
"""What a button does, and says; those that are possible are shown in this order."""

YES = "yes"
NOES = ("decline", "cancel")
SAYING_YES = ("sign_up", "queue")
COUNTED = (REGISTERED, WAITING, OFFERED)
"""The states of somebody who means to come."""

SENTENCES = {
    "invited": _("You have not answered yet."),
    "declined": _("You have answered that you cannot come."),
    "registered": _("You are signed up and have a place."),
    "lapsed": _("Your offer has run out, and the place has gone to somebody else. You can sign up again."),
    "cancelled": _("You are signed off."),
    "replaced": _("A colleague comes in your place."),
    "attended": _("You took part."),
    "no_show": _("You were signed up, but were not there."),
}
TENTATIVELY = ("invited", WAITING, OFFERED)
FOR_SURE = (REGISTERED, "attended")


@dataclass(frozen=True)
class Button:
    """Something that can be done now; ``css`` says how much it stands out."""

    do: str
    title: str
    css: str


@dataclass(frozen=True)
class Row:
    """One occasion on the page. ``answer`` is None as long as the person has not been invited to it."""

    workshop: Workshop
    answer: Participation | None
    title: str
    days: str
    place: str
    times: str
    sentences: tuple[str, ...]
    buttons: tuple[Button, ...] = ()
    reasons: tuple[str, ...] = ()
    asks_needs: bool = False
    can_replace: bool = False
    files: tuple[dict[str, Any], ...] = ()
    href: str = ""

    @property
    def is_ahead(self) -> bool:
        """Whether it is still to come."""
        return self.workshop.state in COMING


def rows_of(request: Any, bearer: Bearer) -> list[Row]:
    """The person's occasions in the order of their days."""
    acts = Acts(request.rulebook, request.site, bearer.actor)
    return [row_of(request, acts, workshop, workshop["participations"].get(bearer.person.key))
            for workshop in occasions_of(acts, bearer)]


def occasions_of(acts: Acts, bearer: Bearer) -> Iterator[Workshop]:
    """The occasions of the project that the person may know of."""
    for workshop in bearer.registration.project.programme():
        if acts.rights.may(acts.actor, "view", workshop):
            yield workshop


def row_of(request: Any, acts: Acts, workshop: Workshop, answer: Participation | None) -> Row:
    """One occasion in words."""
    row = Row(
        workshop, answer, heading(request, workshop), days_in_words(request, workshop),
        place_in_words(request, workshop), times_in_words(request, workshop), tuple(told(request, workshop, answer)),
        files=tuple(material_rows(request, acts, workshop, answer)), href=request.link(workshop))
    if answer is None or not row.is_ahead:
        return row
    offers = {each.transition.name: each for each in acts.open_to(answer) if each.permitted}
    possible = {name for name, offer in offers.items() if offer.allowed}
    if possible & {*SAYING_YES}:
        possible.add(YES)
    refused = offers.get(step_for(answer)) if YES not in possible else None
    return replace(
        row, buttons=tuple(buttons(request, possible)),
        reasons=tuple(reason.text for reason in worded(request, refused.reasons)) if refused is not None else (),
        asks_needs=workshop.asks_needs and answer.state in COUNTED, can_replace="replace" in possible)


def materials_in(acts: Acts, workshop: Workshop, answer: Participation | None) -> Iterator[Material]:
    """What the person may read and see: what everybody may, and by the own answer what is to be read beforehand."""
    may, actor = acts.rights.may, acts.actor
    for each in materials_for(answer) if answer is not None else materials_of(workshop):
        needed = permission_for(each.kind)
        if may(actor, needed, workshop) or (answer is not None and may(actor, needed, answer)):
            yield each


def material_rows(
    request: Any, acts: Acts, workshop: Workshop, answer: Participation | None,
) -> Iterator[dict[str, Any]]:
    """The same as rows; a file that not everybody may have is handed out below the link, and has no other address."""
    for each in materials_in(acts, workshop, answer):
        public = each.file is None or acts.rights.may(acts.actor, permission_for(each.kind), workshop)
        told = material_row(request, each)
        yield told if public else {**told, "href": ""}


def file_of(request: Any, bearer: Bearer, uid: str) -> Any | None:
    """The file of that uid among all that the person may have, or None."""
    acts = Acts(request.rulebook, request.site, bearer.actor)
    return next((each.file for workshop in occasions_of(acts, bearer)
                 for each in materials_in(acts, workshop, workshop["participations"].get(bearer.person.key))
                 if each.file is not None and each.file.uid == uid), None)


def buttons(request: Any, possible: set[str]) -> Iterator[Button]:
    """What is possible, as buttons: a yes stands out, and a no beside it does not."""
    beside = bool(possible & {name for name, _title in BUTTONS if name not in NOES})
    for name, title in BUTTONS:
        if name in possible:
            yield Button(name, say(request, title), "first" if name not in NOES else "plain" if beside else "")


def told(request: Any, workshop: Workshop, answer: Participation | None) -> Iterator[str]:
    """The answer in words, and what it means now."""
    if workshop.state == "cancelled":
        yield say(request, _("The occasion is cancelled."))
        if workshop.went_to:
            yield say(request, _("The content went to: ${where}", mapping={"where": workshop.went_to}))
    elif answer is None:
        yield say(request, _("One cannot sign up yet. You get a letter when the registration opens.")
                  if workshop.state in COMING else _("You were not signed up."))
    elif answer.state == WAITING:
        yield from in_the_queue(request, workshop, answer)
    elif answer.state == OFFERED:
        yield say(request, _(
            "You are offered a place. It is kept for you until ${moment}; then it goes to the next in the queue.",
            mapping={"moment": when(answer.offer_ends, request.locale_name) if answer.offer_ends else ""}))
    elif answer.unconfirmed and workshop.state in COMING:
        yield say(request, _("The occasion has been changed. You still have your place: tell us whether it suits."))
    else:
        yield say(request, SENTENCES[answer.state])
        if workshop.state == "open" and is_full(workshop) and step_for(answer) == "queue" and not answer.has_place:
            yield say(request, _("All places are taken. If you sign up, you join the queue."))


def in_the_queue(request: Any, workshop: Workshop, answer: Participation) -> Iterator[str]:
    """Which place in the queue, and by what rule."""
    turn = next(each for each in queue(workshop) if each.participation is answer)
    yield say(request, _("You are number ${number} in the queue.", mapping={"number": turn.number}))
    rule = say(request, QUEUE_TITLES[workshop.queue_rule])
    yield say(request, _("Who is first in the queue: ${rule}.", mapping={"rule": rule}))
    if turn.moved_up:
        yield say(request, _("You have been moved up, since nobody from your organisation has a place yet."))
    for reason in dict.fromkeys(filter(None, map(admitted, with_place(workshop)))):
        yield say(request, _("The office has given a place before the queue: ${reason}", mapping={"reason": reason}))
    yield say(request, _("You get a letter when a place becomes free."))


def entries_of(request: Any, bearer: Bearer) -> Iterator[Entry]:
    """The occasions that somebody comes to, or may come to, as a calendar holds them.

    What somebody has said no to is left out; what is not certain is so in the calendar too.
    """
    shown = Calendar(request, bearer.actor)
    acts = Acts(request.rulebook, request.site, bearer.actor)
    for workshop in occasions_of(acts, bearer):
        answer = workshop["participations"].get(bearer.person.key)
        if answer is None or answer.state not in (*TENTATIVELY, *FOR_SURE):
            continue
        for entry in shown.entries([shown.occasion(workshop)]):
            unsure = answer.state in TENTATIVELY and entry.status != CANCELLED
            yield replace(entry, status=TENTATIVE, busy=False) if unsure else entry


def split(rows: Iterable[Row]) -> tuple[list[Row], list[Row]]:
    """What is still to come, and what has been or is cancelled."""
    found = list(rows)
    return [each for each in found if each.is_ahead], [each for each in found if not each.is_ahead]
