"""The pages of a learning project: its own page, its forms, and who leads it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyramid.view import view_config

from ...history.timeline import timeline
from ...i18n import _
from ...people.views import Appoint, end_appointment
from ...web.crud import PlainAdd, PlainEdit
from ...web.editing import form_page
from ...web.telling import log_entries, organisation_title
from ...web.words import say, worded_offers
from ..folder import Folder
from ..registration.model import registration_by
from ..round.model import proposal_by_uid
from ..survey.overview import for_project_page, way_to
from ..workshop.showing import came_from
from ..workshop.words import days_in_words, kind_title, place_in_words
from .continuing import comes_from, goes_on_in
from .fee_views import facts as fee_facts
from .formats import format_of
from .invitation import may_have
from .lacking import lacking_for_format
from .model import Project, proposals_behind
from .schema import FIGURE_TITLES, RATING_TITLES, SOURCES

LEADERS = ("content_leader", "process_leader")
LATEST = 6

WRITTEN = {
    "background": _("Background"), "purpose": _("Why"), "target_group": _("Whom the project is for"),
    "continuation": _("How it goes on"), "moved_to": _("Where the content went"),
}

SENTENCES = {
    "planned": _("The project is being prepared. Only the office and the leaders see it."),
    "inviting": _("Organisations can register."),
    "confirmed": _("The registration is closed and the fee is decided. The project starts soon."),
    "running": _("The project is under way."),
    "evaluating": _("The results are being compared with what was expected."),
    "closed": _("The project is closed and its results are reported."),
    "cancelled": _("The project was cancelled."),
    "reshaped": _("The project took another form."),
}


@view_config(context=Project, permission="view", request_method="GET",
             renderer="reglab_workflow.templates:project/view.pt")
def view(project: Any, request: Any) -> dict[str, Any]:
    """``/projects/{slug}``: what the project is, its programme, and what happens now."""
    told = timeline(project, request.actor, request.rulebook, LATEST)
    kind = format_of(project, request.rulebook.declared)
    may_know = bool(request.rights.may(request.actor, "view_history", project))
    return {
        "title": project.title, "crumbs": [{"title": say(request, _("Learning projects")),
                                            "href": request.link(request.site["projects"])}],
        "format": say(request, kind.title), "format_help": say(request, kind.help), "now": now(request, project),
        "lacking": lacking_for_format(request, project),
        "sections": [{"title": say(request, title), "text": getattr(project, name)}
                     for name, title in WRITTEN.items() if getattr(project, name)],
        "facts": facts(request, project), "programme": programme(request, project),
        "results": [(each, say(request, RATING_TITLES[each.rating]) if each.rating else "")
                    for each in project.expected_results],
        "surveys": for_project_page(request, project), "goes_on": goes_on_in(request, project),
        "came": comes_from(request, project),
        "figs": [{"name": say(request, FIGURE_TITLES[each.name]), "value": each.value} for each in project.figures],
        "entries": log_entries(request, project, told) if may_know else [], "may_know": may_know,
        "behind": [each for each in proposals_behind(project) if request.rights.may(request.actor, "view", each)],
        "invitation": request.link(project, "invitation") if may_have(request, project) else "",
        "may_add": bool(request.rights.may(request.actor, "add_workshop", project)), "files": request.files_of(project),
    }


def now(request: Any, project: Any) -> dict[str, Any]:
    """What is happening with the project, and what the person can do."""
    rights, actor = request.rights, request.actor
    links = [*registering(request, project), *way_to(request, project)]
    if rights.may(actor, "edit", project):
        links.append({"title": say(request, _("Edit the project")), "href": request.link(project, "edit")})
    if rights.may(actor, "add_workshop", project):
        links.append({"title": say(request, _("Add an occasion")),
                      "href": request.link(project["workshops"], "add")})
    if rights.may(actor, "appoint", project):
        links.append({"title": say(request, _("Choose leaders")), "href": request.link(project, "leaders")})
    aside = ""
    if project.state == "inviting" and project.last_day:
        aside = say(request, _("Last day to register: ${day}.", mapping={"day": request.day(project.last_day)}))
    return {"sentence": say(request, SENTENCES[project.state]) if project.state in SENTENCES else "", "links": links,
            "offers": worded_offers(request, project), "aside": aside}


def registering(request: Any, project: Any) -> Iterator[dict[str, Any]]:
    """The way to the registrations: all of them, the organisation's own, or a new one."""
    rights, actor = request.rights, request.actor
    if project.state != "planned" and rights.may(actor, "view_internal", project):
        yield {"title": say(request, _("Registrations (${number})", mapping={
            "number": len(project["registrations"])})), "href": request.link(project["registrations"])}
        return
    own = registration_by(project, actor.organisation) if actor.organisation else None
    if own is not None and rights.may(actor, "view", own):
        yield {"title": say(request, _("Your registration")), "href": request.link(own), "first": True}
    elif rights.may(actor, "add_registration", project):
        yield {"title": say(request, _("Register your organisation")), "href": request.link(project, "register"),
               "first": True}


