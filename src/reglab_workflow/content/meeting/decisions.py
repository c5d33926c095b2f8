"""The decisions of a meeting: the office records them in their order, and whoever sees the meeting reads them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

from ...i18n import _
from ...security.permissions import Permission
from ...web.done import back_to
from ...web.editing import EditForm, form_page
from ...web.sheets import SheetForm
from ...web.words import name_of, say
from ...workflow.errors import Stale
from .model import Decision, Meeting
from .schema import DECIDED_BY, DecisionsSchema

ANCHOR = "decisions"


def told(request: Any, meeting: Any) -> list[dict[str, Any]]:
    """The decisions of the meeting as the person may read them."""
    return [tell(request, meeting, decision) for decision in meeting.told_decisions()]


def tell(request: Any, meeting: Any, decision: Decision) -> dict[str, Any]:
    """One decision with its links; an area that is gone and a proposal that is hidden are left out."""
    round_ = meeting.round
    area = next((each for each in round_.areas if each.id == decision.area), None)
    found = (round_.proposal(uid) for uid in decision.proposals)
    return {
        "id": decision.id, "wording": decision.wording, "present": decision.present, "by": by(request, decision),
        "area": area.title if area is not None else "",
        "area_href": request.link(round_, "result", anchor=f"area-{decision.area}") if area is not None else "",
        "proposals": [
            {"title": name_of(request, each), "number": each.number, "href": request.link(each)}
            for each in found if each is not None and request.rights.may(request.actor, Permission.VIEW, each)],
    }


def by(request: Any, decision: Decision) -> str:
    """Who decided, and on which day."""
    body = say(request, DECIDED_BY[decision.body]) if decision.body in DECIDED_BY else ""
    return ", ".join(part for part in (body, request.day(decision.day) if decision.day else "") if part)


@form_page(context=Meeting, name="decisions", permission="edit")
class EditDecisions(SheetForm, EditForm):
    """``…/meeting/decisions``: the decisions in their order; one keeps its id when it is worded anew."""

    def title(self) -> Any:
        """The heading."""
        return _("The decisions of the meeting")

    def schema(self) -> Any:
        """Decisions alone."""
        return DecisionsSchema()

    def words(self) -> dict[str, Any]:
        """The way back, and who reads this when."""
        return {"crumbs": [{"title": self.context.title, "href": self.request.link(self.context)}],
                "lede": say(self.request, _(
                    "Everybody who sees the meeting reads the decisions once it has begun. When the result is "
                    "published they are locked."))}

    def version(self) -> int:
        """What the decisions are, whatever else happens to the meeting."""
        return int(self.context.mark("decisions"))

    def start(self) -> Mapping[str, Any]:
        """The decisions there are; the first row is there to be filled in."""
        return {"decisions": self.context.decisions or ({},)}

    def keep(self, values: dict[str, Any]) -> Any:
        """Save them, and go back to where they are read."""
        acts = self.request.acts
        made = tuple(decisions_from(values.get("decisions") or (), self.context.decisions))
        if made != self.context.decisions and self.seen() != self.version():
            raise Stale(())
        acts.edit(self.context, {"decisions": made})
        return back_to(self.request, self.context, acts, anchor=ANCHOR)


def decisions_from(given: Any, known: tuple[Decision, ...]) -> Iterator[Decision]:
    """Decisions in the order of the form; known ones by id, new ones with the next free one."""
    left = {decision.id for decision in known}
    free = (name for name in (f"beslut-{number}" for number in count(1)) if name not in {each.id for each in known})
    for each in given:
        wording, decision_id = (each.get("wording") or "").strip(), each.get("id") or ""
        if not wording:
            continue
        if decision_id not in left:
            decision_id = next(free)
        left.discard(decision_id)
        yield Decision(decision_id, wording, each.get("body") or "", each.get("day"), each.get("present") or "",
                       each.get("area") or "", each.get("proposals") or ())
