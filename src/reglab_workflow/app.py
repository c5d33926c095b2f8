"""The stand-alone site behind ``development.ini`` and ``production.ini``."""

from __future__ import annotations

import atexit
from typing import Any

from pyramid.config import Configurator

from .content.ticker import Ticker
from .mail.postman import Postman, posting_of
from .settings import BadSettings, is_private_demo, public_faults, read_settings

TICK = 60
"""Seconds between two looks at what time itself has done."""

COMMAND = "reglab_command"
"""In the global settings when a command opens the site: nothing runs beside it."""


def main(global_config: Any, **settings: Any) -> Any:
    """The WSGI application of a settings file, with its postman and its clock.

    Raises BadSettings, DatabaseRefused or WorkflowProblems. Only a demo on one's own machine
    may be served in a way that would not do for the public.
    """
    config = configure(settings)
    registry = config.registry
    settings_read = registry.reglab_settings
    faults = [] if is_private_demo(settings_read) else public_faults(settings_read)
    if faults:
        raise BadSettings("; ".join(faults))
    application = config.make_wsgi_app()
    if COMMAND not in (global_config or {}):
        ticker = Ticker(registry.reglab_database, registry.rulebook, registry.reglab_index)
        for walker in (Postman(posting_of(registry), settings_read.mail_pause), Postman(ticker, TICK, "clock")):
            walker.start()
            atexit.register(walker.stop)
    return application


def configure(settings: dict[str, Any]) -> Configurator:
    """The configured but unfinished application, for ``main`` and for tests that add to it."""
    read = read_settings(settings)
    config = Configurator(settings=dict(settings))
    config.registry.reglab_settings = read
    config.include("reglab_workflow")
    return config
