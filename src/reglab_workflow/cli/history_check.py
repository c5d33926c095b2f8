"""``reglab history check``: whether everything is as the history says that it came to be."""

from __future__ import annotations

import json
import sys

import click

from .. import clock
from ..history.checking import check as compare
from ..history.nightly import in_words, keep
from .opening import opened


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Tell it to a program.")
@click.pass_obj
def check(config: str, as_json: bool) -> None:
    """Rebuild the present from the history and list each thing that differs; the running site does so every night."""
    with opened(config) as site:
        try:
            found = compare(site.site)
        except (KeyError, TypeError, ValueError) as error:  # an event that is none any more
            raise click.ClickException(
                "The history cannot be read. `reglab history verify` names the first broken place.") from error
        keep(site.rulebook, site.site, site.acts().actor, clock.now(), found)
    if as_json:
        click.echo(json.dumps({"items": found.items, "appointments": found.appointments,
                               "differences": [vars(each) for each in found.differences]}, ensure_ascii=False))
    else:
        for each in found.differences:
            click.echo(in_words(each))
        click.echo(f"{found.items} items and {found.appointments} appointments are compared with the history: "
                   f"{len(found.differences)} differences.")
    sys.exit(1 if found.differences else 0)
