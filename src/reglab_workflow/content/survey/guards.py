"""What a survey needs before it opens, reminds or closes, and what would single somebody out."""

from __future__ import annotations

from typing import Any

from ...clock import local_day
from ...i18n import _
from ...security.remedies import NOTHING, AddItem, Remedy, TakeStep, TellFact, Wait
from ...workflow.engine import Ask
from ...workflow.errors import Reason
from ..participation.model import participations_of
from ..registration.model import TAKING_PART, registrations_of
from .asked import to_be_asked
from .model import CLOSED, EVALUATION, Reply, Survey, surveys_of


def survey_has_questions(survey: Survey, ask: Ask) -> Reason | None:
    """The survey asks something."""
    if survey.questions:
        return None
    return Reason("no_questions", _("Write at least one question before you open the survey."), "questions")


def survey_has_last_day(survey: Survey, ask: Ask) -> Reason | None:
    """The last day to answer is decided and has not passed."""
    if survey.closes is None:
        return Reason("no_last_day", _("Decide the last day to answer before you open the survey."), "closes")
    return _passed(survey.closes, ask)


def new_last_day_of_survey_is_ahead(survey: Survey, ask: Ask) -> Reason | None:
    """The new last day to answer has not passed."""
    day = ask.facts.get("closes")
    return _passed(day, ask) if day is not None else None


def somebody_is_asked(survey: Survey, ask: Ask) -> Reason | None:
    """There is somebody to ask."""
    if to_be_asked(survey) or (not survey.is_anonymous and survey.project.confirmed_organisations()):
        return None
    if survey.occasion:
        return Reason("nobody_to_ask", _(
            "Nobody has come to the occasion or has a place at it, so there is nobody to ask. Tick off who came."),
            remedies=_somebody_came(survey))
    return Reason("nobody_to_ask", _(
        "No organisation that takes part has named anybody, so there is nobody to ask."),
        remedies=_somebody_is_named(survey))


def survey_asks_too_few(survey: Survey, ask: Ask) -> Reason | None:
    """Worth saying: so few are asked that no results can be shown."""
    number = len(to_be_asked(survey))
    if not survey.is_anonymous or number >= survey.fewest:
        return None
    return Reason("too_few_asked", _(
        "Only ${number} are asked. Results are shown when there are at least ${least} answers, so that nobody can be "
        "recognised.", mapping={"number": number, "least": survey.fewest}), remedies=_somebody_is_named(survey))


def survey_last_day_is_over(survey: Survey, ask: Ask) -> Reason | None:
    """The last day is over when the survey closes by itself; whoever leads may close it earlier."""
    if not ask.actor.is_system or not _is_day_left(survey, ask):
        return None
    return Reason("last_day_left", _("The last day to answer is not over yet."), "closes", _when_it_is_over(survey))


def survey_closes_early(survey: Survey, ask: Ask) -> Reason | None:
    """Worth saying: the last day to answer is not over."""
    if not _is_day_left(survey, ask):
        return None
    return Reason("closes_early", _("The last day to answer is not over yet. Some may be counting on it."),
                  remedies=_when_it_is_over(survey))


def survey_has_too_few_answers(survey: Survey, ask: Ask) -> Reason | None:
    """Worth saying: there are too few answers to show any of them."""
    fresh = survey.pot.not_shown
    if not survey.is_anonymous or fresh >= survey.fewest or (survey.pot.shown_number and not fresh):
        return None
    return Reason("too_few_answers", _(
        "Answers that have not been shown before: ${number}. With fewer than ${least} they are not shown, so that "
        "nobody can be recognised.", mapping={"number": fresh, "least": survey.fewest}), remedies=NOTHING)


def somebody_has_not_answered(survey: Survey, ask: Ask) -> Reason | None:
    """There is somebody left to remind."""
    if survey.number_answered() < survey.number_asked():
        return None
    return Reason("all_have_answered", _("Everybody has answered already."), remedies=NOTHING)


def reminding_singles_nobody_out(survey: Survey, ask: Ask) -> Reason | None:
    """A reminder tells nobody whose an answer is: enough people have answered, and enough have not."""
    if not survey.is_anonymous:
        return None
    answered, left = survey.number_answered(), survey.number_asked() - survey.number_answered()
    if answered and answered < survey.fewest:
        return Reason("few_have_answered", _(
            "So few have answered that a reminder to the others would tell who they are: ${number}. Wait until there "
            "are at least ${least}.", mapping={"number": answered, "least": survey.fewest}), remedies=NOTHING)
    if left < survey.fewest:
        return Reason("few_are_left", _(
            "So few are left that a reminder would tell whose the coming answers are: ${number}.",
            mapping={"number": left}), remedies=NOTHING)
    return None


def organisation_is_asked(survey: Survey, ask: Ask) -> Reason | None:
    """Whoever answers does so for an organisation that the survey asks, and not anonymously."""
    if not survey.is_anonymous and ask.actor.organisation in survey.organisations:
        return None
    return Reason("not_asked", _("The survey does not ask your organisation. Evaluations are answered with the link in "
                                 "the letter."), remedies=NOTHING)


def reply_fits(survey: Survey, ask: Ask) -> Reason | None:
    """The answer is one to the questions, and is the organisation's own."""
    reply = ask.facts.get("reply")
    if reply is None or (isinstance(reply, Reply) and reply.organisation == ask.actor.organisation and
                         _fits(survey, reply)):
        return None
    return Reason("no_reply", _("Answer on the survey's own page, where the questions are."),
                  remedies=(TellFact("reply"),))


def has_no_evaluation(project: Any, ask: Ask) -> Reason | None:
    """Worth saying: those who took part have not been asked what they think."""
    held = [each for each in surveys_of(project) if each.kind == EVALUATION and each.state == CLOSED]
    if any(each.number_answered() for each in held):
        return None
    return Reason("no_evaluation", _("No evaluation has been held: those who took part have not been asked."),
                  remedies=(AddItem("survey", project["surveys"], (CLOSED,)),))


def _fits(survey: Survey, reply: Reply) -> bool:
    told = {each.question: each.value for each in reply.said}
    numbered = dict(survey.numbered())
    return all(key in numbered and numbered[key].fits(value) for key, value in told.items()) and all(
        key in told for key, each in numbered.items() if each.required)


def _passed(day: Any, ask: Ask) -> Reason | None:
    if day >= local_day(ask.now):
        return None
    return Reason("last_day_passed", _("The last day to answer has passed. Choose a later one."), "closes")


def _is_day_left(survey: Survey, ask: Ask) -> bool:
    return survey.closes is not None and survey.closes >= local_day(ask.now)


def _when_it_is_over(survey: Survey) -> tuple[Remedy, ...]:
    return Wait.past(survey.closes)


def _somebody_came(survey: Survey) -> tuple[Remedy, ...]:
    """One of those who have answered to the occasion is ticked off, or somebody signs up for it."""
    answers = participations_of(survey.workshop) if survey.workshop is not None else []
    return tuple(TakeStep(one, "tick") for one in answers[:1]) or _somebody_is_named(survey)


def _somebody_is_named(survey: Survey) -> tuple[Remedy, ...]:
    """An organisation that takes part names people; where none takes part, one registers first."""
    taking_part = [one for one in registrations_of(survey.project) if one.takes_part]
    if taking_part:
        return tuple(TakeStep(one, "name") for one in taking_part)
    return (AddItem("registration", survey.project["registrations"], TAKING_PART),)
