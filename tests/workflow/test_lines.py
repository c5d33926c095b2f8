"""Every key path of a TOML text leads to its line, however the text is laid out."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from reglab_workflow.workflow.lines import Lines, Path, shown
from sample_life import PROPOSAL

ODD = r'''# a remark = [not, a, value]
top = 1   # another ] remark
"quoted key" = 'a # b'
site . "dotted.name" . deep = true
text = """
[not.a.table]
key = "no key" \
"""
raw = \'\'\'
also = 'none' ''\'\'\'
list = [
  "one",  # [ignored

  "two", ["three",
    "four"],
  { inner = 5, "more" = [6,
    7] },
]
moment = 1979-05-27 07:32:00.5
number = -1.5e+3
"esc\u0061ped" = "\"] }"

[table.inner]
here = {a = 1, b.c = 2, d = {}}
\'single quoted\'.x = 1

[[many]]
name = "first"
[many.sub]
z = 1

[[many]]
name = "second"
[[many.below]]
first = 1
[[many.below]]
second = 2
'''.replace("\\'", "'")


def paths(value: Any, path: Path = ()) -> Iterator[Path]:
    """Every key path of what a text means."""
    if path:
        yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from paths(inner, (*path, key))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from paths(inner, (*path, position))


@pytest.mark.parametrize(("path", "words"), [
    (("top",), "top ="),
    (("quoted key",), '"quoted key"'),
    (("site", "dotted.name", "deep"), "site ."),
    (("text",), 'text = """'),
    (("raw",), "raw ="),
    (("list",), "list = ["),
    (("list", 0), '"one"'),
    (("list", 1), '"two"'),
    (("list", 2, 0), '"two"'),
    (("list", 2, 1), '"four"'),
    (("list", 3, "inner"), "{ inner"),
    (("list", 3, "more", 0), "{ inner"),
    (("list", 3, "more", 1), "    7]"),
    (("number",), "number ="),
    (("escaped",), '"esc'),
    (("table",), "[table.inner]"),
    (("table", "inner", "here", "b", "c"), "here ="),
    (("table", "inner", "single quoted", "x"), "'single quoted'"),
    (("many",), "[[many]]"),
    (("many", 0, "sub", "z"), "z = 1"),
    (("many", 1, "name"), 'name = "second"'),
    (("many", 1, "below", 0, "first"), "first = 1"),
    (("many", 1, "below", 1, "second"), "second = 2"),
])
def test_a_path_leads_to_its_line(path, words):
    assert Lines(ODD).of(path) == ODD[:ODD.index(words)].count("\n") + 1


def test_an_unknown_path_leads_to_what_encloses_it():
    lines = Lines(ODD)
    assert lines.of(("table", "inner", "here", "nothing", 3)) == lines.of(("table", "inner", "here"))
    assert lines.of(("nothing",)) == lines.of(()) == 1


@pytest.mark.parametrize("text", [ODD, PROPOSAL])
def test_no_path_of_the_text_is_overlooked(text):
    known = set(Lines(text)._known)
    assert set(paths(tomllib.loads(text))) - known == set()


def test_windows_line_ends_count_once():
    assert Lines("a = 1\r\nb = 2\r\n").of(("b",)) == 2


def test_a_path_is_shown_as_people_write_it():
    assert shown(("transitions", "submit", "guards", 1)) == "transitions.submit.guards[1]"
    assert shown(("states", "a b", "title")) == 'states."a b".title'
    assert shown(()) == ""
