"""How a project and its occasions are played, up to where the file says that they stand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from functools import partial
from typing import Any

from ..content.acts import Acts
from ..content.project.model import Charge, ExpectedResult, FeeSpan, Terms
from ..content.workshop.materials import Link
from ..content.workshop.programme import Point, Speaker
from .reading import Table
from .story import OFFICE, Story

TEXTS = (
    "title", "subtitle", "lead", "background", "purpose", "target_group", "format", "fee", "fee_note",
    "last_day", "least", "most",
)
RULE = ("expected_people", "least_organisations", "fee_excludes", "vat_note")
OCCASION = ("kind", "number", "title", "starts", "ends", "times", "mode", "place", "content",
            "capacity", "queue_rule", "asks_needs", "span", "homework", "homework_due")
RECORDS = {"points": Point, "speakers": Speaker, "links": Link}
COUNTED = ("speakers_women", "speakers_men")
TERMS = (Charge(28, 0), Charge(14, 50), Charge(0, 100))
FIRST_CONFIRMED = timedelta(days=14)
OPENS_BEFORE = timedelta(days=14)
CLOSES_BEFORE = timedelta(days=7)
WRITTEN_AFTER = timedelta(days=6)
DOCUMENTED_AFTER = timedelta(days=8)
RATED_AFTER = timedelta(days=14)


@dataclass(frozen=True)
class ProjectScript:
    """The scenes of one project."""

    story: Story
    table: Table

    @property
    def project(self) -> Any:
        """The project, once it has been made."""
        return self.story.cast[f"project/{self.table['key']}"]

    @property
    def leader(self) -> str:
        """The first content leader, who does most of what leaders do."""
        leader: str = self.table["content_leaders"][0]
        return leader

    def plan(self) -> None:
        """Plan every scene that the file gives a day."""
        table, process_leader = self.table, self.table["process_leader"]
        self._scene(table["created"], time(9), OFFICE, self.create)
        self._scene(table["created"], time(10), OFFICE, self.appoint)
        self._scene(table["inviting"], time(9), OFFICE, lambda acts: acts.fire(self.project, "invite"))
        if "confirmed" in table:
            self._plan_registration()
            self._scene(table["running"], time(9), process_leader,
                        lambda acts: acts.fire(self.project, "start"))
        if "closed" in table:
            self._plan_closing()
        for occasion in table["workshop"]:
            OccasionScript(self, occasion).plan()

    def create(self, acts: Acts) -> None:
        """The office makes the project out of the proposals behind it."""
        story, table = self.story, self.table
        values = {
            **{name: table[name] for name in TEXTS},
            "expected_results": tuple(ExpectedResult(each["text"]) for each in table["expected_results"]),
            "proposals": story.uids("proposal", table["proposals"]),
            "terms": (Terms(1, table["terms"], TERMS),) if "terms" in table else (),
            **{name: table[name] for name in RULE if name in table},
            "fee_spans": tuple(FeeSpan(**each) for each in table.get("fee_spans", ())),
        }
        story.cast[f"project/{table['key']}"] = acts.create(story.site["projects"], "project", values)

    def appoint(self, acts: Acts) -> None:
        """The office appoints those who lead."""
        leaders = [(key, "content_leader", "Leder innehållet") for key in self.table["content_leaders"]]
        for key, role, why in [*leaders, (self.table["process_leader"], "process_leader", "Leder lärandet")]:
            acts.appoint(self.story.cast[f"person/{key}"], role, self.project, why=why)

    def confirm(self, keys: list[str], acts: Acts) -> None:
        """The office notes which organisations take part."""
        acts.edit(self.project, {"organisations": self.story.uids("organisation", keys)})

    def rate(self, acts: Acts) -> None:
        """The content leader tells how far the expected results were reached."""
        results = zip(self.project.expected_results, self.table["expected_results"], strict=True)
        acts.edit(self.project, {"expected_results": tuple(
            replace(result, rating=told["rating"], comment=told["comment"]) for result, told in results)})

    def close_registration(self, acts: Acts) -> None:
        """The fee is decided."""
        acts.fire(self.project, "close_registration", {"fee": self.table["fee"]})

    def extend(self, acts: Acts) -> None:
        """Organisations get a few more days."""
        told = self.table["extended"]
        acts.fire(self.project, "extend", {"last_day": told["last_day"], "reason": told["reason"]})

    def _plan_registration(self) -> None:
        table, last_day = self.table, self.table["last_day"]
        if "first_confirmed" in table:
            self._scene(table["inviting"] + FIRST_CONFIRMED, time(14), OFFICE,
                        partial(self.confirm, table["first_confirmed"]))
        if "extended" in table:
            last_day = table["extended"]["last_day"]
            self._scene(table["extended"]["day"], time(11), OFFICE, self.extend)
        if "organisations" in table:
            self._scene(last_day, time(15), OFFICE, partial(self.confirm, table["organisations"]))
        self._scene(table["confirmed"], time(10), OFFICE, self.close_registration)

    def _plan_closing(self) -> None:
        table = self.table
        self._scene(table["evaluating"], time(9), table["process_leader"],
                    lambda acts: acts.fire(self.project, "finish"))
        self._scene(table["evaluating"] + RATED_AFTER, time(14), self.leader, self.rate)
        self._scene(table["closed"], time(13), OFFICE,
                    lambda acts: acts.fire(self.project, "close", {"continuation": table["continuation"]}))

    def _scene(self, day: date, hour: time, who: str, play: Any) -> None:
        self.story.scene(day, hour, who, play)


@dataclass(frozen=True)
class OccasionScript:
    """The scenes of one occasion: its content leader takes it forward."""

    of: ProjectScript
    table: Table

    @property
    def occasion(self) -> Any:
        """The occasion, once it is planned."""
        return self.of.story.cast[self._key]

    @property
    def _key(self) -> str:
        return f"{self.of.table['key']}/{self.table['kind']}/{self.table['number']}"

    def plan(self) -> None:
        """Plan the scenes until the state that the file names; what is added later is announced by hand."""
        table, ends_as = self.table, self.table["ends_as"]
        created = table.get("added") or self.of.table["created"]
        self.of.story.scene(created, time(13), self.of.table["process_leader"], self.create)
        if "added" in table and ends_as != "planned":
            self._leader(table["added"], time(14), "announce")
        if ends_as in ("open", "documented"):
            self._leader(table.get("opened") or table["starts"] - OPENS_BEFORE, time(10), "open")
        if "moved" in table:
            self._leader(table["moved"], time(14), "move", {**table["moved_to"], "reason": table["reason"]})
        for told in table.get("submission", ()):
            self.of.story.scene(told["day"], time(16, 10), told["by"], partial(self.hand_in, told))
        if ends_as == "documented":
            self._leader(table["starts"] - CLOSES_BEFORE, time(16), "close_registration")
            self._leader(table["ends"], time(15, 30), "hold", {
                name: table[name] for name in ("attendance",) if name in table})
            self.of.story.scene(table["ends"] + WRITTEN_AFTER, time(11), self.of.leader, self.write)
            self._leader(table["ends"] + DOCUMENTED_AFTER, time(14), "document")

    def create(self, acts: Acts) -> None:
        """The process leader puts it into the programme."""
        values = {name: self.table[name] for name in OCCASION if name in self.table}
        for name, record in RECORDS.items():
            told = self.table.get(name, ())
            values[name] = told if isinstance(told, str) else tuple(record(**each) for each in told)
        self.of.story.cast[self._key] = acts.create(self.of.project["workshops"], "workshop", values)

    def write(self, acts: Acts) -> None:
        """The content leader writes the documentation."""
        counted = {name: self.table[name] for name in COUNTED if name in self.table}
        acts.edit(self.occasion, {"documentation": self.table["documentation"], **counted})

    def hand_in(self, told: Table, acts: Acts) -> None:
        """Somebody hands in the homework for an organisation."""
        organisation = self.of.story.cast[f"organisation/{told['organisation']}"]
        made = acts.create(self.occasion["submissions"], "submission", {
            "title": organisation.title, "organisation": organisation.uid, "text": told["text"]})
        acts.fire(made, "hand_in")

    def _leader(self, day: date, hour: time, transition: str, facts: dict[str, Any] | None = None) -> None:
        def play(acts: Acts) -> object:
            return acts.fire(self.occasion, transition, facts)
        self.of.story.scene(day, hour, self.of.leader, play)
