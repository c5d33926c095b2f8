"""Values taken from a TOML table key by key, with every mistake noted where it stands."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any

from .definition import Text, Workflow
from .errors import Problem
from .lines import Lines, Path, shown

LANGUAGES = ("sv", "en")
"""Every text is given in all of these."""

NAME = re.compile(r"[a-z][a-z0-9_]*")

_LANGUAGE = re.compile(r"[a-z]{2,3}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_FEW = 12  # so many known names can be told in a message
_ODD = "'{}' is no name: write small letters a–z, digits and underscores, a letter first"
_KINDS: dict[type, str] = {
    str: "a text", bool: "true or false", int: "a whole number", float: "a number",
    list: "a list", dict: "a table",
}


class Notes:
    """The mistakes found so far in one file, each with its place.

    Where things stand in the file is looked up when the first mistake is noted: a sound file needs no places.
    """

    def __init__(self, file: str, source: str, data: Mapping[str, Any] | None = None) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._source = source
        self._read = data

    @cached_property
    def _data(self) -> Mapping[str, Any]:
        return tomllib.loads(self._source) if self._read is None else self._read

    @cached_property
    def _lines(self) -> Lines | None:
        return Lines(self._source) if self._source else None

    @classmethod
    def on(cls, workflow: Workflow) -> Notes:
        """Notes about a workflow that has been read, or that was made without a file."""
        return cls(workflow.file or workflow.name, workflow.source)

    def add(self, path: Path, message: str) -> None:
        """Note a mistake at a key path."""
        line = self._lines.of(path) if self._lines else 0
        self.problems.append(Problem(self.file, shown(path), line, message))

    def entry(self, path: Path, name: str) -> Path:
        """The path of a name in the list at ``path``, or that of the list where the name is not in it."""
        value: Any = self._data
        for step in path:
            value = value.get(step) if isinstance(value, dict) else None
        if isinstance(value, list) and name in value:
            return (*path, value.index(name))
        return path


class Table:
    """One table of a file; ``close`` notes the keys that nobody has asked for.

    A hollow one stands for what is no table at all: that has been noted, so nothing is missing in it.
    """

    def __init__(self, notes: Notes, path: Path, values: Mapping[str, Any], *, hollow: bool = False) -> None:
        self.notes = notes
        self.path = path
        self._values = values
        self._hollow = hollow
        self._asked: list[str] = []

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def note(self, key: str, message: str) -> None:
        """Note a mistake at a key of this table."""
        self.notes.add((*self.path, key), message)

    def close(self) -> None:
        """Note every key that means nothing here."""
        for key in self._values:
            if key not in self._asked:
                self.note(key, "unknown key" + hint(key, self._asked))

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def word(
        self, key: str, kind: str, known: Collection[str] | None = None, *,
        renamed: Mapping[str, str] | None = None, needed: bool = False,
    ) -> str:
        """One name; empty when it is missing or no text at all."""
        value = self._value(key, str, needed)
        return "" if value is None else self.meant((*self.path, key), value, kind, known, renamed=renamed)

    def flag(self, key: str, *, needed: bool = False) -> bool:
        """True or false; false when it is not said."""
        return bool(self._value(key, bool, needed))

    def whole(self, key: str, least: int, *, needed: bool = False) -> int | None:
        """A whole number that is not below ``least``."""
        value: int | None = self._value(key, int, needed)
        if value is not None and value < least:
            self.note(key, f"should be {least} or more")
            return None
        return value

    def text(self, key: str, *, needed: bool = False) -> Text | None:
        """Words in every language of the site."""
        if isinstance(self._values.get(key), str):
            self._asked.append(key)
            self.note(key, 'should be given in each language: {sv = "…", en = "…"}')
            return None
        words = self.table(key, needed=needed)
        if words is None:
            return None
        for language in words:
            if not _LANGUAGE.fullmatch(language):
                words.note(language, "unknown key" + hint(language, LANGUAGES))
        languages = dict.fromkeys((*LANGUAGES, *words))
        return MappingProxyType({language: words._line(language) for language in languages})

    def names(
        self, key: str, kind: str, known: Collection[str] | None = None, *,
        form: re.Pattern[str] = NAME, renamed: Mapping[str, str] | None = None, needed: bool = False,
    ) -> tuple[str, ...]:
        """A list of names, each once; one that must be there may not be empty."""
        found: list[str] = []
        seen: list[str] = []
        for place, value in self._entries(key, needed):
            if not isinstance(value, str):
                self.notes.add(place, f"should be a text, not {_kind_of(value)}")
            elif value in seen:
                self.notes.add(place, f"'{value}' stands here twice")
            else:
                seen.append(value)
                found.append(self.meant(place, value, kind, known, form=form, renamed=renamed))
        return tuple(dict.fromkeys(found))

    def table(self, key: str, *, needed: bool = False) -> Table | None:
        """A table inside this one."""
        value = self._value(key, dict, needed)
        return None if value is None else Table(self.notes, (*self.path, key), value)

    def tables(self, key: str) -> Iterator[Table]:
        """The tables in a list."""
        for place, value in self._entries(key):
            if isinstance(value, dict):
                yield Table(self.notes, place, value)
            else:
                self.notes.add(place, f"should be a table, not {_kind_of(value)}")

    def named(self, key: str, *, needed: bool = False) -> Iterator[tuple[str, Table]]:
        """The tables in a table, each with the name it declares."""
        around = self.table(key, needed=needed)
        if around is None:
            return
        for name in around:
            if not NAME.fullmatch(name):
                around.note(name, _ODD.format(name))
            yield name, around.table(name) or Table(self.notes, (*around.path, name), {}, hollow=True)

    def meant(
        self, place: Path, name: str, kind: str, known: Collection[str] | None, *,
        form: re.Pattern[str] = NAME, renamed: Mapping[str, str] | None = None,
    ) -> str:
        """The name itself, or what an unknown one was probably meant to be, so that reading can go on."""
        if known is not None and name in known:
            return name
        if renamed and name in renamed:
            self.notes.add(place, f"'{name}' is an old name of '{renamed[name]}': write the new one")
            return renamed[name]
        if known is not None:
            self.notes.add(place, f"there is no {kind} '{name}'" + hint(name, known))
            return resembling(name, known) or name
        if not form.fullmatch(name):
            self.notes.add(place, _ODD.format(name))
        return name

    def _line(self, language: str) -> str:
        value = self._value(language, str, needed=True)
        if value is not None and not value.strip():
            self.note(language, "is empty")
        if value and _CONTROL.search(value):
            self.note(language, "holds a character that cannot be shown")
        return value or ""

    def _value(self, key: str, kind: type, needed: bool = False) -> Any:
        self._asked.append(key)
        if key not in self._values:
            if needed and not self._hollow:
                self.note(key, "is missing")
            return None
        value = self._values[key]
        if type(value) is not kind:  # exactly: for Python true is a whole number
            self.note(key, f"should be {_KINDS[kind]}, not {_kind_of(value)}")
            return None
        return value

    def _entries(self, key: str, needed: bool = False) -> Iterator[tuple[Path, Any]]:
        values = self._value(key, list, needed)
        if needed and values == []:
            self.note(key, "should name at least one")
        for position, value in enumerate(values or ()):
            yield (*self.path, key, position), value


def resembling(name: str, known: Collection[str]) -> str | None:
    """The known name that was probably meant."""
    close = difflib.get_close_matches(name, sorted(known), 1)
    return str(close[0]) if close else None


def hint(name: str, known: Collection[str]) -> str:
    """What to write instead, when something resembles the name or there is little to choose from."""
    meant = resembling(name, known)
    if meant:
        return f"; did you mean '{meant}'?"
    if 0 < len(known) <= _FEW:
        return f"; known: {', '.join(sorted(known))}"
    return ""


def _kind_of(value: object) -> str:
    return _KINDS.get(type(value), "a date or a time")
