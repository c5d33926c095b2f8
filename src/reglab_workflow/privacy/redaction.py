"""Redaction: takes one person, or everybody whom some fields name, out of values; the rest stays as it was.

Items, the details of the trail and letters are all redacted by these functions, so that what is rebuilt from the
trail afterwards says what the items say.
"""

from __future__ import annotations

import dataclasses
import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as part
from typing import Any
from urllib.parse import quote, quote_plus

from ..content.folder import slug
from .table import ERASED, Naming, personal

NEVER = re.compile(r"(?!)")
WRITTEN_IN_FILES = ("rules_changed", "settings_changed")
"""Kinds of events that tell of files of whoever runs the site, and are the text that an earlier day is read by."""

Place = tuple[str, str]
"""A field of an item: the item's uid, and the field."""


@dataclass(frozen=True)
class Somebody:
    """A person as texts and fields know him or her; ``ids`` are the uid of the account and keys on lists.

    ``spared`` are places where the same name is another person's.
    """

    names: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    ids: frozenset[str] = frozenset()
    spared: frozenset[Place] = frozenset()

    def is_named(self, name: Any, address: Any) -> bool:
        """Whether a name and an address, as far as there are any, are the person's."""
        known = {comparable(each) for each in self.addresses}
        if comparable(address):
            return comparable(address) in known
        return comparable(name) in {comparable(each) for each in self.names} - {""}


@dataclass(frozen=True)
class Redactor:
    """Takes a person out; with ``groups`` everybody whom these fields name instead, and nobody out of texts.

    ``theirs`` are groups of fields of single items that are known to be the person's: a telephone number that stands
    alone in an old event is taken out there too. ``moved`` are names of places that have got others.
    """

    who: Somebody = Somebody()
    groups: frozenset[tuple[str, str]] = frozenset()
    theirs: frozenset[Place] = frozenset()
    moved: Mapping[str, str] = part(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "pattern", needles(self.who))
        object.__setattr__(self, "places", names_of_places(self.moved))

    def text(self, text: str) -> str:
        """A text without the person's name and address."""
        return self._pattern.sub(ERASED, self._places.sub(lambda found: self.moved[found[0]], text))

    def mentions(self, text: str) -> bool:
        """Whether a text names the person, or leads to a place that was called after the person."""
        return self._pattern.search(text) is not None or self._places.search(text) is not None

    def deep(self, value: Any) -> Any:
        """A value of any shape whose texts do not name the person."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, tuple | list):
            return type(value)(self.deep(each) for each in value)
        if isinstance(value, Mapping):
            return {key: self.deep(each) for key, each in value.items()}
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            found = {each.name: getattr(value, each.name) for each in dataclasses.fields(value)}
            return _replaced(value, {name: self.deep(each) for name, each in found.items()})
        return value

    def fields(self, type_name: str, values: Mapping[str, Any], uid: str = "") -> dict[str, Any]:
        """Values of fields of an item of a type, whole or some of them, without the person."""
        about, made = personal(type_name), dict(values)
        others: set[str] = set()
        for naming in about.people:
            spared = (uid, naming.name) in self.who.spared
            if not spared and self._names(type_name, naming, made, (uid, naming.group) in self.theirs):
                made |= {part: emptied(made[part], part == naming.name) for part in naming.parts if part in made}
            elif spared or self._is_other(naming, made):
                others.update(naming.parts)
        for name, value in made.items():
            if name in about.never or name in others or (uid, name) in self.who.spared:
                continue
            naming_of = about.records.get(name)
            made[name] = self.deep(value) if naming_of is None else self._records(type_name, naming_of, value)
        return made

    def details(self, core: Mapping[str, Any], details: Mapping[str, Any]) -> dict[str, Any]:
        """What an entry of the trail says beside its core, without the person."""
        type_name, uid = core.get("type", ""), core.get("item", "")
        if core.get("kind") in WRITTEN_IN_FILES:
            return dict(details)
        made: dict[str, Any] = {}
        for name, value in details.items():
            if name in ("values", "before", "after", "facts") and isinstance(value, Mapping):
                made[name] = self.fields(type_name, value, uid)
            elif name == "title":
                made[name] = self.fields(type_name, {name: value}, uid)[name]
            else:
                made[name] = self.deep(value)
        if core.get("actor") in self.who.ids and "actor_name" in made:
            made["actor_name"] = ""
        if core.get("person") in self.who.ids and "person_name" in made:
            made["person_name"] = ""
        return made

    @property
    def _pattern(self) -> re.Pattern[str]:
        found: re.Pattern[str] = self.pattern  # type: ignore[attr-defined]
        return found

    @property
    def _places(self) -> re.Pattern[str]:
        found: re.Pattern[str] = self.places  # type: ignore[attr-defined]
        return found

    def _names(self, type_name: str, naming: Naming, values: Mapping[str, Any], known: bool) -> bool:
        """Whether the fields name whom it is about."""
        if not any(part in values for part in naming.parts):
            return False
        if (type_name, naming.group) in self.groups:
            return True
        name, address = values.get(naming.name), values.get(naming.address) if naming.address else None
        return self.who.is_named(name, address) or (known and not name and not address)

    def _is_other(self, naming: Naming, values: Mapping[str, Any]) -> bool:
        """Whether it is somebody else, who may well have the same name."""
        address = values.get(naming.address) if naming.address else ""
        return bool(address) and not self.who.is_named("", address)

    def _records(self, type_name: str, naming: Naming, value: Any) -> Any:
        if not isinstance(value, tuple | list):
            return self.deep(value)  # as it was once written: one text for all
        return type(value)(self._record(type_name, naming, each) for each in value)

    def _record(self, type_name: str, naming: Naming, record: Any) -> Any:
        told = record if isinstance(record, Mapping) else dataclasses.asdict(record)
        by_key = bool(naming.key) and told.get(naming.key) in self.who.ids
        if not (by_key or self._names(type_name, naming, told, known=False)):
            return record if self._is_other(naming, told) else self.deep(record)
        gone = {part: emptied(told[part], part == naming.name) for part in naming.parts if part in told}
        return {**self.deep(record), **gone} if isinstance(record, Mapping) else _replaced(self.deep(record), gone)


def emptied(value: Any, is_name: bool) -> Any:
    """What stands in the place of something personal: a mark for a name, else nothing."""
    return ERASED if is_name and value else type(value)() if isinstance(value, str | tuple | list) else value


def names_of_places(moved: Iterable[str]) -> re.Pattern[str]:
    """Finds names of places where they stand in addresses."""
    names = "|".join(re.escape(each) for each in sorted(moved, key=len, reverse=True))
    return re.compile(rf"(?:(?<=/)|(?<=%2F))(?:{names})(?![\w-])") if names else NEVER


def needles(who: Somebody) -> re.Pattern[str]:
    """Finds the person's names, turned round and in addresses of pages too, and e-mail addresses, as whole words."""
    found = [*(_spaced(each) for name in who.names for each in _spellings(name)),
             *(re.escape(each) for address in who.addresses if address.strip() for each in _encoded(address.strip()))]
    if not found:
        return NEVER
    longest_first = sorted(dict.fromkeys(found), key=len, reverse=True)
    return re.compile(rf"(?:(?<![\w.+-])|(?<=%[0-9A-F][0-9A-F]))(?:{'|'.join(longest_first)})(?![\w@-])", re.IGNORECASE)


