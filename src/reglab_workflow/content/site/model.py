"""The root of everything, and how an empty database becomes a site."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import unquote, urlsplit

from BTrees.OOBTree import OOBTree

from ...accounts.accounts import Accounts
from ...history.checkpoints import Seals
from ...history.log import Trail
from ...mail.outbox import Outbox
from ...people.appointments import Appointments
from ..folder import Children, Folder
from ..item import Item
from ..trash import Trash

ROOT_KEY = "reglab_workflow"
SCHEMA_VERSION = 1
FOLDERS = ("rounds", "projects", "organisations", "people", "pages", "reviews")


class Site(Children, Item):
    """The site: its folders lead to the content; trail, appointments, outbox and accounts lie beside."""

    type_name: ClassVar[str] = "site"
    rules: Any = None
    settings: Any = None
    """What the last start ran by, kept by the first: the texts of the lives' files, and the settings, by name."""

    retained: Any = None
    """When the rules of retention were last carried out, and what they took."""

    left: Any = None
    """Where what has been taken away stood, by uid; None while nothing has been."""

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
        self.seals = Seals()
        self.appointments = Appointments()
        self.outbox = Outbox()
        self.accounts = Accounts()
        self.trash = Trash()
        self.schema_version = SCHEMA_VERSION
        for name in FOLDERS:
            self.add(name, Folder(name))

    def forget_address(self, uid: str) -> None:
        """Let nothing be found under a uid any more; where it stood is kept for those who look back."""
        path = self.addresses.pop(uid, None)
        if path is not None:
            if self.left is None:
                self.left = OOBTree()
            self.left[uid] = path

    def by_uid(self, uid: str) -> Any | None:
        """The item with that uid, wherever it stands, or None."""
        path = self.addresses.get(uid)
        return find(self, path) if path is not None else None


def found(root: Any, title: str, now: datetime) -> Site:
    """The site that an opened database holds; an empty database gets a new one."""
    if ROOT_KEY not in root:
        founded = root[ROOT_KEY] = Site(title, now)
        founded.trail.record({
            "kind": "founded", "at": now, "actor": "system", "role": "system", "channel": "system", "rule": "start",
            "on_behalf_of": "", "item": founded.uid, "type": founded.type_name, "state": founded.state,
            "version": founded.version,
        }, {"actor_name": "system", "title": title, "path": founded.path})
    site: Site = root[ROOT_KEY]
    for name in FOLDERS:
        if name not in site:  # of an older site
            site.add(name, Folder(name))
    if not hasattr(site, "trash"):  # a site that was founded before there was one
        site.trash = Trash()
    if not hasattr(site, "seals"):  # it was founded before histories were sealed
        site.seals = Seals()
    return site


def path_in(address: str, below: str = "") -> str:
    """The path that an address means, as people copy it, with or without the host; empty for what is no address.

    ``below`` is where the site begins at its host.
    """
    try:
        path = unquote(urlsplit(address).path)
    except ValueError:  # half an IPv6 host
        return ""
    return (path.removeprefix(below) or "/") if path.startswith("/") else ""


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
