"""How a round and its idea meeting are played."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from ..content.acts import Acts
from ..content.decision_set.model import Row
from ..content.round.model import Area, Theme
from ..content.round.numbering import number_proposals
from .proposals import SETTLED_BY, is_decided_together
from .reading import Table
from .story import BY_RULE, OFFICE, Story

DAY = timedelta(days=1)
ARCHIVED_AFTER = timedelta(days=5)
MEETING_BEGINS = time(9, 30)
FIRST_PROPOSAL = time(9, 45)
EACH_PROPOSAL = timedelta(minutes=25)
AFTER_THE_MEETING = time(15, 30)


@dataclass(frozen=True)
class RoundScript:
    """The scenes of one round; ``proposals`` are the tables of its proposals."""

    story: Story
    table: Table
    proposals: list[Table]

    @property
    def round(self) -> Any:
        """The round, once it has been made."""
        return self.story.cast[f"round/{self.table['key']}"]

    @property
    def meeting(self) -> Any:
        """Its idea meeting, once it is planned."""
        return self.round["meeting"]

    def plan(self) -> None:
        """Plan every scene that the file gives a day."""
        table = self.table
        self._office(table["created"], time(9), self.create)
        self._office(table["opens"], time(8), lambda acts: acts.fire(self.round, "open"))
        if "meeting" not in table:
            return
        self.story.scene(table["closes"] + DAY, time(0, 5), f"{BY_RULE}round.close",
                         lambda acts: acts.fire(self.round, "close"))
        self._plan_booklet()
        self._plan_meeting(table["meeting"])
        if "areas" in table:
            self._office(table["meeting"]["outcomes"], time(8, 30), self.record_areas)
        if any(is_decided_together(each) for each in self.proposals):
            self._office(table["meeting"]["outcomes"], time(10), self.decide)
        if "board_date" in table:
            self._plan_decisions()

    def create(self, acts: Acts) -> None:
        """The office makes the round."""
        fields = ("title", "year", "opens", "closes", "board_meets", "instruction")
        values = {name: self.table[name] for name in fields if name in self.table}
        themes = tuple(Theme(each["id"], each["title"]) for each in self.table["themes"])
        self.story.cast[f"round/{self.table['key']}"] = acts.create(
            self.story.site["rounds"], "round", {**values, "themes": themes})

    def record_areas(self, acts: Acts) -> None:
        """The office records the areas that the meeting pointed out."""
        day = self.table["meeting"]["day"]
        areas = tuple(Area(each["id"], each["title"], each["motive"], body="member_group", day=day)
                      for each in self.table["areas"])
        acts.edit(self.round, {"areas": areas})

    def decide(self, acts: Acts) -> None:
        """The office gives every proposal that the meeting has discussed its outcome, all in one set."""
        decided = [(self.story.cast[f"proposal/{each['key']}"], each) for each in self.proposals
                   if is_decided_together(each)]
        rows = tuple(
            Row(proposal.uid, SETTLED_BY[each["ends"]], each.get("area", ""), each.get("reason", ""),
                each.get("referred_to", ""))
            for proposal, each in sorted(decided, key=lambda pair: int(pair[0].number)))
        decisions = acts.create(self.round["decisions"], "decision_set", {
            "title": f"Beslutslista {self.table['year']}-1", "rows": rows, "decided_by": "member_group",
            "decided_on": self.table["meeting"]["day"]})
        acts.fire(decisions, "publish")

    def number(self, acts: Acts) -> None:
        """The office numbers the proposals."""
        for proposal, number in number_proposals(self.round):
            acts.edit(proposal, {"number": number})

    def plan_meeting(self, acts: Acts) -> None:
        """The office plans the idea meeting."""
        fields = ("title", "day", "starts", "ends", "place", "introduction")
        told = {**self.table["meeting"], "starts": f"{MEETING_BEGINS:%H:%M}", "ends": f"{AFTER_THE_MEETING:%H:%M}"}
        acts.create(self.round, "meeting", {name: told[name] for name in fields})

    def note(self, table: Table, acts: Acts) -> None:
        """The office takes up a proposal and writes what was said; a meeting that goes on also ticks it off."""
        proposal = self.story.cast[f"proposal/{table['key']}"]
        acts.fire(self.meeting, "take_up", {"current": proposal.uid})
        acts.edit(self.meeting.note_on(proposal.uid), {"text": table["notes"]})
        if table["ends"] == "discussed":
            acts.fire(proposal, "discuss")

    def end_meeting(self, acts: Acts) -> None:
        """The meeting is over and every proposal discussed."""
        acts.fire(self.meeting, "end")
        acts.fire(self.round, "hold")

    def noted(self) -> list[Table]:
        """The proposals that the meeting talks about, theme by theme."""
        themes = [theme["id"] for theme in self.table["themes"]]
        found = [table for table in self.proposals if table.get("notes")]
        return sorted(found, key=lambda table: themes.index(table["theme"]))

    def publish_result(self, acts: Acts) -> None:
        """Everybody can read what the meeting arrived at."""
        acts.edit(self.meeting, {"result": self.table["meeting"]["result"]})
        acts.fire(self.meeting, "publish")

    def _plan_booklet(self) -> None:
        compiled, published = self.table["compiled"], self.table["published"]
        self._office(compiled - DAY, time(15), self.number)
        self._office(compiled, time(10), lambda acts: acts.fire(self.round, "compile"))
        self._office(compiled, time(13), self.plan_meeting)
        self._office(published, time(9), lambda acts: acts.fire(self.round, "publish"))
        self._office(published, time(10), lambda acts: acts.fire(self.meeting, "call"))

    def _plan_meeting(self, meeting: Table) -> None:
        day = meeting["day"]
        self._office(day, MEETING_BEGINS, lambda acts: acts.fire(self.meeting, "begin"))
        for number, table in enumerate(self.noted()):
            hour = (datetime.combine(day, FIRST_PROPOSAL) + number * EACH_PROPOSAL).time()
            self._office(day, hour, partial(self.note, table))
        if meeting["ends"] == "published":
            self._office(day, AFTER_THE_MEETING, self.end_meeting)
            self._office(meeting["result_published"], time(14), self.publish_result)

    def _plan_decisions(self) -> None:
        board, adopted = self.table["board_date"], self.table["adopted_date"]
        self._office(board + DAY, time(10),
                     lambda acts: acts.fire(self.round, "decide", {"board_date": board}))
        self._office(adopted + DAY, time(9),
                     lambda acts: acts.fire(self.round, "adopt", {"adopted_date": adopted}))
        self._office(adopted + ARCHIVED_AFTER, time(15), lambda acts: acts.fire(self.round, "archive"))

    def _office(self, day: date, hour: time, play: Any) -> None:
        self.story.scene(day, hour, OFFICE, play)
