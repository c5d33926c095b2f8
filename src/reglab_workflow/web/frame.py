"""The frame around every page: where one can go, who one is, and what has just been done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from pyramid.csrf import get_csrf_token
from pyramid.request import Request

from ..i18n import LANGUAGES, _
from ..people.organisation import organisation_by_uid

LANGUAGE_NAMES = {"sv": "Svenska", "en": "English"}


@dataclass(frozen=True)
class Place:
    """A word in the navigation; ``here`` when the page is inside it."""

    title: Any
    href: str
    here: bool = False


@dataclass(frozen=True)
class Message:
    """A word to the reader; ``kind`` is done, news, heed or stop; a link may lead on."""

    text: Any
    kind: str = "done"
    href: str = ""
    label: Any = ""


class Frame:
    """What the layout shows on every page, for one request."""

    def __init__(self, request: Request) -> None:
        self.request = request

    @property
    def actor(self) -> Any:
        """Who looks; None where nobody can be known, as on an error before sign-in."""
        return getattr(self.request, "actor", None)

    @property
    def signed_in(self) -> bool:
        """Whether the reader is a known person."""
        return bool(self.actor and self.actor.person)

    @property
    def brand(self) -> str:
        """The name of the site."""
        return str(getattr(getattr(self.request, "site", None), "title", "") or "Reglab")

    @property
    def places(self) -> list[Place]:
        """The five words of the navigation."""
        return [self._place(title, path) for title, path in self._words()]

    @property
    def standing(self) -> Any:
        """What the reader is here: the office, or the name of an organisation."""
        if self.actor.holds("office"):
            return _("The office")
        if self.actor.holds("auditor"):
            return _("Auditor")
        organisation = organisation_by_uid(self.request.site, self.actor.organisation)
        return organisation.title if organisation is not None else ""

    @property
    def languages(self) -> list[tuple[str, str]]:
        """The other languages the site can be read in: id and own name."""
        others = (language for language in LANGUAGES if language != self.request.locale_name)
        return [(language, LANGUAGE_NAMES[language]) for language in others]

    @property
    def messages(self) -> list[Message]:
        """What has just been done, or must be known now."""
        told = getattr(self.request, "done_message", None) or ()
        told = told if isinstance(told, (list, tuple)) else (told,)
        return [message if isinstance(message, Message) else Message(message) for message in told]

    @property
    def csrf_token(self) -> str:
        """The token every form that changes something must carry."""
        return str(get_csrf_token(self.request))

    def language_href(self, language: str) -> str:
        """Where one changes the language and comes back to the same page."""
        return self.path("/language?") + urlencode({"to": language, "back": self.request.path_qs})

    def path(self, address: str) -> str:
        """An address below the site, wherever a host application has put it."""
        return str(self.request.script_name) + address

    def _words(self) -> Iterator[tuple[Any, str]]:
        if self.signed_in:
            yield (_("The desk") if self.actor.holds("office") else _("Mine")), "/my"
        else:
            yield _("Start"), "/"
        yield _("Proposals"), "/rounds"
        yield _("Learning projects"), "/projects"
        yield _("Organisations"), "/organisations"
        yield _("Search"), "/search"

    def _place(self, title: Any, address: str) -> Place:
        path = self.request.path_info
        here = path == address if address == "/" else path == address or path.startswith(address + "/")
        return Place(title, self.path(address), here)
