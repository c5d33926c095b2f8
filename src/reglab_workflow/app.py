"""The stand-alone site behind ``development.ini`` and ``production.ini``."""

from __future__ import annotations

import atexit
from typing import Any

from pyramid.config import Configurator
from pyramid.exceptions import ConfigurationExecutionError

from .content.ticker import Ticker
from .history import UNCHECKED
from .history.nightly import Checker
from .history.sealing import sealer_of
from .mail.postman import Postman, posting_of
from .privacy.keeper import Keeper
from .settings import BadSettings, is_private_demo, public_faults, read_settings
from .workflow.errors import WorkflowProblems

TICK = 60
"""Seconds between two looks at what time itself has done."""

HOUR = 3600
"""Seconds between two looks at whether a night's work is due."""

COMMAND = "reglab_command"
"""In the global settings when a command opens the site: nothing runs beside it."""

INSPECT = "inspect"
"""What the command says there when it has to open a site whose history is broken."""


def main(global_config: Any, **settings: Any) -> Any:
    """The WSGI application of a settings file, with its postman and its clock.

    Raises BadSettings, DatabaseRefused or WorkflowProblems. Only a demo on one's own machine
    may be served in a way that would not do for the public.
    """
    if (global_config or {}).get(COMMAND) == INSPECT:
        settings[UNCHECKED] = "yes"
    config = configure(settings)
    registry = config.registry
    settings_read = registry.reglab_settings
    faults = [] if is_private_demo(settings_read) else public_faults(settings_read)
    if faults:
        raise BadSettings("; ".join(faults))
    try:
        application = config.make_wsgi_app()
    except ConfigurationExecutionError as error:
        if isinstance(error.evalue, WorkflowProblems):
            raise error.evalue from error  # it tells all there is to tell; whoever starts the site mends the file
        raise
    if COMMAND not in (global_config or {}):
        ticker = Ticker(registry.reglab_database, registry.rulebook, registry.reglab_index)
        checker = Checker(registry.reglab_database, registry.rulebook)
        keeper = Keeper(registry.reglab_database, registry.rulebook, registry.reglab_retention)
        walkers = [Postman(posting_of(registry), settings_read.mail_pause), Postman(ticker, TICK, "clock"),
                   Postman(checker, HOUR, "comparison with the history"), Postman(keeper, HOUR, "retention")]
        if settings_read.seal_pause:
            walkers.append(Postman(sealer_of(registry), settings_read.seal_pause, "sealer"))
        for walker in walkers:
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
