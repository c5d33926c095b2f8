"""Finds the texts that people see: in Python, in templates, and in the catalogues that translate them."""

from __future__ import annotations

import ast
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from chameleon.parser import ElementParser
from chameleon.tokenize import iter_xml
from chameleon.zpt.program import MacroProgram

from house_reading import HOME, ROOT, modules, short, tree_of

SWEDISH = HOME / "locale" / "sv"
# Catalogues of this name hold our words for a library's sentences.
LIBRARIES = ("colander", "deform")
NAMES_IT = re.compile(r"\$\{(\w+)\}")
CALL = re.compile(r"\b(_|plural|translate)\(")
# Modules that hand on texts which others have written out.
RELAYS = frozenset({"content.site.lives", "i18n", "web.localizing", "web.words"})
# Modules whose public functions are rules: the pages about lives show the first line of what each says of itself.
RULES = ("guards", "effects")


@dataclass(frozen=True)
class Text:
    """A message that the code or a template shows, and where."""

    msgid: str
    place: str
    many: str = ""


@dataclass(frozen=True)
class Fault:
    """Something in a template or a call that a catalogue cannot follow."""

    place: str
    what: str


def place_of(path: Path, line: int) -> str:
    """A file and line as people click them."""
    return f"{path.relative_to(ROOT)}:{line}"


# -- Python --------------------------------------------------------------------------------------------------


@cache
def texts_in_code() -> tuple[Text | Fault, ...]:
    """Every message of the package's Python."""
    found: list[Text | Fault] = []
    for name, path in modules().items():
        texts = _texts(tree_of(path), path, 0)
        found += [one for one in texts if isinstance(one, Text) or short(name) not in RELAYS]
        if name.rpartition(".")[2] in RULES:
            found += _rules(tree_of(path), path)
    return tuple(found)


def _rules(tree: ast.Module, path: Path) -> Iterator[Text | Fault]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            place = place_of(path, node.lineno)
            told = (ast.get_docstring(node) or "").partition("\n")[0]
            yield Text(told, place) if told else Fault(place, "a rule must say in words what it does")


def _texts(tree: ast.AST, path: Path, line: int) -> Iterator[Text | Fault]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            place = place_of(path, line or node.lineno)
            if called == "_" and not any(_is_known(one) for one in node.args):
                yield _text(node.args[:1], place)
            elif called == "plural":
                yield _text([one for one in node.args if not _is_request(one)][:2], place)
            elif called == "translate" and node.keywords:
                written = [one for one in node.args if isinstance(one, ast.Constant)]
                if written:
                    yield _text(written[:1], place)


def _is_request(node: ast.expr) -> bool:
    return isinstance(node, (ast.Name, ast.Attribute)) and ast.unparse(node).endswith("request")


def _is_known(argument: ast.expr) -> bool:
    """``_(str(text), mapping=…)`` gives names to a text that is written out elsewhere."""
    return isinstance(argument, ast.Call) and getattr(argument.func, "id", "") == "str"


