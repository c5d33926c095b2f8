"""``reglab mail send``: what waits in the outbox."""

from __future__ import annotations

import sys

import click

from ..mail.postman import posting_of
from ..storage.connection import own_transaction
from .opening import Opened, registry_of


@click.group()
def mail() -> None:
    """Look after letters."""


@mail.command()
@click.pass_obj
def send(config: str) -> None:
    """Send every letter whose time has come, once."""
    registry = registry_of(config)
    count = posting_of(registry).round()
    if count.sent or count.failed:
        with own_transaction(registry.reglab_database) as site:
            Opened(registry, site).note_command()
    registry.reglab_database.close()
    click.echo(f"{count.sent} sent, {count.failed} given up, {count.later} later.")
    if count.closed:
        raise click.ClickException(f"The mail server cannot be reached: {count.closed}")
    sys.exit(0 if not count.failed else 1)


COMMANDS = (mail,)
