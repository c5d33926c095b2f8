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
from functools import cached_property
from typing import Any
from urllib.parse import quote, quote_plus

from ..content.folder import slug
from .table import ERASED, Naming, personal

NEVER = re.compile(r"(?!)")
APOSTROPHE = "(?:['\u2018\u2019\u00b4]|&\\#x27;|&\\#39;|%27)"
"""However an apostrophe is written in a text, on a page or in an address."""

WRITTEN_IN_FILES = ("rules_changed", "settings_changed")
"""Kinds of events that tell of files of whoever runs the site, and are the text that an earlier day is read by."""

Place = tuple[str, str]
"""A field of an item: the item's uid, and the field."""


@dataclass(frozen=True)
class Somebody:
    """A person as texts and fields know him or her; ``ids`` are the uid of the account and keys on lists.

    ``spared`` are places where the same name is another person's. ``numbers`` are telephone numbers that stand beside
    the name, and may be the switchboard's. ``earlier`` are those of the names that the account alone had once.
    """

    names: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    ids: frozenset[str] = frozenset()
    spared: frozenset[Place] = frozenset()
    numbers: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """Names of a single word, which may stand for somebody or something else too."""
        return tuple(name for name in self.names if len(name.split()) == 1 and name != ERASED)

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
    alone in an old event is taken out there too. ``moved`` are names of places that have got others. ``worded`` are
    fields of items in which somebody has seen that a word is about the person; ``wide`` takes the words out everywhere.
    """

    who: Somebody = Somebody()
    groups: frozenset[tuple[str, str]] = frozenset()
    theirs: frozenset[Place] = frozenset()
    moved: Mapping[str, str] = part(default_factory=dict)
    worded: frozenset[Place] = frozenset()
    wide: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "pattern", needles(self.who, self.wide))
        object.__setattr__(self, "anchors", anchors(self.who, self.wide))
        object.__setattr__(self, "places", names_of_places(self.moved))

    @cached_property
    def widened(self) -> Redactor:
        """The same, that takes the person's words out too: for what is surely about the person."""
        return dataclasses.replace(self, wide=True)

    def text(self, text: str) -> str:
        """A text without the person's name and address."""
        if self.moved:
            text = self._places.sub(lambda found: self.moved[found[0]], text)
        return self._pattern.sub(ERASED, text) if self._may_mention(text) else text

    def mentions(self, text: str) -> bool:
        """Whether a text names the person, or leads to a place that was called after the person."""
        return self.found_in(text) is not None or self._places.search(text) is not None

    def found_in(self, text: str) -> re.Match[str] | None:
        """The first mention of the person in a text."""
        return self._pattern.search(text) if self._may_mention(text) else None

    def _may_mention(self, text: str) -> bool:
        """Whether a look is worth while: most texts of a site hold no part of the name at all."""
        folded = text.casefold()
        return any(each in folded for each in self._anchors) or (
            self.wide and any(each in re.sub(r"\D", "", text) for each in map(digits_of, self.who.numbers)))

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
        own = uid in self.who.ids
        for naming in about.people:
            spared = (uid, naming.name) in self.who.spared
            if not spared and (own or self._names(type_name, naming, made, (uid, naming.group) in self.theirs)):
                made |= {part: emptied(made[part], part == naming.name) for part in naming.parts if part in made}
            elif spared or self._is_other(naming, made):
                others.update(naming.parts)
        for name, value in made.items():
            if name in about.never or name in others or (uid, name) in self.who.spared:
                continue
            naming_of = about.records.get(name)
            redactor = self.widened if (uid, name) in self.worded else self
            made[name] = redactor.deep(value) if naming_of is None else redactor._records(type_name, naming_of, value)
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
    def _anchors(self) -> tuple[str, ...]:
        found: tuple[str, ...] = self.anchors  # type: ignore[attr-defined]
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


def needles(who: Somebody, wide: bool = False) -> re.Pattern[str]:
    """Finds the person's names, turned round, in the genitive and in addresses of pages too, and e-mail addresses.

    They are found as whole words: somebody whose name is longer by a hyphen is somebody else. With ``wide`` single
    words are found too, which may be about others.
    """
    whole = [name.strip() for name in who.names if len(name.split()) > 1]
    names = [_spaced(spelling) for name in whole for spelling in _spellings(name)]
    if wide:
        names += [*map(_spaced, who.words), *map(_dialled, who.numbers)]
    addresses = [each for address in who.addresses if address.strip() for each in _encoded(address.strip())]
    parts = [*_either(NAME, names), *_either(PLACE, [slug(name) for name in whole]),
             *_either(ADDRESS, map(re.escape, addresses))]
    return re.compile("|".join(parts)) if parts else NEVER


