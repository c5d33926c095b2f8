"""Erasing as the tests do it, and the search through every byte that is left."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from house import Story
from reglab_workflow.catalog.finder import Finder
from reglab_workflow.mail.postman import posting_of
from reglab_workflow.privacy.erasing import Erased, Eraser
from reglab_workflow.privacy.finding import somebody, traces
from reglab_workflow.privacy.leftovers import clean_files
from reglab_workflow.security.actor import system
from reglab_workflow.storage.packing import drop_copies, pack

SECRETS = ("Maja Myr", "maja@norra.example", "Myr, Maja", "maja-myr", "010-765 43 21", "010-765 43 00")


def erase(story: Any, by: str = Story.OFFICE, address: str = Story.MEMBER, without: tuple[str, ...] = ()) -> Erased:
    with story.acting(by) as acts:
        found = traces(acts.site, somebody(acts.site, address=address))
        ids = frozenset(hit.id for hit in found.hits if found.is_sure(hit) and hit.field not in without)
        return Eraser(acts, found, ids, "Maja Myr bad om det.").erase()


def send(story: Any) -> None:
    posting_of(story.registry).round(lambda: False)


def every_byte(story: Any) -> dict[str, bytes]:
    """All that the database and the files hold now."""
    with story.looking() as site:
        storage = site._p_jar.db().storage
        records, token = {}, None
        while True:
            oid, _tid, state, token = storage.record_iternext(token)
            records[f"record {oid!r}"] = state
            if token is None:
                return {**records, **story.raw()}


def holds(found: dict[str, bytes], *secrets: str) -> list[tuple[str, str]]:
    wanted = [(each, each.casefold().encode()) for each in secrets]
    return [(name, each) for name, data in found.items() for each, raw in wanted if raw in data.lower()]


def forget_in_files(story: Any, done: Erased) -> None:
    """What the page and ``reglab pack`` do when somebody has been erased."""
    clean_files(Path(story.registry.reglab_settings.var), done.who)
    pack(story.database)
    drop_copies(story.registry.reglab_settings.database)
    read_anew(story)
    story.registry.reglab_index.vacuum()


def read_anew(story: Any) -> None:
    """Make the index of the whole site."""
    with story.looking() as site:
        Finder(story.registry.reglab_index, story.database, story.rulebook, site, system("test")).fresh_index()
