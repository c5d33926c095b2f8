"""What a start tells the trail: the rules and the settings that are in force from now on, where they differ.

Before anything is served, the texts of the lives' files are compared with those of the last start. A file that gave up
a state in which something still stands stops the start, unless it says what becomes of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from BTrees.OOBTree import OOBTree
from transaction.interfaces import TransientError

from .. import clock
from ..content import events
from ..directives import ORDER_CHECK, rulebook_of
from ..security.actor import Actor, system
from ..settings import without_secrets
from ..storage.connection import own_transaction
from .rule_texts import keep, text_in_force
from .vanished import StatesVanished, move_on, stranded

RULE = "start"
ORDER_START = ORDER_CHECK + 10
"""When the lives have been read, and before anything is served."""

ATTEMPTS = 5


def begin(registry: Any) -> None:
    """Write down what differs from the last start, once, however many processes start at the same moment.

    Raises StatesVanished, with the database closed, when a changed file leaves something in no state at all.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with own_transaction(registry.reglab_database) as site:
                Start(registry, site, clock.now()).note()
            return
        except TransientError:
            if attempt == ATTEMPTS:
                raise
        except StatesVanished:
            registry.reglab_database.close()
            raise


class Start:
    """One start of the site, and what it has to tell."""

    def __init__(self, registry: Any, site: Any, now: datetime) -> None:
        self.registry = registry
        self.rulebook = rulebook_of(registry)
        self.site = site
        self.now = now

    @property
    def actor(self) -> Actor:
        """The system, because it was started."""
        return system(RULE)

    def note(self) -> None:
        """Tell of changed rules, of what they move, and of changed settings; nothing when nothing differs."""
        self.rules()
        self.settings(without_secrets(self.registry.reglab_settings))

    def rules(self) -> None:
        """One event for each file that is new, changed or gone; then what stood in a state that was given up."""
        used = {name: engine.workflow.source for name, engine in self.rulebook.engines.items()}
        known = tuple(self.site.rules or ())
        changed = [name for name in dict.fromkeys((*used, *known))
                   if used.get(name, "") != text_in_force(self.site, name)]
        left = stranded(self.rulebook, self.site, changed, self.registry.reglab_index)
        for name in changed:
            self.change(name, used.get(name, ""))
        for item in left:
            move_on(self.rulebook, item, self.actor, self.now)

    def change(self, name: str, text: str) -> None:
        """Tell that a file has another text, and keep the event where the next start finds it."""
        event = events.RulesChanged(
            self.site, self.actor, self.now, workflow=name, text_before=text_in_force(self.site, name),
            text_after=text)
        self.rulebook.notify(event)
        keep(self.site, name, event.note["entry"])

    def settings(self, used: Mapping[str, str]) -> None:
        """Tell which settings are others than at the last start."""
        known = dict(self.site.settings or {})
        differing = [name for name in {**known, **used} if known.get(name) != used.get(name)]
        if not differing:
            return
        if self.site.settings is None:
            self.site.settings = OOBTree()
        self.site.settings.clear()
        self.site.settings.update(used)
        self.rulebook.notify(events.SettingsChanged(
            self.site, self.actor, self.now, before={name: known[name] for name in differing if name in known},
            after={name: used[name] for name in differing if name in used}))


def includeme(config: Any) -> None:
    """Tell of each start when the site is complete."""
    registry = config.registry
    config.action("reglab start", lambda: begin(registry), order=ORDER_START)
