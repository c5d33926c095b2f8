"""Folder: an ordered set of named things; a name is all that leads into it."""

from __future__ import annotations

import re
import secrets
import time
import unicodedata
from collections.abc import Iterator
from typing import Any, ClassVar

from BTrees.LOBTree import LOBTree
from BTrees.OOBTree import OOBTree

from .item import Located

FOREIGN = str.maketrans({"å": "a", "ä": "a", "ö": "o", "é": "e", "ü": "u", "ø": "o", "æ": "a"})
LONGEST_NAME = 60
CHANCE_BITS = 10


class Children:
    """The children of a folder or item: found by name, kept in the order they came.

    The BTrees are held, not inherited: a persistent subclass of one loses its own attributes.
    """

    __name__: str

    gone: Any = None
    """What has been taken away from here, by uid, with the place it had in the order; None while nothing has."""

    def _hold(self) -> None:
        self.children: Any = OOBTree()
        self.order: Any = LOBTree()

    def __getitem__(self, name: str) -> Any:
        return self.children[name]

    def __contains__(self, name: object) -> bool:
        return name in self.children

    def __iter__(self) -> Iterator[str]:
        return iter(self.order.values())

    def __len__(self) -> int:
        return len(self.children)

    def __bool__(self) -> bool:
        return True

    def get(self, name: str, default: Any = None) -> Any:
        """The child of that name, or the default."""
        return self.children.get(name, default)

    def keys(self) -> list[str]:
        """The names, in order."""
        return list(self.order.values())

    def values(self) -> list[Any]:
        """The children, in order."""
        return [self.children[name] for name in self.order.values()]

    def add(self, name: str, child: Any, place: int | None = None) -> Any:
        """Put a child under a name, last or at a place that is free; raises KeyError when the name is taken."""
        if name in self.children:
            raise KeyError(name)
        child.__name__ = name
        child.__parent__ = self
        self.children[name] = child
        self.order[self._next_place() if place is None or place in self.order else place] = name
        if self.gone is not None:
            self.gone.pop(getattr(child, "uid", ""), None)
        return child

    def place_of(self, name: str) -> int:
        """Where a child stands among the others; raises KeyError when there is none."""
        if name not in self.children:
            raise KeyError(name)
        return next(number for number, held in self.order.items() if held == name)

    def _next_place(self) -> int:
        """A place after all others: by time and chance, so that two who add at the same moment do not collide."""
        place = time.time_ns() // 1000 << CHANCE_BITS | secrets.randbits(CHANCE_BITS)
        return max(place, self.order.maxKey() + 1) if self.order else place

    def remove(self, name: str) -> Any:
        """Take a child away and return it; raises KeyError when there is none.

        One with a history stays in ``gone``, so that a day on which it stood here can be shown.
        """
        number = self.place_of(name)
        child = self.children.pop(name)
        del self.order[number]
        if hasattr(child, "events"):
            if self.gone is None:
                self.gone = OOBTree()
            self.gone[child.uid] = number, child
        return child

    def rename(self, name: str, other: str) -> None:
        """Give a child another name at its place; raises KeyError when there is none, or the name is taken."""
        if other in self.children:
            raise KeyError(other)
        number, child = self.place_of(name), self.children.pop(name)
        child.__name__ = other
        self.children[other] = child
        self.order[number] = other

    def free_name(self, title: str, default: str = "sida") -> str:
        """A readable name made from a title that no child has yet."""
        base = slug(title) or default
        name, count = base, 1
        while name in self.children:
            count += 1
            name = f"{base}-{count}"
        return name


class Folder(Children, Located):
    """A plain container; who may see or fill it is asked of the item around it."""

    type_name: ClassVar[str] = "folder"
    transparent: ClassVar[bool] = True
    title: str = ""

    def __init__(self, title: str = "") -> None:
        self.title = title
        self._hold()


def slug(title: str) -> str:
    """Lower-case ASCII words joined by hyphens, at most ``LONGEST_NAME`` characters."""
    text = title.casefold().translate(FOREIGN)
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", text)
    name = ""
    for word in words:
        longer = f"{name}-{word}" if name else word[:LONGEST_NAME]
        if len(longer) > LONGEST_NAME:
            break
        name = longer
    return name
