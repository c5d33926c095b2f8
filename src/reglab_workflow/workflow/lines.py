"""Where in a TOML text each key stands, since tomllib tells values but no places.

Meant for text that tomllib has accepted; a path that the text does not mention gets the line of what
encloses it.
"""

from __future__ import annotations

import re
import tomllib
from typing import NamedTuple

Path = tuple[str | int, ...]
"""A place in a file: table keys and list positions, outermost first."""

_TOKEN = re.compile(
    r"""
    (?P<string> \"\"\"(?:\\.|[^\\])*?\"{3,5} | '''.*?'{3,5} | "(?:\\.|[^"\\\n])*" | '[^'\n]*' )
  | (?P<skip>   \#[^\n]* | [ \t\r]+ )
  | (?P<break>  \n )
  | (?P<mark>   [\[\]{}=,.] )
  | (?P<bare>   [^\s\[\]{}=,.\#"']+ )
  | (?P<other>  . )
    """,
    re.VERBOSE | re.DOTALL,
)
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


class Lines:
    """The line, counted from 1, of every key and list entry of a TOML text."""

    def __init__(self, source: str) -> None:
        self._known = _Scan(source).places()

    def of(self, path: Path) -> int:
        """The line of a path, or of the nearest table or list around it."""
        while path and path not in self._known:
            path = path[:-1]
        return self._known.get(path, 1)


def shown(path: Path) -> str:
    """A path as people write it: ``transitions.submit.guards[1]``."""
    words = ""
    for step in path:
        if isinstance(step, int):
            words += f"[{step}]"
        else:
            words += ("." if words else "") + (step if _BARE_KEY.fullmatch(step) else f'"{step}"')
    return words


class _Token(NamedTuple):
    kind: str
    text: str
    line: int


class _Scan:
    """One walk through the text, following TOML's grammar as far as places need it."""

    def __init__(self, source: str) -> None:
        self._tokens = _tokens(source)
        self._next = 0
        self._places: dict[Path, int] = {}
        self._last: dict[Path, int] = {}  # list of tables: number of its newest table

    def places(self) -> dict[Path, int]:
        """The line of every path that the text mentions."""
        table: Path = ()
        while (token := self._peek()).kind != "end":
            if token.text == "[" and token.kind == "mark":
                table = self._header()
            elif token.kind == "break":
                self._take()
            else:
                self._pair(table)
        return self._places

    def _peek(self) -> _Token:
        return self._tokens[min(self._next, len(self._tokens) - 1)]

    def _take(self) -> _Token:
        token = self._peek()
        self._next += 1
        return token

    def _note(self, path: Path, line: int) -> None:
        self._places.setdefault(path, line)

    def _header(self) -> Path:
        line = self._take().line
        many = self._take_if("[")
        path: Path = ()
        for part in self._key():
            if path in self._last:
                path += (self._last[path],)
            path += (part,)
            self._note(path, line)
        if many:
            self._last[path] = self._last.get(path, -1) + 1
        if path in self._last:
            path += (self._last[path],)
            self._note(path, line)
        while self._take_if("]"):
            pass
        return path

    def _take_if(self, mark: str) -> bool:
        token = self._peek()
        if token.kind == "mark" and token.text == mark:
            self._next += 1
            return True
        return False

    def _key(self) -> list[str]:
        parts = [_unquoted(self._take())]
        while self._take_if("."):
            parts.append(_unquoted(self._take()))
        return parts

    def _pair(self, table: Path) -> None:
        line = self._peek().line
        path = table
        for part in self._key():
            path += (part,)
            self._note(path, line)
        self._take_if("=")
        self._value(path)

    def _value(self, path: Path) -> None:
        if self._take_if("["):
            self._list(path)
        elif self._take_if("{"):
            self._inline_table(path)
        else:  # a scalar: one string, or the bits of a number or a date
            self._take()
            while self._peek().kind == "bare" or self._peek().text == ".":
                self._take()

    def _list(self, path: Path) -> None:
        position = 0
        while not self._take_if("]") and self._peek().kind != "end":
            if self._peek().kind == "break" or self._peek().text == ",":
                self._take()
                continue
            self._note((*path, position), self._peek().line)
            self._value((*path, position))
            position += 1

    def _inline_table(self, path: Path) -> None:
        while not self._take_if("}") and self._peek().kind != "end":
            if self._peek().kind == "break" or self._peek().text == ",":
                self._take()
            else:
                self._pair(path)


def _tokens(source: str) -> list[_Token]:
    tokens = []
    line = 1
    for match in _TOKEN.finditer(source):
        kind, text = str(match.lastgroup), match.group()
        if kind != "skip":
            tokens.append(_Token(kind, text, line))
        line += text.count("\n")
    tokens.append(_Token("end", "", line))
    return tokens


def _unquoted(key: _Token) -> str:
    if key.kind != "string":
        return key.text
    return str(tomllib.loads(f"key = {key.text}")["key"])
