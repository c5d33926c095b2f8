"""The day's control number by letter, so that somebody outside the site can tell if its history is made anew."""

from __future__ import annotations

from typing import Any

from ..content import events
from ..history.sealing import RULE, Sealed
from ..security.actor import system
from .composing import Occasion
from .letter import Receiver

COMMAND = "python verify_history.py historik.jsonl --control {control} --language {language}"


class SealLetters:
    """Listens, and writes."""

    def __init__(self, writer: Any) -> None:
        self.writer = writer

    def sealed(self, sealed: Sealed) -> None:
        """The first checkpoint of a day is told of, where the settings name somebody to tell."""
        composer = self.writer.composer
        settings, checkpoint = composer.settings, sealed.checkpoint
        if not (settings.checkpoint_to and sealed.first_today):
            return
        core, language = checkpoint.core, settings.default_language
        letter = composer.compose(
            "sealed", [Receiver("", settings.checkpoint_to)], Occasion(sealed.site, checkpoint.at), language,
            control=checkpoint.control, number=core["number"], total=core["total"], sealed_at=checkpoint.at,
            key=core["key"], seals=composer.address("/history/seals"),
            command=COMMAND.format(control=checkpoint.control, language=language))
        sealed.site.outbox.put(letter)
        self.writer.registry.notify(events.LetterQueued(sealed.site, system(RULE), checkpoint.at, letter=letter))


def listen(config: Any, writer: Any) -> None:
    """Listen to what is sealed."""
    config.add_subscriber(SealLetters(writer).sealed, Sealed)