def _text(arguments: list[ast.expr], place: str) -> Text | Fault:
    words = [one.value for one in arguments if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    if not words or len(words) != len(arguments):
        return Fault(place, "a message must be written out, so that the catalogue can know it")
    return Text(words[0], place, words[1] if len(words) > 1 else "")


# -- templates -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Element:
    """An element of a template: its name, its attributes by written name, and what it holds."""

    name: str
    attributes: dict[str, str]
    children: tuple[Any, ...]
    line: int

    def says(self, *names: str) -> bool:
        """Whether the element bears one of these attributes."""
        return any(name in self.attributes for name in names)


def templates() -> list[Path]:
    """Every page template."""
    return sorted((ROOT / "templates").rglob("*.pt"))


@cache
def elements_of(path: Path) -> tuple[Any, ...]:
    """A template as elements and texts (line, words), read by Chameleon's own parser."""
    source = path.read_text(encoding="utf-8")
    nodes = ElementParser(iter_xml(source), MacroProgram.DEFAULT_NAMESPACES)
    return tuple(_nodes(nodes, source))


def _nodes(nodes: Any, source: str) -> Iterator[Any]:
    for kind, parts in nodes:
        if kind in {"element", "start_tag"}:
            start, children = parts[0], parts[2] if kind == "element" else ()
            written = {_written(attribute["name"], start): html.unescape(attribute["value"] or "")
                       for attribute in start["attrs"]}
            inside = tuple(_nodes(children, source))
            yield Element(start["name"], written, inside, _line(start["name"], source))
        elif kind in {"text", "cdata"}:
            yield _line(parts[0], source), str(parts[0])


def _written(name: str, start: dict[str, Any]) -> str:
    """Chameleon shortens ``metal:use-macro`` on ``metal:`` elements; say it in full."""
    prefix = start["name"].partition(":")[0]
    return name if ":" in name or ":" not in start["name"] else f"{prefix}:{name}"


def _line(token: Any, source: str) -> int:
    return source.count("\n", 0, getattr(token, "pos", 0)) + 1


def walk(nodes: tuple[Any, ...]) -> Iterator[Element]:
    """Every element, outermost first."""
    for node in nodes:
        if isinstance(node, Element):
            yield node
            yield from walk(node.children)


@cache
def texts_in_template(path: Path) -> tuple[Text | Fault, ...]:
    """Every message of a template: translated elements, translated attributes, and calls in expressions."""
    found: list[Text | Fault] = []
    for element in walk(elements_of(path)):
        place = place_of(path, element.line)
        if "i18n:translate" in element.attributes and not element.says("tal:content", "tal:replace"):
            found.append(_translated(element, place))
        found.extend(_translated_attributes(element, place))
    found.extend(_called(path))
    return tuple(found)


def _translated(element: Element, place: str) -> Text | Fault:
    if element.attributes["i18n:translate"]:
        return Text(element.attributes["i18n:translate"], place)
    words = ""
    for child in element.children:
        if not isinstance(child, Element):
            words += child[1]
        elif "i18n:name" in child.attributes:
            words += "${" + child.attributes["i18n:name"] + "}"
        else:
            return Fault(place, f"<{child.name}> in a translated text needs i18n:name")
    if "${" in NAMES_IT.sub("", words) or any("${" in child[1] for child in element.children
                                               if not isinstance(child, Element)):
        return Fault(place, "an expression in a translated text needs an element with i18n:name")
    return Text(" ".join(words.split()), place)


def _translated_attributes(element: Element, place: str) -> Iterator[Text | Fault]:
    for part in element.attributes.get("i18n:attributes", "").split(";"):
        name, _, msgid = part.strip().partition(" ")
        value = msgid.strip() or element.attributes.get(name, "")
        if "${" in value:
            yield Fault(place, f"attribute {name} is translated, so it cannot hold an expression")
        elif value:
            yield Text(value, place)


def _called(path: Path) -> Iterator[Text | Fault]:
    """Messages named in expressions, as ``${request.plural('${n} day', '${n} days', n)}``."""
    source = html.unescape(path.read_text(encoding="utf-8"))
    for match in CALL.finditer(source):
        line = source.count("\n", 0, match.start()) + 1
        call = _call_at(source, match.start())
        if call is None:
            yield Fault(place_of(path, line), "cannot read this call")
        else:
            yield from _texts(call, path, line)


def _call_at(source: str, start: int) -> ast.AST | None:
    """The call that begins here: the shortest text up to a bracket that Python can read."""
    end = source.find(")", start)
    while end != -1 and end - start < 600:
        try:
            return ast.parse(" ".join(source[start:end + 1].split()), mode="eval").body
        except SyntaxError:
            end = source.find(")", end + 1)
    return None


# -- catalogues ----------------------------------------------------------------------------------------------


@cache
def swedish() -> tuple[tuple[Path, Message], ...]:
    """Every entry of every Swedish catalogue, with its file."""
    found = []
    for path in sorted(SWEDISH.glob("*.po")):
        with path.open("rb") as file:
            entries = read_po(file, locale="sv", abort_invalid=True)
        found += [(path, message) for message in entries if message.id]
    return tuple(found)


def msgid_of(message: Message) -> str:
    """The singular of an entry."""
    return message.id if isinstance(message.id, str) else message.id[0]


@cache
def sentences_of(library: str) -> frozenset[str]:
    """The messages that a library's Python and templates hold, read from its source."""
    spec = find_spec(library)
    assert spec is not None
    assert spec.origin is not None
    home, found = Path(spec.origin).parent, set()
    for path in home.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    for path in [*home.rglob("*.pt"), *home.rglob("*.pot")]:
        text = path.read_text(encoding="utf-8")
        found.update(" ".join(words.split()) for words in re.findall(r">([^<>]+)<", text))
        found.update(re.findall(r'"([^"\n]+)"', text))
    return frozenset(found)
