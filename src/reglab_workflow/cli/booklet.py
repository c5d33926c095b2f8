"""``reglab import proposals FILE``: a booklet of proposals in text form."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import click

from .. import clock
from ..documents.booklet_text import read_booklet
from ..documents.importing import ImportReport, import_booklet
from .opening import Opened, opened


@click.group("import")
def import_() -> None:
    """Bring content in from files."""


@import_.command()
@click.argument("file", type=click.File("rb"))
@click.option("--round", "year", required=True, type=click.IntRange(1990, 2100), help="The year of the round.")
@click.option("--dry-run", is_flag=True, help="Only tell what would happen.")
@click.option("--json", "as_json", is_flag=True, help="Tell it to a program.")
@click.pass_obj
def proposals(config: str, file: Any, year: int, dry_run: bool, as_json: bool) -> None:
    """Import the proposals of a booklet; importing the same one twice creates nothing twice."""
    try:
        text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{file.name} is not text in UTF-8: {error}") from error
    booklet = read_booklet(text)
    if not any(theme.proposals for theme in booklet.themes):
        raise click.ClickException(f"There is no proposal in {file.name}.")
    with opened(config) as site:
        acts = site.acts()
        round_ = _round(site, acts, year, dry_run)
        report = import_booklet(acts, round_, booklet, dry_run=dry_run)
        if as_json:
            click.echo(json.dumps(report.as_json(), ensure_ascii=False))
        else:
            _tell(report, booklet, dry_run)


def _round(site: Opened, acts: Any, year: int, dry_run: bool) -> Any:
    """The round of the year; one that is not there yet is started, and open for what is imported today."""
    known = site.site["rounds"].get(str(year))
    if known is not None:
        return known
    if dry_run:
        factory = site.rulebook.types["round"].factory
        stand_in = factory(title=f"Inför {year}", year=year)
        stand_in.__parent__, stand_in.__name__ = site.site["rounds"], str(year)
        return stand_in
    today = clock.local_day(acts.now)
    round_ = acts.create(site.site["rounds"], "round", {
        "title": f"Inför {year}", "year": year, "opens": today, "closes": today + timedelta(days=1)})
    acts.fire(round_, "open")
    return round_


def _tell(report: ImportReport, booklet: Any, dry_run: bool) -> None:
    for theme in booklet.themes:
        click.echo(f"\n{theme.title or '(no theme)'}")
        for proposal in theme.proposals:
            lacks = [name for name in ("idea", "purpose", "target_group", "contacts") if not getattr(proposal, name)]
            lacking = f"   lacks {', '.join(lacks)}" if lacks else ""
            click.echo(f"  {proposal.number or '–':>3}  {proposal.title}  ({proposal.organisation or '–'}){lacking}")
    counts = report.as_json()
    click.echo(f"\n{counts['proposals']} proposals in {counts['themes']} themes: "
               f"{counts['created']} {'would be created' if dry_run else 'created'}, {counts['unchanged']} unchanged.")
    if counts["warnings"]:
        click.echo(f"{len(counts['warnings'])} things to look at:")
    for warning in counts["warnings"]:
        click.echo(f"  line {warning['line']:>4}: {warning['text']}")


COMMANDS = (import_,)
