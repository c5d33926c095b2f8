"""``reglab pack``: makes what has been erased, replaced or taken away leave the files too."""

from __future__ import annotations

from pathlib import Path

import click

from ..storage.packing import drop_copies, pack
from .opening import registry_of


@click.command("pack")
@click.option("--days", type=click.IntRange(min=0), default=0, show_default=True,
              help="Keep older revisions of so many days; 0 keeps none.")
@click.option("--keep-old", is_flag=True, help="Leave the file as it was before beside the new one.")
@click.pass_obj
def pack_(config: str, days: int, keep_old: bool) -> None:
    """Keep only what the site holds now, in the database and in the index."""
    registry = registry_of(config)
    settings, database = registry.reglab_settings, registry.reglab_database
    before = database.getSize()
    parts = ("Packing the database", "Deleting the file as it was before", "Vacuuming the index")
    copies = 0
    with click.progressbar(parts, item_show_func=lambda part: str(part or ""), label="Packing") as bar:
        for number, _part in enumerate(bar):
            if number == 0:
                pack(database, days)
            elif number == 1 and not keep_old:
                copies = drop_copies(settings.database)
            elif number == 2:
                registry.reglab_index.vacuum()
    click.echo(f"The database had {before} bytes and has {database.getSize()}. Old copies deleted: {copies}.")
    if days or keep_old:
        click.echo("Older revisions are still kept: what was erased lately is still in them.")
    registry.reglab_index.close()
    database.close()
    if Path(settings.var, "erased.jsonl").exists():
        click.echo("Back-ups from before hold what was erased until they are thrown away.")


COMMANDS = (pack_,)
