"""Organisation: a member, a partner or another organisation, with the dates between which it is one."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from ..content.item import Item

MEMBER = "member"
PARTNER = "partner"
OTHER = "other"
KINDS = (MEMBER, PARTNER, OTHER)

ACTIVE = "active"


class Organisation(Item):
    """An organisation under its official name, with the other names that people write."""

    type_name: ClassVar[str] = "organisation"
    fields: ClassVar[tuple[str, ...]] = (
        "title", "short", "kind", "from_date", "to_date", "aliases", "domains",
    )

    short: str = ""
    kind: str = OTHER
    from_date: date | None = None
    to_date: date | None = None
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()

    @property
    def short_name(self) -> str:
        """The name for dense tables."""
        return self.short or self.title

    def takes_part(self, day: date) -> bool:
        """Whether the organisation is with us on a day; both dates are days that count."""
        if self.state != ACTIVE:
            return False
        begun = self.from_date is None or self.from_date <= day
        over = self.to_date is not None and self.to_date < day
        return begun and not over

    def is_called(self, name: str) -> bool:
        """Whether people may mean this organisation by a name, however they write its letters."""
        wanted = _comparable(name)
        names = {_comparable(name) for name in (self.title, self.short, *self.aliases)}
        return bool(wanted) and wanted in names


def organisation_by_uid(site: Any, uid: str) -> Organisation | None:
    """The organisation with that uid, or None."""
    found = site.by_uid(uid) if uid else None
    return found if isinstance(found, Organisation) else None


def organisation_called(site: Any, name: str) -> Organisation | None:
    """The organisation that goes by a name, official or not, or None."""
    return next((found for found in site["organisations"].values() if found.is_called(name)), None)


def _comparable(name: str) -> str:
    return " ".join(name.split()).casefold()
