"""Reads the project's own documents: their code, spans, links and headings."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from house_reading import HOME, ROOT, tree_of

DOCUMENTS = (ROOT / "README.md", ROOT / "CHANGES.md", *sorted((ROOT / "docs").glob("*.md")))
PLACES = (ROOT, HOME, ROOT / "tests", ROOT / "docs")
"""Where a path that a document names may begin."""


@cache
def tokens(path: Path) -> tuple[Token, ...]:
    """The blocks of a document, with the pieces of each text after it."""
    found: list[Token] = []
    for token in MarkdownIt("commonmark").enable("table").parse(path.read_text(encoding="utf-8")):
        found += [token, *(token.children or ())]
    return tuple(found)


def spans(path: Path) -> list[str]:
    """Everything that stands between backticks in running text."""
    return [token.content for token in tokens(path) if token.type == "code_inline"]


def fences(path: Path) -> Iterator[tuple[str, str, str]]:
    """Every block of code: its language, what it is named after, and the code."""
    for token in tokens(path):
        if token.type == "fence":
            language, _blank, name = token.info.partition(" ")
            yield language, name, token.content


def shell_lines(path: Path) -> Iterator[str]:
    """Every line that a reader is told to type, and every span that could be one."""
    for language, _name, code in fences(path):
        if language == "sh":
            yield from (line.strip() for line in code.splitlines() if line.strip())
    yield from spans(path)


def headings(path: Path) -> list[str]:
    """The text of each heading."""
    found = tokens(path)
    return [found[place + 1].content for place, token in enumerate(found) if token.type == "heading_open"]


def anchor(heading: str) -> str:
    """The name under which a heading can be linked to."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def targets(path: Path) -> Iterator[str]:
    """What the links and pictures of a document lead to."""
    for token in tokens(path):
        if token.type == "link_open":
            yield str(token.attrGet("href"))
        if token.type == "image":
            yield str(token.attrGet("src"))


def rows(path: Path, under: str) -> Iterator[list[list[str]]]:
    """The rows of the tables under a heading: for each cell, what stands between backticks in it."""
    here, cells, inside = "", [], False
    found = tokens(path)
    for place, token in enumerate(found):
        if token.type == "heading_open":
            here = found[place + 1].content
        elif token.type == "tr_open":
            cells = []
        elif token.type == "td_open":
            cells.append([])
            inside = True
        elif token.type == "td_close":
            inside = False
        elif token.type == "code_inline" and inside:
            cells[-1].append(token.content)
        elif token.type == "tr_close" and here == under and cells:
            yield cells


def table_texts(path: Path, under: str) -> Iterator[list[str]]:
    """The rows of the tables under a heading, each cell as it is written."""
    here, cells = "", []
    found = tokens(path)
    for place, token in enumerate(found):
        if token.type == "heading_open":
            here = found[place + 1].content
        elif token.type == "tr_open":
            cells = []
        elif token.type == "td_open":
            cells.append(found[place + 1].content)
        elif token.type == "tr_close" and here == under and cells:
            yield cells


@cache
def defined_in(path: Path) -> frozenset[str]:
    """The names a module defines: functions, classes, constants, and ``Class.member``."""
    found: set[str] = set()
    for node in tree_of(path).body:
        for name in _names(node):
            found.add(name)
            if isinstance(node, ast.ClassDef):
                found |= {f"{name}.{member}" for inner in node.body for member in _names(inner)}
    return frozenset(found)


def _names(node: ast.AST) -> list[str]:
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return [node.name]
    if isinstance(node, ast.AnnAssign):
        return [ast.unparse(node.target)]
    return [ast.unparse(target) for target in node.targets] if isinstance(node, ast.Assign) else []


def place_of(name: str) -> Path | None:
    """The file or folder that a document means by a path, or by the bare name of a file."""
    for home in PLACES:
        if (home / name).exists():
            return home / name
    if "/" in name.strip("/"):
        return None
    roots = (ROOT / "src", ROOT / "templates", ROOT / "workflows", ROOT / "tests")
    return next((path for root in roots for path in root.rglob(name)), None)
