"""What a round needs before it moves on, and what is worth saying to the office.

Until a step's own form is filled in (``ask.facts`` is empty) there is nothing to judge in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ...catalog.query import Query
from ...catalog.survey import Some
from ...clock import local_day
from ...documents.differences import differences
from ...documents.edition import edition_from, whole_edition
from ...i18n import _
from ...security.remedies import NOTHING, AddItem, EditField, Later, Reach, Remedy, Wait, each
from ...workflow.engine import Ask
from ...workflow.errors import Reason
from ..site.model import find
from .model import DECIDABLE, Issue, Round
from .naming import MOST_TITLES, in_one_line

BEGUN = ("in_session", "result_draft", "published")

# -- opening and closing -------------------------------------------------------------------------------------


def round_has_last_day(round_: Round, ask: Ask) -> Reason | None:
    """The last day for proposals is decided."""
    if round_.closes is not None:
        return None
    return Reason("no_last_day", _("Decide the last day for proposals before you open the round."), "closes")


def round_dates_are_in_order(round_: Round, ask: Ask) -> Reason | None:
    """The last day is not before the day the round opens."""
    if round_.opens is None or round_.closes is None or round_.opens <= round_.closes:
        return None
    return Reason("dates_turned", _(
        "The last day is before the day the round opens. Change one of them."), "closes")


def round_last_day_is_ahead(round_: Round, ask: Ask) -> Reason | None:
    """The last day for proposals has not passed."""
    if round_.closes is None or round_.closes >= local_day(ask.now):
        return None
    return Reason("last_day_passed", _(
        "The last day for proposals has passed. Choose a later one."), "closes")


def round_last_day_is_over(round_: Round, ask: Ask) -> Reason | None:
    """The last day is over when the round closes by itself; the office may close it earlier."""
    if not ask.actor.is_system or not _is_last_day_left(round_, ask):
        return None
    return Reason("last_day_left", _("The last day for proposals is not over yet."), "closes", _when_it_is_over(round_))


def round_closes_early(round_: Round, ask: Ask) -> Reason | None:
    """Worth saying: the last day for proposals is not over."""
    if not _is_last_day_left(round_, ask):
        return None
    return Reason("closes_early", _(
        "The last day for proposals is not over yet. Members may be counting on it."), "closes",
        _when_it_is_over(round_))


def round_lacks_instruction(round_: Round, ask: Ask) -> Reason | None:
    """Worth saying: there is no instruction to those who write."""
    if round_.instruction:
        return None
    return Reason("no_instruction", _("The round has no instruction to those who write."), "instruction")


def round_lacks_themes(round_: Round, ask: Ask) -> Reason | None:
    """Worth saying: the themes are not decided."""
    if round_.themes:
        return None
    return Reason("no_themes", _("The round has no themes yet. They are needed for the booklet."), "themes")


def new_last_day_of_round_is_ahead(round_: Round, ask: Ask) -> Reason | None:
    """The new last day has not passed."""
    day = ask.facts.get("closes")
    if day is None or day >= local_day(ask.now):
        return None
    return Reason("last_day_passed", _(
        "The last day for proposals has passed. Choose a later one."), "closes")


def members_are_not_reminded(round_: Round, ask: Ask) -> Reason | None:
    """Members have not been reminded of this last day before."""
    if round_.reminded != round_.closes:
        return None
    return Reason("reminded", _("Members have been reminded of this last day already."), remedies=NOTHING)


# -- the booklet ---------------------------------------------------------------------------------------------


def proposals_have_themes(round_: Round, ask: Ask) -> Reason | None:
    """Every proposal has a theme."""
    lacking = _some(round_, ask, _printed(round_, without={"theme": tuple(theme.id for theme in round_.themes)}))
    if not lacking.total:
        return None
    return Reason("without_theme", _(
        "Choose a theme for these proposals first: ${titles}", mapping={"titles": _titles(lacking)}),
        remedies=_for_each(round_, lacking, lambda one: EditField(one, "theme")))


def proposals_have_numbers(round_: Round, ask: Ask) -> Reason | None:
    """Every proposal has a number."""
    lacking = _some(round_, ask, _printed(round_, lacks=("number",)))
    if not lacking.total:
        return None
    return Reason("without_number", _(
        "Number the proposals first. These have no number: ${titles}", mapping={"titles": _titles(lacking)}),
        remedies=_for_each(round_, lacking, lambda one: EditField(one, "number")))


def proposal_numbers_differ(round_: Round, ask: Ask) -> Reason | None:
    """No two proposals have the same number."""
    twice = ask.survey.repeated(_printed(round_), round_.proposals)
    if not twice:
        return None
    return Reason("numbers_repeated", _(
        "Number the proposals again. These numbers are used more than once: ${numbers}.",
        mapping={"numbers": ", ".join(map(str, twice))}),
        remedies=(Later(lambda: _renumbered(round_, set(twice))),))


def booklet_differs_from_its_issue(round_: Round, ask: Ask) -> Reason | None:
    """Something in the booklet has changed since it was last issued."""
    issue = round_.last_issue
    if issue is None or _may_differ(round_, ask, issue):
        return None
    return Reason("nothing_to_issue", _("Nothing in the booklet has changed since it was last issued."),
                  remedies=NOTHING)


def round_has_no_proposals(round_: Round, ask: Ask) -> Reason | None:
    """Worth saying: no proposal has been submitted."""
    if _some(round_, ask, _printed(round_)).total:
        return None
    return Reason("no_proposals", _("No proposal has been submitted. The booklet would be empty."),
                  remedies=(AddItem("proposal", round_["proposals"], ("submitted",)),))


def proposals_are_with_their_senders(round_: Round, ask: Ask) -> Reason | None:
    """Worth saying: some proposals are with their senders for completion."""
    returned = _some(round_, ask, _of(round_, state=("returned",)))
    if not returned.total:
        return None
    return Reason("proposals_returned", _(
        "Some proposals have been returned and not come back. Accept them as they are, or wait: ${titles}",
        mapping={"titles": _titles(returned)}),
        remedies=_for_each(round_, returned, lambda one: Reach(one, ("submitted",))))


# -- the idea meeting and the decisions ----------------------------------------------------------------------


def round_has_meeting(round_: Round, ask: Ask) -> Reason | None:
    """The idea meeting is planned."""
    if round_.meeting is not None:
        return None
    return Reason("no_meeting", _("Plan the idea meeting before you publish the booklet."),
                  remedies=(AddItem("meeting", round_),))


def meeting_of_round_has_no_day(round_: Round, ask: Ask) -> Reason | None:
    """Worth saying: the day of the idea meeting is not decided."""
    if round_.meeting is None or round_.meeting.day is not None:
        return None
    return Reason("meeting_without_day", _("The day of the idea meeting has not been decided yet."),
                  remedies=(EditField(round_.meeting, "day"),))


def meeting_of_round_has_begun(round_: Round, ask: Ask) -> Reason | None:
    """The idea meeting has begun."""
    if round_.meeting is not None and round_.meeting.state in BEGUN:
        return None
    return Reason("meeting_not_begun", _("The idea meeting has not begun. Call it and begin it first."),
                  remedies=(_meeting_in(round_, BEGUN),))


def meeting_result_is_not_published(round_: Round, ask: Ask) -> Reason | None:
    """Worth saying: the result of the idea meeting is not published."""
    if round_.meeting is None or round_.meeting.state == "published":
        return None
    return Reason("meeting_result_unpublished", _(
        "The result of the idea meeting has not been published yet."), remedies=(_meeting_in(round_, ("published",)),))


def proposals_have_outcomes(round_: Round, ask: Ask) -> Reason | None:
    """Every proposal has an outcome."""
    lacking = _some(round_, ask, _of(round_, outcome=("undecided",)))
    if not lacking.total:
        return None
    return Reason("without_outcome", _(
        "Every proposal needs an outcome: selected, not prioritised, parked, referred or merged. "
        "These have none: ${titles}", mapping={"titles": _titles(lacking)}),
        remedies=_for_each(round_, lacking, lambda one: Reach(one, DECIDABLE)))


def no_proposal_is_selected(round_: Round, ask: Ask) -> Reason | None:
    """Worth saying: no proposal is selected."""
    if _some(round_, ask, _of(round_, outcome=("selected",))).total:
        return None
    return Reason("nothing_selected", _("No proposal has been selected."), remedies=(Later(lambda: tuple(
        Reach(find(ask.site, path), ("selected",))
        for path in _some(round_, ask, _of(round_, state=("discussed", "parked"))).paths)),))


def board_date_has_come(round_: Round, ask: Ask) -> Reason | None:
    """The day of the board's decision has come."""
    return _ahead(ask, "board_date")


