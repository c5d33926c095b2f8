"""Who may do what, worked out a second time from the bare files: no engine, no roles, no index of ours."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[1] / "workflows"
PUBLISHED = {"published", "discussed", "decided", "adopted", "archived"}
DECIDED = {"decided", "adopted", "archived"}
IMPLIED = {"representative": ("sender", "colleague"), "stand_in": ("office",)}
"""Whoever holds one of these roles holds those too, and is told by the stronger one."""


@cache
def file_of(type_name: str) -> dict[str, Any]:
    """The life of a type, as it stands in its file."""
    return tomllib.loads((FOLDER / f"{type_name}.toml").read_text(encoding="utf-8"))


def may(site: Any, person: Any, permission: str, item: Any, day: date) -> bool:
    """Whether the file grants a permission to one of the roles that a person holds on an item."""
    life = file_of(item.type_name)
    granted = [*life.get("grants", {}).get(permission, []),
               *life["states"][item.state].get("grants", {}).get(permission, [])]
    return bool(set(granted) & roles(site, person, item, day))


def may_fire(site: Any, person: Any, transition: str, item: Any, day: date) -> set[str]:
    """The roles of a person that the file lets fire a transition of an item."""
    return set(file_of(item.type_name)["transitions"][transition]["by"]) & roles(site, person, item, day)


def roles(site: Any, person: Any, item: Any, day: date) -> set[str]:
    """Every role that a person, or without one a visitor, holds on an item on a day."""
    if person is None:
        return {"anyone"} | _by_the_round(item, {"anyone"})
    held = {"anyone", "signed_in", *_membership(site, person, day), *_appointed(site, person, "site", day)}
    around = {place.type_name: place for place in _around(item)}
    if "proposal" in around:
        held |= _on_proposal(site, person, around["proposal"], held, day)
    if "organisation" in around:
        held |= _on_organisation(site, person, around["organisation"], day)
    if "project" in around:
        held |= _appointed(site, person, around["project"].uid, day) & {"content_leader", "process_leader"}
    for owned in ("vote", "registration", "participation", "submission"):
        if owned in around:
            held |= _on_owned(site, person, around[owned], day)
    if "project" in around and item.type_name in ("workshop", "submission"):
        held |= _with_others(site, person, around["project"], day)
    if "survey" in around and _organisation(site, person, day) in around["survey"].organisations:
        held.add("surveyed")
    if "person" in around and around["person"].uid == person.uid:
        held.add("self")
    return held | _by_the_round(item, held)


def _on_proposal(site: Any, person: Any, proposal: Any, held: set[str], day: date) -> set[str]:
    said_yes = proposal.co_senders if proposal.taken_in else set(proposal.co_senders) & set(proposal.agreed)
    sending = {proposal.organisation, *said_yes} - {""}
    own = _organisation(site, person, day)
    found = {"sender"} if own in sending else set()
    if own in set(proposal.co_senders) - sending:
        found.add("asked")
    if any("representative" in _appointed(site, person, uid, day) for uid in sending):
        found |= {"representative", *IMPLIED["representative"]}
    if proposal.taken_in and "office" in held:
        found.add("stand_in")
    return found


def _on_organisation(site: Any, person: Any, organisation: Any, day: date) -> set[str]:
    found = {"colleague"} if _organisation(site, person, day) == organisation.uid else set()
    if "representative" in _appointed(site, person, organisation.uid, day):
        found |= {"representative", *IMPLIED["representative"]}
    return found


def _on_owned(site: Any, person: Any, item: Any, day: date) -> set[str]:
    found = {"colleague"} if _organisation(site, person, day) == item.organisation else set()
    if "representative" in _appointed(site, person, item.organisation, day):
        found |= {"representative", *IMPLIED["representative"]}
    registration = item.uid if item.type_name == "registration" else getattr(item, "registration", "")
    return found | (_appointed(site, person, registration, day) & {"project_contact"})


def _with_others(site: Any, person: Any, project: Any, day: date) -> set[str]:
    """What the people of all organisations that take part in a project have in common."""
    registered = {each.organisation for each in project["registrations"].values()
                  if each.state in ("confirmed", "fee_fixed")}
    own = _organisation(site, person, day)
    return {"co_participant"} if own in registered | set(project.organisations) else set()


def _by_the_round(item: Any, held: set[str]) -> set[str]:
    found = set()
    for place in _around(item):
        if place.type_name == "round":
            if place.state in PUBLISHED and held & {"member", "partner", "board"}:
                found.add("reader")
            if place.state in DECIDED:
                found.add("public_reader")
    return found


def _around(item: Any) -> Iterator[Any]:
    while item is not None:
        yield item
        item = item.__parent__


def _organisation(site: Any, person: Any, day: date) -> str:
    """The uid of the organisation that a person acts for on a day."""
    for each in site["organisations"].values():
        late = each.to_date is not None and each.to_date < day
        early = each.from_date is not None and day < each.from_date
        if each.uid == person.organisation and each.state == "active" and not late and not early:
            return str(each.uid)
    return "none"


def _membership(site: Any, person: Any, day: date) -> set[str]:
    uid = _organisation(site, person, day)
    return {each.kind for each in site["organisations"].values() if each.uid == uid} & {"member", "partner"}


def _appointed(site: Any, person: Any, scope: str, day: date) -> set[str]:
    return {
        each.role for each in site.appointments.all()
        if each.person == person.uid and each.scope == scope and each.start <= day
        and (each.end is None or day <= each.end) and each.ended_at is None
    }
