"""A project's evaluations and follow-ups side by side: what is said of each expected result, and who says what."""

from __future__ import annotations

from typing import Any

from ...i18n import _
from ...security.permissions import Permission
from ...web.words import say
from ..project.model import Project, has_been_held
from .model import CLOSED, FOLLOW_UP, Survey, figure_of, surveys_of
from .results import mean_of, said_in_words, title_of


def measured(request: Any, project: Project, about: str) -> list[dict[str, Any]]:
    """What evaluations say of an expected result: the mean on the scale, with how many have answered."""
    found = ((each, figure_of(each, about)) for each in surveys_of(project))
    return [{"survey": each, "title": each.title, "href": request.link(each),
             "words": say(request, _("mean ${mean} of 5, answers: ${number}", mapping={
                 "mean": mean_of(request, figure[0]), "number": figure[1]}))}
            for each, figure in found if figure is not None]


def summaries(request: Any, project: Project) -> list[dict[str, str]]:
    """What the leaders say of closed surveys; for everybody."""
    return [{"title": each.title, "text": each.summary} for each in surveys_of(project)
            if each.state == CLOSED and each.summary]


def follow_ups(project: Project) -> list[Survey]:
    """The follow-ups in the order they come."""
    found = [each for each in surveys_of(project) if each.kind == FOLLOW_UP]
    return sorted(found, key=lambda each: (each.months is None, each.months or 0))


def followed(request: Any, project: Project) -> list[str]:
    """How many have answered each follow-up that has opened; for everybody."""
    return [say(request, _("${title}: ${answered} of ${asked} organisations have answered.", mapping={
        "title": each.title, "answered": each.number_answered(), "asked": each.number_asked()}))
        for each in follow_ups(project) if each.state != "draft"]


def table(request: Any, project: Project) -> list[dict[str, Any]]:
    """Each organisation with what it has answered to each follow-up."""
    found = follow_ups(project)
    uids = dict.fromkeys(uid for each in found for uid in (*each.organisations, *project.confirmed_organisations()))
    rows = [{"title": title_of(request, uid), "cells": [cell(request, each, uid) for each in found]}
            for uid in uids] if found else []
    return sorted(rows, key=lambda row: str(row["title"]).casefold())


def cell(request: Any, survey: Survey, organisation: str) -> dict[str, Any]:
    """One organisation's answer to one follow-up."""
    reply = survey.reply_of(organisation)
    if reply is None:
        waits = survey.state == "draft"
        return {"answers": [], "nothing": say(request, _("not asked yet") if waits else _("no answer")), "title":
                survey.title}
    return {"title": survey.title, "nothing": "", "answers": [
        (question.text, said_in_words(reply.value(key))) for key, question in survey.numbered()
        if reply.value(key) is not None]}


def for_project_page(request: Any, project: Project) -> dict[str, Any]:
    """What the project's own page tells: the way to the surveys for those who may, and what is for everybody."""
    internal = bool(request.rights.may(request.actor, Permission.VIEW_INTERNAL, project))
    own = [each for each in surveys_of(project) if not internal and request.rights.may(
        request.actor, Permission.VIEW, each)]
    return {
        "summaries": summaries(request, project), "followed": followed(request, project),
        "own": [{"title": each.title, "href": request.link(each)} for each in own],
        "measured": {each.text: measured(request, project, each.text) for each in project.expected_results}
        if internal else {},
    }


def way_to(request: Any, project: Project) -> list[dict[str, Any]]:
    """The link to evaluation and follow-up, for those who lead."""
    if project.state == "planned" or not request.rights.may(request.actor, Permission.VIEW_INTERNAL, project):
        return []
    return [{"title": say(request, _("Evaluation and follow-up")), "href": request.link(project, "evaluation")}]


def about_occasion(request: Any, workshop: Any) -> list[dict[str, Any]]:
    """The surveys about an occasion, or the way to write one when it has been held, for those who lead."""
    rights, actor, project = request.rights, request.actor, workshop.project
    found = [each for each in surveys_of(project) if each.occasion == workshop.uid and each.is_anonymous]
    if not found and has_been_held(workshop) and rights.may(actor, Permission.ADD_SURVEY, project):
        return [{"title": say(request, _("Evaluate the occasion")),
                 "href": request.link(project, "add-survey", query={"occasion": workshop.uid})}]
    return [{"title": each.title, "href": request.link(each)} for each in found
            if rights.may(actor, Permission.VIEW, each)]
