"""The office finds somebody, with or without an account, sees what would go and what stays, and erases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from ..content.item import lineage
from ..content.site.model import Site
from ..content.trash import stands
from ..i18n import _
from ..people.person import Person
from ..storage.transactions import undo
from ..web.telling import field_title
from ..web.words import name_of, say, worded
from ..workflow.errors import Reason, Refused
from .erasing import Eraser
from .finding import FILE, NAME, WORD, Hit, Traces, somebody, traces
from .held import where_named
from .leftovers import clean_files, remember
from .redaction import comparable

PAGE = "reglab_workflow.templates:privacy/erase.pt"
LONGEST = 200
"""Characters of a name or an address that is searched for."""

READ, WRITTEN = 0.15, 0.5
"""Seconds for a thousand items, letters and events, measured on a small server and rounded up."""

NOTICED = 3
"""Seconds from which the page says how long it takes."""

STAYS = (
    (_("That something was done, on which day and in which role"),
     _("A decision has to be traceable. The name is gone from it; the role and the day stay.")),
    (_("The title of a post, and the organisation, where they stand on a list"),
     _("They tell in what capacity somebody was there, and are the organisation's.")),
    (_("What others wrote, and what was decided"),
     _("It is the organisations' and the network's. Where it mentions the person, the name is taken out.")),
    (_("A first name, a telephone number or another word in a text, where it is not ticked"),
     _("It may be about somebody else. Search for the word as a name, and tick where it is about the person.")),
    (_("What stands inside files that are not ticked"),
     _("The site cannot read them. Look at them, and tick those that have to go.")),
    (_("Letters that have been delivered, and files that somebody has saved"),
     _("They are with others. Ask those who have them to delete them.")),
    (_("How many people took part"),
     _("Fees and figures rest on the number. The place on the list stays, without name and address.")),
    (_("Anonymous answers to surveys"), _("Nobody can know whose they are.")),
    (_("The proof that the history is unchanged"),
     _("It holds ids alone, and hashes that nobody can read a name from.")),
    (_("Back-ups"), _("They are thrown away in their time. Whoever restores one erases the person again.")),
)
"""What erasing leaves, and why."""


@view_config(context=Site, name="personal-data", permission="erase_person", request_method="GET", renderer=PAGE)
def find(site: Any, request: Any) -> dict[str, Any]:
    """``/personal-data``: look for somebody; names and addresses are posted, and so stand in no log of addresses."""
    return _page(request, site, {"name": "", "address": ""}, "personal-data")


@view_config(context=Site, name="personal-data", permission="erase_person", request_method="POST", renderer=PAGE)
def erase_found(site: Any, request: Any) -> Any:
    """Show every place that names somebody, or erase that person from the places that are ticked."""
    if "typed" not in request.POST:
        return _page(request, site, asked_for(request.POST), "personal-data")
    return _erase(request, site, asked_for(request.POST), "personal-data")


@view_config(context=Person, name="erase", permission="erase_person", request_method="GET", renderer=PAGE)
def preview(item: Any, request: Any) -> dict[str, Any]:
    """``/people/{id}/erase``: what goes, what stays and why."""
    return _page(request, item, {"name": item.title, "address": item.email}, "erase")


@view_config(context=Person, name="erase", permission="erase_person", request_method="POST", renderer=PAGE)
def erase_account(item: Any, request: Any) -> Any:
    """Erase the person whose account it is."""
    return _erase(request, item, {"name": item.title, "address": item.email}, "erase")


def asked_for(params: Any) -> dict[str, str]:
    """The name and the address that somebody is looked for by."""
    return {name: " ".join(params.get(name, "")[:LONGEST].split()) for name in ("name", "address")}


def _found(request: Any, place: Any, asked: dict[str, str]) -> Traces | None:
    uid = place.uid if isinstance(place, Person) else ""
    if not (uid or any(asked.values())):
        return None
    found = somebody(request.site, uid, asked["name"], asked["address"])
    return traces(request.site, found)


def _page(request: Any, place: Any, asked: dict[str, str], name: str,
          faults: tuple[Reason, ...] = ()) -> dict[str, Any]:
    found = _found(request, place, asked)
    posted = request.POST if "typed" in request.POST else None
    picked = set(posted.getall("pick")) if posted is not None else None
    gone = isinstance(place, Person) and place.erased_at is not None
    ids = found.who.ids if found is not None else ()
    person = next((each for uid in ids if (each := request.site["people"].get(uid)) is not None), None)
    return {
        "title": say(request, _("Erase personal data") if isinstance(place, Person) else _("Find and erase a person")),
        "crumbs": _crumbs(request, place), "asked": asked, "searches": not isinstance(place, Person), "gone": gone,
        "action": request.link(place, name), "found": found is not None and found.found_anything,
        "looked": found is not None, "rows": _rows(request, found, picked),
        "letters": len(found.letters) if found is not None else 0,
        "entries": len(found.entries) if found is not None else 0,
        "beside": found.beside if found is not None else 0, "account": person is not None,
        "roles": _roles(request, person), "earlier": ", ".join(_earlier(found, person)),
        "seconds": _seconds(found) if found is not None else 0,
        "stays": [(say(request, what), say(request, why)) for what, why in STAYS],
        "typed": _to_type(asked), "reason": posted.get("reason", "") if posted is not None else "",
        "faults": {each.field or "": say(request, each.text) for each in worded(request, faults)},
        "erased": bool(request.GET.get("erased")), "namesake": found is not None and found.has_namesake,
        "cut": found is not None and found.is_cut,
    }


def _roles(request: Any, person: Any) -> list[tuple[str, str]]:
    """The roles that end, and where they are held."""
    held = request.site.appointments.of_person(person.uid, request.acts.now) if person is not None else ()
    places = ((each.role, request.site.by_uid(each.scope)) for each in held)
    return [(say(request, request.rulebook.roles[role].of_one), name_of(request, scope) if scope is not None else "")
            for role, scope in places]


def _earlier(found: Traces | None, person: Any) -> tuple[str, ...]:
    """What the account was called before: the person is looked for by that too."""
    if found is None or person is None:
        return ()
    return tuple(each for each in (*found.who.names, *found.who.addresses) if each not in (person.title, person.email))


def _seconds(found: Traces) -> int:
    """How long the erasing takes, if anybody could notice: everything is read, and some of it written."""
    written = len(found.hits) + len(found.letters) + len(found.entries)
    seconds = (found.read * READ + written * WRITTEN) / 1000
    return round(seconds) if seconds >= NOTICED else 0


def _crumbs(request: Any, place: Any) -> list[dict[str, str]]:
    people = {"title": say(request, _("People")), "href": request.link(request.site["people"])}
    return [people, {"title": place.title, "href": request.link(place)}] if isinstance(place, Person) else [people]


def _rows(request: Any, found: Traces | None, picked: set[str] | None) -> list[dict[str, Any]]:
    """The places in words, those that are surely the person's first."""
    hits = found.hits if found is not None else ()
    rows = [{"id": hit.id, "title": where_named(request, hit), "told": hit.told,
             "href": _href(request, hit), "deleted": not stands(_place(hit)),
             "field": field_title(request, hit.item, hit.field), "sure": found is not None and found.is_sure(hit),
             "file": hit.why == FILE, "word": hit.why == WORD, "by_name": hit.why == NAME and bool(hit.other),
             "picked": hit.id in picked if picked is not None else found is not None and found.is_sure(hit)}
            for hit in hits]
    return sorted(rows, key=lambda row: (not row["sure"], row["title"], row["field"]))