def facts(request: Any, project: Any) -> list[dict[str, Any]]:
    """Who leads it, what it costs and when one registers."""
    people = "–".join(str(number) for number in dict.fromkeys((project.least, project.most)))
    told = [
        {"term": say(request, _("Content leaders")), "values": leaders(request, project, "content_leader"),
         "unknown": say(request, _("Not appointed yet"))},
        {"term": say(request, _("Process leader")), "values": leaders(request, project, "process_leader"),
         "unknown": say(request, _("Not appointed yet"))},
        *leading(request, project),
        {"term": say(request, _("Last day to register")), "value": request.day(project.last_day)},
        {"term": say(request, _("People per organisation")), "value": people},
        *fee_facts(request, project),
    ]
    if project.organisations and request.rights.may(request.actor, "view_internal", project):
        titles = {each.uid: each.short_name for each in request.site["organisations"].values()}
        told.append({"term": say(request, _("Organisations")),
                     "values": [titles[uid] for uid in project.organisations if uid in titles]})
    sources = came_from(request, project)
    return [*told, {"term": say(request, _("Content")), "links": sources}] if sources else told


def leading(request: Any, project: Any) -> list[dict[str, Any]]:
    """The organisation that leads the others, where one does or should."""
    if not project.leading and not format_of(project, request.rulebook.declared).leading:
        return []
    title = organisation_title(request, project.leading) if project.leading else ""
    return [{"term": say(request, _("Leading organisation")), "values": [title] if title else [],
             "unknown": say(request, _("Not chosen yet"))}]


def leaders(request: Any, project: Any, role: str) -> list[str]:
    """The names of those who hold a role on the project, now or, when it is over, to its end."""
    people, organisations = request.site["people"], request.site["organisations"]
    titles = {each.uid: each.short_name for each in organisations.values()}
    names = []
    for appointment in request.site.appointments.on_scope(project.uid):
        person = people.get(appointment.person)
        if appointment.role == role and person is not None:
            names.append(", ".join(part for part in (person.title, titles.get(person.organisation, "")) if part))
    return list(dict.fromkeys(names))


def programme(request: Any, project: Any) -> list[dict[str, Any]]:
    """The occasions that the person may see, in the order of their days."""
    return [
        {
            "item": each,
            "kind": kind_title(request, each),
            "number": each.number,
            "series": "w" if each.kind == "workshop" else "f",
            "title": each.decided_title() or say(request, _("Title follows")),
            "days": days_in_words(request, each),
            "place": place_in_words(request, each),
            "href": request.link(each),
        }
        for each in project.programme()
        if request.rights.may(request.actor, "view", each)
    ]


@form_page(context=Project, name="edit", permission="edit")
class Edit(PlainEdit):
    """``…/edit``."""

    def title(self) -> Any:
        """The heading."""
        return _("Edit the project")


@form_page(context=Folder, name="add-project", permission="add_project")
class Add(PlainAdd):
    """``/projects/add-project``; begins from a proposal (``?proposal=uid``) or an area (``?round=year&area=id``)."""

    kind = "project"
    heading = _("Make a learning project")
    folder = "projects"

    def start(self) -> dict[str, Any]:
        """Begin with the words of the proposal or the area that the project comes from."""
        area = area_asked_for(self.request)
        if area is not None:
            return area
        proposal = proposal_by_uid(self.request.site["rounds"], self.request.GET.get("proposal", ""))
        if proposal is None or not self.request.rights.may(self.request.actor, "view", proposal):
            return {}
        return {"title": proposal.title, "background": proposal.idea, "purpose": proposal.purpose,
                "target_group": proposal.target_group, "proposals": (proposal.uid,)}


def area_asked_for(request: Any) -> dict[str, Any] | None:
    """What a project of an area begins with: its title, its motive, and the selected proposals in it."""
    round_ = request.site["rounds"].get(request.GET.get("round", ""))
    if round_ is None or not request.rights.may(request.actor, "view", round_):
        return None
    area = next((each for each in round_.areas if each.id == request.GET.get("area")), None)
    if area is None:
        return None
    found = [each for each in round_.proposals() if each.area == area.id and each.state in SOURCES
             and request.rights.may(request.actor, "view", each)]
    return {"title": area.title, "purpose": area.motive, "proposals": tuple(each.uid for each in found)}


@form_page(context=Project, name="leaders", permission="appoint",
           renderer="reglab_workflow.templates:project/leaders.pt")
class Leaders(Appoint):
    """``…/leaders``: who leads the project, since when, and until when."""

    roles = LEADERS

    def title(self) -> Any:
        """The heading."""
        return _("Leaders of the project")

    def words(self) -> dict[str, Any]:
        """Those who are appointed, now or from a day to come."""
        people, roles, now = self.request.site["people"], self.request.rulebook.roles, self.request.acts.now
        appointed = [each for each in self.request.site.appointments.on_scope(self.context.uid)
                     if not each.is_over(now)]
        return {
            "crumbs": [{"title": self.context.title, "href": self.request.link(self.context)}],
            "appointed": [(each, people.get(each.person), say(self.request, roles[each.role].of_one), each.holds(now))
                          for each in appointed],
        }

    def back(self, chosen: Any) -> Any:
        """To the project."""
        return self.context


@view_config(context=Project, name="end-appointment", permission="appoint", request_method="POST")
def end_project_appointment(project: Any, request: Any) -> Any:
    """Take a role on the project back."""
    return end_appointment(project, request)
