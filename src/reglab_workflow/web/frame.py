"""The frame around every page: where one can go, who one is, and what has just been done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from pyramid.csrf import get_csrf_token
from pyramid.request import Request

from .. import clock
from ..i18n import LANGUAGES, _
from ..people.organisation import organisation_by_uid
from ..security.permissions import Permission
from . import dates

LANGUAGE_NAMES = {"sv": "Svenska", "en": "English"}


@dataclass(frozen=True)
class Place:
    """A word in the navigation; ``here`` when the page is inside it."""

    title: Any
    href: str
    here: bool = False


@dataclass(frozen=True)
class WayBack:
    """How what has just been done can be taken back: a button that posts, or a link to the page of a step."""

    title: Any
    href: str
    posts: bool = True
    undoes: str = ""
    note: str = ""


@dataclass(frozen=True)
class Message:
    """A word to the reader; ``kind`` is done, news, heed or stop; a link may lead on, or a way back."""

    text: Any
    kind: str = "done"
    href: str = ""
    label: Any = ""
    back: WayBack | None = None


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
    def mirror(self) -> Any:
        """What the page tells of itself when it shows another day, or another person's view; else None."""
        return getattr(self.request, "mirror", None)

    @property
    def looks_back(self) -> bool:
        """Whether the page shows another day, on which nothing can be done."""
        return self.mirror is not None and bool(self.mirror.prefix.at)

    @property
    def differences(self) -> str:
        """The page that compares what is shown of another day with today; empty where there is none."""
        mirror, item = self.mirror, getattr(self.request, "context", None)
        if item is None or mirror is None or not mirror.seen.is_past or not hasattr(item, "events"):
            return ""
        may_know = self.request.rights.may(self.actor, Permission.VIEW_HISTORY, item)
        standing = may_know and item.__parent__ is not None and item.origin.site.by_uid(item.uid) is item.origin
        return str(mirror.differences(item)) if standing else ""

    def clock(self, moment: datetime) -> str:
        """The time of the day of a moment."""
        return dates.clock(moment, self.request.locale_name)

    @property
    def may_look_back(self) -> bool:
        """Whether the foot of the page offers the site of another day."""
        rights = getattr(self.request, "rights", None)  # none on an error before one is known
        if rights is None or not self.signed_in or self.mirror is not None:
            return False
        return bool(rights.may(self.actor, Permission.VIEW_SITE_HISTORY, self.request.site))

    @property
    def today(self) -> str:
        """The day it is in Sweden, as forms write it."""
        return clock.local_day(clock.now()).isoformat()

    @property
    def here(self) -> str:
        """The address of the page below the site."""
        return str(self.request.path_info)

    @property
    def csrf_token(self) -> str:
        """The token every form that changes something must carry."""
        return str(get_csrf_token(self.request))

    def language_href(self, language: str) -> str:
        """Where one changes the language and comes back to the same page."""
        return self.outside("/language?") + urlencode({"to": language, "back": self.request.path_qs})

    def outside(self, address: str) -> str:
        """An address of the site itself, also from a page that shows another day."""
        return (self.mirror.outside if self.mirror is not None else str(self.request.script_name)) + address

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
