"""``/projects/{slug}/evaluation``: the surveys of a project, its expected results, and what became of it afterwards."""

from __future__ import annotations

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from ...i18n import _
from ...security.permissions import Permission
from ...web.words import say
from ..folder import Folder
from ..project.model import Project
from ..project.schema import RATING_TITLES
from ..workshop.words import heading
from .model import EVALUATION, Survey, surveys_of
from .overview import follow_ups, measured, table
from .views import answered, crumbs


@view_config(context=Project, name="evaluation", permission=Permission.VIEW_INTERNAL, request_method="GET",
             renderer="reglab_workflow.templates:survey/overview.pt")
def overview(project: Any, request: Any) -> dict[str, Any]:
    """Everything that has been asked about a project, for those who lead it and the office."""
    rights, actor = request.rights, request.actor
    return {
        "title": say(request, _("Evaluation and follow-up")), "project": project, "crumbs": crumbs(request, project),
        "evaluations": [row(request, each) for each in surveys_of(project) if each.kind == EVALUATION],
        "follow_ups": [row(request, each) for each in follow_ups(project)], "rows": table(request, project),
        "expected": [{"text": each.text, "rating": say(request, RATING_TITLES[each.rating]) if each.rating else "",
                      "measured": measured(request, project, each.text)} for each in project.expected_results],
        "add": request.link(project, "add-survey") if rights.may(actor, Permission.ADD_SURVEY, project) else "",
        "rate": request.link(project, "edit") if rights.may(actor, Permission.EDIT, project) else "",
    }


def row(request: Any, survey: Survey) -> dict[str, Any]:
    """One survey of the list."""
    workshop = survey.workshop
    return {
        "item": survey, "about": heading(request, workshop) if workshop is not None else say(
            request, _("The whole project")),
        "answered": answered(request, survey) if survey.state != "draft" else "–",
        "opens": request.day(survey.opens), "closes": request.day(survey.closes),
    }


class InSurveys:
    """A predicate: the folder is that of a project's surveys."""

    def __init__(self, value: bool, info: Any) -> None:
        self.value = value

    def text(self) -> str:
        """How the predicate is told."""
        return f"surveys_folder = {self.value}"

    phash = text

    def __call__(self, context: Any, request: Any) -> bool:
        """Whether it holds."""
        return (context.__name__ == "surveys" and isinstance(context.__parent__, Project)) == self.value


@view_config(context=Folder, surveys_folder=True, permission=Permission.VIEW, request_method="GET")
def folder(surveys: Any, request: Any) -> HTTPSeeOther:
    """``/projects/{slug}/surveys``: to the overview, or for others to the project."""
    internal = request.rights.may(request.actor, Permission.VIEW_INTERNAL, surveys.__parent__)
    return HTTPSeeOther(request.link(surveys.__parent__, *(["evaluation"] if internal else [])))
