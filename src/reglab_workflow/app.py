"""The stand-alone site behind ``development.ini`` and ``production.ini``."""

from __future__ import annotations

from typing import Any

from pyramid.config import Configurator

from .settings import BadSettings, production_faults, read_settings


def main(global_config: Any, **settings: Any) -> Any:
    """The WSGI application of a settings file; raises BadSettings, DatabaseRefused or WorkflowProblems."""
    config = configure(settings)
    return config.make_wsgi_app()


def configure(settings: dict[str, Any]) -> Configurator:
    """The configured but unfinished application, for ``main`` and for tests that add to it."""
    read = read_settings(settings)
    if settings.get("reglab_production", "false") == "true":
        faults = production_faults(read)
        if faults:
            raise BadSettings("; ".join(faults))
    config = Configurator(settings=dict(settings))
    config.registry.reglab_settings = read
    config.include("reglab_workflow")
    return config
