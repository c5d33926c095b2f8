"""Every word that people see is in the catalogues, in good Swedish, and no catalogue holds an idle one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from house_reading import ROOT
from words_reading import (
    LIBRARIES,
    NAMES_IT,
    Element,
    Fault,
    Text,
    elements_of,
    msgid_of,
    place_of,
    sentences_of,
    swedish,
    templates,
    texts_in_code,
    texts_in_template,
    walk,
)

# Words that are the same in every language.
NAMES = re.compile(r"\b(Reglab|Svenska|English|PDF|DOCX|XLSX|CSV|iCal|API|JSON)\b")
# Attributes that people read or hear.
SPOKEN = ("title", "alt", "placeholder", "aria-label", "aria-description", "aria-roledescription", "label")
EXPRESSION = re.compile(r"\$\{(?:[^{}'\"]|'[^']*'|\"[^\"]*\"|\{[^{}]*\})*\}|\$\{[^}]*\}")
LETTERS = re.compile(r"[^\W\d_]{2,}")


def used() -> list[Text]:
    found = [*texts_in_code(), *(text for path in templates() for text in texts_in_template(path))]
    return [one for one in found if isinstance(one, Text)]


def test_every_message_can_be_found_by_the_catalogue():
    found = [*texts_in_code(), *(text for path in templates() for text in texts_in_template(path))]
    assert [f"{one.place} {one.what}" for one in found if isinstance(one, Fault)] == []


def test_every_message_has_its_swedish():
    known = {msgid_of(message) for path, message in swedish() if path.stem not in LIBRARIES}
    assert sorted({f"{one.place} {one.msgid}" for one in used()
                   if one.msgid and one.msgid not in known}) == []


def test_every_plural_has_its_swedish():
    known = {message.id for _, message in swedish() if not isinstance(message.id, str)}
    assert sorted({f"{one.place} {one.msgid}" for one in used()
                   if one.many and (one.msgid, one.many) not in known}) == []


def test_no_catalogue_holds_words_that_nothing_says():
    said = {one.msgid for one in used()}
    idle = [f"{path.name}: {msgid_of(message)}" for path, message in swedish()
            if path.stem not in LIBRARIES and msgid_of(message) not in said]
    assert idle == []


@pytest.mark.parametrize("library", LIBRARIES)
def test_our_words_for_a_library_belong_to_its_sentences(library):
    ours = [msgid_of(message) for path, message in swedish() if path.stem == library]
    assert [msgid for msgid in ours if msgid not in sentences_of(library)] == []


def test_a_message_stands_in_one_catalogue_only():
    homes: dict[tuple[str, str], list[str]] = {}
    for path, message in swedish():
        domain = path.stem if path.stem in LIBRARIES else ""
        homes.setdefault((domain, msgid_of(message)), []).append(path.name)
    assert {key[1]: files for key, files in homes.items() if len(files) > 1} == {}


def strings_of(message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def test_every_entry_is_translated():
    empty = [f"{path.name}: {msgid_of(message)}" for path, message in swedish()
             if message.fuzzy or not all(strings_of(message))]
    assert empty == []


def test_the_swedish_names_what_the_english_names():
    faults = []
    for path, message in swedish():
        wanted = set(NAMES_IT.findall(message.id if isinstance(message.id, str) else message.id[1]))
        for string in strings_of(message):
            # One thing may be said without its number: "ett förslag".
            missing = wanted - set(NAMES_IT.findall(string)) - ({"n"} if message.pluralizable else set())
            unknown = set(NAMES_IT.findall(string)) - wanted
            if missing or unknown:
                faults.append(f"{path.name}: {string}")
    assert faults == []


def test_the_swedish_does_not_shout():
    assert [f"{path.name}: {text}" for path, message in swedish() for text in strings_of(message)
            if "!" in text] == []


# -- templates -----------------------------------------------------------------------------------------------


def untranslated(path: Path) -> list[str]:
    faults: list[str] = []

    def visit(nodes: tuple, covered: bool) -> None:
        for node in nodes:
            if not isinstance(node, Element):
                words = NAMES.sub("", EXPRESSION.sub("", re.sub(r"&#?\w+;", "", node[1])))
                if not covered and LETTERS.search(words):
                    faults.append(f"{place_of(path, node[0])} {' '.join(words.split())[:60]!r}")
                continue
            for name in SPOKEN:
                value = NAMES.sub("", EXPRESSION.sub("", node.attributes.get(name, "")))
                parts = re.split(r";\s*", node.attributes.get("i18n:attributes", ""))
                told = [part.partition(" ")[0] for part in parts]
                if LETTERS.search(value) and name not in told:
                    faults.append(f"{place_of(path, node.line)} {name}={value!r}")
            replaced = node.says("tal:content", "tal:replace", "i18n:ignore") or node.name == "script"
            # A name inside a translated text is a hole in it: what stands there needs words of its own.
            inside = covered and not node.says("i18n:name")
            visit(node.children, inside or replaced or "i18n:translate" in node.attributes)

    visit(elements_of(path), False)
    return faults


@pytest.mark.parametrize("path", templates(), ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_template_holds_no_words_outside_the_catalogues(path):
    assert untranslated(path) == []


@pytest.mark.parametrize("path", templates(), ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_template_obeys_the_content_security_policy(path):
    """No script, style or handler within the page: the browser would refuse it."""
    faults = []
    for element in walk(elements_of(path)):
        ours = element.says("src", "tal:attributes")
        inline = element.name == "style" or (element.name == "script" and not ours)
        handlers = [name for name in element.attributes if re.fullmatch(r"on[a-z]+|style", name)]
        handlers += re.findall(r"(?:^|;)\s*(on[a-z]+|style) ", element.attributes.get("tal:attributes", ""))
        if inline or handlers:
            faults.append(f"{place_of(path, element.line)} <{element.name}> {' '.join(handlers)}")
        faults += [f"{place_of(path, element.line)} {name}" for name, value in element.attributes.items()
                   if value.strip().startswith("javascript:")]
    assert faults == []


@pytest.mark.parametrize("path", templates(), ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_template_names_its_domain(path):
    elements = list(walk(elements_of(path)))
    speaks = any(element.says("i18n:translate", "i18n:attributes") for element in elements)
    domains = {element.attributes["i18n:domain"] for element in elements if element.says("i18n:domain")}
    assert domains == {"reglab_workflow"} or not speaks
