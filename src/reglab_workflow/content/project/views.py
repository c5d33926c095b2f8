"""The pages of a learning project: its own page, its forms, and who leads it."""

from __future__ import annotations

from typing import Any

from pyramid.view import view_config

from ...history.timeline import timeline
from ...i18n import _
from ...people.views import Appoint, end_appointment
from ...web.crud import PlainAdd, PlainEdit
from ...web.editing import form_page
from ...web.telling import log_entries
from ...web.words import say, worded_offers
from ..folder import Folder
from ..round.model import proposal_by_uid
from ..workshop.words import days_in_words, kind_title, place_in_words
from .invitation import may_have
from .model import Project, proposals_behind
from .schema import FIGURE_TITLES, FORMAT_TITLES, RATING_TITLES

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
    may_know = bool(request.rights.may(request.actor, "view_history", project))
    return {
        "title": project.title, "crumbs": [{"title": say(request, _("Learning projects")),
                                            "href": request.link(request.site["projects"])}],
        "format": say(request, FORMAT_TITLES[project.format]), "now": now(request, project),
        "sections": [{"title": say(request, title), "text": getattr(project, name)}
                     for name, title in WRITTEN.items() if getattr(project, name)],
        "facts": facts(request, project), "programme": programme(request, project),
        "results": [(each, say(request, RATING_TITLES[each.rating]) if each.rating else "")
                    for each in project.expected_results],
        "figs": [{"name": say(request, FIGURE_TITLES[each.name]), "value": each.value} for each in project.figures],
        "entries": log_entries(request, project, told) if may_know else [], "may_know": may_know,
        "behind": [each for each in proposals_behind(project) if request.rights.may(request.actor, "view", each)],
        "invitation": request.link(project, "invitation") if may_have(request, project) else "",
        "may_add": bool(request.rights.may(request.actor, "add_workshop", project)), "files": request.files_of(project),
    }


def now(request: Any, project: Any) -> dict[str, Any]:
    """What is happening with the project, and what the person can do."""
    links = []
    rights, actor = request.rights, request.actor
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


def facts(request: Any, project: Any) -> list[dict[str, Any]]:
    """Who leads it, what it costs and when one registers."""
    people = "–".join(str(number) for number in dict.fromkeys((project.least, project.most)))
    fee = (
        say(
            request,
            _("${fee} kr per organisation", mapping={"fee": f"{project.fee:,}".replace(",", "\N{NO-BREAK SPACE}")}),
        )
        if project.fee is not None
        else None
    )
    told = [
        {"term": say(request, _("Content leaders")), "values": leaders(request, project, "content_leader"),
         "unknown": say(request, _("Not appointed yet"))},
        {"term": say(request, _("Process leader")), "values": leaders(request, project, "process_leader"),
         "unknown": say(request, _("Not appointed yet"))},
        {"term": say(request, _("Last day to register")), "value": request.day(project.last_day)},
        {"term": say(request, _("People per organisation")), "value": people},
        {"term": say(request, _("Fee")), "values": [line for line in (fee, project.fee_note) if line]},
    ]
    if project.organisations and request.rights.may(request.actor, "view_internal", project):
        titles = {each.uid: each.short_name for each in request.site["organisations"].values()}
        told.append({"term": say(request, _("Organisations")),
                     "values": [titles[uid] for uid in project.organisations if uid in titles]})
    return told


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
    """``/projects/add-project``; ``?proposal=uid`` begins from a selected proposal."""

    kind = "project"
    heading = _("Make a learning project")
    folder = "projects"

    def start(self) -> dict[str, Any]:
        """Begin with the words of the proposal that the project comes from."""
        proposal = proposal_by_uid(self.request.site["rounds"], self.request.GET.get("proposal", ""))
        if proposal is None or not self.request.rights.may(self.request.actor, "view", proposal):
            return {}
        return {"title": proposal.title, "background": proposal.idea, "purpose": proposal.purpose,
                "target_group": proposal.target_group, "proposals": (proposal.uid,)}


@form_page(context=Project, name="leaders", permission="appoint",
           renderer="reglab_workflow.templates:project/leaders.pt")
class Leaders(Appoint):
    """``…/leaders``: who leads the project, since when, and until when."""

    roles = LEADERS

    def title(self) -> Any:
        """The heading."""
        return _("Leaders of the project")

    def words(self) -> dict[str, Any]:
        """Those who are appointed."""
        people, roles = self.request.site["people"], self.request.rulebook.roles
        appointed = self.request.site.appointments.on_scope(self.context.uid, self.request.acts.now)
        return {
            "crumbs": [{"title": self.context.title, "href": self.request.link(self.context)}],
            "appointed": [(each, people.get(each.person), say(self.request, roles[each.role].of_one))
                          for each in appointed],
        }

    def back(self, chosen: Any) -> Any:
        """To the project."""
        return self.context


@view_config(context=Project, name="end-appointment", permission="appoint", request_method="POST")
def end_project_appointment(project: Any, request: Any) -> Any:
    """Take a role on the project back."""
    return end_appointment(project, request)
