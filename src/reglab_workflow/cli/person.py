"""``reglab person find|erase``: where somebody is named, and how that person goes."""

from __future__ import annotations

import json
from pathlib import Path

import click

from .. import clock
from ..privacy.erasing import Erased, Eraser
from ..privacy.finding import Traces, somebody, traces
from ..privacy.leftovers import Remembered, clean_files, come_back, remember, remembered, undone
from ..privacy.redaction import Somebody
from .opening import Opened, opened

PARTS = 7
AGAIN = "Erased before; came back with a restored backup."


@click.group()
def person() -> None:
    """Find and erase people, with or without an account."""


@person.command()
@click.argument("email")
@click.option("--name", default="", help="The whole name, as it is written in texts.")
@click.option("--json", "as_json", is_flag=True, help="Tell it to a program.")
@click.pass_obj
def find(config: str, email: str, name: str, as_json: bool) -> None:
    """Tell every place that names a person."""
    with opened(config) as site:
        found = _traces(site, email, name)
        told = [{"item": hit.item.uid, "path": hit.item.path, "field": hit.field, "why": hit.why,
                 "sure": found.is_sure(hit)} for hit in found.hits]
        numbers = {"places": told, "letters": len(found.letters), "entries": len(found.entries)}
    if as_json:
        click.echo(json.dumps(numbers, ensure_ascii=False))
        return
    for each in told:
        click.echo(f"{each['path']}: {each['field']}{'' if each['sure'] else ' (perhaps somebody else)'}")
    click.echo(f"{len(told)} places, {numbers['letters']} letters, {numbers['entries']} entries of the history.")


@person.command()
@click.argument("email", required=False, default="")
@click.option("--name", default="", help="The whole name, as it is written in texts.")
@click.option("--reason", default="", help="Why; it is kept in the history, without the name.")
@click.option("--again", is_flag=True, help="After a backup has been restored: erase everybody who had been erased.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def erase(config: str, email: str, name: str, reason: str, again: bool, yes: bool) -> None:
    """Erase a person from everything that is sure to be about him or her; see the page for a choice."""
    if again == bool(email):
        raise click.ClickException("Name an address, or say --again.")
    if again:
        _again(config)
        return
    reason = reason or click.prompt("Reason")
    if not yes and click.prompt("Write the address once more to erase the person for good") != email:
        raise click.ClickException("That is not the same address. Nothing has been erased.")
    with opened(config) as site:
        found = _traces(site, email, name)
        if not found.found_anything:
            raise click.ClickException(f"Nobody is named by {email}.")
        done = _erase(site, found, reason)
        var = Path(site.registry.reglab_settings.var)
    # Only what has been kept in the database may be remembered: --again erases whom the list names.
    remember(var, done, tuple(hit for hit in found.hits if found.is_sure(hit)), clock.now())
    clean_files(var, done.who)
    click.echo("Run reglab pack to make the files forget too.")


def _again(config: str) -> None:
    done, unknown = [], []
    with opened(config) as site:
        var = Path(site.registry.reglab_settings.var)
        for each in undone(site.site, remembered(var)):
            who = come_back(site.site, each)
            if who is not None:
                done.append(_erase(site, traces(site.site, who), AGAIN, each))
            else:
                unknown += [f"{each.id}: {item.path}: {field}" for uid, field in each.places
                            if (item := site.site.by_uid(uid)) is not None]
    for one in done:
        clean_files(var, one.who)
    click.echo(f"{len(done)} people had come back and are erased again. Run reglab pack.")
    if unknown:
        click.echo("Others stood in running text alone, and only people can tell who it was. Look at these:")
        click.echo("\n".join(unknown))


def _traces(site: Opened, email: str, name: str) -> Traces:
    who = somebody(site.site, name=name, address=email)
    return traces(site.site, who if who.addresses else Somebody((name,), (email,)))


def _erase(site: Opened, found: Traces, reason: str, before: Remembered | None = None) -> Erased:
    """Erase from all that is sure, and from the places that were chosen when it was done before."""
    chosen = before.places if before is not None else ()
    ids = frozenset(hit.id for hit in found.hits if found.is_sure(hit) or hit.place in chosen)
    eraser = Eraser(site.acts(), found, ids, reason, before.id if before is not None else "")
    with click.progressbar(length=PARTS, label="Erasing") as bar:
        done = eraser.erase(lambda _part: bar.update(1))
    click.echo(f"Erased from {done.items} items, {done.letters} letters and {done.entries} entries of the history; "
               f"{done.files} attachments are gone. The id is {done.id}.")
    return done


COMMANDS = (person,)
