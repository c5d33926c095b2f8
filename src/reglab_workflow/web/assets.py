"""Styles, fonts and the script: from our own host, with a digest in the address so that they can be kept."""

from __future__ import annotations

import hashlib
from typing import Any

from pyramid.config import Configurator
from pyramid.path import AssetResolver
from pyramid.request import Request
from pyramid.static import QueryStringCacheBuster

STATIC = "reglab_workflow:static"
YEAR = 365 * 24 * 3600


class ContentName(QueryStringCacheBuster):
    """Adds a short digest of the file to its address: a changed file has a new address."""

    def __init__(self, keep: bool = True) -> None:
        super().__init__()
        self.keep = keep
        self._digests: dict[str, str] = {}

    def __call__(self, request: Request, subpath: str, kw: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """The new address; fonts keep theirs, since the style sheet names them without a digest."""
        if subpath.startswith("fonts/"):
            return subpath, kw
        new: tuple[str, dict[str, Any]] = super().__call__(request, subpath, kw)
        return new

    def tokenize(self, request: Request, pathspec: str, kw: dict[str, Any]) -> str:
        """The digest of the file, counted once for the life of the process unless templates are reloaded."""
        if pathspec not in self._digests or not self.keep:
            with AssetResolver().resolve(f"{STATIC}/{pathspec}").stream() as file:
                self._digests[pathspec] = hashlib.sha256(file.read()).hexdigest()[:12]
        return self._digests[pathspec]


def includeme(config: Configurator) -> None:
    """Serve the static folder under /static."""
    config.add_static_view("static", STATIC, cache_max_age=YEAR, request_method=("GET", "HEAD"))
    config.add_cache_buster(STATIC, ContentName(keep=not config.registry.templates.auto_reload))
