"""The invitation to a learning project: as a page, a PDF and a text document, and whom its letter did not reach."""

from __future__ import annotations

from typing import Any

from pyramid.httpexceptions import HTTPForbidden
from pyramid.renderers import render
from pyramid.response import Response
from pyramid.view import view_config

from ...documents import MissingLibrary
from ...documents.invitation import Invitation, invitation_docx
from ...documents.press import BROKEN, NO_LIBRARY
from ...documents.saving import saved
from ...i18n import _
from ...mail.letter import Status
from ...mail.receivers import invited_of, invited_organisations
from ...security.permissions import Permission
from ...web.telling import organisation_title
from ...web.words import say
from ..round.publications import SORRY, TEMPLATES, words_of
from .inviting import gaps_in, invitation_of
from .model import INVITING, PLANNED, Project

LETTER = "invited"
WAYS = (("invitation.pdf", _("PDF")), ("invitation.docx", _("Word")))


class NotOut:
    """Names the permission that it takes until the invitation is out."""

    permission = Permission.EDIT


def may_have(request: Any, project: Any) -> bool:
    """Whether the invitation is there for the person asking: before it is out, for those who write it."""
    permission = Permission.EDIT if project.state == PLANNED else Permission.VIEW
    return bool(request.rights.may(request.actor, permission, project))


def wanted(request: Any, project: Any) -> Invitation:
    """The invitation, if the person asking may have it."""
    if not may_have(request, project):
        raise HTTPForbidden(result=NotOut())
    return invitation_of(request, project)


def ways(request: Any, project: Any) -> list[dict[str, str]]:
    """The links to the documents."""
    return [{"title": say(request, title), "href": request.link(project, name)} for name, title in WAYS]


def crumbs(request: Any, project: Any) -> list[dict[str, str]]:
    """The way to the invitation."""
    return [{"title": say(request, _("Learning projects")), "href": request.link(request.site["projects"])},
            {"title": project.title, "href": request.link(project)}]


@view_config(context=Project, name="invitation", permission="view", request_method="GET",
             renderer=TEMPLATES + "project/invitation.pt")
def invitation(project: Any, request: Any) -> dict[str, Any]:
    """``/projects/{slug}/invitation``."""
    told = wanted(request, project)
    may_edit = bool(request.rights.may(request.actor, Permission.EDIT, project))
    may_read = bool(request.rights.may(request.actor, Permission.VIEW_LETTERS, project))
    return {
        "title": f"{say(request, _('Invitation'))}: {project.title}", "invitation": told, "words": words_of(request),
        "crumbs": crumbs(request, project), "ways": ways(request, project),
        "gaps": gaps_in(request, project) if may_edit else [],
        "unreached": unreached(request, project) if may_read else [],
    }


@view_config(context=Project, name="invitation.docx", permission="view", request_method="GET")
def invitation_text(project: Any, request: Any) -> Response:
    """``…/invitation.docx``: the invitation to write in."""
    told = wanted(request, project)
    try:
        content = invitation_docx(told, words_of(request))
    except MissingLibrary as error:
        return missing(request, project, str(error))
    return download(request, project, "docx", content)


@view_config(context=Project, name="invitation.pdf", permission="view", request_method="GET")
def invitation_pdf(project: Any, request: Any) -> Response:
    """``…/invitation.pdf``: the PDF when it is made, and until then a page that waits for it."""
    values = {"invitation": wanted(request, project), "words": words_of(request)}
    printed = request.registry.reglab_press.asked(render(TEMPLATES + "documents/invitation.pt", values, request))
    if printed.ready is not None:
        return download(request, project, "pdf", printed.ready.read_bytes())
    if printed.failed == NO_LIBRARY:
        return missing(request, project, "WeasyPrint", "Pango")
    if printed.failed:
        return waiting(request, project, 503, say(request, SORRY.get(printed.failed, SORRY[BROKEN])))
    answer = waiting(request, project, 202)
    answer.headers["Refresh"] = "2"
    return answer


def download(request: Any, project: Any, kind: str, content: bytes) -> Response:
    """A document, as something to save."""
    return saved(content, say(request, _("invitation-${name}", mapping={"name": project.__name__})), kind)


def missing(request: Any, project: Any, *names: str) -> Response:
    """The page for a document whose library is not there."""
    return waiting(request, project, 503, say(request, _(
        "Something that it is made with is not installed: ${names}. Whoever runs the site can add it.",
        mapping={"names": ", ".join(names)})))


def waiting(request: Any, project: Any, status: int, reason: str = "") -> Response:
    """The page that waits for a document, or says why there is none."""
    title = _("The document could not be made") if reason else _("The invitation is being made")
    told = {"title": say(request, title), "crumbs": crumbs(request, project), "reason": reason,
            "again": request.path_qs, "page": request.link(project, "invitation")}
    return Response(render(TEMPLATES + "project/waiting.pt", {**told, "view": told}, request), status=status)


def unreached(request: Any, project: Any) -> list[dict[str, str]]:
    """Whom the letter did not reach: addresses that failed, and organisations where nobody could be written to."""
    letters = [each for each in project.site.outbox.letters_about(project.uid) if each.kind == LETTER]
    if not letters and project.state != INVITING:
        return []
    found = [
        {"title": receiver.name, "reason": receiver.last_error,
         "href": request.link(request.site, "letters", letter.uid),
         "about": ", ".join(part for part in (home_of(request, receiver.person), receiver.address) if part)}
        for letter in letters for receiver in letter.receivers
        if receiver.status == Status.FAILED and receiver.address]
    receivers = [receiver for letter in letters for receiver in letter.receivers]
    known = {name for each in receivers for name in (each.person, each.address.casefold()) if name}
    when = letters[0].created if letters else project.since
    for organisation in invited_organisations(project.site, when):
        people = invited_of(organisation, when)
        if not any(each.uid in known or each.email.strip().casefold() in known for each in people):
            found.append({"title": organisation.title, "about": "", "href": request.link(organisation),
                          "reason": say(request, _("Nobody in the organisation could be written to."))})
    return found


def home_of(request: Any, uid: str) -> str:
    """The organisation of a person."""
    person = request.site["people"].get(uid) if uid else None
    return organisation_title(request, person.organisation) if person is not None and person.organisation else ""
