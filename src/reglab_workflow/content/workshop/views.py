"""The pages of an occasion: what it is, its forms, and what it gave."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config

from ...history.timeline import timeline
from ...i18n import _
from ...web.crud import PlainAdd, PlainEdit
from ...web.editing import form_page
from ...web.telling import log_entries
from ...web.words import say, worded_offers
from ..folder import Folder
from ..participation.arranging import OPEN
from ..project.model import project_of
from ..registration.model import registration_by
from ..submission.words import homework_of
from ..survey.overview import about_occasion
from .lists import counted, free_in_words, ways
from .model import DOCUMENTED, Workshop
from .programme import lines_of
from .showing import came_from, materials, programme, unconfirmed, went_on
from .words import days_in_words, heading, kind_title, place_in_words, times_in_words

LATEST = 6
ELSEWHERE = ("remind_homework",)
"""Steps that stand on a page of their own: the reminder, beside who has not handed in."""

SENTENCES = {
    "planned": _("The occasion is being planned."),
    "announced": _("The occasion is announced. Registration opens later."),
    "open": _("Participants can register."),
    "registration_closed": _("The registration is closed. Next comes the occasion itself."),
    "held": _("The occasion has been held. Its documentation is being written."),
    "documented": _("The documentation is published."),
    "closed": _("The occasion is finished."),
    "cancelled": _("The occasion was cancelled."),
}


@view_config(context=Workshop, permission="view", request_method="GET",
             renderer="reglab_workflow.templates:workshop/view.pt")
def view(workshop: Any, request: Any) -> dict[str, Any]:
    """``/projects/{slug}/workshops/{slug}``."""
    project = project_of(workshop)
    rights, actor = request.rights, request.actor
    told = timeline(workshop, actor, request.rulebook, LATEST)
    may_know = bool(rights.may(actor, "view_history", workshop))
    shows_draft = workshop.state in DOCUMENTED or bool(rights.shows(actor, "edit", workshop))
    return {
        "title": heading(request, workshop), "project": project,
        "crumbs": [{"title": say(request, _("Learning projects")), "href": request.link(request.site["projects"])},
                   {"title": project.title, "href": request.link(project)}],
        "kind": kind_title(request, workshop), "now": now(request, workshop), "facts": facts(request, workshop),
        "sections": sections(request, workshop, shows_draft), "programme": programme(request, workshop),
        "materials": materials(request, workshop), "files": request.files_of(workshop),
        "may_edit": bool(rights.may(actor, "edit", workshop)), "homework": homework_of(request, workshop),
        "entries": log_entries(request, workshop, told)if may_know else [], "may_know": may_know,
    }


def now(request: Any, workshop: Any) -> dict[str, Any]:
    """What is happening, and what the person can do."""
    links = [*own_people(request, workshop)]
    if request.rights.may(request.actor, "edit", workshop):
        links.append({"title": say(request, _("Edit the occasion")), "href": request.link(workshop, "edit")})
    links += [*ways(request, workshop), *about_occasion(request, workshop)]
    aside = (
        say(request, _("The content went to: ${where}", mapping={"where": workshop.went_to}))
        if workshop.went_to
        else ""
    )
    sentence = SENTENCES.get(workshop.state, "")
    return {
        "sentence": say(request, sentence),
        "links": links,
        "offers": [each for each in worded_offers(request, workshop) if each.transition.name not in ELSEWHERE],
        "aside": aside,
    }


def own_people(request: Any, workshop: Any) -> Iterator[dict[str, Any]]:
    """For an organisation that takes part: the way to where its people are signed up."""
    organisation = request.actor.organisation
    own = registration_by(workshop.project, organisation) if organisation else None
    if workshop.state == OPEN and own is not None and own.takes_part and request.rights.may(
            request.actor, "view", own):
        yield {"title": say(request, _("Sign your people up")), "href": request.link(own, anchor="people"),
               "first": True}


def facts(request: Any, workshop: Any) -> list[dict[str, Any]]:
    """When, where, with whom."""
    told: list[dict[str, Any]] = [
        {"term": say(request, _("When")), "value": days_in_words(request, workshop)},
        {"term": say(request, _("Times")), "value": times_in_words(request, workshop)},
        {"term": say(request, _("Where")), "value": place_in_words(request, workshop)},
        {"term": say(request, _("Speakers")), "values": list(lines_of(workshop.speakers))},
    ]
    free, people = free_in_words(request, workshop), counted(request, workshop)
    if free or people:
        told.append({"term": say(request, _("Places")), "value": free, "links": people})
    came = workshop.came()
    if came is not None:
        told.append({"term": say(request, _("How many came")), "value": str(came)})
    told += [{"term": say(request, term), "links": links} for term, links in (
        (_("Confirmations"), unconfirmed(request, workshop)), (_("Where the content went"), went_on(request, workshop)),
        (_("Content"), came_from(request, workshop))) if links]
    return told


def sections(request: Any, workshop: Any, shows_draft: bool) -> list[dict[str, str]]:
    """What is written about the occasion; the documentation once it is published."""
    told = [{"title": say(request, _("Content")), "text": workshop.content}] if workshop.content else []
    if workshop.documentation and shows_draft:
        title = _("Documentation") if workshop.state in DOCUMENTED else _("Documentation, draft")
        told.append({"title": say(request, title), "text": workshop.documentation})
    return told


@form_page(context=Workshop, name="edit", permission="edit")
class Edit(PlainEdit):
    """``…/edit``."""

    def title(self) -> Any:
        """The heading."""
        return _("Edit the occasion")


@form_page(context=Folder, containment="reglab_workflow.content.project.model.Project", name="add",
           permission="add_workshop")
class Add(PlainAdd):
    """``/projects/{slug}/workshops/add``."""

    kind = "workshop"
    heading = _("Add an occasion")

    def __init__(self, context: Any, request: Any) -> None:
        super().__init__(context, request)
        if context.__name__ != "workshops":
            raise HTTPNotFound()
