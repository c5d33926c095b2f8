"""The add and edit pages that most types need, made from a few words about each."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from .done import back_to
from .editing import EditForm, Form
from .words import name_of

FORMS = 10**15
LATEST = 20
"""Children that are looked at for one that the same form has made: it is among the newest."""


class PlainEdit(EditForm):
    """Edit the context; the way back leads to it."""

    def words(self) -> dict[str, Any]:
        """The way back."""
        title = name_of(self.request, self.context)
        return {"crumbs": [{"title": title, "href": self.request.link(self.context)}]}


class AddForm(Form):
    """Adds an item; sent twice as it is, by a double click or the back button, it adds one."""

    def version(self) -> int:
        """A number of the form's own."""
        return secrets.randbelow(FORMS - 1) + 1

    def added_before(self, container: Any, values: Mapping[str, Any]) -> Any | None:
        """The item that this very form, filled in like this, has made already."""
        number = self.seen() if "seen" in self.request.POST else 0
        for name in reversed(container.keys()[-LATEST:]) if number else ():
            item = container[name]
            if getattr(item, "sent_as", 0) == number and item.creator == self.request.actor.id and \
                    all(getattr(item, field) == value for field, value in values.items()):
                return item
        return None

    def add(self, container: Any, type_name: str, values: Mapping[str, Any]) -> Any:
        """A new item that remembers which form made it."""
        item = self.request.acts.create(container, type_name, values)
        item.sent_as = self.seen() if "seen" in self.request.POST else 0
        return item


class PlainAdd(AddForm):
    """Add an item of one type to the context."""

    kind = ""
    heading: Any = ""
    folder = ""
    """The site's folder that every new item of the type goes to; without one, the context."""

    @property
    def type_name(self) -> str:
        """The type that is added."""
        return self.kind

    def title(self) -> Any:
        """The heading."""
        return self.heading

    def container(self) -> Any:
        """Where the new item will stand."""
        return self.request.site[self.folder] if self.folder else self.context

    def keep(self, values: dict[str, Any]) -> Any:
        """Create it, and go to it."""
        factory = self.request.rulebook.types[self.kind].factory
        known = {name: value for name, value in values.items() if name in factory.fields}
        item = self.added_before(self.container(), known) or self.add(self.container(), self.kind, known)
        return back_to(self.request, item, self.request.acts)

