"""Pages that belong to no noun: language, columns, health."""

from __future__ import annotations

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from ..content.site.model import Site
from ..i18n import LANGUAGES
from . import columns, localizing
from .redirects import safe_local_path

YEAR = 365 * 24 * 3600


@view_config(context=Site, name="language", permission=NO_PERMISSION_REQUIRED, request_method="GET")
def language(request: Any) -> Any:
    """Remember the language in a cookie and go back to the page one came from."""
    wanted = request.params.get("to", "")
    return _remembering(request, localizing.COOKIE, wanted if wanted in LANGUAGES else "")


@view_config(context=Site, name="columns", permission=NO_PERMISSION_REQUIRED, request_method="GET")
def choose_columns(request: Any) -> Any:
    """Remember in a cookie which columns to show, and go back to the list."""
    return _remembering(request, columns.COOKIE, columns.kept(request.GET.getall("show")))


def _remembering(request: Any, cookie: str, value: str) -> Any:
    """Back to the page one came from, with something for the browser to remember if there is anything."""
    answer = HTTPSeeOther(safe_local_path(request.params.get("back", "")))
    if value:
        secure = request.registry.reglab_settings.secure_cookies
        answer.set_cookie(cookie, value, max_age=YEAR, samesite="Lax", secure=secure, httponly=True)
    return answer


@view_config(context=Site, name="health", permission=NO_PERMISSION_REQUIRED, request_method="GET")
def health(request: Any) -> Response:
    """The process answers."""
    return Response("ok\n", content_type="text/plain", charset="utf-8")


@view_config(context=Site, name="ready", permission=NO_PERMISSION_REQUIRED, request_method="GET")
def ready(request: Any) -> Response:
    """The database answers too."""
    return Response(f"ok {len(request.site.trail)}\n", content_type="text/plain", charset="utf-8")
