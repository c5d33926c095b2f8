"""For administrators: ``reglab COMMAND``, with the same rules and the same history as the pages."""

from __future__ import annotations

import warnings

import click

# Pyramid says this whenever it is imported; whoever runs a command can do nothing about it.
warnings.filterwarnings("ignore", message="pkg_resources is deprecated")

from . import booklet, history, letters, pack, people, person, retention, site, workflow  # noqa: E402


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("-c", "--config", default="development.ini", show_default=True, help="The settings file.")
@click.pass_context
def main(context: click.Context, config: str) -> None:
    """Keep a site of reglab_workflow: make it, fill it, look after it."""
    context.obj = config


for group in (booklet, history, letters, people, site, workflow, person, pack, retention):
    for command in group.COMMANDS:
        main.add_command(command)
