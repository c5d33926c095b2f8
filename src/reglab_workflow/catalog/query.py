"""Query: what is looked for, and how the index is asked for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from .words import stems, term


@dataclass(frozen=True)
class Query:
    """What is looked for; ``terms`` maps a filter (type, state, theme …) to the values that will do.

    ``without`` maps filters to the values that will not do, and ``changed_from`` leaves out what was last changed
    before that moment; a change in the same second still counts. ``condition`` is a further one in the index's own
    words, such as who can do what; only the index can answer it.
    """

    text: str = ""
    terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: str = "newest"
    limit: int = 25
    offset: int = 0
    without: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    changed_from: datetime | None = None
    condition: str = ""

    def also(self, **terms: str | tuple[str, ...]) -> Query:
        """The same query with further filters."""
        more = {name: (value,) if isinstance(value, str) else value for name, value in terms.items()}
        return replace(self, terms={**self.terms, **more})

    @property
    def second(self) -> int:
        """The second from which changes count."""
        return int(self.changed_from.timestamp()) if self.changed_from is not None else 0

    def fits(self, filters: Mapping[str, tuple[str, ...]]) -> bool:
        """Whether something with these filters is looked for, as far as filters can tell."""
        return all(set(values) & set(filters.get(name, ())) for name, values in self.terms.items()) and \
            not any(set(values) & set(filters.get(name, ())) for name, values in self.without.items())

    def match(self, allowed: str = "") -> str | None:
        """The query in the words of the index, within what is ``allowed``; None when nothing can answer it."""
        if any(not values for values in self.terms.values()):
            return None
        filters = [each for each in (allowed, self.condition) if each]
        filters += [any_of(term(name, value) for value in values) for name, values in self.terms.items()]
        wanted = f"({' AND '.join(filters)})"
        unwanted = [term(name, value) for name, values in self.without.items() for value in values]
        match = f"terms : ({wanted} NOT {any_of(unwanted)})" if unwanted else f"terms : {wanted}"
        words = stems(self.text)
        if self.text.strip() and not words:
            return None
        if words:
            match += " AND body : (" + " AND ".join(f'"{word}" *' for word in words) + ")"
        return match


def any_of(terms: Iterable[str]) -> str:
    """Any of these terms, in the words of the index."""
    return "(" + " OR ".join(f'"{name}"' for name in terms) + ")"
