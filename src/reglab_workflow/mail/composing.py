"""Composing: a template and facts become a letter in the reader's language, as HTML and as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from chameleon.utils import Markup
from pyramid.interfaces import ILocalizer
from pyramid.path import AssetResolver
from translationstring import ChameleonTranslate, TranslationString

from ..i18n import LANGUAGES, in_language
from ..settings import Settings
from ..web import dates, marking
from ..web.localizing import say
from .letter import Letter, Receiver, Ticket
from .message import TICKET
from .plain_text import text_of

LOOK = "reglab_workflow:static/letter.css"
FOLDER = "reglab_workflow.templates:mail/"
PAGES = {"invitation": "/account/invitation/", "reset": "/account/reset/", "approval": "/approve/",
         "participant": "/take-part/", "survey": "/answer/"}


@dataclass(frozen=True)
class Occasion:
    """What a letter is about, when it is written, and the entry of the trail that caused it."""

    item: Any
    now: datetime
    cause: str = ""
    ticket: Ticket | None = None


class Composer:
    """Writes letters for one running site; every link begins with the configured address."""

    def __init__(self, registry: Any) -> None:
        self.registry = registry

    @property
    def settings(self) -> Settings:
        """The settings of the site."""
        settings: Settings = self.registry.reglab_settings
        return settings

    def compose(
        self, kind: str, receivers: Sequence[Receiver], occasion: Occasion, language: str, **facts: Any,
    ) -> Letter:
        """The letter of that kind, from ``templates/mail/<kind>/letter.pt``; its title is the subject."""
        language = language if language in LANGUAGES else self.settings.default_language
        template = self.registry.templates(f"{FOLDER}{kind}/letter.pt")
        html = str(
            template.render(**{**self._names(language), **self._links(occasion), **facts, "item": occasion.item})
        )
        subject, text = text_of(html)
        return Letter(
            kind, subject, html, text, language, list(receivers), occasion.now, self._domain(),
            about=occasion.item, cause=occasion.cause, ticket=occasion.ticket)

    def address(self, path: str) -> str:
        """The whole address of a path of the site."""
        return self.settings.base_url.rstrip("/") + quote(path, safe="/")

    def _links(self, occasion: Occasion) -> dict[str, str]:
        ticket = occasion.ticket
        page = self.address(PAGES[ticket.purpose]) + TICKET if ticket is not None else ""
        return {
            "home": self.address("/"), "ticket": page,
            "here": self.address(occasion.item.path) if occasion.item is not None else self.address("/"),
        }

    def _names(self, language: str) -> dict[str, Any]:
        """The names that every letter may use."""
        return {
            "layout": self.registry.templates(f"{FOLDER}layout.pt"),
            "pieces": self.registry.templates(f"{FOLDER}pieces.pt"), "language": language, "look": look(),
            "site_title": self.settings.title, "prose": marking.prose, "address": self.address,
            "date": partial(_dated, dates.date, language), "when": partial(_dated, dates.when, language),
            "span": partial(dates.span, language=language),
            "translate": self._translator(language),
        }

    def _translator(self, language: str) -> Any:
        localizer = self.registry.getUtility(ILocalizer, name=language)
        chameleon = ChameleonTranslate(partial(say, localizer))

        def translate(msgid: Any, *args: Any, **kw: Any) -> Any:
            if isinstance(msgid, TranslationString):
                return say(localizer, msgid)
            if isinstance(msgid, Mapping):
                return in_language(msgid, language)
            return chameleon(msgid, *args, **kw) if args or kw else msgid

        return translate

    def _domain(self) -> str:
        """The right side of a Message-ID: the host of the site."""
        return urlsplit(self.settings.base_url).hostname or "localhost"


@cache
def look() -> Markup:
    """The style sheet of letters, as an element."""
    rules = AssetResolver().resolve(LOOK).abspath()
    return Markup(f"<style>\n{Path(rules).read_text(encoding='utf-8')}</style>")


def _dated(write: Any, language: str, moment: Any) -> str:
    return str(write(moment, language))
