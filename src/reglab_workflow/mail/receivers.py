"""Who gets a letter: the people behind a proposal, each once, in their own language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from ..clock import local_day
from ..content.participation.model import WAITING, Participation, participations_of
from ..content.project.model import project_of
from ..people.organisation import MEMBER, PARTNER, organisation_by_uid
from ..people.person import ACTIVE
from .letter import Receiver
from .message import Unsendable, checked

ByLanguage = dict[str, list[Receiver]]

LEADERS = ("content_leader", "process_leader")


def submitter(event: Any) -> ByLanguage:
    """Whoever submitted; and the representatives, when somebody else did it for the organisation."""
    people = [_person(event.item.site, event.actor.person)]
    if event.actor.on_behalf_of:
        people.extend(representatives(event.item, event.now))
    return by_language(people)


def senders(event: Any) -> ByLanguage:
    """The sender's people, without whoever took the step."""
    return senders_of(event.item, event.now, without=event.actor.person)


def senders_of(proposal: Any, now: datetime, without: str = "") -> ByLanguage:
    """The people behind a proposal and those merged into it: authors and representatives, else the contacts."""
    site, behind = proposal.site, [proposal, *proposal.merged_here()]
    authors = [(each, _person(site, each.creator)) for each in behind]
    own = [author for each, author in authors if author is not None and author.organisation in each.sending()]
    people = [*own, *representatives(proposal, now, proposal.all_senders())]
    found = by_language(person for person in people if person is not None and person.uid != without)
    return found or _contacts(behind)


def person_alone(person: Any) -> ByLanguage:
    """One person."""
    return by_language([person])


def representatives(proposal: Any, now: datetime, organisations: Iterable[str] | None = None) -> Iterator[Any]:
    """The people who represent the sending organisations, or others that are named, at that moment."""
    site = proposal.site
    for organisation in proposal.sending() if organisations is None else organisations:
        for appointment in site.appointments.on_scope(organisation, now):
            if appointment.role == "representative":
                yield _person(site, appointment.person)


def invitees(site: Any, now: datetime) -> Iterator[Any]:
    """Everybody that a learning project invites, organisation by organisation."""
    for organisation in invited_organisations(site, now):
        yield from invited_of(organisation, now)


def invited_organisations(site: Any, now: datetime) -> list[Any]:
    """The members and partners that are with us at that moment."""
    day = local_day(now)
    return [each for each in site["organisations"].values() if each.kind in (MEMBER, PARTNER) and each.takes_part(day)]


def invited_of(organisation: Any, now: datetime) -> list[Any]:
    """Whom an invitation goes to in an organisation: its representatives, and of a partner everybody."""
    found = [each for each in representatives(organisation, now, [organisation.uid]) if each is not None]
    if organisation.kind == PARTNER:
        found += [each for each in organisation.site["people"].values() if each.organisation == organisation.uid]
    return list({each.uid: each for each in found}.values())


def concerned_by(workshop: Any, now: datetime) -> Iterator[Any]:
    """Everybody whom a change of an occasion concerns, but its participants; some may be named more than once.

    Participants are told in a letter with a link of their own, and nobody is told twice.
    """
    own = {plain_address(each.email) for each in coming_to(workshop)}
    yield from (each for each in taking_part(project_of(workshop), now)
                if each is None or plain_address(each.email) not in own)


def coming_to(workshop: Any) -> list[Participation]:
    """The answers of those who have a place at an occasion, or wait for one."""
    return [each for each in participations_of(workshop) if each.has_place or each.state == WAITING]


def taking_part(project: Any, now: datetime) -> Iterator[Any]:
    """Those who lead a project, and the representatives of the organisations that take part.

    An organisation without one hears of it through those who were invited. Before any organisation is confirmed these
    are the leaders alone: the calendar tells everybody else.
    """
    site = project.site
    for appointment in site.appointments.on_scope(project.uid, now):
        if appointment.role in LEADERS:
            yield _person(site, appointment.person)
    for uid in project.confirmed_organisations():
        organisation = organisation_by_uid(site, uid)
        if organisation is not None:
            yield from [*representatives(project, now, [uid])] or invited_of(organisation, now)


def others(people: Iterable[Any], actor: str) -> ByLanguage:
    """Those people without the one who did it, by language."""
    return by_language(person for person in people if person is not None and person.uid != actor)


def somebody(site: Any, name: str, address: str) -> ByLanguage:
    """Somebody by name and address, who may have an account: then in the language of the account."""
    person = _person(site, site.accounts.person_with(address))
    if person is not None and person.state == ACTIVE:
        return by_language([person])
    return {"": [Receiver(name, address)]} if _reachable(address) else {}


def together(*groups: ByLanguage, without: str = "") -> ByLanguage:
    """Several groups as one, each address once, and without the person of that uid."""
    found: ByLanguage = {}
    seen: set[str] = set()
    for group in groups:
        for language, people in group.items():
            for each in people:
                address = plain_address(each.address)
                if address not in seen and not (without and each.person == without):
                    seen.add(address)
                    found.setdefault(language, []).append(each)
    return found


def plain_address(address: str) -> str:
    """What two spellings of one address have in common."""
    return address.strip().casefold()


def by_language(people: Iterable[Any]) -> ByLanguage:
    """The people that a letter can reach, each address once."""
    found: ByLanguage = {}
    seen: set[str] = set()
    for person in people:
        if person is None or person.state != ACTIVE or not _reachable(person.email):
            continue
        address = person.email.strip().casefold()
        if address not in seen:
            seen.add(address)
            found.setdefault(person.language, []).append(Receiver(person.title, person.email, person.uid))
    return found


def _contacts(proposals: Iterable[Any]) -> ByLanguage:
    reachable = {contact.email.casefold(): contact for proposal in proposals for contact in proposal.contacts
                 if _reachable(contact.email)}
    receivers = [Receiver(contact.name, contact.email) for contact in reachable.values()]
    return {"": receivers} if receivers else {}


def _reachable(address: str) -> bool:
    try:
        checked(address)
    except Unsendable:
        return False
    return True


def _person(site: Any, uid: str) -> Any | None:
    return site["people"].get(uid) if uid else None
