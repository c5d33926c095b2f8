"""The documents tell the truth: what they name exists, their links lead somewhere, and their example runs."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import Any

import click
import pytest

from documents_reading import (
    DOCUMENTS,
    anchor,
    defined_in,
    fences,
    headings,
    place_of,
    rows,
    shell_lines,
    spans,
    table_texts,
    targets,
    tokens,
)
from house import Story
from house_reading import HOME, ROOT, layer_of, modules, packages, short, tree_of
from reglab_workflow import clock
from reglab_workflow.cli import main as reglab
from reglab_workflow.content.ticking import tick
from reglab_workflow.directives import DIRECTIVES
from reglab_workflow.settings import Settings

README, EXTENDING = ROOT / "README.md", ROOT / "docs" / "extending.md"
OPERATING, READING = ROOT / "docs" / "operating.md", ROOT / "docs" / "reading.md"
HOSTS = ROOT / "tests" / "hosts"

NAMES_A_FILE = re.compile(r"[\w.-]+(/[\w.-]+)*(/|\.(py|pt|toml|ini|cfg|po|css|js|md|lock))")
MEMBER = re.compile(r"[A-Z]\w+\.[a-z_]\w*")
DATA = {"var/", "Data.fs", "blobs/", "index.sqlite"}
"""A data folder and what lies in it: nowhere in a fresh tree."""

by_name = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)


# -- names ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("directive", [*(each.__name__ for each in DIRECTIVES), "add_words"])
def test_every_directive_has_its_heading(directive: str) -> None:
    assert f"`{directive}`" in headings(EXTENDING)


def test_every_setting_is_explained_and_none_is_invented() -> None:
    told = {span.removeprefix("reglab.") for span in spans(OPERATING) if re.fullmatch(r"reglab\.\w+", span)}
    assert told == {field.name for field in fields(Settings)}


def test_the_defaults_of_the_settings_are_those_of_the_code() -> None:
    told = {cells[0][0].removeprefix("reglab."): cells[1] for cells in rows(OPERATING, "Settings")
            if cells[0] and cells[0][0].startswith("reglab.")}
    code = {field.name: str(field.default).lower() if isinstance(field.default, bool) else str(field.default)
            for field in fields(Settings)}
    assert {name: default[0] if default else "" for name, default in told.items()
            if name not in ("database", "index")} == {
        name: default for name, default in code.items() if name not in ("database", "index")}


def test_what_the_start_says_is_what_the_code_says() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in modules().values())
    told = [words for cells in rows(OPERATING, "What the start refuses") for words in cells[0]]
    assert len(told) > 10
    assert [words for words in told if words not in source] == []


def test_the_layers_of_the_rooms_are_those_of_the_house() -> None:
    """If this fails, correct the table in docs/reading.md: a room has got a module in another layer."""
    told = {}
    for token_row in table_texts(READING, "The rooms and their layers"):
        room, _about, layers = token_row
        told[room.strip("`/")] = layers
    found: dict[str, set[int]] = defaultdict(set)
    for name in modules():
        room, dot, _rest = short(name).partition(".")
        layer = layer_of(name)
        if dot and layer is not None and short(name) not in packages():
            found[room].add(layer)
    assert told == {room: " to ".join(map(str, sorted({min(all_), max(all_)}))) for room, all_ in found.items()}


def test_the_addresses_for_operators_answer(story: Story) -> None:
    named = {span for span in spans(OPERATING) if re.fullmatch(r"/[a-z]+", span)}
    office = story.browser(story.OFFICE)
    assert len(named) >= 4
    assert {address: office.get(address, expect_errors=True).status_int for address in named} == \
        dict.fromkeys(named, 200)


def test_every_variable_of_the_environment_is_explained() -> None:
    used = {
        ast.literal_eval(node.args[0])
        for path in modules().values() for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "os.environ.get"
    }
    assert used - set(spans(OPERATING)) == set()


def test_every_key_of_a_workflow_file_is_explained() -> None:
    reads = {"text", "names", "word", "flag", "whole", "table", "tables", "named"}
    keys = {
        str(node.args[0].value) for node in ast.walk(tree_of(HOME / "workflow" / "reader.py"))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in reads
        and node.args and isinstance(node.args[0], ast.Constant)
    }
    told = " ".join(spans(EXTENDING))
    assert {key for key in keys if not re.search(rf"\b{key}\b", told)} == set()


@by_name
def test_every_file_that_is_named_exists(document: Path) -> None:
    named = {span for span in spans(document) if NAMES_A_FILE.fullmatch(span) and not span.startswith("library/")}
    assert sorted(name for name in named - DATA if place_of(name) is None) == []


@by_name
def test_every_member_of_a_class_that_is_named_exists(document: Path) -> None:
    known = {name for path in modules().values() for name in defined_in(path)}
    named = {span.rstrip("()") for span in spans(document) if MEMBER.fullmatch(span.rstrip("()"))}
    files = {name for name in named if place_of(name) is not None}
    assert sorted(named - files - known - DATA) == []


def test_the_way_of_a_request_leads_through_functions_that_exist() -> None:
    """Each row of the table names modules, and then what is called in them."""
    faults, seen = [], 0
    for cells in rows(READING, "One request, from the click to the commit"):
        files = [place_of(name) for name in cells[1]]
        known = {name for path in files if path is not None for name in defined_in(path)}
        seen += len(cells[2])
        faults += [name for name in cells[2] if name not in known]
    assert faults == []
    assert seen > 20


# -- commands ------------------------------------------------------------------------------------------------


@by_name
def test_every_command_of_ours_exists(document: Path) -> None:
    lines = [line.removeprefix(".venv/bin/") for line in shell_lines(document)]
    typed = [line.split()[1:] for line in lines if re.match(r"reglab( |$)", line)]
    assert [f"reglab {' '.join(words)}: {fault}" for words in typed if (fault := fault_of(words))] == []


def fault_of(words: list[str]) -> str:
    """What is wrong with the words after ``reglab``, if anything; files and values are taken as they come."""
    command: Any = reglab
    while words:
        word, words = words[0], words[1:]
        option = next((each for each in command.params if word in each.opts), None)
        if word in ("--help", "-h", "…"):
            return ""
        if option is not None:
            words = words if getattr(option, "is_flag", False) else words[1:]
        elif word.startswith("-"):
            return f"no option {word}"
        elif isinstance(command, click.Group):
            if word not in command.commands:
                return f"no command {word}"
            command = command.commands[word]
    return ""


def make_targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))


@by_name
def test_make_has_every_target_that_is_named(document: Path) -> None:
    typed = [line.split("#")[0].split()[1:] for line in shell_lines(document) if line.startswith("make ")]
    named = {word for words in typed for word in words if re.fullmatch(r"[a-z]+", word)}
    assert named - make_targets() == set()


def test_the_first_page_tells_every_target_that_make_tells() -> None:
    offered = set(re.findall(r"^# make (\w+)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {line.split()[1] for line in shell_lines(README) if re.match(r"make \w+", line)}
    assert offered - named == set()


def test_the_demo_accounts_of_the_first_page_are_those_that_make_run_tells() -> None:
    people = tomllib.loads((HOME / "demo" / "people.toml").read_text(encoding="utf-8"))["person"]
    told = {span for span in spans(README) if re.fullmatch(r"\w+@[\w.]+", span)}
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert told == set(re.findall(r"\w+@[\w.]+\.example", makefile))
    assert told <= {person["email"] for person in people if person.get("account")}


# -- links and pages -----------------------------------------------------------------------------------------


@by_name
def test_every_link_between_documents_leads_somewhere(document: Path) -> None:
    lost = []
    for target in targets(document):
        name, _mark, part = target.partition("#")
        if "://" in target:
            continue
        path = (document.parent / name).resolve() if name else document
        if not path.exists() or (part and part not in {anchor(each) for each in headings(path)}):
            lost.append(target)
    assert lost == []


def test_every_picture_has_words() -> None:
    pictures = [token for path in DOCUMENTS for token in tokens(path) if token.type == "image"]
    assert len(pictures) >= 2
    assert [token.attrGet("src") for token in pictures if len(token.content) < 20] == []


def test_the_documents_become_pages_whose_links_lead_somewhere(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "docs/build.py", str(tmp_path)], cwd=ROOT, check=True, capture_output=True)
    pages = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.glob("*.html")}
    assert {"index.html", *(f"{path.stem}.html" for path in (ROOT / "docs").glob("*.md"))} <= set(pages)
    lost = []
    for name, page in pages.items():
        assert "<script" not in page
        for target in re.findall(r'(?:href|src)="([^"]*)"', page):
            file, _mark, part = target.partition("#")
            if "://" in target:
                continue
            if (file and not (tmp_path / file).exists()) or (part and f'id="{part}"' not in pages[file or name]):
                lost.append(f"{name}: {target}")
    assert lost == []


# -- the example ---------------------------------------------------------------------------------------------


def fragments() -> dict[str, list[str]]:
    """The example's files, and what goes into its ``main``, piece by piece."""
    found: dict[str, list[str]] = defaultdict(list)
    for _language, name, code in fences(EXTENDING):
        if name:
            found[name].append(code)
    return found


