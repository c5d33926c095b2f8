"""Opens a site for a command: the same rules, letters and index as the running site, no web."""

from __future__ import annotations

import configparser
import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import click
from transaction.interfaces import TransientError

from ..app import COMMAND, INSPECT
from ..content import events
from ..content.acts import Acts
from ..people.appointments import Ground
from ..security.actor import Actor
from ..settings import BadSettings
from ..storage.connection import own_transaction
from ..storage.database import DatabaseRefused
from ..workflow.errors import Objection, WorkflowProblems

OPERATOR = "operator"
"""The actor id of whoever runs commands; the machine's own accounts say who that may be."""


@dataclass
class Opened:
    """An opened site and what it is run by."""

    registry: Any
    site: Any

    @property
    def rulebook(self) -> Any:
        """The rules of the site."""
        return self.registry.rulebook

    def acts(self) -> Acts:
        """What the operator can do: what the office can, on the command line."""
        held = {name: Ground(name, "account") for name in ("anyone", "signed_in", "office")}
        actor = Actor(OPERATOR, "reglab", principals=held, channel="command")
        return Acts(self.rulebook, self.site, actor)

    def note_command(self) -> None:
        """Tell that the command at hand has changed the site, and which account of the machine ran it."""
        acts = self.acts()
        self.rulebook.notify(events.CommandRun(
            self.site, acts.actor, acts.now, command=command_at_hand(), account=getpass.getuser()))


@contextmanager
def opened(config: str) -> Iterator[Opened]:
    """Open the site that a settings file names; what the block does is kept if it ends well.

    Every fault that the operator can mend is told in one line, with exit status 1.
    """
    registry = registry_of(config)
    try:
        with own_transaction(registry.reglab_database) as site:
            told = len(site.trail)
            here = Opened(registry, site)
            yield here
            if len(site.trail) > told:
                here.note_command()
    except (Objection, TransientError) as error:
        raise click.ClickException(_told(error)) from error
    finally:
        registry.reglab_database.close()


def command_at_hand() -> str:
    """The command that runs, without what it was given: "user add"."""
    context = click.get_current_context(silent=True)
    return context.command_path.partition(" ")[2] if context is not None else ""


def _told(error: Objection | TransientError) -> str:
    """What to tell the operator of an error that is no fault of the program."""
    if isinstance(error, Objection):
        return "; ".join(in_english(reason.text) for reason in error.reasons)
    return "The site was being written to at the same time. Try again."


def address_of(config: str) -> str:
    """The settings file as its reader wants it named; one that cannot be read is told of in one line."""
    if not os.path.isfile(config):
        raise click.ClickException(f"There is no settings file {config}. Name one with -c.")
    from paste.deploy import appconfig

    address = f"config:{os.path.abspath(config)}"
    try:
        appconfig(address, name="main")
    except (configparser.Error, LookupError, OSError, UnicodeDecodeError, ImportError) as error:
        raise click.ClickException(f"{config} is no settings file: {' '.join(str(error).split())}") from error
    return address


def registry_of(config: str, inspect: bool = False) -> Any:
    """The registry of the configured application; with ``inspect``, also of one whose history is broken."""
    from paste.deploy import loadapp

    address = address_of(config)
    try:
        return loadapp(address, name="main", global_conf={COMMAND: INSPECT if inspect else "yes"}).registry
    except (BadSettings, DatabaseRefused, WorkflowProblems) as error:
        raise click.ClickException(str(error)) from error


def in_english(text: Any) -> str:
    """A text of the site as commands tell it."""
    return str(text.interpolate() if hasattr(text, "interpolate") else text)
