"""Page: a text with a title at an address of its own."""

from __future__ import annotations

from typing import Any, ClassVar

from ..folder import Children, Folder
from ..item import Item


class Page(Children, Item):
    """A plain page; ``body`` is Markdown, made safe when it is shown."""

    type_name: ClassVar[str] = "page"
    fields: ClassVar[tuple[str, ...]] = ("title", "body")

    body: str = ""

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self._hold()
        self.add("files", Folder("files"))
