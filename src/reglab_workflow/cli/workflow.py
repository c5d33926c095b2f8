"""``reglab workflow check|draw|impact``: the files that say what may happen."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from .. import clock
from ..catalog.finder import catch_up
from ..content.site.rule_impact import weigh
from ..directives import vocabulary
from ..workflow.drawing import mermaid
from ..workflow.errors import Problem, WorkflowProblems
from ..workflow.reader import read
from .impact import as_data, lines
from .opening import opened


@click.group()
def workflow() -> None:
    """Check and draw workflow files."""


@workflow.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Tell it to a program.")
@click.pass_obj
def check(config: str, files: tuple[Path, ...], as_json: bool) -> None:
    """List every mistake in the given files, or say that those in use have none."""
    found: list[Problem] = []
    with opened(config) as site:
        for file in files:
            try:
                read(file.read_text("utf-8"), str(file), vocabulary(site.rulebook, file.stem))
            except WorkflowProblems as problems:
                found.extend(problems.problems)
            except UnicodeDecodeError as error:
                found.append(Problem(str(file), "", 0, f"is not text in UTF-8: {error}"))
        names = [file.stem for file in files] or list(site.rulebook.engines)
    if as_json:
        click.echo(json.dumps([vars(problem) for problem in found], ensure_ascii=False))
    else:
        for problem in found:
            click.echo(str(problem))
        click.echo(
            f"{len(found)} mistakes in {len(names)} workflows." if found else f"No mistakes in {', '.join(names)}."
        )
    sys.exit(1 if found else 0)


@workflow.command()
@click.argument("name")
@click.option("--language", type=click.Choice(["sv", "en"]), default="sv", show_default=True)
@click.pass_obj
def draw(config: str, name: str, language: str) -> None:
    """Print a workflow as Mermaid text."""
    with opened(config) as site:
        engine = site.rulebook.engines.get(name)
        if engine is None:
            raise click.ClickException(f"There is no workflow {name}. There are: {', '.join(site.rulebook.engines)}.")
        click.echo(mermaid(engine.workflow, language))


@workflow.command("impact")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Tell it to a program.")
@click.pass_obj
def impact_(config: str, files: tuple[Path, ...], as_json: bool) -> None:
    """Say what changed files would mean here, before they are used; each has the name of the file it replaces.

    Exit status 0 when they can be used and nobody loses anything, else 1. Nothing is changed.
    """
    with opened(config) as site:
        unknown = [str(file) for file in files if file.stem not in site.rulebook.engines]
        if unknown:
            raise click.ClickException(f"Nothing here lives by {', '.join(unknown)}. Give the files their own names.")
        index = site.registry.reglab_index
        catch_up(index, site.registry.reglab_database, site.rulebook)
        found = {file: weigh(site.rulebook, site.site, index, file.stem, file.read_bytes(), clock.now())
                 for file in files}
        if as_json:
            click.echo(json.dumps({file.stem: as_data(each) for file, each in found.items()}, ensure_ascii=False))
        else:
            for file, each in found.items():
                click.echo("\n".join(lines(str(file), each, site.site)))
    sys.exit(0 if all(each.harmless for each in found.values()) else 1)


COMMANDS = (workflow,)
