"""Documents: what comes in as files, and what goes out as them."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any


class MissingLibrary(Exception):
    """A document cannot be made because a library is not installed; the message is its name."""


def library(module: str, name: str) -> Any:
    """A library that a site can do without; raises MissingLibrary with its name where it, or what it needs, is not."""
    try:
        return import_module(module)
    except (ImportError, OSError) as error:
        raise MissingLibrary(name) from error


def includeme(config: Any) -> None:
    """Put up the press in the data folder."""
    from .press import Press

    config.registry.reglab_press = Press(Path(config.registry.reglab_settings.var) / "press")
