"""Words in the reader's language: marks texts for translation and reads the catalogues in locale/.

There is no compile step: every ``.po`` file of a language is read when the site starts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po
from translationstring import TranslationStringFactory

DOMAIN = "reglab_workflow"
SUPPORT = ("colander", "deform")
"""Domains of libraries whose sentences people see; a file of that name holds our words for them."""

LANGUAGES = ("sv", "en")
LOCALE = Path(__file__).parent / "locale"

_ = TranslationStringFactory(DOMAIN)

ENTRY = re.compile(r'(msg(id|str|id_plural|ctxt)(\[\d\])? )?"([^"\\]|\\.)*"\s*$')


class CatalogueError(Exception):
    """The catalogues contradict each other or cannot be read; every problem is listed."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


def read_catalogues(language: str, folders: Iterable[Path] = (LOCALE,)) -> dict[str, Catalog]:
    """The words of one language by domain, merged from every file; a later folder wins over an earlier one.

    Raises CatalogueError if two files of one folder word the same message differently.
    """
    merged: dict[str, Catalog] = {}
    problems: list[str] = []
    for folder in folders:
        for domain, catalogue in _read_folder(Path(folder) / language, language, problems).items():
            into = merged.setdefault(domain, Catalog(locale=language, domain=domain))
            for message in _worded(catalogue):
                _put(into, message)
    if problems:
        raise CatalogueError(problems)
    return merged


def in_language(text: Mapping[str, str], language: str) -> str:
    """A text of a workflow file in the reader's language, or in the first one that it has."""
    for wanted in (language, *LANGUAGES):
        if text.get(wanted):
            return text[wanted]
    return next(iter(text.values()), "")


def _read_folder(folder: Path, language: str, problems: list[str]) -> dict[str, Catalog]:
    catalogues: dict[str, Catalog] = {}
    origins: dict[tuple[str, Any], Path] = {}
    for path in sorted(folder.glob("*.po")):
        domain = path.stem if path.stem in SUPPORT else DOMAIN
        into = catalogues.setdefault(domain, Catalog(locale=language, domain=domain))
        for message in _worded(_read_file(path, language, problems)):
            known = into.get(message.id, message.context)
            origin = origins.setdefault((domain, _key(message)), path)
            if known is not None and known.string != message.string:
                problems.append(f"{message.id!r} has different words in {origin} and {path}")
                continue
            _put(into, message)
    return catalogues


def _read_file(path: Path, language: str, problems: list[str]) -> Catalog:
    try:
        text = path.read_text(encoding="utf-8")
        problems.extend(f"{path}:{number}: {line}" for number, line in _broken(text))
        return read_po(text.splitlines(keepends=True), locale=language, abort_invalid=True)
    except (PoFileError, UnicodeDecodeError) as error:
        problems.append(f"{path}: {error}")
        return Catalog(locale=language)


def _broken(text: str) -> Iterator[tuple[int, str]]:
    """Lines that are no entry; a forgotten quotation mark would else cut a sentence short."""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.startswith("#") and not ENTRY.match(line):
            yield number, line


def _worded(catalogue: Catalog) -> Iterator[Message]:
    """The messages that have words; a fuzzy one is a guess and does not count."""
    for message in catalogue:
        parts = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        if message.id and all(parts) and not message.fuzzy:
            yield message


def _put(into: Catalog, message: Message) -> None:
    into.delete(message.id, message.context)
    into.add(message.id, message.string, context=message.context)


def _key(message: Message) -> tuple[Any, Any]:
    msgid = message.id if isinstance(message.id, str) else message.id[0]
    return msgid, message.context