NAME = r"(?:(?<![^\W_])(?<![^\W_]-)|(?<=%[0-9A-F][0-9A-F]))(?i:{})(?=s?(?![^\W_]|-[A-ZÅÄÖÉÜ]))"
PLACE = r"(?<![\w-])(?i:{})(?![\w-])"
ADDRESS = r"(?:(?<![\w.+-])|(?<=%[0-9A-F][0-9A-F]))(?i:{})(?![\w@-])"
"""How a name, a part of an address of the site, and an e-mail address stand as words of their own."""
BETWEEN_DIGITS = r"[\s/().\u2013-]*"


def anchors(who: Somebody, wide: bool = False) -> tuple[str, ...]:
    """What stands, in small letters, in every text that ``needles`` finds anything in but numbers."""
    names = [name for name in who.names if wide or len(name.split()) > 1]
    parts = [max(re.findall(r"[^\W_]+", name) or [name], key=len) for name in names]
    told = [each for part in parts for each in (*_encoded(part), slug(part))]
    told += [each for address in who.addresses if address.strip() for each in _encoded(address.strip())]
    return tuple(dict.fromkeys(each.casefold() for each in told if each))


def _either(shape: str, found: Iterable[str]) -> list[str]:
    """One pattern for all of them, the longest first; none for none."""
    longest_first = sorted(dict.fromkeys(found), key=len, reverse=True)
    return [shape.format("|".join(longest_first))] if longest_first else []


def comparable(text: Any) -> str:
    """What two spellings of a name or an address have in common."""
    return " ".join(text.split()).casefold() if isinstance(text, str) else ""


@dataclass(frozen=True)
class Named:
    """Somebody whom fields of an item name: the group, the field, and all that stands together there."""

    group: str
    field: str
    name: str
    address: str
    key: str
    values: Mapping[str, Any]


def names_in(type_name: str, values: Mapping[str, Any]) -> Iterable[Named]:
    """Whom the fields of an item name."""
    about = personal(type_name)
    for naming in about.people:
        told = {each: values[each] for each in naming.parts if each in values}
        name, address = told.get(naming.name) or "", told.get(naming.address) or ""
        if name or address:
            yield Named(naming.group, naming.name, name, address, "", told)
    for field, naming in about.records.items():
        records = values.get(field)
        for record in records if isinstance(records, tuple) else ():
            told = dataclasses.asdict(record)
            yield Named(naming.group, field, told[naming.name], told.get(naming.address, ""),
                        told.get(naming.key, ""), told)


def _spellings(name: str) -> Iterable[str]:
    """A name of at least two words, as it may be written in texts and in the queries of addresses."""
    words = name.split()
    yield f"{words[-1]}, {' '.join(words[:-1])}"
    if html.escape(name) != name:
        yield html.escape(name)
    yield from _encoded(name)


def _dialled(number: str) -> str:
    """A telephone number however its digits are grouped, with the country's number or without."""
    digits = digits_of(number)
    return rf"(?:(?:\+|00)46|0)?{BETWEEN_DIGITS}{BETWEEN_DIGITS.join(digits)}" if digits else NEVER.pattern


def digits_of(number: str) -> str:
    """The digits that a telephone number always has."""
    return re.sub(r"\D", "", re.sub(r"^\s*(?:\+|00)46", "", number)).lstrip("0")


def _encoded(text: str) -> tuple[str, ...]:
    """A text as it stands, and as it stands in the query of an address."""
    return tuple(dict.fromkeys((text, quote(text, safe=""), quote_plus(text))))


def _spaced(name: str) -> str:
    words = re.split(r"['\u2018\u2019\u00b4]", name)
    return APOSTROPHE.join(r"\s+".join(map(re.escape, word.split(" "))) for word in map(_one_spaced, words))


def _one_spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _replaced(record: Any, values: Mapping[str, Any]) -> Any:
    return dataclasses.replace(record, **values)
