"""One database connection a request, and the site at its root."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import transaction

from .. import clock
from ..content.site.model import ROOT_KEY, found
from .database import open_database, root_of

ATTEMPTS = 3


def connection(request: Any) -> Any:
    """The request's own connection, opened at first use and closed when the request is done."""
    opened = request.registry.reglab_database.open(request.tm)
    request.add_finished_callback(lambda _request: opened.close())
    return opened


def site_of(opened: Any) -> Any:
    """The site in an open connection; the start-up has made sure that there is one."""
    return root_of(opened)[ROOT_KEY]


def site(request: Any) -> Any:
    """The site, in the request's own connection."""
    return site_of(request.zodb)


@contextmanager
def own_transaction(database: Any, keep: bool = True) -> Iterator[Any]:
    """The site in a connection and a transaction of its own; what the block does is kept if it ends well.

    Without ``keep`` nothing of it is. ``DB.transaction`` leaves the connection open when its commit is refused.
    """
    manager = transaction.TransactionManager(explicit=True)
    manager.begin()
    opened = database.open(manager)
    kept = False
    try:
        yield site_of(opened)
        if keep:
            manager.commit()
            kept = True
    finally:
        if not kept:
            manager.abort()
        opened.close()


def root_factory(request: Any) -> Any:
    """Where traversal begins."""
    return request.site


def ensure_site(database: Any, title: str) -> None:
    """Make the site in an empty database; leaves any other as it is.

    Processes that start together on an empty database meet here; the second finds the site of the first.
    """
    manager = transaction.TransactionManager(explicit=True)
    for attempt in manager.attempts(ATTEMPTS):
        with attempt:
            opened = database.open(manager)
            found(root_of(opened), title, clock.now())
        opened.close()


def includeme(config: Any) -> None:
    """Open the database of the settings and give every request its connection."""
    settings = config.registry.reglab_settings
    database = open_database(settings.database)
    ensure_site(database, settings.title)
    config.registry.reglab_database = database
    config.add_request_method(connection, "zodb", reify=True)
    config.add_request_method(site, "site", reify=True)
    config.set_root_factory(root_factory)
