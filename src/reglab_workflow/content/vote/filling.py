"""Filling in a vote: a number for each proposal, what is left always in sight; saved for the whole organisation."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import colander
import deform
from deform.widget import TextInputWidget

from ...i18n import _
from ...security.permissions import Permission
from ...web.done import back_to
from ...web.editing import form_page
from ...web.fields import About, faults, settle
from ...web.forms import BadForm, read_form
from ...web.sheets import SheetForm
from ...web.telling import organisation_title
from ...web.words import name_of, say
from ...workflow.errors import Reason, Refused
from ..ballot.model import DOTS, Mark
from ..round.publications import crumbs
from .guards import FAULTS
from .model import Saved, Vote, number_of_changes

WISH = "wish"
SORTS = {"theme": _("By theme"), "mine": _("Our choices first"), "random": _("In random order")}


def field_of(uid: str) -> str:
    """The name of a proposal's field."""
    return f"p{uid}"


@form_page(context=Vote, name="edit", permission="edit", renderer="reglab_workflow.templates:vote/edit.pt")
class Fill(SheetForm):
    """``…/votes/{organisation}/edit``: the numbers of the draft; what is pressed beside a number only shows it anew."""

    def __init__(self, context: Any, request: Any) -> None:
        super().__init__(context, request)
        self.ballot = context.ballot
        self.subjects = [each for each in self.ballot.subjects()
                         if request.rights.may(request.actor, Permission.VIEW, each)]
        asked = request.GET.get("sort", "")
        self.sort = asked if asked in SORTS else "theme"

    def title(self) -> Any:
        """The heading."""
        return _("Fill in the vote of ${organisation}", mapping={"organisation": self.context.title})

    def words(self) -> dict[str, Any]:
        """The way back, and how the proposals can be sorted."""
        request, ballot = self.request, self.ballot
        return {
            "crumbs": crumbs(request, ballot.round, (ballot.title, request.link(ballot)),
                             (self.context.title, request.link(self.context))),
            "is_dots": ballot.method == DOTS, "wish": WISH,
            "sorts": [{"title": say(request, title), "on": name == self.sort,
                       "href": request.link(self.context, "edit", query={"sort": name})}
                      for name, title in SORTS.items()],
            "is_random": self.sort == "random", "here": request.path_qs,
        }

    def schema(self) -> Any:
        """A number for each proposal."""
        schema = colander.SchemaNode(colander.Mapping(), name="vote")
        dots = self.ballot.method == DOTS
        most = self.ballot.most if dots else self.ballot.top
        wrong = _("Write a number between 0 and ${most}.", mapping={"most": most})
        for proposal in self.subjects:
            schema.add(colander.SchemaNode(
                colander.Integer(), name=field_of(proposal.uid), missing=None,
                title=self.label(name_of(self.request, proposal)),
                validator=colander.Range(0, most, min_err=wrong, max_err=wrong),
                widget=TextInputWidget(type="number", attributes={
                    "min": "0", "max": str(most), "inputmode": "numeric", "autocomplete": "off"})))
        return schema

    def label(self, title: str) -> str:
        """What the number of a proposal is."""
        if self.ballot.method == DOTS:
            return say(self.request, _("Dots for ${title}", mapping={"title": title}))
        return say(self.request, _("Place of ${title}", mapping={"title": title}))

    def start(self) -> Mapping[str, Any]:
        """The numbers of the draft."""
        return self.fields_of(self.context.marks)

    def fields_of(self, marks: Iterable[Mark]) -> dict[str, Any]:
        """Marks as the fields of the form hold them."""
        return {field_of(mark.proposal): mark.number for mark in marks}

    def marks_of(self, values: Mapping[str, Any]) -> tuple[Mark, ...]:
        """What the form says, in the order of the booklet; nought says nothing."""
        numbers = ((each.uid, values.get(field_of(each.uid))) for each in self.subjects)
        return tuple(Mark(uid, number) for uid, number in numbers if number)

    def read(self) -> Any:
        """Save the draft; or, for a button beside a number, show the form with the other number."""
        wish = self.request.POST.get(WISH)
        if not wish:
            return super().read()
        form = self.form()
        try:
            values = read_form(form, self.request)
        except deform.ValidationFailure as failure:
            return self.page(failure.field)
        return self.page(self.form(self.fields_of(self.granted(self.marks_of(values), wish))))

    def granted(self, marks: tuple[Mark, ...], wish: str) -> tuple[Mark, ...]:
        """The marks with one proposal moved: a dot more or less, or a place up or down."""
        way, _colon, uid = wish.partition(":")
        if way not in ("up", "down") or uid not in {each.uid for each in self.subjects}:
            raise BadForm()
        numbers = {mark.proposal: mark.number for mark in marks}
        moved = dots_moved if self.ballot.method == DOTS else places_moved
        return tuple(Mark(each, number) for each, number in moved(self.ballot, numbers, uid, way == "up").items())

    def keep(self, values: dict[str, Any]) -> Any:
        """Save the draft for the organisation; one that cannot be cast as it is must be corrected first."""
        request, vote, marks = self.request, self.context, self.marks_of(values)
        wrong = self.ballot.faults(marks)
        if wrong:
            raise Refused([Reason(f"vote_{fault}", FAULTS[fault]) for fault in wrong])
        changed = number_of_changes(vote.marks, marks)
        if changed:
            request.acts.edit(vote, {"marks": marks, "saved": Saved(changed, request.acts.now)}, self.seen())
        return back_to(request, vote, request.acts)

    def stale(self, values: dict[str, Any]) -> Any:
        """Somebody in the organisation saved first: what differs, proposal by proposal, and the form with one's own."""
        page = super().stale(values)
        mine = {mark.proposal: mark.number for mark in self.marks_of(values)}
        return {**page, "differing": [
            {"title": each.numbered_title, "theirs": str(self.context.number_on(each.uid)),
             "mine": str(mine.get(each.uid, 0))}
            for each in self.subjects if self.context.number_on(each.uid) != mine.get(each.uid, 0)]}

    def show(self) -> dict[str, Any]:
        """The form as it stands, or as the person left it."""
        page = super().show()
        return {**page, **self.told(page["form"])}

    def page(self, form: Any) -> dict[str, Any]:
        """What the template needs."""
        return {**super().page(form), **self.told(form)}

    def told(self, form: Any) -> dict[str, Any]:
        """The proposals with their fields, in the order asked for, and what is left to give."""
        settle(form)
        numbers = {each.uid: _number(form[field_of(each.uid)].cstruct) for each in self.subjects}
        dots = self.ballot.method == DOTS
        used = sum(numbers.values()) if dots else sum(1 for number in numbers.values() if number)
        whole = self.ballot.dots if dots else self.ballot.top
        return {"rows": [self.row(form, each, numbers) for each in self.sorted(numbers)], "left": whole - used,
                "whole": whole, "faults": faults(form, self.request.translate)}

    def row(self, form: Any, proposal: Any, numbers: Mapping[str, int]) -> dict[str, Any]:
        """One proposal with its field and the buttons beside it."""
        field = form[field_of(proposal.uid)]
        return {
            "item": proposal, "number": proposal.number, "title": name_of(self.request, proposal),
            "theme": self.ballot.round.theme_title(proposal.theme), "about": About(field), "name": field.name,
            "sender": organisation_title(self.request, proposal.organisation), "uid": proposal.uid,
            "value": field.cstruct if isinstance(field.cstruct, str) and field.cstruct != "0" else "",
            "down": bool(numbers[proposal.uid]),
        }

    def sorted(self, numbers: Mapping[str, int]) -> list[Any]:
        """The proposals as the booklet has them, with one's own first, or in an order of the organisation's own."""
        if self.sort == "mine":
            sign = -1 if self.ballot.method == DOTS else 1
            return sorted(self.subjects, key=lambda each: (not numbers[each.uid], sign * numbers[each.uid]))
        if self.sort == "random":
            return sorted(self.subjects, key=lambda each: chance(self.context.uid, each.uid))
        return list(self.subjects)


def chance(*uids: str) -> str:
    """Something to sort by that looks like chance and is the same each time."""
    return hashlib.sha256(":".join(uids).encode()).hexdigest()


def dots_moved(ballot: Any, numbers: Mapping[str, int], uid: str, up: bool) -> dict[str, int]:
    """One dot more, as far as there are any left, or one less."""
    now = numbers.get(uid, 0)
    left = ballot.dots - sum(numbers.values())
    new = min(now + 1, ballot.most) if up and left > 0 else now if up else max(0, now - 1)
    return {**numbers, uid: new}


def places_moved(ballot: Any, numbers: Mapping[str, int], uid: str, up: bool) -> dict[str, int]:
    """One place up or down; what has no place gets the last one, and what goes down from the last one loses it."""
    order = sorted(numbers, key=lambda each: numbers[each])
    if uid not in order:
        if up and len(order) < ballot.top:
            order.append(uid)
    else:
        at = order.index(uid)
        to = at - 1 if up else at + 1
        if 0 <= to < len(order):
            order[at], order[to] = order[to], order[at]
        elif not up:
            order.remove(uid)
    return {each: place for place, each in enumerate(order, 1)}


def _number(cstruct: Any) -> int:
    text = cstruct if isinstance(cstruct, str) else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
