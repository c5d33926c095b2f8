"""Workshop: one occasion in a project, where day, place and title may be "not decided yet"."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from persistent import Persistent

from ...i18n import _
from ..folder import Children, Folder
from ..item import ByState, Item
from ..project.model import HELD, next_number, project_of
from .materials import Link, permission_for
from .programme import Point, Speakers, lines_of

WORKSHOP = "workshop"
SEMINAR = "seminar"
MEETING = "meeting"
KINDS = (WORKSHOP, SEMINAR, MEETING)
NAMES = {WORKSHOP: "workshop", SEMINAR: "seminarium", MEETING: "traff"}
"""The first part of an occasion's address."""

PHYSICAL = "physical"
DIGITAL = "digital"
MODES = (PHYSICAL, DIGITAL)

KIND_TITLES: Mapping[str, Any] = {WORKSHOP: _("Workshop"), SEMINAR: _("Seminar"), MEETING: _("Meeting")}
MODE_TITLES: Mapping[str, Any] = {PHYSICAL: _("On site"), DIGITAL: _("Digital")}

PLANNED = "planned"
COMING = ("announced", "open", "registration_closed")
DOCUMENTED = ("documented", "closed")
ATTENDED = "attended"
"""The state of the answer of somebody who has been ticked off."""

NUMBERED: Mapping[str, str] = {"kind": "", "number": "", "went_to": "", "went_on": ""}
INSIDE: tuple[str, ...] = ("speakers_women", "speakers_men", "homework", "homework_due")
"""Fields that are nobody's but of those who lead, and of those who take part."""

PLANNED_BY = ("starts", "ends", "span", "times", "mode", "place")
"""What people plan their days by."""

MOVED = ("starts", "ends", "span", "times", "place")
"""What moving an occasion changes."""


def field_rules(workshop: Workshop) -> dict[str, str]:
    """The permission each field takes beyond ``edit``: what is told changes only by a step with a reason.

    What was announced as "not decided yet" may still be filled in by editing.
    """
    rules = dict(NUMBERED)
    if workshop.state not in (PLANNED, "announced"):
        rules |= {"capacity": "", "queue_rule": ""}
    if workshop.state != PLANNED:
        rules |= {name: "" for name in PLANNED_BY if _is_told(workshop, name)}
    return rules


def hidden_fields(workshop: Workshop) -> tuple[str, ...]:
    """The documentation is a draft, for those who lead, until it is published; links are shown when it has been."""
    draft = () if workshop.state in DOCUMENTED else ("documentation",)
    return (*INSIDE, *draft, *(() if workshop.state in HELD else ("links",)))


class Turns(Persistent):
    """Counts the changes of places: two that happen at once collide here, so that one sees what the other did."""

    last = 0

    def next(self) -> int:
        """The next number."""
        self.last += 1
        return self.last


class Workshop(Children, Item):
    """A workshop, a seminar or a meeting; physical or digital, never both.

    ``capacity`` is the number of places, None for no limit. ``most_each`` is the most people from one organisation
    where it differs from the project's. ``queue_rule`` is one of ``participation.queue.RULES``. ``span`` is one of
    ``programme.SPANS`` or empty. ``speakers`` are records, or a text as it was once written; ``speakers_women`` and
    ``speakers_men`` only how many they were. ``went_on`` is the uid of where the content went.
    """

    type_name: ClassVar[str] = "workshop"
    fields: ClassVar[tuple[str, ...]] = (
        "title", "kind", "number", "starts", "ends", "times", "mode", "place", "content", "speakers",
        "attendance", "documentation", "went_to", "capacity", "most_each", "queue_rule", "asks_needs",
        "span", "points", "speakers_women", "speakers_men", "links", "homework", "homework_due", "went_on",
    )
    guarded: ClassVar[Any] = ByState(NUMBERED, field_rules)
    internal: ClassVar[Any] = ByState(INSIDE, hidden_fields)

    kind: str = WORKSHOP
    number: int | None = None
    starts: date | None = None
    ends: date | None = None
    times: str = ""
    mode: str = ""
    place: str = ""
    content: str = ""
    speakers: Speakers = ()
    attendance: int | None = None
    documentation: str = ""
    went_to: str = ""
    capacity: int | None = None
    most_each: int | None = None
    queue_rule: str = "arrival"
    asks_needs: bool = False
    span: str = ""
    points: tuple[Point, ...] = ()
    speakers_women: int | None = None
    speakers_men: int | None = None
    links: tuple[Link, ...] = ()
    homework: str = ""
    homework_due: date | None = None
    went_on: str = ""

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self._hold()
        self.add("files", Folder("files"))
        self.add("participations", Folder("participations"))
        self.add("submissions", Folder("submissions"))
        self.turns = Turns()

    def search_text(self) -> str:
        """Its texts, with those of the programme."""
        points = (part for each in self.points for part in (each.title, each.text, each.who))
        told = lines_of(self.speakers) if not isinstance(self.speakers, str) else ()
        return " ".join(part for part in (super().search_text(), *points, *told) if part)

    def search_terms(self) -> dict[str, tuple[str, ...]]:
        """An occasion can be found by where its content went on."""
        return {"went_on": (self.went_on,)} if self.went_on else {}

    def file_permission(self, kind: str) -> str:
        """The permission that it takes to have a file of a kind."""
        return permission_for(kind)

    def name_in(self, container: Any) -> str:
        """An address that stays when the title is decided: kind and number."""
        number = self.number or next_number(project_of(container), self.kind)
        name: str = container.free_name(f"{NAMES[self.kind]} {number}")
        return name

    def on_added(self) -> None:
        """Take the next number of the kind, unless one was given."""
        if self.number is None:
            self.number = next_number(project_of(self), self.kind)

    @property
    def project(self) -> Any:
        """The project that the occasion belongs to."""
        return project_of(self)

    def most_from_each(self) -> int:
        """The most people that may come from one organisation."""
        most: int = self.most_each if self.most_each is not None else self.project.most
        return most

    def came(self) -> int | None:
        """How many came: as many as have been ticked off, or if nobody has, as somebody has written."""
        ticked = sum(each.state == ATTENDED for each in self["participations"].values())
        return ticked or self.attendance

    def decided_title(self) -> str | None:
        """The title, or None while it is not decided."""
        return self.title.strip() or None

    def decided_days(self) -> tuple[date, date] | None:
        """The first and the last day, or None while they are not decided."""
        return None if self.starts is None else (self.starts, self.ends or self.starts)

    def decided_place(self) -> str | None:
        """The place, or None while it is not decided; a digital occasion may have none, which is empty."""
        return self.place.strip() or ("" if self.mode == DIGITAL else None)


def _is_told(workshop: Workshop, name: str) -> bool:
    """Whether participants have been told a field's value; one day alone also tells when it ends."""
    return bool(workshop.starts if name == "ends" else getattr(workshop, name))
