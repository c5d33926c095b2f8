"""How a proposal is played: written, completed, sent in, sorted, and decided about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from ..content.acts import Acts
from ..content.decision_set.model import STEPS
from ..content.proposal.model import Contact
from .reading import Table
from .story import OFFICE, Story

WRITTEN_BEFORE = timedelta(days=6)
"""How long before it is sent in a proposal is begun."""

TEXTS = ("title", "idea", "purpose", "target_group", "wished_form")
BEGUN_WITH = ("title", "idea", "organisation", "wished_form")
FACTS = ("reason", "area", "referred_to")
SATURDAY = 5

SETTLED_BY = {
    "selected": "select", "running": "select", "closed": "select", "not_selected": "not_select",
    "parked": "park", "referred": "refer", "merged": "merge", "returned": "return", "withdrawn": "withdraw",
}
"""The step that brings a proposal to where it ends, or on the way there."""


def is_decided_together(table: Table) -> bool:
    """Whether the proposal gets its outcome in the round's decision set."""
    return "settled" not in table and SETTLED_BY.get(table["ends"]) in STEPS


@dataclass(frozen=True)
class ProposalScript:
    """The scenes of one proposal, with the table of the round it is sent to and the keys of all people."""

    story: Story
    table: Table
    round: Table
    people: frozenset[str]

    @property
    def proposal(self) -> Any:
        """The proposal, once it has been begun."""
        return self.story.cast[f"proposal/{self.table['key']}"]

    @property
    def by(self) -> str:
        """Who writes and sends it: somebody of its organisation, or the office on its behalf."""
        by: str = self.table["by"]
        return by

    def plan(self) -> None:
        """Plan the scenes that lead the proposal to where the file says that it ends."""
        self._plan_writing()
        if "compiled" in self.round and "theme" in self.table:
            self._scene(self.round["compiled"] - timedelta(days=1), time(9), OFFICE, self.sort)
        self._plan_end()

    def begin(self, acts: Acts) -> None:
        """Somebody writes down the idea."""
        values = self.values()
        if self.by != OFFICE:
            values = {name: value for name, value in values.items() if name in BEGUN_WITH}
        container = self.story.cast[f"round/{self.table['round']}"]["proposals"]
        self.story.cast[f"proposal/{self.table['key']}"] = acts.create(container, "proposal", values)

    def carry_over(self, acts: Acts) -> None:
        """The sender takes an earlier proposal into the round that is open."""
        earlier = self.story.cast[f"proposal/{self.table['follows']}"]
        acts.fire(earlier, "carry_over")
        follower = self.story.cast[f"round/{self.table['round']}"].follower(earlier.uid)
        self.story.cast[f"proposal/{self.table['key']}"] = follower

    def complete(self, acts: Acts) -> None:
        """The sender fills in the rest."""
        acts.edit(self.proposal, self.values())

    def agree(self, acts: Acts) -> None:
        """An organisation that was asked joins the senders."""
        acts.fire(self.proposal, "agree")

    def submit(self, acts: Acts) -> None:
        """It is sent in."""
        acts.fire(self.proposal, "submit")

    def sort(self, acts: Acts) -> None:
        """The office gives it a theme, and perhaps a remark."""
        acts.edit(self.proposal, {"theme": self.table["theme"], "remark": self.table.get("remark", "")})

    def settle(self, acts: Acts) -> None:
        """It gets where it ends, as far as somebody decides that."""
        acts.fire(self.proposal, SETTLED_BY[self.table["ends"]], self.facts())

    def values(self) -> dict[str, Any]:
        """What the sender writes."""
        table = self.table
        return {
            **{name: table[name] for name in TEXTS if name in table},
            "organisation": self.story.uid(f"organisation/{table['organisation']}"),
            "co_senders": self.story.uids("organisation", table.get("co_senders", [])),
            "contacts": tuple(self.contact(each) for each in table.get("contacts", [])),
        }

    def contact(self, told: Table) -> Contact:
        """A contact, whose organisation is written by its name."""
        organisation = self.story.cast[f"organisation/{told['organisation']}"].title
        return Contact(told["name"], told["role"], organisation, told["email"])

    def facts(self) -> dict[str, Any]:
        """What is told when it is settled by itself."""
        table = self.table
        told: dict[str, Any] = {name: table[name] for name in FACTS if name in table}
        if "target" in table:
            told["target"] = self.story.uid(f"proposal/{table['target']}")
        return told

    def _plan_writing(self) -> None:
        table = self.table
        if "drafted" in table:
            self._scene(table["drafted"], time(14), self.by, self.begin)
            return
        submitted = table["submitted"]
        if self.by == OFFICE:
            self._scene(submitted, time(11), OFFICE, self.begin)
        else:
            self._plan_own_writing(submitted)
        self._scene(submitted, time(15), self.by, self.submit)

    def _plan_own_writing(self, submitted: date) -> None:
        if "carried" in self.table:
            self._scene(self.table["carried"], time(10), self.by, self.carry_over)
        else:
            begun = max(self.round["opens"], _workday(submitted - WRITTEN_BEFORE))
            self._scene(begun, time(10), self.by, self.begin)
        self._scene(submitted, time(13), self.by, self.complete)
        for key in sorted(self.people.intersection(self.table.get("co_senders", ()))):
            self._scene(submitted, time(14), key, self.agree)

    def _plan_end(self) -> None:
        ends = self.table["ends"]
        if ends not in SETTLED_BY or is_decided_together(self.table):
            return
        who = self.by if ends == "withdrawn" else OFFICE
        day = self.table.get("settled") or self.round["meeting"]["outcomes"]
        # A proposal is merged before its target is decided about.
        self._scene(day, time(9) if ends == "merged" else time(10), who, self.settle)

    def _scene(self, day: date, hour: time, who: str, play: Any) -> None:
        self.story.scene(day, hour, who, play)


def _workday(day: date) -> date:
    """The day itself, or the Friday before it."""
    return day - timedelta(days=max(0, day.weekday() - SATURDAY + 1))
