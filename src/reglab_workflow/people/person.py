"""Person: one account for one person, who may hold several appointments over time."""

from __future__ import annotations

from collections.abc import Mapping
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

    def name_in(self, container: Any) -> str:
        """People are found by their uid: a name would tell who has an account."""
        return self.uid
