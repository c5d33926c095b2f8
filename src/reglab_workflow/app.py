"""The stand-alone site behind ``development.ini`` and ``production.ini``."""

from __future__ import annotations

import atexit
from typing import Any

from pyramid.config import Configurator

from .mail.postman import Postman, posting_of
from .settings import BadSettings, public_faults, read_settings

COMMAND = "reglab_command"
"""In the global settings when a command opens the site: nothing runs beside it."""


def main(global_config: Any, **settings: Any) -> Any:
    """The WSGI application of a settings file, with its postman.

    Raises BadSettings, DatabaseRefused or WorkflowProblems. Only a demo site may be served in a way that
    would not do for the public.
    """
    config = configure(settings)
    registry = config.registry
    faults = [] if registry.reglab_settings.demo else public_faults(registry.reglab_settings)
    if faults:
        raise BadSettings("; ".join(faults))
    application = config.make_wsgi_app()
    if COMMAND not in (global_config or {}):
        postman = Postman(posting_of(registry), registry.reglab_settings.mail_pause)
        postman.start()
        atexit.register(postman.stop)
    return application


def configure(settings: dict[str, Any]) -> Configurator:
    """The configured but unfinished application, for ``main`` and for tests that add to it."""
    read = read_settings(settings)
    config = Configurator(settings=dict(settings))
    config.registry.reglab_settings = read
    config.include("reglab_workflow")
    return config
