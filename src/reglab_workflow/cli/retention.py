"""``reglab retention``: what the retention rules take, and taking it."""

from __future__ import annotations

import json
from collections import Counter

import click

from .. import clock
from ..privacy.keeper import Keeper
from ..privacy.retention import PROPOSE, due
from ..storage.connection import own_transaction
from .opening import registry_of


@click.command()
@click.option("--dry-run", is_flag=True, help="Only tell what would go.")
@click.option("--json", "as_json", is_flag=True, help="Tell it to a program.")
@click.pass_obj
def retention(config: str, dry_run: bool, as_json: bool) -> None:
    """Carry out the rules of how long personal data is kept."""
    registry, now = registry_of(config), clock.now()
    rules, database = registry.reglab_retention, registry.reglab_database
    with own_transaction(database, keep=False) as site:
        found = list(due(rules, site, clock.local_day(now)))
        proposed = Counter(each.rule.name for each in found if each.rule.does == PROPOSE)
        would_go = Counter(each.rule.name for each in found if each.rule.does != PROPOSE)
    taken = would_go if dry_run else Counter(Keeper(database, registry.rulebook, rules).run(now))
    told = {rule.name: {"taken": 0 if dry_run else taken[rule.name], "due": would_go[rule.name],
                        "proposed": proposed[rule.name]} for rule in rules}
    database.close()
    if as_json:
        click.echo(json.dumps(told))
        return
    for name, row in told.items():
        click.echo(f"{name}: {row['due']} due, {row['taken']} taken, {row['proposed']} proposed to the office")


COMMANDS = (retention,)
