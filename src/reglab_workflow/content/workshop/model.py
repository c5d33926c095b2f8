"""Workshop: one occasion in a project, where day, place and title may be "not decided yet"."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from ..folder import Children, Folder
from ..item import Item
from ..project.model import ByState, next_number, project_of

WORKSHOP = "workshop"
SEMINAR = "seminar"
MEETING = "meeting"
KINDS = (WORKSHOP, SEMINAR, MEETING)
NAMES = {WORKSHOP: "workshop", SEMINAR: "seminarium", MEETING: "traff"}
"""The first part of an occasion's address."""

PHYSICAL = "physical"
DIGITAL = "digital"
MODES = (PHYSICAL, DIGITAL)

PLANNED = "planned"
COMING = ("announced", "open", "registration_closed")
DOCUMENTED = ("documented", "closed")

NUMBERED: Mapping[str, str] = {"kind": "", "number": "", "went_to": ""}


def field_rules(workshop: Workshop) -> dict[str, str]:
    """The permission each field takes beyond ``edit``: what is told changes only by a step with a reason.

    What was announced as "not decided yet" may still be filled in by editing.
    """
    rules = dict(NUMBERED)
    if workshop.state != PLANNED:
        rules |= {name: "" for name in ("starts", "ends", "mode", "place") if _is_told(workshop, name)}
    return rules


def hidden_fields(workshop: Workshop) -> tuple[str, ...]:
    """The documentation is a draft, for those who lead, until it is published."""
    return () if workshop.state in DOCUMENTED else ("documentation",)


class Workshop(Children, Item):
    """A workshop, a seminar or a meeting; physical or digital, never both."""

    type_name: ClassVar[str] = "workshop"
    fields: ClassVar[tuple[str, ...]] = (
        "title", "kind", "number", "starts", "ends", "times", "mode", "place", "content", "speakers",
        "attendance", "documentation", "went_to",
    )
    guarded: ClassVar[Any] = ByState(NUMBERED, field_rules)
    internal: ClassVar[Any] = ByState((), hidden_fields)

    kind: str = WORKSHOP
    number: int | None = None
    starts: date | None = None
    ends: date | None = None
    times: str = ""
    mode: str = ""
    place: str = ""
    content: str = ""
    speakers: str = ""
    attendance: int | None = None
    documentation: str = ""
    went_to: str = ""

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self._hold()
        self.add("files", Folder("files"))

    def name_in(self, container: Any) -> str:
        """An address that stays when the title is decided: kind and number."""
        number = self.number or next_number(project_of(container), self.kind)
        name: str = container.free_name(f"{NAMES[self.kind]} {number}")
        return name

    def on_added(self) -> None:
        """Take the next number of the kind, unless one was given."""
        if self.number is None:
            self.number = next_number(project_of(self), self.kind)

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
