"""Submission: what one organisation hands in as its answer to the homework of an occasion."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from ..folder import Children, Folder, slug
from ..item import Item, inside

DRAFT = "draft"
HANDED_IN = "handed_in"

BY_STEP: Mapping[str, str] = dict.fromkeys(("title", "organisation", "handed_in", "is_late"), "")
"""What only a step, or the making of it, writes."""


class Submission(Children, Item):
    """The answer of one organisation: a text, files, or both. ``handed_in`` is the day, as it is in Sweden."""

    type_name: ClassVar[str] = "submission"
    fields: ClassVar[tuple[str, ...]] = ("title", "organisation", "text", "handed_in", "is_late")
    guarded: ClassVar[Mapping[str, str]] = BY_STEP

    organisation: str = ""
    text: str = ""
    handed_in: date | None = None
    is_late: bool = False

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self._hold()
        self.add("files", Folder("files"))

    def owner(self, changed: Mapping[str, Any] | None = None) -> str:
        """The organisation whose answer it is."""
        return str((changed or {}).get("organisation", self.organisation))

    def search_terms(self) -> dict[str, tuple[str, ...]]:
        """What is handed in is found by who has done so and for which project."""
        return {"organisation": (self.organisation,), "project": (self.project.uid,)}

    def name_in(self, container: Any) -> str:
        """An organisation answers once, under its own name."""
        return slug(self.title) or self.organisation

    @property
    def workshop(self) -> Any:
        """The occasion whose homework it is."""
        return inside(self, "workshop")

    @property
    def project(self) -> Any:
        """The project that it belongs to."""
        return inside(self, "project")

    @property
    def registration(self) -> str:
        """The uid of the organisation's registration for the project, empty where the office has recorded it."""
        found = (each for each in self.project["registrations"].values() if each.organisation == self.organisation)
        return next((str(each.uid) for each in found), "")

    @property
    def is_handed_in(self) -> bool:
        """Whether it has been handed in."""
        return self.state == HANDED_IN


def submission_by(workshop: Any, organisation: str) -> Submission | None:
    """The answer of an organisation to the homework of an occasion, or None."""
    found = workshop["submissions"].values()
    return next((each for each in found if each.organisation == organisation), None)


def not_handed_in(workshop: Any) -> list[str]:
    """The uids of the organisations that take part and have not handed anything in."""
    done = {each.organisation for each in workshop["submissions"].values() if each.is_handed_in}
    return [uid for uid in workshop.project.confirmed_organisations() if uid not in done]