def adopted_date_has_come(round_: Round, ask: Ask) -> Reason | None:
    """The day the member group adopted the plan has come."""
    return _ahead(ask, "adopted_date")


def adopted_after_the_board(round_: Round, ask: Ask) -> Reason | None:
    """The member group adopted the plan after the board's decision."""
    day = ask.facts.get("adopted_date")
    if day is None or round_.board_date is None or day >= round_.board_date:
        return None
    return Reason("adopted_before_board", _(
        "The member group adopts the plan after the board's decision. Check the day."), "adopted_date")


def _is_last_day_left(round_: Round, ask: Ask) -> bool:
    return round_.closes is not None and round_.closes >= local_day(ask.now)


def _ahead(ask: Ask, name: str) -> Reason | None:
    day = ask.facts.get(name)
    if day is None or day <= local_day(ask.now):
        return None
    return Reason("date_ahead", _(
        "This day has not come yet. Record the decision when it has been taken."), name)


# -- what is asked of all proposals --------------------------------------------------------------------------


def _of(round_: Round, without: Mapping[str, tuple[str, ...]] | None = None, **terms: tuple[str, ...]) -> Query:
    """The round's proposals with these filters."""
    return Query(terms={"type": ("proposal",), "round": (round_.uid,), **terms}, without=without or {})


