"""What a round gives out: the booklet as page, PDF, text document and sheets, the slides, and what has changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from pyramid.httpexceptions import HTTPForbidden
from pyramid.renderers import render
from pyramid.response import Response
from pyramid.view import view_config

from ...documents import MissingLibrary
from ...documents.deck import TOO_LONG, slides, too_long
from ...documents.differences import differences
from ...documents.edition import Edition, edition_from, edition_of, titles_in, whole_edition
from ...documents.press import BROKEN, NO_LIBRARY, NO_TIME
from ...documents.saving import saved
from ...documents.sheets import proposals_csv, proposals_xlsx
from ...documents.slides import deck_pptx
from ...documents.text_document import booklet_docx
from ...documents.wording import Wording
from ...i18n import _
from ...security.permissions import Permission
from ...web.words import say
from ..proposal.schema import FORM_TITLES
from .model import Round

TEMPLATES = "reglab_workflow.templates:"
WAYS = (
    ("booklet", _("The booklet")), ("booklet.pdf", _("PDF")), ("booklet.docx", _("Word")),
    ("proposals.xlsx", _("Excel")), ("proposals.csv", _("CSV")), ("deck", _("Slides")),
    ("deck.pptx", _("PowerPoint")), ("booklet/changes", _("Changes")),
)
"""Every page and document, with what its link says."""

HAS_MINUTES = ("result_draft", "published")
"""The states of an idea meeting that has been held."""

SORRY = {
    NO_TIME: _("It took too long, and was given up."),
    BROKEN: _("It went wrong. The log of the site says why."),
}


class NotYet:
    """Names the permission that it takes until the round is published."""

    permission = Permission.ARRANGE


def may_have(request: Any, round_: Any) -> bool:
    """Whether the booklet is out for the person asking: for all who see the round once it is published."""
    if round_.is_published:
        return bool(request.rights.may(request.actor, Permission.VIEW, round_))
    return bool(request.rights.shows(request.actor, Permission.ARRANGE, round_))


def demand(request: Any, round_: Any) -> None:
    """Refuse whoever may not have the booklet yet."""
    if not may_have(request, round_):
        raise HTTPForbidden(result=NotYet())


def shown(request: Any) -> Callable[[Any], bool]:
    """Whether the person asking may view a proposal."""
    return lambda proposal: bool(request.rights.may(request.actor, Permission.VIEW, proposal))


def addressed(request: Any) -> Callable[[Any], bool]:
    """Whether the person asking may read a proposal's addresses: the office, and those who sent it."""
    actor = request.actor

    def tells(proposal: Any) -> bool:
        own = bool(actor.organisation) and actor.organisation == proposal.owner()
        return own or bool(request.rights.may(actor, Permission.VIEW_INTERNAL, proposal))
    return tells


def edition(request: Any, round_: Any) -> Edition:
    """The booklet as the person asking may read it now."""
    demand(request, round_)
    meets = round_.meeting is not None and shown(request)(round_.meeting)
    return edition_of(round_, titles_in(request.site), shown(request), addressed(request), meets)


def wording(request: Any, round_: Any) -> Wording:
    """The booklet's own words for the person asking, and which issue it is."""
    return replace(words_of(request), issue=issue_in_words(request, round_))


def words_of(request: Any) -> Wording:
    """The fixed words of documents for the person asking."""
    settings = request.registry.reglab_settings
    workflow = request.rulebook.engines[request.rulebook.types["proposal"].workflow].workflow
    return Wording(
        say=lambda text: say(request, text), language=request.locale_name, spoken=settings.default_language,
        forms=FORM_TITLES, states={name: state.title for name, state in workflow.states.items()},
        empty=settings.booklet_empty)


def issue_in_words(request: Any, round_: Any) -> str:
    """Which issue the booklet is, and whether it has changed since it went out."""
    issue = round_.last_issue
    if issue is None:
        return ""
    told = {"number": issue.number, "day": request.day(issue.at)}
    if differences(edition_from(issue.content), whole_edition(round_)):
        return say(request, _("Changed after issue ${number}, ${day}", mapping=told))
    return say(request, _("Issue ${number}, ${day}", mapping=told))


def ways(request: Any, round_: Any) -> list[dict[str, str]]:
    """The links to everything that the round gives out to the person asking."""
    if not may_have(request, round_):
        return []
    found = [{"title": say(request, title), "href": request.link(round_, *name.split("/")), "name": name}
             for name, title in WAYS]
    meeting = round_.meeting
    if meeting is not None and meeting.state in HAS_MINUTES and shown(request)(meeting):
        found.append({"title": say(request, _("The minutes")), "href": request.link(meeting, "minutes"),
                      "name": "meeting/minutes"})
    return found


NAMES = {"pptx": _("slides-for-${year}"), "minutes": _("minutes-for-${year}")}
"""What files are called that are not the booklet."""


def download(request: Any, round_: Any, kind: str, content: bytes, what: str = "") -> Response:
    """A document, as something to save under a name that it can be found by afterwards."""
    name = NAMES.get(what or kind, _("proposals-for-${year}"))
    return saved(content, say(request, _(str(name), mapping={"year": round_.year})), kind)


