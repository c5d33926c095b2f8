"""The seals on pages: the control number, each checkpoint, and the history to take away and prove elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config

from .. import clock
from ..content.attachment.model import HEADERS, disposition
from ..content.item import Item
from ..content.site.model import Site, find
from ..i18n import _
from ..security.permissions import Permission
from ..storage.connection import own_transaction
from ..web.words import name_of, say
from . import verify_history
from .checkpoints import Checkpoint, by_control
from .export import part, whole
from .sealing import is_new, sealer_of
from .timeline import Told
from .views import known

TEMPLATES = "reglab_workflow.templates:history/"
PROGRAM = "verify_history.py"
WHAT, FORM = "history", "jsonl"
PAGE = 50
"""Checkpoints, or events of one, on a page."""


@view_config(context=Site, name="history", path_info=r"^/history/seals/?$", permission="view_site_history",
             request_method="GET", renderer=TEMPLATES + "seals.pt")
def seals(site: Any, request: Any) -> dict[str, Any]:
    """``/history/seals``: what sealing is, the newest control number, every checkpoint, and what to take away."""
    kept, page = site.seals, _page(request)
    first = len(kept) - (page - 1) * PAGE
    numbers = range(max(first, 0), max(first - PAGE, 0), -1)
    newest = kept.newest
    return {
        "title": say(request, _("The sealed history")), "newest": newest,
        "newest_href": request.link(site, "history", "seals", str(len(kept))),
        "core": newest.core if newest is not None else {}, "unsealed": is_new(site.trail, kept),
        "rows": [_row(request, kept.checkpoints[number]) for number in numbers],
        "pager": _pager(request, page, len(kept), request.link(site, "history", "seals")),
        "found": _looked_up(request), "asked": request.GET.get("number", "").strip(),
        "keys": [{"name": _grouped(name), "now": newest is not None and name == newest.core["key"]}
                 for name in kept.keys],
        "refused": sealer_of(request.registry).refusal(kept), "crumbs": [_history(request)],
        "program": request.link(site, "history", "seals", PROGRAM),
        "export": request.link(site, "history", "seals", "export"),
        "command": f"python {PROGRAM} {say(request, _('FILE'))} --language {request.locale_name}",
    }


@view_config(context=Site, name="history", path_info=r"^/history/seals/[0-9]{1,12}/?$", request_method="GET",
             permission="view_site_history", renderer=TEMPLATES + "seal.pt")
def seal(site: Any, request: Any) -> dict[str, Any]:
    """``/history/seals/{number}``: one checkpoint, all that it says, and the events under it."""
    checkpoint = site.seals.checkpoints.get(int(request.subpath[1]))
    if checkpoint is None:
        raise HTTPNotFound()
    core, page = checkpoint.core, _page(request)
    places = list(islice(checkpoint.places(), (page - 1) * PAGE, page * PAGE))
    first = core["first"] + (page - 1) * PAGE
    before, after = core["number"] - 1, core["number"] + 1
    return {
        "title": say(request, _("Checkpoint ${number}", mapping={"number": core["number"]})),
        "checkpoint": checkpoint, "core": core, "digest": checkpoint.digest, "key": _grouped(core["key"]),
        "rows": [row for place, each in enumerate(places) if (row := _event(request, first + place, *each))],
        "pager": _pager(request, page, core["count"], request.link(site, "history", "seals", str(core["number"]))),
        "before": request.link(site, "history", "seals", str(before)) if before else "",
        "after": request.link(site, "history", "seals", str(after)) if after <= len(site.seals) else "",
        "crumbs": [_history(request), {"title": say(request, _("The sealed history")),
                                       "href": request.link(site, "history", "seals")}],
    }


@view_config(context=Site, name="history", path_info=rf"^/history/seals/{PROGRAM}$", request_method="GET",
             permission="view_site_history")
def program(site: Any, request: Any) -> Response:
    """``/history/seals/verify_history.py``: the program that proves an export, as it stands in our own source."""
    with open(verify_history.__file__, "rb") as file:
        return _saved(Response(body=file.read()), PROGRAM, "text/x-python; charset=utf-8")


@view_config(context=Site, name="history", path_info=r"^/history/seals/export$", request_method="POST",
             permission="view_site_history")
def export_all(site: Any, request: Any) -> Any:
    """``POST /history/seals/export``: the whole history, sealed up to this moment, line by line."""
    return _export(request, site, lambda there, key: whole(there, clock.now(), key))


@view_config(context=Item, name="history", path_info=r".*/history/export/?$", request_method="GET",
             permission="view_history", renderer=TEMPLATES + "export.pt")
def item_export(item: Any, request: Any) -> dict[str, Any]:
    """``…/history/export``: what can be taken away of an item's history, and how it is proven."""
    _demand(request)
    site = request.site
    return {
        "title": say(request, _("Take the history away")), "name": name_of(request, item),
        "events": len(item.events), "refused": sealer_of(request.registry).refusal(site.seals),
        "history": request.link(item, "history"), "seals": request.link(site, "history", "seals"),
        "program": request.link(site, "history", "seals", PROGRAM), "action": request.link(item, "history", "export"),
        "item_href": request.link(item),
    }