def _printed(round_: Round, without: Mapping[str, tuple[str, ...]] | None = None, **terms: tuple[str, ...]) -> Query:
    """The proposals of the booklet with these filters."""
    return _of(round_, without, booklet=("in",), **terms)


def _some(round_: Round, ask: Ask, query: Query) -> Some:
    found: Some = ask.survey.some(query, round_.proposals, MOST_TITLES)
    return found


def _may_differ(round_: Round, ask: Ask, issue: Issue) -> bool:
    """Whether the booklet differs from an issue.

    Without looking at every proposal it can only be told whether anything that stands in the booklet was touched.
    """
    if ask.survey.whole:
        return bool(differences(edition_from(issue.content), whole_edition(round_)))
    organisations = round_.site["organisations"].values
    return any(each is not None and each.modified > issue.at for each in (round_, round_.meeting)) or \
        bool(ask.survey.changed(_of(round_), round_.proposals, issue.at)) or \
        bool(ask.survey.changed(Query(terms={"type": ("organisation",)}), organisations, issue.at))


def _titles(some: Some) -> str:
    return in_one_line(some.titles, some.total)


# -- what would change it ------------------------------------------------------------------------------------


def _when_it_is_over(round_: Round) -> tuple[Wait, ...]:
    return Wait.past(round_.closes)


def _for_each(round_: Round, some: Some, remedy: Callable[[Any], Remedy]) -> tuple[Remedy, ...]:
    """The same for each of the first that were found; the titles tell how many more there are."""
    return (Later(lambda: each(*(remedy(find(round_.site, path)) for path in some.paths))),)


def _renumbered(round_: Round, twice: set[int]) -> tuple[Remedy, ...]:
    """Of those that share a number all but one get another."""
    seen: set[int] = set()
    found = []
    for proposal in round_.booklet():
        if proposal.number in twice and proposal.number in seen:
            found.append(EditField(proposal, "number"))
        seen.add(proposal.number or 0)
    return each(*found)


def _meeting_in(round_: Round, states: tuple[str, ...]) -> Remedy:
    """The idea meeting, which may have to be planned first, comes so far."""
    return Reach(round_.meeting, states) if round_.meeting is not None else AddItem("meeting", round_, states)