def comparable(text: Any) -> str:
    """What two spellings of a name or an address have in common."""
    return " ".join(text.split()).casefold() if isinstance(text, str) else ""


def names_in(type_name: str, values: Mapping[str, Any]) -> Iterable[tuple[Place, str, str, str]]:
    """Whom the fields of an item name: (group and field, name, address, key) for each."""
    about = personal(type_name)
    for naming in about.people:
        name, address = values.get(naming.name), values.get(naming.address) if naming.address else ""
        if name or address:
            yield (naming.group, naming.name), str(name or ""), str(address or ""), ""
    for field, naming in about.records.items():
        records = values.get(field)
        for record in records if isinstance(records, tuple) else ():
            told = dataclasses.asdict(record)
            yield (naming.group, field), told[naming.name], told.get(naming.address, ""), told.get(naming.key, "")


def _spellings(name: str) -> Iterable[str]:
    """A name of at least two words, as it may be written; a single word would take other people out too."""
    words = name.split()
    if len(words) < 2 or name.strip() == ERASED:
        return
    yield name
    yield f"{words[-1]}, {' '.join(words[:-1])}"
    yield slug(name)
    if html.escape(name) != name:
        yield html.escape(name)
    yield from _encoded(name)


def _encoded(text: str) -> tuple[str, ...]:
    """A text as it stands, and as it stands in the query of an address."""
    return tuple(dict.fromkeys((text, quote(text, safe=""), quote_plus(text))))


def _spaced(name: str) -> str:
    return r"\s+".join(re.escape(word) for word in name.split())


def _replaced(record: Any, values: Mapping[str, Any]) -> Any:
    return dataclasses.replace(record, **values)
