"""The result of a ballot: the proposals by two ways of counting, and how much hangs on single organisations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import Response
from pyramid.view import view_config

from ...documents.csv_file import csv_file
from ...documents.saving import saved
from ...i18n import _
from ...security.permissions import Permission
from ...web.telling import organisation_title
from ...web.words import name_of, say
from ..round.bars import bar
from .counting import Method, Scores, Shift, Votes, agree, borda, copeland, head, places, supporters, total, without_one
from .model import DOTS, Ballot

THREE = 3
OTHER = "other"
"""In the address: the list by the other way of counting."""


@dataclass(frozen=True)
class Way:
    """One way of counting: what its numbers are called, what they say, and how they are made."""

    name: str
    title: Any
    told: Any
    method: Method


def ways_of(ballot: Any) -> tuple[Way, Way]:
    """The two ways a ballot is counted: the first makes the order of the list."""
    if ballot.method == DOTS:
        return (
            Way("total", _("Dots"), _("Dots are added up: the proposal with the most comes first."), total),
            Way("supporters", _("Members that gave dots"),
                _("The other order counts how many members gave the proposal any dots at all, however many they "
                  "gave."), supporters))
    return (
        Way("borda", _("Points"),
            _("The first place in a member's ranking gives ${top} points, each place after it one less, and a "
              "proposal that is not ranked gets none. The points are added up (Borda).",
              mapping={"top": ballot.top}), borda(ballot.top)),
        Way("copeland", _("Duels"),
            _("The other order compares the proposals two by two: the one that more members put before the other "
              "wins the duel. The number is duels won less duels lost (Copeland)."), copeland))


@dataclass(frozen=True)
class Tally:
    """A counted ballot: the votes, the scores and the places by both ways, and the order of the list."""

    votes: Votes
    proposals: Sequence[str]
    ways: tuple[Way, Way]
    scores: tuple[Scores, Scores]
    places: tuple[Mapping[str, int], Mapping[str, int]]
    order: Sequence[str]

    @property
    def head(self) -> Mapping[str, int]:
        """The proposals on the first places by the first way."""
        return head(self.votes, self.proposals, self.ways[0].method)

    @property
    def shifts(self) -> tuple[Shift, ...]:
        """What the head would be without single organisations."""
        return without_one(self.votes, self.proposals, self.ways[0].method)

    @property
    def marked(self) -> frozenset[str]:
        """The proposals that anybody said anything about."""
        return frozenset(uid for vote in self.votes.values() for uid in vote)


def tally_of(ballot: Any) -> Tally:
    """Count what was cast when the ballot closed."""
    votes = {each.organisation: {mark.proposal: mark.number for mark in each.marks} for each in ballot.tally}
    ways = ways_of(ballot)
    one, other = (way.method(votes, ballot.proposals) for way in ways)
    found = places(one), places(other)
    order = sorted(ballot.proposals, key=lambda uid: (found[0][uid], found[1][uid]))
    return Tally(votes, ballot.proposals, ways, (one, other), found, order)


def result_of(request: Any, ballot: Any) -> dict[str, Any]:
    """The result as the page tells it: table with bars, methods in words, and how firm the head of it is."""
    tally = tally_of(ballot)
    by_other = request.GET.get("sort") == OTHER
    most = max(0, *tally.scores[0].values()) if tally.scores[0] else 0
    rows = []
    for uid in sorted(tally.order, key=lambda each: tally.places[1][each]) if by_other else tally.order:
        proposal = ballot.round.proposal(uid)
        if proposal is not None and request.rights.may(request.actor, Permission.VIEW, proposal):
            rows.append({
                "item": proposal, "number": proposal.number, "title": name_of(request, proposal),
                "place": tally.places[0][uid], "score": tally.scores[0][uid],
                "bar": bar(tally.scores[0][uid], most),
                "other_place": tally.places[1][uid], "other": tally.scores[1][uid]})
    return {
        "rows": rows, "number": len(tally.votes), "ways": [
            {"title": say(request, way.title), "told": say(request, way.told),
             "href": request.link(ballot, query={"sort": OTHER} if other else None, anchor="result"),
             "sorted": "descending" if other == by_other else None}
            for other, way in zip((False, True), tally.ways, strict=True)],
        "firm": firmness(request, ballot, tally), "csv": request.link(ballot, "result.csv"),
    }


def firmness(request: Any, ballot: Any, tally: Tally) -> list[str]:
    """Whether the head of the list hangs on single organisations or on the way of counting, in sentences."""
    if len(tally.votes) < 2:
        return []
    first = len(tally.head)
    told = []
    shifts = tally.shifts
    if not shifts:
        told.append(
            say(request, _("The first three are the same, in the same order, whichever organisation is left out."))
            if first == THREE else
            request.plural("The first one is the same, whichever organisation is left out.",
                           "The first ${n} are the same, in the same order, whichever organisation is left out.",
                           first))
    elif all(shift.is_order_only for shift in shifts):
        told.append(
            say(request, _("The first three are the same whichever organisation is left out, but not always in the "
                           "same order."))
            if first == THREE else
            request.plural("The first one is the same, whichever organisation is left out, but not always alone.",
                           "The first ${n} are the same whichever organisation is left out, but not always in the "
                           "same order.", first))
    told.extend(shift_in_words(request, ballot, alike) for alike in grouped(shifts))
    if agree(*tally.scores, tally.marked):
        told.append(say(request, _("Both ways of counting put the same proposals first.")))
    else:
        told.append(say(request, _("The two ways of counting put different proposals first.")))
    return told


def grouped(shifts: Sequence[Shift]) -> list[list[Shift]]:
    """The shifts that would have the same effect together, those with the greatest effect first."""
    alike: dict[tuple[frozenset[str], frozenset[str]], list[Shift]] = {}
    for shift in shifts:
        alike.setdefault((shift.gone, shift.come), []).append(shift)
    return sorted(alike.values(), key=lambda group: -len(group[0].gone | group[0].come))


def shift_in_words(request: Any, ballot: Any, shifts: Sequence[Shift]) -> str:
    """What would be different without any one of some organisations."""
    shift = shifts[0]
    names = {"organisation": one_of(request, [organisation_title(request, each.organisation) for each in shifts]),
             "gone": titles(request, ballot, shift.gone), "come": titles(request, ballot, shift.come)}
    if shift.is_order_only:
        text = _("Without ${organisation} the order of the first would be another.", mapping=names)
    elif not shift.come:
        text = _("Without ${organisation} this would not be among the first: ${gone}.", mapping=names)
    elif not shift.gone:
        text = _("Without ${organisation} this would also be among the first: ${come}.", mapping=names)
    else:
        text = _("Without ${organisation} this would be among the first: ${come}. Instead of: ${gone}.",
                 mapping=names)
    return say(request, text)


def one_of(request: Any, names: list[str]) -> str:
    """Names as in a sentence: "a, b or c"."""
    if len(names) < 2:
        return "".join(names)
    return say(request, _("${many} or ${last}", mapping={"many": ", ".join(names[:-1]), "last": names[-1]}))


def titles(request: Any, ballot: Any, uids: frozenset[str]) -> str:
    """The proposals by number and title, in the order of the booklet, as far as the person may see them."""
    found = (ballot.round.proposal(uid) for uid in ballot.proposals if uid in uids)
    return "; ".join(_quoted(request, each) for each in found
                     if each is not None and request.rights.may(request.actor, Permission.VIEW, each))


def _quoted(request: Any, proposal: Any) -> str:
    return say(request, _("“${text}”", mapping={"text": name_of(request, proposal)}))


# -- the file ------------------------------------------------------------------------------------------------


@view_config(context=Ballot, name="result.csv", permission="view", request_method="GET")
def result_csv(ballot: Any, request: Any) -> Response:
    """``/rounds/{year}/ballot/result.csv``: the same rows, with what each organisation gave."""
    if not ballot.is_closed:
        raise HTTPNotFound()
    name = say(request, _("ballot-${year}", mapping={"year": ballot.round.year}))
    return saved(csv_file(rows_of(request, ballot)), name, "csv")


def rows_of(request: Any, ballot: Any) -> list[list[Any]]:
    """A head, and one row for each proposal: place and number by both ways, then a column for each organisation."""
    tally, told = tally_of(ballot), result_of(request, ballot)
    one, other = (way["title"] for way in told["ways"])
    place = say(request, _("Place"))
    heads = [say(request, _("No.")), say(request, _("Proposal")), place, one, f"{place} ({other})", other,
             *(organisation_title(request, uid) for uid in tally.votes)]
    return [heads, *(
        [row["number"] or "", row["title"], row["place"], row["score"], row["other_place"], row["other"],
         *(vote.get(row["item"].uid, "") for vote in tally.votes.values())] for row in told["rows"])]
