"""Rights in words: who a group is and why it is one, on what a right rests, and how much may be done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..i18n import _
from ..people.appointments import ACCOUNT, APPOINTMENT, MEMBERSHIP, SITE, Ground
from ..people.organisation import MEMBER, PARTNER, organisation_by_uid
from ..web.words import full_name_of, name_of, say
from .actor import ANYONE, SIGNED_IN
from .holders import Held
from .overview import Action, Group, Level, actions_on
from .permissions import SENTENCES, Permission
from .rights import Rights

LEVELS = {
    Level.DECIDE: _("Decide"), Level.WRITE: _("Write"), Level.READ: _("Read"), Level.NONE: _("Nothing"),
}
LEVELS_OF_ITEM = {
    Level.DECIDE: _("Can decide: take steps, or give rights"), Level.WRITE: _("Can write"), Level.READ: _("Can read"),
}

EVERYBODY = {
    ANYONE: _("Anyone, also without an account"), SIGNED_IN: _("Everybody who has signed in"),
    MEMBER: _("All members"), PARTNER: _("All partners"),
}
LINKS = {
    "approver": _("The manager who is asked, by the link in the letter"),
    "participant": _("The participant, by the link in the letter"),
    "surveyed": _("Those who have the link of the survey"),
}
WHY = {
    "reader": _("because the round is published"),
    "public_reader": _("because the result is decided"),
    "sender": _("because the organisation sends the proposal"),
    "asked": _("because the organisation is asked to send it too"),
    "stand_in": _("because the office took the proposal in"),
    "representative": _("because they represent the organisation"),
    "colleague": _("because it belongs to their organisation"),
    "co_participant": _("because the organisation takes part in the project"),
    "surveyed": _("because the survey asks the organisation"),
    "project_contact": _("because they are contact persons of the registration"),
    "approver": _("because the registration names the manager"),
    "participant": _("because it is their own participation"),
    "self": _("because it is about themselves"),
}
"""Why a group may do something, by the role; a role that is given says so by its own name."""


def group_title(request: Any, held: Held) -> str:
    """Who the people of a group are."""
    kind, _at, scope = held.principal.partition("@")
    if held.principal in EVERYBODY:
        return say(request, EVERYBODY[held.principal])
    if held.principal.startswith("org:"):
        return say(request, _("The people of ${organisation}", mapping={"organisation": _named(request, held)}))
    if held.kind == "account":
        return next((name_of(request, person) for person, _ground in held.appointed), say(request, _("Nobody now")))
    if held.kind == "link" and kind in LINKS:
        return say(request, LINKS[kind])
    role = request.rulebook.roles.get(kind)
    title = capital(say(request, role.title)) if role is not None else kind
    place = request.site.by_uid(scope) if scope and scope != request.context.uid else None
    return title if place is None else say(
        request, _("${role}: ${title}", mapping={"role": title, "title": name_of(request, place)}))


def _named(request: Any, held: Held) -> str:
    found = organisation_by_uid(request.site, held.principal.removeprefix("org:"))
    return str(found.title) if found is not None else "–"


def why(request: Any, group: Group) -> str:
    """Because of what a group may do what it may."""
    return ", ".join(dict.fromkeys(say(request, WHY[role]) for role in group.roles if role in WHY))


def size(request: Any, held: Held) -> str:
    """How many a group is: "24 organisations, 61 people"."""
    if held.kind in (ANYONE, "link"):
        return ""
    people = request.plural("${n} person", "${n} people", held.people) if held.people else say(request, _("Nobody now"))
    if held.kind != "membership":
        return str(people)
    organisations = request.plural("${n} organisation", "${n} organisations", len(held.organisations))
    return f"{organisations}, {people}"


def actions_in_words(request: Any, actions: Iterable[Action]) -> list[str]:
    """What can be done, each as the buttons and the refusals call it."""
    return [action_in_words(request, action) for action in actions]


def action_in_words(request: Any, action: Action) -> str:
    """A step by its title, a permission by its sentence."""
    if action.step is not None:
        return say(request, action.step.title)
    return capital(say(request, SENTENCES[Permission(action.name)]))


def role_of(request: Any, ground: Ground) -> str:
    """What a person is by a ground: the role with what it is for, the organisation's people, or the account itself."""
    kind = ground.principal.partition("@")[0]
    if ground.source == ACCOUNT:
        return say(request, EVERYBODY.get(ground.principal, _("The own account")))
    if ground.principal.startswith("org:"):
        found = organisation_by_uid(request.site, ground.subject)
        return say(request, _("One of the people of ${organisation}",
                              mapping={"organisation": found.title if found is not None else "–"}))
    role = request.rulebook.roles.get(kind)
    title = capital(say(request, role.of_one)) if role is not None else kind
    place = request.site.by_uid(ground.subject) if ground.source == APPOINTMENT and ground.subject != SITE else None
    return title if place is None else say(
        request, _("${role}: ${title}", mapping={"role": title, "title": full_name_of(request, place)}))


def source_of(request: Any, ground: Ground) -> str:
    """On what a right rests: appointed by whom, through which organisation, or just by the account; and its days."""
    parts = [_source(request, ground)]
    if ground.since is not None:
        parts.append(say(request, _("since ${day}", mapping={"day": request.day(ground.since)})))
    if ground.until is not None:
        parts.append(say(request, _("until ${day}", mapping={"day": request.day(ground.until)})))
    return ", ".join(parts)


def _source(request: Any, ground: Ground) -> str:
    if ground.source == APPOINTMENT:
        return say(request, _("Appointed by ${who}", mapping={"who": who(request, ground.given_by)}))
    if ground.source == MEMBERSHIP:
        found = organisation_by_uid(request.site, ground.subject)
        return say(request, _("Through ${organisation}",
                              mapping={"organisation": found.title if found is not None else "–"}))
    return say(request, _("Everybody with an open account"))


def who(request: Any, uid: str) -> str:
    """The name of somebody who did something, or what did it without one."""
    person = request.site["people"].get(uid)
    if person is not None:
        return str(person.title)
    return say(request, _("the system") if uid == "system" else _("the command line"))


def appointment_of(request: Any, each: Any) -> str:
    """An appointment by its role and what it is for."""
    return role_of(request, each.ground())


def grounds_on(request: Any, actor: Any, item: Any, level: Level | None) -> Iterator[str]:
    """Because of what somebody can do so much with an item: each role with its ground."""
    actions = [each for each in actions_on(request.rulebook, item) if level is None or each.level == level]
    for role, ground in Rights(request.rulebook).held(actor, item):
        theirs = [each for each in actions if role in each.roles]
        if theirs:
            yield say(request, _("${role}: ${actions}", mapping={
                "role": role_of(request, ground), "actions": ", ".join(actions_in_words(request, theirs))}))


def capital(text: str) -> str:
    """The text as it begins a line."""
    return text[:1].upper() + text[1:]
