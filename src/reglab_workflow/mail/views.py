"""The letters of the site, as they were sent, and what has come of each."""

from __future__ import annotations

from typing import Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.view import view_config

from ..content import events
from ..content.item import Item
from ..content.site.model import Site
from ..i18n import _
from ..web.words import say
from .letter import Letter, Receiver, Status
from .reading import body_of

NEWEST = 100

STATUS_TITLES = {
    Status.WAITING: _("Waiting to be sent"), Status.SENT: _("Sent"), Status.FAILED: _("Could not be delivered"),
}
STATUS_LOOKS = {Status.WAITING: "submitted", Status.SENT: "closed", Status.FAILED: "failed"}


@view_config(context=Site, name="letters", permission="view", request_method="GET",
             renderer="reglab_workflow.templates:mail/letters.pt")
def letters(site: Any, request: Any) -> Any:
    """``/letters`` is for those who may read every letter; ``/letters/{uid}`` for those who may read that one."""
    if request.subpath:
        shown = one_letter(site, request)
        request.override_renderer = "reglab_workflow.templates:mail/shown.pt"
        return shown
    if not request.rights.may(request.actor, "view_letters", site):
        raise HTTPNotFound()
    wanted = request.GET.get("show", "")
    found = [letter for letter, _receiver in site.outbox.failed()] if wanted == "failed" else site.outbox.newest(NEWEST)
    return {
        "title": say(request, _("Letters")), "letters": [line(request, each) for each in dict.fromkeys(found)],
        "pills": [
            {"title": say(request, _("The latest")), "href": request.link(site, "letters"), "on": wanted != "failed"},
            {"title": say(request, STATUS_TITLES[Status.FAILED]), "count": site.outbox.count_failed(),
             "href": request.link(site, "letters", query={"show": "failed"}), "on": wanted == "failed"},
        ],
    }


def line(request: Any, letter: Letter) -> dict[str, Any]:
    """A letter on one line."""
    names = ", ".join(receiver.name or receiver.address for receiver in letter.receivers)
    return {"subject": letter.subject, "language": letter.language, "created": letter.created, "names": names,
            "href": request.link(request.site, "letters", letter.uid), **shown_status(request, letter.status)}


def shown_status(request: Any, status: str) -> dict[str, str]:
    """A status as a word and a shape."""
    known = Status(status)
    return {"status": say(request, STATUS_TITLES[known]), "look": STATUS_LOOKS[known]}


def one_letter(site: Any, request: Any) -> dict[str, Any]:
    """A letter as it was sent, with what has come of it for each receiver."""
    letter = wanted_letter(site, request)
    about = about_of(site, letter)
    may_send = bool(request.rights.may(request.actor, "act_on_behalf", site))
    return {
        "title": letter.subject, "letter": letter, "about": about, "may_send": may_send,
        "body": body_of(letter.html, request.registry.reglab_settings.base_url),
        "receivers": [
            {"name": each.name, "address": each.address, "sent_at": each.sent_at, "error": each.last_error,
             "number": each.number, "failed": each.status == Status.FAILED, **shown_status(request, each.status)}
            for each in letter.receivers
        ],
        "crumbs": [{"title": say(request, _("Letters")), "href": request.link(site, "letters")}] if may_send else [],
    }


def wanted_letter(site: Any, request: Any) -> Letter:
    """The letter of the address, if the person may read the letters of what it is about."""
    letter: Letter | None = site.outbox.letter(request.subpath[0]) if len(request.subpath) == 1 else None
    if letter is None:
        raise HTTPNotFound()
    discarded = site.trash.get(letter.about_uid)
    place = discarded.item if discarded is not None else about_of(site, letter) or site
    if not request.rights.may(request.actor, "view_letters", place):
        raise HTTPNotFound()
    return letter


def about_of(site: Any, letter: Letter) -> Item | None:
    """What a letter is about, wherever it stands by now; None for what is not on the site any more."""
    item = site.by_uid(letter.about_uid) if letter.about_uid else None
    return item if isinstance(item, Item) else None


@view_config(context=Site, name="letters", permission="act_on_behalf", request_method="POST")
def send_again(site: Any, request: Any) -> HTTPSeeOther:
    """Let a letter that failed be tried again for one receiver."""
    letter = wanted_letter(site, request)
    site.outbox.again(letter, failed_receiver(letter, request.POST.get("receiver", "")))
    about = site.by_uid(letter.about_uid)
    request.rulebook.notify(events.LetterQueued(
        about, request.actor, request.acts.now, note={"site": site}, letter=letter))
    return HTTPSeeOther(request.link(site, "letters", letter.uid))


def failed_receiver(letter: Letter, number: str) -> Receiver:
    """The receiver of that number, if the letter failed to reach it."""
    found = (each for each in letter.receivers if str(each.number) == number and each.status == Status.FAILED)
    receiver = next(found, None)
    if receiver is None:
        raise HTTPNotFound()
    return receiver