def _href(request: Any, hit: Hit) -> str:
    """Where it can be looked at; empty for what has left the trash."""
    place = _place(hit)
    if stands(place):
        return str(request.link(place))
    trash = request.site.trash
    lies = next((outer.uid for outer in lineage(place) if hasattr(outer, "uid") and trash.get(outer.uid)), "")
    return str(request.link(request.site, "trash", lies)) if lies else ""


def _place(hit: Hit) -> Any:
    """What can be opened: a note stands in its meeting."""
    return hit.item.__parent__ if hit.item.type_name == "note" else hit.item


def _to_type(asked: dict[str, str]) -> str:
    return asked["address"] or asked["name"]


def _erase(request: Any, place: Any, asked: dict[str, str], name: str) -> Any:
    found = _found(request, place, asked)
    if found is None or not found.found_anything:
        return _page(request, place, asked, name)
    picked = frozenset(request.POST.getall("pick"))
    eraser = Eraser(request.acts, found, picked, request.POST.get("reason", ""))
    faults = (*eraser.stops(), *_not_typed(request, asked))
    if not faults:
        try:
            done = eraser.erase()
        except Refused as refusal:
            undo(request)
            faults = refusal.reasons
    if faults:
        request.response.status_int = 422
        return _page(request, place, asked, name, faults)
    _afterwards(request, done, tuple(hit for hit in found.hits if hit.id in picked))
    return HTTPSeeOther(request.link(request.site, "personal-data", query={"erased": done.id}))


def _not_typed(request: Any, asked: dict[str, str]) -> tuple[Reason, ...]:
    if comparable(request.POST.get("typed", "")) == comparable(_to_type(asked)):
        return ()
    return (Reason("typed", _("Write it exactly as it stands above. It is a protection against slips."), "typed"),)


def _afterwards(request: Any, done: Any, hits: tuple[Hit, ...]) -> None:
    """When it is kept in the database: clear files beside it, and remember for the day a backup is restored."""
    var, now = Path(request.registry.reglab_settings.var), request.acts.now

    def clear(kept: bool) -> None:
        if kept:
            remember(var, done, hits, now)
            clean_files(var, done.who)
    request.tm.get().addAfterCommitHook(clear)
