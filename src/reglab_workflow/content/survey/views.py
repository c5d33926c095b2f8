"""The pages of a survey: its own with state and results, and its forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pyramid.view import view_config

from ...history.timeline import timeline
from ...i18n import _
from ...security.permissions import Permission
from ...web.crud import PlainAdd, PlainEdit
from ...web.done import back_to
from ...web.editing import form_page
from ...web.telling import log_entries
from ...web.words import say, worded_offers
from ..project.model import Project
from ..workshop.words import heading
from .answer_views import ANSWER
from .asked import to_be_asked
from .model import CLOSED, DRAFT, EVALUATION, FOLLOW_UP, KINDS, OPEN, Survey, folder_of
from .planning import usual_questions, usual_words
from .results import results_of, said_in_words, title_of

LATEST = 6

SENTENCES = {
    DRAFT: _("The survey is being written. Nobody has been asked yet."),
    OPEN: _("The survey is open. Those who are asked have got a letter with a link."),
    CLOSED: _("The survey is closed."),
}
WRITING = {
    DRAFT: _("Edit the survey"), OPEN: _("Change the last day, or sum up"), CLOSED: _("Sum up the answers"),
}
SHEETS = (("results.xlsx", _("Excel")), ("results.csv", _("CSV")))


@view_config(context=Survey, permission=Permission.VIEW, request_method="GET",
             renderer="reglab_workflow.templates:survey/view.pt")
def view(survey: Any, request: Any) -> dict[str, Any]:
    """``…/surveys/{slug}``: what is asked of whom, how many have answered, and once it may be shown what."""
    rights, actor = request.rights, request.actor
    internal = bool(rights.may(actor, Permission.VIEW_INTERNAL, survey))
    may_know = bool(rights.may(actor, Permission.VIEW_HISTORY, survey))
    told = timeline(survey, actor, request.rulebook, LATEST) if may_know else None
    return {
        "title": survey.title, "crumbs": crumbs(request, survey.project), "now": now(request, survey, internal),
        "facts": facts(request, survey), "internal": internal, "few": too_few(request, survey) if internal else "",
        "results": results_of(request, survey) if internal else [],
        "replies": replies(request, survey, internal), "numbered": survey.numbered(),
        "sheets": [{"title": say(request, title), "href": request.link(survey, name)} for name, title in SHEETS]
        if internal and survey.has_results else [],
        "may_know": may_know, "entries": log_entries(request, survey, told) if told is not None else [],
        "hidden": told.hidden if told is not None else 0,
    }


def crumbs(request: Any, project: Any) -> list[dict[str, Any]]:
    """The way back to the project."""
    return [{"title": say(request, _("Learning projects")), "href": request.link(request.site["projects"])},
            {"title": project.title, "href": request.link(project)}]


def now(request: Any, survey: Survey, internal: bool) -> dict[str, Any]:
    """What is happening, and what the person can do."""
    rights, actor = request.rights, request.actor
    links = []
    if may_reply(request, survey):
        own = survey.reply_of(actor.organisation)
        links.append({"title": say(request, _("Change your organisation's answer") if own else _(
            "Answer for your organisation")), "href": request.link(survey, "reply"), "first": True})
    if rights.may(actor, Permission.EDIT, survey):
        links.append({"title": say(request, WRITING[survey.state]), "href": request.link(survey, "edit")})
    if internal:
        links.append({"title": say(request, _("See it as those do who answer")),
                      "href": request.link(survey, "preview")})
        links.append({"title": say(request, _("Evaluation and follow-up")),
                      "href": request.link(survey.project, "evaluation")})
    return {"sentence": say(request, SENTENCES[survey.state]), "links": links, "aside": aside(request, survey),
            "offers": [each for each in worded_offers(request, survey) if each.transition.name != ANSWER]}


def may_reply(request: Any, survey: Survey) -> bool:
    """Whether the person can answer for the own organisation."""
    return survey.state == OPEN and not survey.is_anonymous and request.actor.organisation in survey.organisations \
        and bool(request.rights.may_fire(request.actor, ANSWER, survey))


def aside(request: Any, survey: Survey) -> str:
    """Who can learn what of the answers."""
    if not survey.is_anonymous:
        return say(request, _("The answers are not anonymous: the office sees which organisation has answered what."))
    return say(request, _(
        "The answers are anonymous. They are mixed as they come in, and shown when the survey is closed and there are "
        "at least ${least}: with fewer, somebody could be recognised.", mapping={"least": survey.fewest}))


def too_few(request: Any, survey: Survey) -> str:
    """Why there are no results to see, or not all of them; empty when there is nothing to say."""
    if survey.state != CLOSED or not survey.is_anonymous:
        return ""
    if not survey.number_answered():
        return say(request, _("Nobody answered."))
    if not survey.has_results:
        return say(request, _(
            "There are too few answers to show: ${number}, and at least ${least} are needed, so that nobody can be "
            "recognised. The office can open the survey again.",
            mapping={"number": survey.number_answered(), "least": survey.fewest}))
    if survey.pot.not_shown:
        return say(request, _(
            "Answers that have come since the results were counted, too few to be shown: ${number}.",
            mapping={"number": survey.pot.not_shown}))
    return ""


def facts(request: Any, survey: Survey) -> list[dict[str, Any]]:
    """About what, until when, and how many have answered."""
    workshop = survey.workshop
    asked = len(to_be_asked(survey)) if survey.state == DRAFT else survey.number_asked()
    return [
        {"term": say(request, _("What it is about")),
         "value": heading(request, workshop) if workshop is not None else say(request, _("The whole project"))},
        {"term": say(request, _("Asked")), "value": organisations_or_people(request, survey, asked)},
        {"term": say(request, _("Have answered")),
         "value": answered(request, survey) if survey.state != DRAFT else "–"},
        {"term": say(request, _("Opens")), "value": request.day(survey.opens)},
        {"term": say(request, _("Last day to answer")), "value": request.day(survey.closes)},
    ]


def organisations_or_people(request: Any, survey: Survey, number: int) -> str:
    """So many people, or so many organisations."""
    if survey.is_anonymous:
        return str(request.plural("${n} person", "${n} people", number))
    return str(request.plural("${n} organisation", "${n} organisations", number))


def answered(request: Any, survey: Survey) -> str:
    """How many of those who are asked have answered; never who."""
    return say(request, _("${answered} of ${asked}", mapping={
        "answered": survey.number_answered(), "asked": survey.number_asked()}))


def replies(request: Any, survey: Survey, internal: bool) -> list[dict[str, Any]]:
    """What the organisations have answered: all of it for those who lead, the own for others."""
    own = request.actor.organisation
    return [
        {"title": title_of(request, each.organisation), "by": each.by, "day": each.day,
         "answers": [(question.text, said_in_words(each.value(key))) for key, question in survey.numbered()]}
        for each in survey.replies if internal or each.organisation == own
    ]


@form_page(context=Survey, name="edit", permission=Permission.EDIT)
class Edit(PlainEdit):
    """``…/edit``: while it is a draft all of it, then the last day and the summary."""

    def title(self) -> Any:
        """The heading."""
        return _("Edit the survey") if self.context.state == DRAFT else _("Sum up the survey")


@form_page(context=Project, name="add-survey", permission=Permission.ADD_SURVEY)
class Add(PlainAdd):
    """``/projects/{slug}/add-survey``; ``?kind=follow_up`` or ``?occasion=uid`` begins so."""

    kind = "survey"
    heading = _("Write a survey")

    def words(self) -> dict[str, Any]:
        """The way back."""
        return {"crumbs": crumbs(self.request, self.context), "lede": say(self.request, _(
            "The usual questions are there to begin with. Change, add and take away; nobody is asked until you open "
            "the survey."))}

    def start(self) -> Mapping[str, Any]:
        """The usual title, words and questions."""
        request, language = self.request, self.request.locale_name
        kind = request.GET.get("kind", EVALUATION)
        kind = kind if kind in KINDS else EVALUATION
        told = usual_words(kind, language)
        if kind == FOLLOW_UP:
            told["title"] = say(request, _("Follow-up"))
        workshop = next((each for each in self.context["workshops"].values()
                         if each.uid == request.GET.get("occasion")), None)
        if workshop is not None:
            title = {"title": told["title"], "occasion": heading(request, workshop)}
            told["title"] = say(request, _("${title} of ${occasion}", mapping=title))
        return {**told, "kind": kind, "occasion": workshop.uid if workshop is not None else "",
                "questions": usual_questions(kind, self.context, language)}

    def keep(self, values: dict[str, Any]) -> Any:
        """Create it in the project, and go to it."""
        known = {name: value for name, value in values.items() if name in Survey.fields}
        folder = folder_of(self.context)
        made = self.added_before(folder, known) or self.add(folder, self.kind, known)
        return back_to(self.request, made, self.request.acts)
