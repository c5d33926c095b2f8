"""Addresses: those that were made of a person's name get others, in the tree and wherever one is written down."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Mapping
from typing import Any

from ..content.folder import slug
from ..content.trash import with_contents
from .finding import kept
from .redaction import NEVER, Place, Redactor, Somebody
from .table import ERASED


def called_after(site: Any, who: Somebody, worded: frozenset[Place] = frozenset()) -> Mapping[str, str]:
    """The names of places that were made of the person's name, each with one that says nothing.

    Where more than the name stands in it, a title of then must have named the person: others are called so too. A name
    of a single word counts where the title is among the ``worded``.
    """
    names, words = [slug(name) for name in who.names if len(name.split()) > 1], [slug(word) for word in who.words]
    pattern, pattern_of_words = _in_a_name(names), _in_a_name(words)
    redactor, mark = Redactor(who), f"{slug(ERASED)}-{secrets.token_hex(3)}"
    found: dict[str, str] = {}
    for item in kept(site) if names or words else ():
        name, title = item.__name__, (item.uid, "title")
        if pattern.search(name) and name not in found and title not in who.spared and (
                name in names or _was_called(item, redactor)):
            found[name] = pattern.sub(mark, name)
        elif title in worded and pattern_of_words.search(name):
            found[name] = pattern_of_words.sub(mark, name)
    return found


def _in_a_name(slugs: list[str]) -> re.Pattern[str]:
    """Finds names where they stand, whole or in the genitive, in the name of a place."""
    return re.compile(rf"(?<![^-])(?:{'|'.join(map(re.escape, slugs))})s?(?![^-])") if slugs else NEVER


def move(site: Any, renamed: Mapping[str, str]) -> Iterator[Any]:
    """Give every place with one of the names its new one; gives what has another address for it."""
    places = [item for item in kept(site) if item.__name__ in renamed]
    for item in places:
        container, name = item.__parent__, renamed[item.__name__]
        if container.get(item.__name__) is item:
            container.rename(item.__name__, name)
        else:
            item.__name__ = name
    for item in places:
        for inner in with_contents(item):
            if inner.uid in site.addresses:
                site.addresses[inner.uid] = inner.path
            yield inner


def rewrite(site: Any, redactor: Redactor) -> None:
    """Where things stood that have been taken away, and for which page an unsaved text was."""
    left = site.left if site.left is not None else {}
    for uid, path in list(left.items()):
        if redactor.mentions(path):
            left[uid] = redactor.text(path)
    sheets = site.accounts.sheets
    for person, address in list(sheets.records if sheets is not None else ()):
        if redactor.mentions(address):
            sheets.drop(person, address)


def _was_called(item: Any, redactor: Redactor) -> bool:
    return any(redactor.mentions(entry.details.get("title", "")) for entry in item.events)