def test_the_page_says_where_each_fragment_of_the_example_goes() -> None:
    """What a fence is named after is not seen by a reader."""
    before, silent = "", []
    for token in tokens(EXTENDING):
        if token.type == "inline":
            before = token.content
        elif token.type == "fence" and " " in token.info:
            name = token.info.partition(" ")[2]
            shown = "main" if name.endswith(":main") else name
            silent += [] if f"`{shown}`" in before else [name]
    assert silent == []


def test_the_example_is_the_host_that_the_tests_drive() -> None:
    for name in ("__init__.py", "book.toml"):
        theirs = (HOSTS / "library" / name).read_text(encoding="utf-8").replace("hosts.library", "library")
        assert fragments()[f"library/{name}"][0].strip() == theirs.strip()


def test_the_changed_life_is_the_one_that_the_tests_drive() -> None:
    changed = [code for language, name, code in fences(EXTENDING) if language == "toml" and not name]
    assert len(changed) == 1
    assert changed[0].strip() in (HOSTS / "test_hosts.py").read_text(encoding="utf-8")


def put_together(folder: Path) -> None:
    """Write the example's package into a folder, out of the page."""
    pieces = fragments()
    said = "".join(pieces.pop("library/__init__.py:main"))
    for name, codes in pieces.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(codes), encoding="utf-8")
    door = folder / "library" / "__init__.py"
    last = "    return config.make_wsgi_app()"
    lines = "".join(f"    {line}" if line.strip() else line for line in said.splitlines(keepends=True))
    door.write_text(door.read_text(encoding="utf-8").replace(last, lines + last), encoding="utf-8")


