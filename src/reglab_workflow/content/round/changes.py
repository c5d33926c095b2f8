"""What differs between a round's booklet as it last went out and as it is now."""

from __future__ import annotations

from typing import Any

from pyramid.view import view_config

from ...documents.differences import Difference, differences
from ...documents.edition import Edition, edition_from
from ...documents.wording import Wording
from ...i18n import _
from ...web.diff import changed_words
from ...web.words import say, worded_offers
from .model import Round
from .publications import TEMPLATES, crumbs, edition, shown, wording


@view_config(context=Round, name="booklet", path_info=r".*/booklet/changes/?$", permission="view",
             request_method="GET", renderer=TEMPLATES + "round/changes.pt")
def changes(round_: Any, request: Any) -> dict[str, Any]:
    """``/rounds/{year}/booklet/changes``: what differs from the booklet as it last went out."""
    found, issue, words = edition(request, round_), round_.last_issue, wording(request, round_)
    told = differences(issued_for(request, round_), found.without_addresses()) if issue is not None else ()
    home = (say(request, _("The booklet")), request.link(round_, "booklet"))
    return {
        "title": say(request, _("Changes in the booklet")), "crumbs": crumbs(request, round_, home),
        "issue": issue, "words": words, "folder": round_["proposals"],
        "changes": [change_in_words(request, words, each) for each in told],
        "offers": [offer for offer in worded_offers(request, round_) if offer.transition.name == "issue"],
    }


def issued_for(request: Any, round_: Any) -> Edition:
    """The booklet as it last went out, as far as the person asking may still read it."""
    before = edition_from(round_.last_issue.content)
    there = {entry.uid: round_.proposal(entry.uid) for entry in before.entries}
    uids = frozenset(uid for uid, each in there.items() if each is not None and shown(request)(each))
    return before.only(uids, frozenset())


def change_in_words(request: Any, words: Wording, change: Difference) -> dict[str, Any]:
    """One difference as the page tells it."""
    kinds = {"new": _("Come in"), "gone": _("Taken away"), "moved": _("Moved"), "changed": _("Changed")}
    removed, added = say(request, _("removed:")), say(request, _("added:"))
    fields = [
        {"title": words.heading(name), "text": changed_words(_told(words, name, one), _told(words, name, other),
                                                             removed, added)}
        for name, one, other in change.fields
    ]
    places = [_place_in_words(request, place) for place in (change.place_before, change.place_after) if place]
    return {
        "entry": change.entry, "title": words.numbered(change.entry), "fields": fields,
        "kinds": [say(request, kinds[kind]) for kind in change.kinds],
        "moved": places if "moved" in change.kinds else (), "there": change.after is not None,
    }


def _told(words: Wording, name: str, text: str) -> str:
    if name == "runner_up":
        return words.say(_("Yes")) if text else ""
    return words.say(words.forms.get(text, text)) if name == "form" and text else text


def _place_in_words(request: Any, place: Any) -> str:
    number = say(request, _("number ${number}", mapping={"number": place.number})) if place.number else ""
    return ", ".join(part for part in (number, place.theme) if part) or say(request, _("Without a theme"))
