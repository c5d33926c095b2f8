"""Person: one account for one person, who may hold several appointments over time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from ..content.item import Item

ACTIVE = "active"
LOCKED = "locked"


class Person(Item):
    """A person under his or her name.

    The organisation brings rights and the address is what one signs in with: neither is the person's
    own to change.
    """

    type_name: ClassVar[str] = "person"
    fields: ClassVar[tuple[str, ...]] = ("title", "email", "organisation", "role_title", "language")
    guarded: ClassVar[Mapping[str, str]] = {"email": "appoint", "organisation": "appoint"}

    email: str = ""
    organisation: str = ""
    role_title: str = ""
    language: str = "sv"
    erased_at: datetime | None = None
    """When the person was erased; the account is then locked for good."""

    def name_in(self, container: Any) -> str:
        """People are found by their uid: a name would tell who has an account."""
        return self.uid

    def search_terms(self) -> dict[str, tuple[str, ...]]:
        """Whose people the person is one of."""
        return {"belongs": (self.organisation,) if self.organisation else ()}
