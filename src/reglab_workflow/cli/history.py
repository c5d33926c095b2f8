"""``reglab history seal|verify|export|new-key|check``: the history, sealed, proven, carried away and compared."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from transaction.interfaces import TransientError

from .. import clock
from ..content.item import Item
from ..content.site.model import find
from ..history.checkpoints import TrailBroken, control_number
from ..history.export import part, whole
from ..history.keys import KeyRefused, SealKey
from ..history.sealing import Sealer, sealer_of
from ..history.unbroken import check_head
from ..history.verify_history import Broken, Check, Report, key_of
from ..storage.connection import own_transaction
from .history_check import check
from .opening import registry_of


@click.group()
def history() -> None:
    """Seal the history, prove that it is unchanged, compare it with the site, and take copies of it."""


@history.command()
@click.pass_obj
def seal(config: str) -> None:
    """Seal what has happened since the last time; the running site does so every minute."""
    with _sealer(config) as sealer:
        made = _sealed(sealer)
        with own_transaction(sealer.database, keep=False) as site:
            control = control_number(site)
    click.echo(f"Checkpoints made: {made}")
    click.echo(f"Control number: {control}")


@history.command("new-key")
@click.pass_obj
def new_key(config: str) -> None:
    """Seal with another key from now on, after one was lost or seen by others; the history tells of it."""
    with _sealer(config, inspect=True) as sealer:
        try:
            with own_transaction(sealer.database) as site:
                key = sealer.change_key(site, clock.now())
        except TransientError as error:
            raise click.ClickException("The site was sealing at the same time. Run the command again.") from error
        except (KeyRefused, TrailBroken, OSError) as error:
            raise click.ClickException(str(error)) from error
    click.echo(f"The history is sealed with a new key. Its fingerprint: {key.name}")


@history.command()
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--key", default="", help="The fingerprint of the key, or a file with it.")
@click.option("--control", default="", help="A control number that was published.")
@click.option("--expect-total", type=int, default=0, help="So many events, at least, must be sealed.")
@click.option("--json", "as_json", is_flag=True, help="The answer for a program.")
@click.pass_obj
def verify(config: str, file: Path | None, key: str, control: str, expect_total: int, as_json: bool) -> None:
    """Prove that the history in the database, or in an exported FILE, is what was sealed; names the first fault."""
    fingerprint = key_of(key) if key else ""
    if fingerprint is None:
        raise click.BadParameter(f"{key} is neither a fingerprint nor a file with one", param_hint="--key")
    checking = Check(fingerprint, control, expect_total, closed=file is not None)
    try:
        if file is not None:
            with file.open("rb") as lines:
                report = checking.run(lines)
        else:
            report = _database(config, checking)
    except (Broken, TrailBroken, KeyRefused) as broken:
        status = broken.status if isinstance(broken, Broken) else 2 if isinstance(broken, KeyRefused) else 1
        head = "BROKEN" if status == 1 else "NOT PROVEN"
        click.echo(json.dumps({"sound": False, "fault": str(broken)}) if as_json else f"{head}: {broken}")
        sys.exit(status)
    click.echo(json.dumps({"sound": report.status == 0, **vars(report)}) if as_json else report.told())
    sys.exit(report.status)


@history.command()
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path), default="history.jsonl")
@click.option("--item", default="", help="Only what has happened to the item at this path.")
@click.pass_obj
def export(config: str, file: Path, item: str) -> None:
    """Write the history to FILE, sealed and with proofs; verify_history.py checks it anywhere."""
    with _sealer(config, inspect=True) as sealer:
        _sealed(sealer)
        with own_transaction(sealer.database, keep=False) as site:
            key = _usable_key(sealer, site)
            lines, length = _lines(site, item, key)
            with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
                out.writelines(_shown(lines, length, "Exporting"))
    click.echo(f"{file}: signed with the key {key.name}")


@contextmanager
def _sealer(config: str, inspect: bool = False) -> Iterator[Sealer]:
    """What seals the site that a settings file names, as long as the command needs it."""
    registry = registry_of(config, inspect)
    try:
        yield sealer_of(registry)
    finally:
        registry.reglab_database.close()


def _lines(site: Any, path: str, key: SealKey) -> tuple[Iterator[bytes], int]:
    """What is exported, and about how many lines it is."""
    if not path:
        return whole(site, clock.now(), key), len(site.trail) + len(site.seals)
    item = find(site, path)
    if not isinstance(item, Item):
        raise click.ClickException(f"There is nothing with a history at {path}.")
    return part(site, item.events, item.uid, clock.now(), key), len(item.events)


def _sealed(sealer: Sealer) -> int:
    try:
        return sealer.seal()
    except (KeyRefused, TrailBroken) as error:
        raise click.ClickException(str(error)) from error


def _usable_key(sealer: Sealer, site: Any) -> SealKey:
    """The key that the history is sealed with: one that the export does not have would prove nothing."""
    try:
        return sealer.usable_key(site.seals)
    except KeyRefused as error:
        raise click.ClickException(str(error)) from error


def _database(config: str, checking: Check) -> Report:
    """The very same check, fed from the database, and the one that the start makes."""
    with _sealer(config, inspect=True) as sealer, own_transaction(sealer.database, keep=False) as site:
        report = checking.run(_shown(whole(site, clock.now()), len(site.trail) + len(site.seals), "Checking"))
        check_head(site, str(sealer.keys.path))
    return report


def _shown(lines: Iterable[bytes], length: int, label: str) -> Iterator[bytes]:
    """The lines, with a bar that tells how far it is."""
    with click.progressbar(lines, length=length + 2, label=label, file=sys.stderr, update_min_steps=500) as bar:
        yield from bar


history.add_command(check)

COMMANDS = (history,)
