"""The house keeps its own rules: layers, file names, packages, the noun mirror, words and sizes."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from house_reading import (
    HOME,
    NAME,
    ROOT,
    cycles,
    imports_of,
    inner,
    layer_of,
    listed,
    modules,
    nouns,
    packages,
    setup,
    short,
    text_files,
    tree_of,
)

WEB = frozenset({"pyramid", "webob", "colander", "deform"})
# What a file may not know, by its name; layers say the rest.
MUST_NOT_KNOW = {
    "model.py": WEB,
    "guards.py": WEB,
    "effects.py": WEB,
    "schema.py": frozenset({"pyramid", "webob"}),
}

# Handlers that may catch everything, each with the reason why no narrower one will do.
BROAD_EXCEPTS: dict[str, str] = {
    "history/export:_readable": "a damaged record may raise anything when it is loaded, and the check names it",
}
# Modules that may be longer than others, each with the reason.
LONG: dict[str, str] = {
    "src/reglab_workflow/history/verify_history.py": "it is handed out as one file, with its words in two languages",
}

PROMISES = re.compile(r"\b(TODO|FIXME|XXX|HACK|[Ff]or now|[Ss]implified|[Pp]laceholder implementation"
                      r"|[Nn]ot implemented yet)\b")
ONE_MACHINE = re.compile(r"(?<![\w.}/-])/(home|Users|root|work)/")
ADDRESS = re.compile(r"[\w.+-]+@((?:[a-z0-9åäö-]+\.)+[a-z]{2,})", re.IGNORECASE)
RESERVED = re.compile(r"(^|\.)(example|invalid|test|localhost)$|(^|\.)example\.(com|net|org)$", re.IGNORECASE)


def where(path: Path, line: int = 0) -> str:
    return f"{path.relative_to(ROOT)}:{line}" if line else str(path.relative_to(ROOT))


# -- layers --------------------------------------------------------------------------------------------------


def test_every_module_has_its_layer():
    homeless = [where(path) for name, path in modules().items() if layer_of(name) is None]
    assert homeless == [], "give each a layer in tests/house_reading.py"


def test_imports_only_go_down():
    climbing = []
    for name in modules():
        for one in inner(imports_of(name)):
            mine, theirs = layer_of(name), layer_of(one.target)
            if mine is not None and theirs is not None and theirs > mine:
                climbing.append(
                    f"{short(name)} [{mine}] imports {short(one.target)} [{theirs}] in line {one.line}")
    assert climbing == []


def test_no_modules_import_each_other_in_a_circle():
    graph = {name: [one.target for one in inner(imports_of(name)) if one.at_load] for name in modules()}
    assert cycles(graph) == []


def test_no_rooms_of_nouns_depend_on_each_other_in_a_circle():
    """Models, guards and effects; a page may well show what the neighbour holds, and the other way round."""

    def room(name: str) -> str:
        parts = short(name).split(".")
        return parts[1] if parts[0] == "content" and len(parts) > 1 and parts[1] in nouns() else ""

    graph: dict[str, set[str]] = {noun: set() for noun in nouns()}
    for name in modules():
        if room(name) and layer_of(name) in {1, 2}:
            targets = {room(one.target) for one in inner(imports_of(name)) if one.at_load}
            graph[room(name)] |= targets - {"", room(name)}
    assert cycles(graph) == []


def test_every_import_within_the_house_leads_somewhere():
    outer = (f"{NAME}.templates", f"{NAME}.workflows")
    lost = [
        f"{short(name)} imports {one.target} in line {one.line}"
        for name in modules() for one in inner(imports_of(name))
        if one.target not in modules() and not one.target.startswith(outer)
    ]
    assert lost == []


def test_the_table_of_contents_imports_nothing():
    contents = modules().get(NAME)
    assert contents is not None, "src/reglab_workflow/__init__.py is missing"
    assert [one.target for one in imports_of(NAME) if one.at_load and one.target != "__future__"] == []


def test_a_room_opens_without_the_web():
    """Whoever imports a model passes the doors of its rooms, so these may not bring in Pyramid."""
    heavy = []
    for name in modules():
        if short(name) in packages() and layer_of(name) in {0, 1, 2, 4}:
            heavy += [f"{short(name)} imports {one.target}" for one in imports_of(name)
                      if one.at_load and one.target.split(".")[0] in WEB]
    assert heavy == []


# -- file names ----------------------------------------------------------------------------------------------


def test_files_do_not_know_what_their_name_forbids():
    faults = []
    for name, path in modules().items():
        for one in imports_of(name):
            if one.target.split(".")[0] in MUST_NOT_KNOW.get(path.name, ()):
                faults.append(f"{where(path, one.line)} imports {one.target}")
    assert faults == []


def test_the_engine_imports_only_python_and_transitions():
    allowed = set(sys.stdlib_module_names) | {"transitions"}
    faults = []
    for name in modules():
        if short(name).startswith("workflow"):
            for one in imports_of(name):
                own = one.target.startswith(f"{NAME}.workflow") or one.target == NAME
                if not own and one.target.split(".")[0] not in allowed:
                    faults.append(f"{short(name)} imports {one.target} in line {one.line}")
    assert faults == []


def loaded_after(*names: str) -> set[str]:
    """The top-level packages that a fresh interpreter holds after importing these modules."""
    code = "\n".join([f"import {name}" for name in names]
                     + ["import sys; print(*{name.partition('.')[0] for name in sys.modules})"])
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_the_engine_starts_without_web_and_database():
    database = {"ZODB", "persistent", "BTrees", "transaction"}
    assert loaded_after(f"{NAME}.workflow.engine") & (WEB | database) == set()


def test_models_guards_and_effects_start_without_the_web():
    low = [name for name in modules()
           if layer_of(name) in {0, 1, 2} and not short(name).startswith("storage")]
    assert loaded_after(*low) & WEB == set()


def test_only_the_web_layers_know_the_request():
    """Below layer 3 (the storage room apart) nothing takes a request."""
    faults = []
    for name, path in modules().items():
        if layer_of(name) not in {0, 1, 2} or short(name).startswith("storage"):
            continue
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.arg) and node.arg == "request":
                faults.append(where(path, node.lineno))
    assert faults == []


# -- what is installed ---------------------------------------------------------------------------------------


def test_setup_cfg_lists_every_package():
    folders = {f"{NAME}.templates", f"{NAME}.workflows"}
    for path in HOME.rglob("*.py"):
        folders.add(".".join(path.parent.relative_to(HOME.parent).parts))
    assert sorted(listed("options", "packages")) == sorted(folders)


def test_every_package_has_its_door():
    doorless = {path.parent for path in HOME.rglob("*.py") if not (path.parent / "__init__.py").exists()}
    doorless |= {folder for folder in (ROOT / "templates", ROOT / "workflows")
                 if not (folder / "__init__.py").exists()}
    assert sorted(where(folder) for folder in doorless) == []


def test_every_data_file_is_installed():
    homes = {NAME: HOME, f"{NAME}.templates": ROOT / "templates", f"{NAME}.workflows": ROOT / "workflows"}
    left_out = []
    for package, home in homes.items():
        patterns = listed("options.package_data", package)
        installed = {path for pattern in patterns for path in home.glob(pattern)}
        for path in home.rglob("*"):
            code = path.suffix in {".py", ".pyc"} or "__pycache__" in path.parts
            if path.is_file() and not code and path not in installed:
                left_out.append(where(path))
    assert left_out == []


def plain(requirement: str) -> str:
    """The name of a requirement as registries compare it."""
    return re.sub(r"[-_.]+", "-", re.split(r"[<>=\[; ]", requirement)[0]).lower()


def required(*extras: str) -> set[str]:
    """The distributions that setup.cfg asks for."""
    lines = [*listed("options", "install_requires"),
             *(line for extra in extras for line in listed("options.extras_require", extra))]
    return {plain(line) for line in lines}


def test_every_library_we_import_is_required():
    owners = packages_distributions()
    wanted = required("documents", "postgres")
    unasked = {
        f"{short(name)} imports {one.target}"
        for name in modules() for one in imports_of(name)
        if (top := one.target.split(".")[0]) not in {NAME, *sys.stdlib_module_names}
        and not wanted & {plain(owner) for owner in owners.get(top, ())}
    }
    assert sorted(unasked) == [], "add it to install_requires and to requirements.lock"


def test_the_lock_pins_every_requirement():
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []
    wanted = required(*setup()["options.extras_require"])
    assert sorted(wanted - {plain(line) for line in lines}) == []


@pytest.mark.parametrize("name", ["development.ini", "production.ini"])
def test_settings_files_only_hold_settings_that_exist(name):
    settings = ast.parse((HOME / "settings.py").read_text(encoding="utf-8"))
    known = {node.target.id for node in ast.walk(settings)
             if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)}
    text = (ROOT / name).read_text(encoding="utf-8")
    used = set(re.findall(r"^(?:# )?reglab\.(\w+) =", text, re.MULTILINE))
    assert used - known == set()


# -- the noun mirror -----------------------------------------------------------------------------------------


def is_transparent(noun: str) -> bool:
    """A room says in its model that its items have no life of their own: ``transparent = True``."""
    model = HOME / "content" / noun / "model.py"
    if not model.exists():
        return False
    for node in ast.walk(tree_of(model)):
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and isinstance(node.value, ast.Constant):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if node.value.value is True and any(ast.unparse(target) == "transparent" for target in targets):
                return True
    return False


@pytest.mark.parametrize("noun", nouns())
def test_a_noun_has_its_life(noun):
    assert is_transparent(noun) or (ROOT / "workflows" / f"{noun}.toml").exists()


@pytest.mark.parametrize("noun", nouns())
def test_a_noun_has_its_look(noun):
    # What is transparent is shown on the page of the item it belongs to.
    assert is_transparent(noun) or list((ROOT / "templates" / noun).glob("*.pt")) != []


@pytest.mark.parametrize("noun", nouns())
def test_a_noun_has_its_tests(noun):
    assert list((ROOT / "tests" / "content" / noun).glob("test_*.py")) != []


def test_every_life_has_its_noun():
    people = {path.stem for path in (HOME / "people").glob("*.py")}
    lives = (ROOT / "workflows").glob("*.toml")
    strays = [path.name for path in lives if path.stem not in {*nouns(), *people}]
    assert strays == []


def test_a_life_bears_the_name_of_its_file():
    lives = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")).get("name")
             for path in (ROOT / "workflows").glob("*.toml")}
    assert {stem: name for stem, name in lives.items() if stem != name} == {}


# -- words and sizes -----------------------------------------------------------------------------------------


def matches(pattern: re.Pattern[str]) -> Iterator[tuple[Path, int, re.Match[str]]]:
    for path in text_files():
        if path != Path(__file__):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                for match in pattern.finditer(line):
                    yield path, number, match


def test_no_words_promise_work_instead_of_doing_it():
    assert [f"{where(path, line)} {match[0]!r}" for path, line, match in matches(PROMISES)] == []


def test_no_path_of_one_machine_is_written_down():
    assert [f"{where(path, line)} {match[0]!r}" for path, line, match in matches(ONE_MACHINE)] == []


def test_every_mail_address_belongs_to_nobody():
    """Names kept for examples (RFC 2606): nobody real is ever written to, nor named, by mistake."""
    real = [f"{where(path, line)} {match[0]}" for path, line, match in matches(ADDRESS)
            if not RESERVED.search(match[1])]
    assert real == []


def test_no_module_is_longer_than_four_hundred_lines():
    paths = [*modules().values(), *(ROOT / "tests").rglob("*.py")]
    sizes = {where(path): len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    assert {path: size for path, size in sizes.items() if size > 400 and path not in LONG} == {}


def test_every_module_says_what_it_is_for():
    assert [where(path) for path in modules().values() if not ast.get_docstring(tree_of(path))] == []


def broad_excepts(path: Path) -> Iterator[tuple[str, int]]:
    """The functions of a file that keep every fault to themselves, as ``module:function`` with the line."""
    module = path.relative_to(HOME).with_suffix("").as_posix()

    def visit(node: ast.AST, function: str) -> Iterator[tuple[str, int]]:
        for child in ast.iter_child_nodes(node):
            inside = child.name if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)) else function
            if isinstance(child, ast.ExceptHandler):
                caught = ast.unparse(child.type) if child.type else "BaseException"
                passed_on = ast.unparse(child.body[-1]) == "raise"
                if re.search(r"\b(Base)?Exception\b", caught) and not passed_on:
                    yield f"{module}:{inside}", child.lineno
            yield from visit(child, inside)

    return visit(tree_of(path), "")


def test_an_except_names_what_it_expects():
    found = [(name, where(path, line)) for path in modules().values() for name, line in broad_excepts(path)]
    assert [place for name, place in found if name not in BROAD_EXCEPTS] == []
    assert sorted(set(BROAD_EXCEPTS) - {name for name, _ in found}) == [], "no such handler any more"
