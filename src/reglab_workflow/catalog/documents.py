"""What the index knows of an item: its words, what it can be filtered by, and who holds which role on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..content.folder import Folder
from ..rulebook import Rulebook
from .words import stems, term

LARGEST_NUMBER = 2**62


@dataclass(frozen=True)
class Document:
    """An item as the index holds it; ``moment`` (seconds) puts the newest first."""

    uid: str
    path: str
    version: int
    title: str
    number: int
    since: int
    moment: int
    body: str
    terms: str


def document_of(item: Any, rulebook: Rulebook) -> Document:
    """The document of an item, from its present fields and state."""
    return Document(
        uid=item.uid, path=item.path, version=item.version, title=item.title, number=_number(item),
        since=int(item.since.timestamp()), moment=int(item.modified.timestamp()),
        body=" ".join(stems(item.search_text())), terms=terms_of(item, rulebook),
    )


def terms_of(item: Any, rulebook: Rulebook) -> str:
    """What an item can be filtered by, and who holds which role on it; some of it depends on what is around."""
    return " ".join(_terms(item, rulebook))


def filters_of(item: Any, rulebook: Rulebook) -> dict[str, tuple[str, ...]]:
    """What an item can be filtered by: its type, its state, who changed it last, and what it tells itself."""
    state = rulebook.engine(item).state_of(item).name
    waits = ("time",) if waits_for_time(item, rulebook) else ()
    return {"type": (item.type_name,), "state": (state,), "by": (item.changed_by,), "waits": waits,
            **item.search_terms()}


def waits_for_time(item: Any, rulebook: Rulebook) -> bool:
    """Whether there is a step out of the item's state that time takes, and a date or a number of days for it."""
    engine = rulebook.engine(item)
    return any(each.timing is not None and (not each.timing.at or item.waits_for(each.timing.at))
               for each in engine.workflow.leaving(engine.state_of(item).name))


def _terms(item: Any, rulebook: Rulebook) -> Iterator[str]:
    filters = filters_of(item, rulebook)
    yield term("ts", item.type_name, *filters["state"])
    for name, values in filters.items():
        yield from (term(name, value) for value in values)
    for role in rulebook.roles:
        yield from (term("r", role, principal) for principal in rulebook.holders(role, item))


def _number(item: Any) -> int:
    """The number that lists are ordered by; the file holds no larger ones."""
    return min(getattr(item, "number", None) or 0, LARGEST_NUMBER)


def indexed(place: Any) -> Iterator[Any]:
    """A place and everything in it that can be found: every item, but no plain folder and no file."""
    if not isinstance(place, Folder) and not getattr(place, "transparent", False):
        yield place
    if hasattr(place, "children"):
        for child in place.children.values():
            yield from indexed(child)