# -- pages -----------------------------------------------------------------------------------------------------


@view_config(context=Round, name="booklet", path_info=r".*/booklet/?$", permission="view", request_method="GET",
             renderer=TEMPLATES + "round/booklet.pt")
def booklet(round_: Any, request: Any) -> dict[str, Any]:
    """``/rounds/{year}/booklet``: every proposal one after the other, with contents that lead to them."""
    found, words = edition(request, round_), wording(request, round_)
    arranges = bool(request.rights.may(request.actor, Permission.ARRANGE, round_))
    return {
        "title": say(request, _("The booklet")), "crumbs": crumbs(request, round_), "edition": found, "words": words,
        "ways": [way for way in ways(request, round_) if way["name"] != "booklet"],
        "long": too_long(found) if arranges else [], "most": TOO_LONG, "folder": round_["proposals"],
    }


def crumbs(request: Any, round_: Any, *more: tuple[str, str]) -> list[dict[str, str]]:
    """The way to a page of the round."""
    return [{"title": say(request, _("Proposals")), "href": request.link(request.site["rounds"])},
            {"title": round_.title, "href": request.link(round_)},
            *({"title": title, "href": href} for title, href in more)]


@view_config(context=Round, name="deck", permission="view", request_method="GET",
             renderer=TEMPLATES + "round/deck.pt")
def deck(round_: Any, request: Any) -> dict[str, Any]:
    """``/rounds/{year}/deck``: the slides for the idea meeting; a plain long page without script."""
    found, words = edition(request, round_), wording(request, round_)
    return {"title": say(request, _("Slides")), "edition": found, "words": words, "slides": slides(found, words)}


# -- documents -------------------------------------------------------------------------------------------------


@view_config(context=Round, name="booklet.pdf", permission="view", request_method="GET")
def booklet_pdf(round_: Any, request: Any) -> Any:
    """``/rounds/{year}/booklet.pdf``: the PDF when it is made, and until then a page that waits for it."""
    values = {"edition": edition(request, round_), "words": wording(request, round_)}
    page = render(TEMPLATES + "documents/booklet.pt", values, request)
    return pdf(request, round_, page, _("The booklet is being made"))


def pdf(request: Any, round_: Any, page: str, told: Any, what: str = "") -> Response:
    """The PDF of a page when it is made, and until then a page that waits for it."""
    printed = request.registry.reglab_press.asked(page)
    if printed.ready is not None:
        return download(request, round_, "pdf", printed.ready.read_bytes(), what)
    if printed.failed == NO_LIBRARY:
        return missing(request, round_, "WeasyPrint", "Pango")
    if printed.failed:
        return sorry(request, round_, say(request, SORRY.get(printed.failed, SORRY[BROKEN])))
    answer = _page(request, round_, 202, {"title": say(request, told), "waits": True})
    answer.headers["Refresh"] = "2"
    return answer


@view_config(context=Round, name="booklet.docx", permission="view", request_method="GET")
def booklet_text(round_: Any, request: Any) -> Any:
    """``/rounds/{year}/booklet.docx``: the booklet to write in."""
    return made(request, round_, "docx", booklet_docx)


@view_config(context=Round, name="proposals.xlsx", permission="view", request_method="GET")
def sheet(round_: Any, request: Any) -> Any:
    """``/rounds/{year}/proposals.xlsx``: one row for each proposal."""
    return made(request, round_, "xlsx", proposals_xlsx)


@view_config(context=Round, name="proposals.csv", permission="view", request_method="GET")
def plain_sheet(round_: Any, request: Any) -> Any:
    """``/rounds/{year}/proposals.csv``: the same rows for any program."""
    return made(request, round_, "csv", proposals_csv)


@view_config(context=Round, name="deck.pptx", permission="view", request_method="GET")
def deck_file(round_: Any, request: Any) -> Any:
    """``/rounds/{year}/deck.pptx``: the slides to change by hand."""
    return made(request, round_, "pptx", deck_pptx)


def made(request: Any, round_: Any, kind: str, writer: Callable[[Edition, Wording], bytes]) -> Response:
    """A document that is written at once, or a page that says what it would take."""
    try:
        content = writer(edition(request, round_), wording(request, round_))
    except MissingLibrary as error:
        return missing(request, round_, str(error))
    return download(request, round_, kind, content)


def missing(request: Any, round_: Any, *names: str) -> Response:
    """The page for a document whose library is not there."""
    return sorry(request, round_, say(request, _(
        "Something that it is made with is not installed: ${names}. Whoever runs the site can add it.",
        mapping={"names": ", ".join(names)})))


def sorry(request: Any, round_: Any, reason: str) -> Response:
    """The page for a document that could not be made, with the others."""
    return _page(request, round_, 503, {
        "title": say(request, _("The document could not be made")), "reason": reason, "waits": False})


def _page(request: Any, round_: Any, status: int, values: dict[str, Any]) -> Response:
    others = [way for way in ways(request, round_) if not request.path.endswith(f"/{way['name']}")]
    told = {"crumbs": crumbs(request, round_), "ways": others, "again": request.path_qs, **values}
    return Response(render(TEMPLATES + "round/waiting.pt", {**told, "view": told}, request), status=status)
