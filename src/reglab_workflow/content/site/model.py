"""The root of everything, and how an empty database becomes a site."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any, ClassVar

from BTrees.OOBTree import OOBTree

from ...accounts.accounts import Accounts
from ...history.log import Trail
from ...mail.outbox import Outbox
from ...people.appointments import Appointments
from ..folder import Children, Folder
from ..item import Item

ROOT_KEY = "reglab_workflow"
SCHEMA_VERSION = 1
FOLDERS = ("rounds", "projects", "organisations", "people", "pages")


class Site(Children, Item):
    """The site: its folders lead to the content; trail, appointments, outbox and accounts lie beside."""

    type_name: ClassVar[str] = "site"

    def __init__(self, title: str, now: datetime) -> None:
        Item.__init__(self, title=title)
        self._hold()
        self.uid = "site"
        self.identity = secrets.token_hex(8)
        self.addresses: Any = OOBTree()
        self.state = "open"
        self.created = self.modified = self.since = now
        self.creator = "system"
        self.trail = Trail()
        self.appointments = Appointments()
        self.outbox = Outbox()
        self.accounts = Accounts()
        self.schema_version = SCHEMA_VERSION
        for name in FOLDERS:
            self.add(name, Folder(name))

    def by_uid(self, uid: str) -> Any | None:
        """The item with that uid, wherever it stands, or None."""
        path = self.addresses.get(uid)
        return find(self, path) if path is not None else None


def found(root: Any, title: str, now: datetime) -> Site:
    """The site that an opened database holds; an empty database gets a new one."""
    if ROOT_KEY not in root:
        root[ROOT_KEY] = Site(title, now)
    site: Site = root[ROOT_KEY]
    return site


def find(site: Any, path: str) -> Any | None:
    """What stands at a path below the site, or None."""
    place = site
    for name in path.strip("/").split("/"):
        if not name:
            continue
        children = getattr(place, "children", None)
        place = children.get(name) if children is not None else None
        if place is None:
            return None
    return place
