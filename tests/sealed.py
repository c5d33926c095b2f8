"""A sealed history for tests: a small site that has lived, its export, and what the one-file check says of it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from BTrees.LOBTree import LOBTree

from house import House
from reglab_workflow import clock
from reglab_workflow.content.site.model import find
from reglab_workflow.history import verify_history
from reglab_workflow.history.entry import NO_HASH
from reglab_workflow.history.export import part, whole
from reglab_workflow.history.sealing import Sealer, sealer_of
from reglab_workflow.history.verify_history import Broken, Check, Report
from reglab_workflow.journal import HELD, Journal

PROGRAM = Path(verify_history.__file__)


def sealer(house: House) -> Sealer:
    """What seals the site."""
    return sealer_of(house.registry)


def shut(house: House) -> None:
    """Let go of the files, without asking whether the site is what its history says."""
    house.registry.reglab_index.close()
    house.database.close()


def exported(house: House, path: str = "") -> list[bytes]:
    """The lines of a signed export, of everything or of one item."""
    key = sealer(house).keys.read()
    with house.looking() as site:
        if not path:
            return list(whole(site, clock.now(), key))
        item = find(site, path)
        return list(part(site, item.events, item.uid, clock.now(), key))


def lay(slot: Any, entries: Mapping[int, Any] | Iterable[Any], count: int | None = None) -> None:
    """Let a slot hold these, whatever it held; by number where some are missing or stand where none leads.

    The newest, as many as can stand there, it holds in its own record as a slot does, the others in its tree.
    """
    told = dict(entries) if isinstance(entries, Mapping) else dict(enumerate(entries))
    count = len(told) if count is None else count
    aside = count
    while count - aside < HELD and aside - 1 in told:
        aside -= 1
    newest = tuple(told.pop(number) for number in range(aside, count))
    slot.entries = Journal(newest, LOBTree(told), aside)


def cut(slot: Any, count: int) -> None:
    """Let a slot end after so many, as if there had never been more."""
    lay(slot, list(slot.entries)[:count])
    slot.head = slot.entries[-1].digest if count else NO_HASH


def fault(lines: Iterable[bytes], **outside: Any) -> str:
    """What the check says is broken; empty when nothing is."""
    try:
        Check(**outside).run(lines)
    except Broken as broken:
        return broken.told()
    return ""


def report(lines: Iterable[bytes], **outside: Any) -> Report:
    """What the check says of a history that is sound."""
    return Check(**outside).run(lines)


def in_database(house: House, **outside: Any) -> str:
    """What the check says is broken in the database itself; empty when nothing is."""
    with house.looking() as site:
        return fault(whole(site, clock.now()), closed=False, **outside)


def program(file: Path, *arguments: str, isolated: bool = True,
            **environment: str) -> subprocess.CompletedProcess[str]:
    """The one file, run by itself as an auditor does: no path leads to the site."""
    flags = ["-I"] if isolated else []
    return subprocess.run([sys.executable, *flags, str(PROGRAM), str(file), *arguments], capture_output=True,
                          text=True, check=False, cwd=file.parent, env={"PATH": "/usr/bin:/bin", **environment})
