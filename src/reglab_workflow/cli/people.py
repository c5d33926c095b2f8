"""``reglab user add|list|lock|appoint``: people and what they are."""

from __future__ import annotations

import json
from typing import Any

import click
import colander

from .. import clock
from ..accounts.signing_in import Door
from ..people.organisation import organisation_called
from ..people.schema import PersonSchema
from .opening import Opened, in_english, opened


@click.group()
def user() -> None:
    """Look after people and their roles."""


def _person(site: Opened, email: str) -> Any:
    uid = site.site.accounts.person_with(email)
    person = site.site["people"].get(uid) if uid else None
    if person is None:
        raise click.ClickException(f"Nobody has the address {email}.")
    return person


def _clean(site: Opened, name: str, email: str) -> tuple[str, str]:
    """Name and address as the form of a person would take them."""
    schema = PersonSchema().bind(site=site.site)
    try:
        return schema["title"].deserialize(name), schema["email"].deserialize(email)
    except colander.Invalid as invalid:
        raise click.ClickException("; ".join(in_english(text) for text in invalid.messages())) from invalid


@user.command()
@click.argument("email")
@click.argument("name")
@click.option("--organisation", default="", help="Its name.")
@click.option("--language", type=click.Choice(["sv", "en"]), default="sv", show_default=True)
@click.option("--password", is_flag=True, help="Ask for a password; without it, invite the person from the page.")
@click.pass_obj
def add(config: str, email: str, name: str, organisation: str, language: str, password: bool) -> None:
    """Add a person."""
    with opened(config) as site:
        found = organisation_called(site.site, organisation) if organisation else None
        if organisation and found is None:
            raise click.ClickException(f"There is no organisation {organisation}.")
        name, address = _clean(site, name, email)
        person = site.acts().create(site.site["people"], "person", {
            "title": name, "email": address, "language": language, "organisation": found.uid if found else ""})
        if password:
            secret = click.prompt("Password", hide_input=True, confirmation_prompt=True)
            door = Door(site.site, site.rulebook.notify, site.registry.reglab_passwords, clock.now())
            door.set_password(person, secret)
        click.echo(f"{name} is added with the id {person.uid}.")


@user.command("list")
@click.option("--json", "as_json", is_flag=True, help="Tell it to a program.")
@click.pass_obj
def list_(config: str, as_json: bool) -> None:
    """List everybody."""
    with opened(config) as site:
        titles = {each.uid: each.title for each in site.site["organisations"].values()}
        people = [{"id": each.uid, "name": each.title, "email": each.email, "state": each.state,
                   "organisation": titles.get(each.organisation, "")} for each in site.site["people"].values()]
        site.acts().note_export(site.site, "people", "json" if as_json else "txt")
    if as_json:
        click.echo(json.dumps(people, ensure_ascii=False))
    else:
        for each in people:
            click.echo("  ".join((each["email"], each["name"], each["organisation"], each["state"])))


@user.command()
@click.argument("email")
@click.option("--reason", prompt=True, help="Why; it is kept in the history.")
@click.pass_obj
def lock(config: str, email: str, reason: str) -> None:
    """Lock a person's account."""
    with opened(config) as site:
        site.acts().fire(_person(site, email), "lock", {"reason": reason})
        click.echo(f"{email} is locked.")


@user.command()
@click.argument("email")
@click.argument("role", type=click.Choice(["office", "auditor", "board", "representative"]))
@click.option("--on", "organisation", default="", help="For a representative: the organisation.")
@click.option("--why", default="", help="It is kept with the appointment.")
@click.pass_obj
def appoint(config: str, email: str, role: str, organisation: str, why: str) -> None:
    """Give a person a role on the site, or make the person an organisation's representative."""
    with opened(config) as site:
        scope = organisation_called(site.site, organisation) if role == "representative" else site.site
        if scope is None:
            raise click.ClickException("Name the organisation with --on.")
        site.acts().appoint(_person(site, email), role, scope, why=why)
        click.echo(f"{email} is {role}.")


COMMANDS = (user,)
