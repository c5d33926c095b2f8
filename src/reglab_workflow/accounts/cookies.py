"""Cookies: which session and which device a request comes from."""

from __future__ import annotations

from typing import Any

from .. import clock
from .devices import REMEMBERED
from .throttle import network

SESSION = "sid"
DEVICE = "device"
BY_ITSELF = "X-Sheet"
"""A header of requests that nobody has made by hand."""

WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
ANSWERING = "answer"
"""The page where surveys are answered."""


def session_of(request: Any) -> str:
    """The session id that the browser shows; empty without one."""
    return str(request.cookies.get(_name(request, SESSION), ""))


def device_of(request: Any) -> str:
    """The mark that an earlier sign-in left in the browser; empty without one."""
    return str(request.cookies.get(_name(request, DEVICE), ""))


def source_of(request: Any) -> str:
    """Where the request comes from, as the server itself saw it: headers of the visitor do not count."""
    return network(request.remote_addr or "")


def keep(request: Any, response: Any, session: str, device: str) -> None:
    """Give the browser a session that ends with it, and a device mark that stays."""
    _set(request, response, SESSION, session, None)
    _set(request, response, DEVICE, device, int(REMEMBERED.total_seconds()))


def drop(request: Any, response: Any) -> None:
    """Take the session from the browser; the device stays known."""
    _set(request, response, SESSION, "", 0)


def who(request: Any) -> Any | None:
    """The person of the request's living session, or None; only reads."""
    session = request.site.accounts.sessions.find(session_of(request), clock.now())
    return request.site["people"].get(session.person) if session is not None else None


def was(request: Any) -> Any | None:
    """The person of the request's session, also of one that has expired not long ago, or None."""
    session = request.site.accounts.sessions.was(session_of(request), clock.now())
    return request.site["people"].get(session.person) if session is not None else None


def touch(event: Any) -> None:
    """Note that a session is in use, when the request writes anyway: reading a page writes nothing.

    What a page sends by itself while somebody writes keeps nobody signed in. Nor does an answer to a survey: it would
    stand in the same transaction as who is signed in.
    """
    request = event.request
    by_itself = request.method not in WRITES or BY_ITSELF in request.headers or request.view_name == ANSWERING
    secret = "" if by_itself else session_of(request)
    if secret and request.site.accounts.sessions.touch(secret, clock.now()):
        request.site.accounts.note_visit(request.actor.person, clock.now())


def _set(request: Any, response: Any, name: str, value: str, max_age: int | None) -> None:
    response.set_cookie(
        _name(request, name), value, max_age=max_age, path="/", secure=_secure(request), httponly=True,
        samesite="Lax", overwrite=True)


def _name(request: Any, name: str) -> str:
    """Browsers take a ``__Host-`` cookie only over https, from this very host and for all of it."""
    return f"__Host-{name}" if _secure(request) else name


def _secure(request: Any) -> bool:
    return bool(request.registry.reglab_settings.secure_cookies)
