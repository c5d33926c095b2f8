"""What a host application may say about formats; when all has been said, they are read and checked."""

from __future__ import annotations

from typing import Any

from pyramid.config import PHASE1_CONFIG
from pyramid.path import AssetResolver

from ...directives import ORDER_CHECK, rulebook_of
from .formats import DECLARED, with_others


def add_project_formats(config: Any, spec: str) -> None:
    """Let projects have the formats in the file ``package:name.toml``; the same name replaces ours."""
    introspectable = config.introspectable("reglab project formats", spec, spec, "project formats")

    def register() -> None:
        config.registry.reglab_formats.append(spec)
    config.action(("reglab project formats", spec), register, order=PHASE1_CONFIG, introspectables=(introspectable,))


def read_formats_of(registry: Any) -> None:
    """Read every file of formats; raises WorkflowProblems."""
    files = [AssetResolver().resolve(spec).abspath() for spec in registry.reglab_formats]
    rulebook_of(registry).declared[DECLARED] = with_others(files)


def includeme(config: Any) -> None:
    """Teach the configurator the word, and check every format when all has been said."""
    registry = config.registry
    registry.reglab_formats = []
    config.add_directive("add_project_formats", add_project_formats)
    config.action("reglab project formats", lambda: read_formats_of(registry), order=ORDER_CHECK)
