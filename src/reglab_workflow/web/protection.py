"""Guards every answer and request: headers, known hosts, same-site writes, and a token in each form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from pyramid.csrf import CookieCSRFStoragePolicy
from pyramid.httpexceptions import HTTPBadRequest, HTTPForbidden
from pyramid.tweens import EXCVIEW, INGRESS, MAIN

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]")
LONGEST_PATH = 40
"""Segments; work must not grow with a repeated path."""

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}

Handler = Callable[[Any], Any]


def headers_tween(handler: Handler, registry: Any) -> Handler:
    """Put the protecting headers on every answer."""
    secure = registry.reglab_settings.secure_cookies

    def tween(request: Any) -> Any:
        response = handler(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if secure:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        if not request.path_info.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response
    return tween


def known_host_tween(handler: Handler, registry: Any) -> Handler:
    """Refuse requests for other hosts, and writes that another site has started."""
    settings = registry.reglab_settings
    configured = {urlsplit(settings.base_url).netloc, *settings.hosts.split()}

    def tween(request: Any) -> Any:
        if not _known(request.host, configured):
            raise HTTPBadRequest("unknown host")
        if request.environ.get("PATH_INFO", "").count("/") > LONGEST_PATH:
            raise HTTPBadRequest("path too long")
        if request.method not in SAFE_METHODS and _foreign(request, configured):
            raise HTTPForbidden("started by another site")
        return handler(request)
    return tween


def _known(host: str, configured: set[str]) -> bool:
    bare = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
    return host in configured or bare in configured or bare in LOCAL_HOSTS


def _foreign(request: Any, configured: set[str]) -> bool:
    """Whether the browser says that the write was not started by a page of ours, on any scheme."""
    if request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
        return True
    origin = request.headers.get("Origin")
    if origin in (None, "null"):
        return origin == "null"
    try:
        return urlsplit(origin).netloc not in {request.host, *configured}
    except ValueError:
        return True


def includeme(config: Any) -> None:
    """Put the tweens around everything and demand a token for every write."""
    secure = config.registry.reglab_settings.secure_cookies
    # Inside the exception views, so that a refusal is a page like any other.
    config.add_tween("reglab_workflow.web.protection.known_host_tween", under=EXCVIEW, over=MAIN)
    config.add_tween("reglab_workflow.web.protection.headers_tween", under=INGRESS)
    name = "__Host-csrf" if secure else "csrf"
    config.set_csrf_storage_policy(CookieCSRFStoragePolicy(
        cookie_name=name, secure=secure, httponly=True, samesite="Lax"))
    config.set_default_csrf_options(require_csrf=True, check_origin=False)
