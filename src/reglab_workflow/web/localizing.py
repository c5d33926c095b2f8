"""The reader's language: chosen for each request, with our own words before those of the libraries."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from pyramid.config import PHASE3_CONFIG, Configurator
from pyramid.i18n import Localizer, Translations, make_localizer
from pyramid.interfaces import ILocalizer, ITranslationDirectories
from pyramid.path import AssetResolver
from pyramid.request import Request
from translationstring import TranslationString

from ..i18n import DOMAIN, LANGUAGES, LOCALE, in_language, read_catalogues

COOKIE = "lang"
LIBRARIES = ("colander:locale", "deform:locale")


def localizer_for(language: str, library_dirs: list[str], word_folders: list[Any]) -> Localizer:
    """A localizer that knows the libraries' words and, before them, those of our own catalogues."""
    localizer = make_localizer(language, library_dirs)
    folders = tuple(Path(folder) for folder in word_folders)
    for domain, compiled in _compiled(language, folders, _newest(language, folders)):
        localizer.translations.add(Translations(io.BytesIO(compiled), domain))
    return localizer


@lru_cache(maxsize=8)
def _compiled(language: str, folders: tuple[Path, ...], newest: tuple[int, ...]) -> tuple[tuple[str, bytes], ...]:
    """The words of a language by domain; a process that makes several applications reads unchanged files once."""
    found = []
    for domain, catalogue in read_catalogues(language, folders).items():
        compiled = io.BytesIO()
        write_mo(compiled, catalogue)
        found.append((domain, compiled.getvalue()))
    return tuple(found)


def _newest(language: str, folders: tuple[Path, ...]) -> tuple[int, ...]:
    """When each file of a language was changed."""
    return tuple(path.stat().st_mtime_ns for folder in folders for path in sorted((folder / language).glob("*.po")))


def negotiate(request: Request) -> str:
    """The reader's language: chosen by hand, else told by the account, else asked for by the browser."""
    chosen = request.cookies.get(COOKIE)
    if chosen in LANGUAGES:
        return str(chosen)
    told = getattr(getattr(request, "actor", None), "language", "")
    if told in LANGUAGES:
        return str(told)
    default = _default_language(request)
    if not request.accept_language:
        return default
    # Without a match the header says nothing about the languages we have.
    return str(request.accept_language.lookup(LANGUAGES, default=default))


def say(localizer: Localizer, text: TranslationString) -> str:
    """A translatable text in words; the names inside it may be translatable texts themselves."""
    names = (text.mapping or {}).items()
    inner = {name: say(localizer, value) for name, value in names if isinstance(value, TranslationString)}
    return str(localizer.translate(text, mapping=inner or None))


def translate(request: Request, text: Any) -> str:
    """A text in the reader's language; also a text of a workflow file, which holds several languages.

    A string that was never marked for translation is words already: a name, a text out of the database.
    """
    if text is None:
        return ""
    if isinstance(text, Mapping):
        return in_language(text, request.locale_name)
    return say(request.localizer, text) if isinstance(text, TranslationString) else str(text)


def plural(request: Request, one: str, many: str, n: int, **names: Any) -> str:
    """The words for a number of things: ``plural("${n} proposal", "${n} proposals", 3)``."""
    return str(request.localizer.pluralize(one, many, n, domain=DOMAIN, mapping={"n": n, **names}))


def add_words(config: Configurator, folder: str) -> None:
    """Let a host application bring its own ``.po`` files; its words win over ours."""
    path = AssetResolver(config.package).resolve(folder.rstrip("/") + "/").abspath()
    config.registry.settings.setdefault("reglab.words", []).append(path)


def includeme(config: Configurator) -> None:
    """Choose the language of each request and register a localizer for each."""
    config.set_locale_negotiator(negotiate)
    config.add_translation_dirs(*LIBRARIES)
    config.add_directive("add_words", add_words)
    config.add_request_method(translate)
    config.add_request_method(plural)

    def register() -> None:
        folders = [LOCALE, *config.registry.settings.get("reglab.words", ())]
        library_dirs = config.registry.queryUtility(ITranslationDirectories, default=[])
        for language in LANGUAGES:
            localizer = localizer_for(language, library_dirs, folders)
            config.registry.registerUtility(localizer, ILocalizer, name=language)

    config.action(("reglab", "localizers"), register, order=PHASE3_CONFIG + 1)


def _default_language(request: Request) -> str:
    settings = request.registry.settings or {}
    chosen = settings.get("reglab.default_language", LANGUAGES[0])
    return str(chosen if chosen in LANGUAGES else LANGUAGES[0])
