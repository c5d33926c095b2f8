"""A host application: a lending library that lends its books by our rules."""

from __future__ import annotations

from typing import Any

from pyramid.config import Configurator

from reglab_workflow.content.item import Item


class Book(Item):
    """A book that is on the shelf or lent to somebody."""

    type_name = "book"
    fields = ("title", "author")

    author: str = ""


def main(global_config: Any, **settings: Any) -> Any:
    """All that the host says."""
    config = Configurator(settings=settings)
    config.include("reglab_workflow")
    config.add_workflow("hosts.library:book.toml")
    config.add_content_type(Book, workflow="book")
    return config.make_wsgi_app()
