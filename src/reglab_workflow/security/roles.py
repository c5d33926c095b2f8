"""What each role means: for an item, the principals that hold it.

A role is a pure function of where the item stands and whom it names; dates are looked at only when a
person's principals are computed. The index can therefore filter by right without knowing the clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..content.item import inside
from ..i18n import _

Holders = Callable[[Any], Iterable[str]]


@dataclass(frozen=True)
class Role:
    """A name for people on an item; ``implies`` are roles that its holders always hold too.

    ``title`` is all who hold it ("the content leaders"), ``one`` is what a single person is ("content leader").
    """

    name: str
    title: Any
    holders: Holders
    implies: tuple[str, ...] = ()
    one: Any = ""

    @property
    def of_one(self) -> Any:
        """What a person who holds the role is called."""
        return self.one or self.title


def everywhere(principal: str) -> Holders:
    """A role that the same principal holds on every item."""
    def holders(item: Any) -> tuple[str, ...]:
        return (principal,)
    return holders


def senders(item: Any) -> tuple[str, ...]:
    """Everybody in the organisations that send the proposal."""
    proposal = inside(item, "proposal")
    if proposal is None:
        return ()
    return tuple(f"org:{uid}" for uid in proposal.sending())


def representatives(item: Any) -> tuple[str, ...]:
    """The representatives of the organisation the item is, or that sends it, or whose vote it is."""
    own = _organisation_of(item)
    if own:
        return (f"representative@{own}",)
    return tuple(f"representative@{sender.removeprefix('org:')}" for sender in senders(item))


def colleagues(item: Any) -> tuple[str, ...]:
    """Everybody in the organisation that the item is or belongs to."""
    own = _organisation_of(item)
    return (f"org:{own}",) if own else ()


OWNED = ("vote", "registration", "participation", "submission")
"""The types of items that belong to one organisation, which they name."""


def _organisation_of(item: Any) -> str:
    """The uid of the organisation that the item is or belongs to."""
    organisation = inside(item, "organisation")
    if organisation is not None:
        return str(organisation.uid)
    owned = next((found for name in OWNED if (found := inside(item, name)) is not None), None)
    return str(owned.organisation) if owned is not None else ""


def contacts(item: Any) -> tuple[str, ...]:
    """The contact person of the registration that the item is or rests on."""
    resting = inside(item, "participation") or inside(item, "submission")
    if resting is not None:
        return (f"project_contact@{resting.registration}",) if resting.registration else ()
    registration = inside(item, "registration")
    return (f"project_contact@{registration.uid}",) if registration is not None else ()


def approvers(item: Any) -> tuple[str, ...]:
    """The manager whom the registration names, by the link in the letter."""
    registration = inside(item, "registration")
    return (f"approver@{registration.uid}",) if registration is not None else ()


def participants(item: Any) -> tuple[str, ...]:
    """The person whose participation it is, by the link in the letter."""
    participation = inside(item, "participation")
    return (f"participant@{participation.person}",) if participation is not None else ()


SHARED = ("workshop", "submission")
"""The types of items that the organisations of a project have in common."""


def co_participants(item: Any) -> tuple[str, ...]:
    """Everybody in the organisations that take part in the project, on what they have in common."""
    project = inside(item, "project") if getattr(item, "type_name", "") in SHARED else None
    return tuple(f"org:{uid}" for uid in project.confirmed_organisations()) if project is not None else ()


def surveyed(item: Any) -> tuple[str, ...]:
    """The people of the organisations that a follow-up asks, and whoever bears its link."""
    survey = inside(item, "survey")
    if survey is None or not survey.organisations:
        return ()
    return (f"surveyed@{survey.uid}", *(f"org:{uid}" for uid in survey.organisations))


def _of_project(role: str) -> Holders:
    def holders(item: Any) -> tuple[str, ...]:
        project = inside(item, "project")
        return (f"{role}@{project.uid}",) if project is not None else ()
    return holders


def self_only(item: Any) -> tuple[str, ...]:
    """The person that the item is."""
    person = inside(item, "person")
    return (f"person:{person.uid}",) if person is not None else ()


PUBLISHED = ("published", "discussed", "decided", "adopted", "archived")
DECIDED = ("decided", "adopted", "archived")


def readers(item: Any) -> tuple[str, ...]:
    """Members, partners and board, once the round that the proposal was sent to is published."""
    round_ = inside(item, "round")
    return ("member", "partner", "board") if round_ is not None and round_.state in PUBLISHED else ()


def public_readers(item: Any) -> tuple[str, ...]:
    """Anyone, once the result of the round is decided."""
    round_ = inside(item, "round")
    return ("anyone",) if round_ is not None and round_.state in DECIDED else ()


def _nobody(item: Any) -> tuple[str, ...]:
    return ()


ROLES: Mapping[str, Role] = {role.name: role for role in (
    Role("office", _("the office"), everywhere("office")),
    Role("auditor", _("the auditor"), everywhere("auditor"), one=_("auditor")),
    Role("board", _("the board"), everywhere("board")),
    Role("member", _("members"), everywhere("member"), one=_("member")),
    Role("partner", _("partners"), everywhere("partner"), one=_("partner")),
    Role("signed_in", _("people who have signed in"), everywhere("signed_in")),
    Role("anyone", _("anyone"), everywhere("anyone")),
    Role("sender", _("the sender"), senders),
    Role("representative", _("the member representative"), representatives, implies=("sender", "colleague"),
         one=_("member representative")),
    Role("colleague", _("the people of the organisation"), colleagues, one=_("from the organisation")),
    Role("content_leader", _("the content leaders"), _of_project("content_leader"), one=_("content leader")),
    Role("process_leader", _("the process leader"), _of_project("process_leader"), one=_("process leader")),
    Role("project_contact", _("the contact person"), contacts, one=_("contact person")),
    Role("approver", _("the manager who is asked to approve"), approvers, one=_("approving manager")),
    Role("participant", _("the participant"), participants, one=_("participant")),
    Role("co_participant", _("the people of the organisations that take part"), co_participants,
         one=_("from an organisation that takes part")),
    Role("surveyed", _("the organisations that the survey asks"), surveyed, one=_("asked by the survey")),
    Role("self", _("the person"), self_only),
    Role("reader", _("members, partners and the board once the round is published"), readers),
    Role("public_reader", _("anyone once the result is decided"), public_readers),
    Role("system", _("the system"), _nobody),
)}