@view_config(context=Item, name="history", path_info=r".*/history/export/?$", request_method="POST",
             permission="view_history")
def export_item(item: Any, request: Any) -> Any:
    """``POST …/history/export``: what has happened to one item, each event with its proof."""
    _demand(request)
    path, uid = item.path, item.uid

    def lines(site: Any, key: Any) -> Iterator[bytes]:
        found = find(site, path)
        return part(site, found.events if found is not None else (), uid, clock.now(), key)
    return _export(request, item, lines)


def _demand(request: Any) -> None:
    """An item's history can be proven by those who may see that of the site, which the proofs lead to."""
    if not request.rights.may(request.actor, Permission.VIEW_SITE_HISTORY, request.site):
        raise HTTPNotFound()


def _export(request: Any, item: Any, lines: Callable[[Any, Any], Iterator[bytes]]) -> Any:
    """The answer that streams the lines once this request is committed, so that it tells of itself too."""
    sealer = sealer_of(request.registry)
    if sealer.refusal(request.site.seals):
        below = ("history", "seals") if item is request.site else ("history", "export")
        return HTTPSeeOther(request.link(item, *below))
    request.acts.note_export(item, WHAT, FORM)

    def streamed() -> Iterator[bytes]:
        sealer.seal()
        with own_transaction(sealer.database, keep=False) as site:
            yield from lines(site, sealer.usable_key(site.seals))
    name = say(request, _("history-${day}", mapping={"day": clock.local_day(request.acts.now).isoformat()}))
    return _saved(Response(app_iter=streamed()), f"{name}.{FORM}", "application/jsonl; charset=utf-8")


def _saved(response: Response, name: str, kind: str) -> Response:
    response.headers["Content-Type"] = kind
    response.headers["Content-Disposition"] = disposition(name)
    for header, value in HEADERS:
        response.headers[header] = value
    return response


def _looked_up(request: Any) -> dict[str, Any] | None:
    """What is said about a control number that somebody has typed; None when nobody has."""
    asked = request.GET.get("number", "").strip()
    if not asked:
        return None
    checkpoint, fits = by_control(request.site.seals, asked)
    if checkpoint is None:
        known = verify_history.read_control(asked)
        return {"kind": "stop", "text": _("This is no control number. One has a number and four groups of four signs, "
                                          "such as 412-7KQF-3M2D-9XWA-PBCD.") if known is None else
                _("There are not so many checkpoints. If the number is printed right, the end of the history has "
                  "been cut off.")}
    href = request.link(request.site, "history", "seals", str(checkpoint.core["number"]))
    if not fits:
        return {"kind": "stop", "href": href, "text": _(
            "Checkpoint ${number} has another control number. If yours is printed right, the history before it has "
            "been rewritten.", mapping={"number": checkpoint.core["number"]})}
    return {"kind": "done", "href": href, "text": _(
        "It is the control number of checkpoint ${number}. ${total} events had been sealed then.",
        mapping={"number": checkpoint.core["number"], "total": checkpoint.core["total"]})}


def _row(request: Any, checkpoint: Checkpoint) -> dict[str, Any]:
    core = checkpoint.core
    return {"number": core["number"], "at": checkpoint.at, "count": core["count"], "control": checkpoint.control,
            "root": core["root"][:16], "href": request.link(request.site, "history", "seals", str(core["number"]))}


def _event(request: Any, sequence: int, slot: int, number: int) -> dict[str, Any] | None:
    """One event of a checkpoint, with a link for those who may know it; None where that day does not have it."""
    site = request.site
    entry = site.trail.slots[slot].entries.get(number)
    if entry is None:
        return None
    at = entry.at
    line = known(request, Told(entry, entry.core, entry.details))
    return {"sequence": sequence, "id": entry.id, "at": at, "digest": entry.digest[:16],
            "href": request.link(site, "history", "e", entry.id) if line is not None else ""}


def _page(request: Any) -> int:
    asked = request.GET.get("page", "")
    return max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 1


def _pager(request: Any, page: int, total: int, href: str) -> dict[str, Any] | None:
    if total <= PAGE:
        return None
    first = (page - 1) * PAGE + 1
    pager = {"text": say(request, _("${first}–${last} of ${total}", mapping={
        "first": first, "last": min(first + PAGE - 1, total), "total": total}))}
    if page > 1:
        pager["previous"] = f"{href}?page={page - 1}"
    if first + PAGE <= total:
        pager["next"] = f"{href}?page={page + 1}"
    return pager


def _history(request: Any) -> dict[str, str]:
    return {"title": say(request, _("Everything that has happened")), "href": request.link(request.site, "history")}


def _grouped(name: str) -> str:
    """A fingerprint in groups of four, to be compared by eye."""
    return " ".join(name[start:start + 4] for start in range(0, len(name), 4))
