"""Meeting: the idea meeting of a round, with its agenda, the notes for each proposal, and its result."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from BTrees.OOBTree import OOBTree

from ...plain import plain
from ..folder import Children, Folder
from ..item import ByState, Item
from ..proposal.model import BODIES as OUTSIDE
from ..round.model import round_of

PUBLISHED = "published"
HELD = ("in_session", "result_draft", PUBLISHED)
"""States in which what the meeting decides is told to those who see it."""

BODIES = ("meeting", *OUTSIDE)
"""Who can make a decision: the idea meeting itself, or those who point out areas and decide."""

PACE = 10
"""Minutes for a proposal that has got none of its own."""


@dataclass(frozen=True)
class Decision:
    """What was decided at the meeting or about its proposals, word by word.

    ``body`` is one of ``BODIES``, ``present`` tells in words who was there, ``area`` is the id of an area of the
    round, and ``proposals`` are uids.
    """

    id: str
    wording: str
    body: str = ""
    day: date | None = None
    present: str = ""
    area: str = ""
    proposals: tuple[str, ...] = ()


@dataclass(frozen=True)
class Point:
    """Proposals that are discussed together: for how long, under which heading, and how long a pause comes after."""

    proposals: tuple[str, ...]
    minutes: int = PACE
    title: str = ""
    pause: int = 0


class Note(Item):
    """What is written about one proposal at the meeting.

    Each note is an object of its own: two people who write about two proposals never get in each other's
    way, and two who write about the same one are told. Who may write is asked of the meeting.
    """

    type_name: ClassVar[str] = "note"
    transparent: ClassVar[bool] = True
    fields: ClassVar[tuple[str, ...]] = ("text",)
    guarded: ClassVar[Mapping[str, str]] = {"text": "write_notes"}

    text: str = ""


class Meeting(Children, Item):
    """An idea meeting; ``agenda`` holds the uids of the proposals in the order they are called, ``current`` that
    of the one that is up, ``current_since`` when its point was taken up.

    ``points`` say which neighbours on the agenda make one point, and how long it takes (``plan.points_of``);
    ``starts`` and ``ends`` are times of the day, as "09:30".
    ``notes`` maps the uid of a proposal to its note: ``text_on(uid)`` reads it, and
    ``acts.edit(note_on(uid), {"text": …})`` writes it.
    """

    type_name: ClassVar[str] = "meeting"
    fields: ClassVar[tuple[str, ...]] = (
        "title", "day", "starts", "ends", "place", "agenda", "points", "introduction", "decisions", "result",
        "current", "current_since",
    )
    guarded: ClassVar[Mapping[str, str]] = {"current": "", "current_since": ""}
    internal: ClassVar[Any] = ByState((), lambda meeting: meeting.not_told_yet())

    day: date | None = None
    place: str = ""
    agenda: tuple[str, ...] = ()
    points: tuple[Point, ...] = ()
    starts: str = ""
    ends: str = ""
    introduction: str = ""
    decisions: tuple[Decision, ...] = ()
    result: str = ""
    current: str = ""
    current_since: datetime | None = None

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self._hold()
        self.notes: Any = OOBTree()
        self.add("files", Folder("files"))

    def recall(self, now: Any, then: Any) -> None:
        """The notes are items of their own, and as they were."""
        found = {uid: then.place(note, self) for uid, note in now.notes.items()}
        self.notes = {uid: note for uid, note in found.items() if note is not None}
        super().recall(now, then)

    def name_in(self, container: Any) -> str:
        """A round has one idea meeting, at an address people can guess."""
        return "meeting"

    def search_text(self) -> str:
        """What anybody who sees the meeting may read; the agenda is ids."""
        shown = ("title", "place", "introduction", "result")
        texts = [getattr(self, name) for name in shown if name not in self.internal]
        return " ".join([*texts, *(decision.wording for decision in self.told_decisions())])

    def search_terms(self) -> dict[str, tuple[str, ...]]:
        """What lists of meetings can be filtered by."""
        return {"round": (self.round.uid, self.round.__name__)}

    def not_told_yet(self) -> tuple[str, ...]:
        """The fields that only the office reads so far."""
        if self.state == PUBLISHED:
            return ()
        return ("result",) if self.state in HELD else ("result", "decisions")

    def told_decisions(self) -> tuple[Decision, ...]:
        """The decisions, once the meeting has begun."""
        return self.decisions if self.state in HELD else ()

    @property
    def round(self) -> Any:
        """The round whose proposals it discusses."""
        return round_of(self)

    def proposals(self) -> list[Any]:
        """The proposals on the agenda, in its order."""
        found = (self.round.proposal(uid) for uid in self.agenda)
        return [proposal for proposal in found if proposal is not None]

    def mark(self, *names: str) -> int:
        """A number that is another one when one of these fields is changed.

        The version counts each proposal that is taken up, so it would tell those who plan or record decisions
        meanwhile of changes that are none of theirs.
        """
        told = json.dumps([plain(getattr(self, name)) for name in names], sort_keys=True)
        return int(hashlib.sha256(told.encode()).hexdigest()[:12], 16)

    def text_on(self, uid: str) -> str:
        """What has been noted about a proposal; empty when nothing has."""
        note = self.notes.get(uid)
        return note.text if note is not None else ""

    def note_on(self, uid: str) -> Note:
        """The note about a proposal, to be written; a new one when there is none yet."""
        if uid not in self.notes:
            note = Note()
            note.__parent__, note.__name__ = self, f"note-{uid}"
            self.notes[uid] = note
        found: Note = self.notes[uid]
        return found