class Library(Story):
    """The story's people in the example's application."""

    def application(self, settings: dict[str, Any]) -> Any:
        """What the page tells a host to say."""
        import library

        return library.main({}, **settings)


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    """A site of the example."""
    put_together(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    made = Library(tmp_path / "var")
    yield made
    made.close()
    for name in [name for name in sys.modules if name.partition(".")[0] == "library"]:
        del sys.modules[name]


def step(page: Any, name: str) -> Any:
    """The form behind the button of a step."""
    return next(form for form in page.forms.values() if form.action.endswith(f"/do/{name}"))


def test_the_example_runs(library: Library) -> None:
    """A circle is started on a page, refused until its book is there, takes the book along, and ends in time."""
    office = library.browser(library.OFFICE)
    form = office.get("/pages/add-circle").forms["form"]
    form["title"], form["book"] = "Vintercirkeln", "Nils Holgersson"
    page = form.submit("save").follow()
    path = page.request.path
    assert "Biblioteket har inte den boken på hyllan." in page.text
    with library.acting() as acts:
        book = acts.create(acts.site["pages"], "book", {"title": "Nils Holgersson"}).path
    begin = office.get(f"{path}/do/begin").forms["form"]
    day = next(field for named in begin.fields.values() for field in named if field.id == "f-day")
    day.value = (clock.local_day(clock.now()) - timedelta(days=1)).isoformat()
    assert "That day has passed." in begin.submit("send", status=422).text
    day.value = clock.local_day(clock.now()).isoformat()
    page = begin.submit("send").follow()
    assert "Läser" in page.text
    assert library.item(book)["state"] == "lent"
    page = step(page, "meet").submit().follow()
    assert (library.item(path)["meetings"], library.item(path)["day"]) == (1, None)
    with library.open() as site:
        letter = next(each for each in site.outbox.newest(5) if each.kind == "circle_begun")
        assert letter.subject == "Din läsecirkel har börjat"
        assert "Nils Holgersson" in letter.text
    with library.open() as site:
        tick(library.rulebook, site, clock.now() + timedelta(days=61))
    assert library.item(path)["state"] == "ended"
    assert "Vintercirkeln" in office.get("/search?text=vintercirkeln").text


def test_projects_can_have_the_format_of_the_example(library: Library) -> None:
    """A format of the host's own can be chosen, and its rules are asked."""
    office = library.browser(library.OFFICE)
    assert "Bokvecka: Tre bibliotek" in office.get("/projects/add-project").text
    with library.acting() as acts:
        acts.create(acts.site["projects"], "project", {"title": "Snö", "format": "book_week"})
    assert "Formatet kräver en organisation som leder." in office.get("/projects/sno").text


def test_only_the_chair_of_the_example_begins(library: Library) -> None:
    """A role of the host's own decides, and the refusal names it in the host's own words."""
    with library.acting() as acts:
        path = acts.create(acts.site["pages"], "circle", {"title": "Sommarcirkeln"}).path
    page = library.browser(library.MEMBER).get(path)
    assert "/do/begin" not in page.text
    refused = library.browser(library.MEMBER).get(f"{path}/do/begin", status=403)
    assert "cirkelledaren" in refused.text


def test_the_example_loses_a_book_and_finds_it_where_it_was(library: Library) -> None:
    """``to = "previous"`` leads back to the state before."""
    with library.acting() as acts:
        book = acts.create(acts.site["pages"], "book", {"title": "Gösta Berlings saga"})
        acts.fire(book, "lose")
        path = book.path
    page = library.browser(library.OFFICE).get(path)
    assert "På hyllan" in step(page, "find").submit().follow().text


def test_the_example_wears_its_own_look_and_words(library: Library) -> None:
    """A template and a word of ours, replaced by the host."""
    with library.acting() as acts:
        page = acts.create(acts.site["pages"], "page", {"title": "Om oss", "body": "Text."}, name="om-oss")
        acts.fire(page, "publish")
    assert '<header class="title">' not in library.visitor().get("/pages/om-oss").text
    assert "Disken" in library.browser(library.OFFICE).get("/my").text


def test_the_lives_of_the_example_are_told_in_words(library: Library) -> None:
    """The page of a life shows what the guards' docstrings say."""
    page = library.visitor().get("/workflows/circle")
    assert "Läsecirkel" in page.text
    assert "cirkelledaren" in page.text
