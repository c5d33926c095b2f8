"""The add and edit pages that most types need, made from a few words about each."""

from __future__ import annotations

from typing import Any

from .done import back_to
from .editing import EditForm, Form
from .words import name_of


class PlainEdit(EditForm):
    """Edit the context; the way back leads to it."""

    def words(self) -> dict[str, Any]:
        """The way back."""
        title = name_of(self.request, self.context)
        return {"crumbs": [{"title": title, "href": self.request.link(self.context)}]}


class PlainAdd(Form):
    """Add an item of one type to the context."""

    kind = ""
    heading: Any = ""

    @property
    def type_name(self) -> str:
        """The type that is added."""
        return self.kind

    def title(self) -> Any:
        """The heading."""
        return self.heading

    def container(self) -> Any:
        """Where the new item will stand."""
        return self.context

    def keep(self, values: dict[str, Any]) -> Any:
        """Create it, and go to it."""
        acts = self.request.acts
        factory = self.request.rulebook.types[self.kind].factory
        known = {name: value for name, value in values.items() if name in factory.fields}
        return back_to(self.request, acts.create(self.container(), self.kind, known), acts)


