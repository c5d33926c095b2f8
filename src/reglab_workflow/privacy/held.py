"""Held: everything that the site holds about a person, in words and as data to take away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..content.item import Item
from ..documents.parcel import Enclosed, as_json, file_path, parcel
from ..i18n import _
from ..people.organisation import organisation_by_uid
from ..plain import plain
from ..security.permissions import Permission
from ..web.telling import field_title
from ..web.words import full_name_of, say
from .finding import ADDRESS, FILE, Hit, Traces

README = _(
    "All that this site holds about one person, as it was on ${day}.\n\n"
    "data.json holds it for programs: the profile, appointments, what lets the person sign in (never a password), "
    "letters to the person, where the person is named, and what the person has done, with day and role. "
    "The folder files holds what the person has added.\n\n"
    "What cannot be known: answers to anonymous surveys. Nobody can tell whose they are. Not included: back-ups, which "
    "hold older versions until they are thrown away, and what is written in texts about other people.")


def held(request: Any, found: Traces, person: Any | None, everything: bool) -> dict[str, Any]:
    """What is held; what may be about somebody of the same name is only counted.

    Without ``everything``, so are texts of others that the asker may not read.
    """
    shown = [hit for hit in found.hits if _is_theirs(found, hit) and (everything or _may_tell(request, hit))]
    return {
        "profile": _profile(request, person), "appointments": _appointments(request, person),
        "account": _account(request, person),
        "letters": [{"at": each.created, "kind": each.kind, "subject": each.subject, "language": each.language,
                     "text": each.text}
                    for each in letters_to_them(found)],
        "named": [{"where": where_named(request, hit) if _may_view(request, hit.item) else "", "field": field_title(
            request, hit.item, hit.field), "told": hit.told, "values": hit.values, "item": hit.item.uid}
                  for hit in shown if hit.why != FILE],
        "named_elsewhere": len(found.hits) - len(shown), "did": list(_did(found)),
        "files": [{"title": hit.item.title, "name": hit.item.filename} for hit in shown if hit.why == FILE],
        "cannot_be_known": say(request, _("Answers to anonymous surveys: nobody can tell whose they are.")),
    }


def as_parcel(request: Any, found: Traces, person: Any | None, everything: bool) -> bytes:
    """The same as a file to take away, with the files that the person has added."""
    title = say(request, _("Everything that is held about ${name}", mapping={
        "name": person.title if person is not None else " ".join((*found.who.names, *found.who.addresses))}))
    readme = say(request, _(str(README), mapping={"day": request.day(request.acts.now)}))
    files = [hit.item for hit in found.hits if hit.why == FILE and _is_theirs(found, hit)
             and (everything or _may_tell(request, hit))]
    return parcel(title, readme, request.locale_name, [
        Enclosed("data.json", say(request, _("Everything, as data")),
                 as_json(held(request, found, person, everything))),
        *(Enclosed(file_path("files", each.filename, each.uid), each.title, each.content()) for each in files)])


def letters_to_them(found: Traces) -> list[Any]:
    """The letters that went to the person; those that only mention somebody are others'; newest first."""
    who = found.who
    theirs = (letter for letter in found.letters if any(
        (each.person and each.person in who.ids) or (each.address and who.is_named("", each.address))
        for each in letter.receivers))
    return sorted(theirs, key=lambda each: each.created, reverse=True)


def _is_theirs(found: Traces, hit: Hit) -> bool:
    """Whether it is the person's own, as far as the site knows: a file that the person added, and no namesake's."""
    return hit.item.creator in found.who.ids if hit.why == FILE else found.is_sure(hit)


def _may_tell(request: Any, hit: Hit) -> bool:
    """What has the person's own address is the person's; the rest is told to those who may read it.

    A name alone proves nothing: everybody writes the own one.
    """
    if hit.why in (ADDRESS, FILE):
        return True
    inner = hit.field in hit.item.internal and not request.rights.may(
        request.actor, Permission.VIEW_INTERNAL, hit.item)
    return _may_view(request, hit.item) and not inner


def _may_view(request: Any, item: Item) -> bool:
    return bool(request.rights.may(request.actor, Permission.VIEW, item))


def _profile(request: Any, person: Any | None) -> dict[str, Any]:
    if person is None:
        return {}
    organisation = organisation_by_uid(request.site, person.organisation)
    return {**person.values_of(), "id": person.uid, "state": person.state, "created": person.created,
            "organisation": organisation.title if organisation is not None else ""}


def where_named(request: Any, hit: Hit) -> str:
    """What the place is called; the answers of participants are called after the person, so these say to what."""
    workshop = getattr(hit.item, "workshop", None) if hit.item.type_name == "participation" else None
    return full_name_of(request, workshop if workshop is not None else hit.item) or str(hit.item.path)


def _appointments(request: Any, person: Any | None) -> list[dict[str, Any]]:
    found = request.site.appointments.of_person(person.uid) if person is not None else ()
    roles = request.rulebook.roles
    return [{"role": say(request, roles[each.role].of_one), "on": _scope(request, each.scope), "from": each.start,
             "until": each.end, "ended": each.ended_at, "why": each.why} for each in found]


def _scope(request: Any, uid: str) -> str:
    place = request.site.by_uid(uid)
    return full_name_of(request, place) if place is not None and _may_view(request, place) else ""


def _account(request: Any, person: Any | None) -> dict[str, Any]:
    """What lets the person in, and what lies beside the content: that it exists, and the person's own texts."""
    if person is None:
        return {}
    accounts, uid = request.site.accounts, person.uid
    sheets = (accounts.sheets.records.items((uid, ""), (uid, "~")) if accounts.sheets is not None else ())
    notes = (accounts.notes.records.items((uid, "", ""), (uid, "~", "")) if accounts.notes is not None else ())
    credential = accounts.credentials.get(uid)
    visits = (accounts.visits or {}).get(uid)
    return {
        "password_since": credential.since if credential is not None else None,
        "last_here": visits.last if visits is not None else None,
        "calendar_address_since": accounts.calendar_key_since(uid),
        "links_in_letters": len(list(accounts.tokens.held.keys((uid, ""), (uid, "~")))),
        "unsaved_texts": [{"at": sheet.at, "texts": [text for _name, text in sheet.controls if text.strip()]}
                          for _key, sheet in sheets],
        "own_notes": [{"at": note.at, "text": note.text} for _key, note in notes],
    }


def _did(found: Traces) -> Iterator[dict[str, Any]]:
    """What the person has done, by kind, day and role, oldest first."""
    own = sorted((each for each in found.entries if each.core["actor"] in found.who.ids), key=lambda each: str(
        each.core["at"]))
    for entry in own:
        core = entry.core
        yield plain({"at": core["at"], "what": core.get("transition") or core["kind"], "role": core["role"],
                     "item": core.get("item", ""), "title": entry.details.get("title", "")})
