"""``reglab init``, ``demo``, ``serve``, ``reindex``: the site as a whole."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from .. import clock
from ..catalog.finder import Finder, rebuild
from ..content.ticking import tick
from ..history.sealing import sealer_of
from ..security.actor import system
from ..storage.connection import own_transaction
from .opening import address_of, opened, registry_of


@click.command()
@click.pass_obj
def init(config: str) -> None:
    """Make the site in an empty database; an existing site is left as it is."""
    with opened(config) as site:
        click.echo(f"The site “{site.site.title}” is ready in {site.registry.reglab_settings.var}.")


@click.command()
@click.pass_obj
def demo(config: str) -> None:
    """Fill an empty site with a believable year and invented people."""
    from ..demo.building import build_demo

    with opened(config) as site:
        if not site.registry.reglab_settings.demo:
            raise click.ClickException("Invented people are only for development: reglab.demo is false here.")
        build_demo(site.rulebook, site.site, clock.now(), say=click.echo)


@click.command("tick")
@click.pass_obj
def tick_(config: str) -> None:
    """Take the steps whose time has come: rounds that open, remind or close by their date; seal what was before."""
    with opened(config) as site:
        sealer_of(site.registry).round()
        site.site.accounts.sweep(clock.now())
        finder = Finder(site.registry.reglab_index, site.registry.reglab_database, site.rulebook, site.site,
                        system("clock"))
        for each in tick(site.rulebook, site.site, clock.now(), finder):
            click.echo(f"{each.path}: {each.transition}{'' if each.taken else ' waits'}")


@click.command()
@click.pass_obj
def serve(config: str) -> None:
    """Serve the site that the settings file describes."""
    address_of(config)
    pserve = Path(sys.executable).with_name("pserve")
    os.execv(pserve, [str(pserve), config])


@click.command()
@click.pass_obj
def reindex(config: str) -> None:
    """Make the index anew from the database; a site on PostgreSQL can run meanwhile."""
    registry = registry_of(config)
    database = registry.reglab_database
    with own_transaction(database, keep=False) as site:
        at_most = len(site.addresses)  # files have addresses too, but are not searched
    with click.progressbar(length=at_most, label="Indexing") as bar:
        number = rebuild(registry.reglab_index, database, registry.rulebook, lambda _done: bar.update(1))
        bar.finish()
        bar.render_progress()
    click.echo(f"{number} items are indexed.")
    database.close()


COMMANDS = (init, demo, serve, reindex, tick_)
