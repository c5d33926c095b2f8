"""Meeting: the idea meeting of a round, with its agenda, the notes for each proposal, and its result."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from BTrees.OOBTree import OOBTree

from ..folder import Children, Folder
from ..item import Item
from ..project.model import ByState
from ..round.model import round_of

PUBLISHED = "published"


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
    of the one that is up.

    ``notes`` maps the uid of a proposal to its note: ``text_on(uid)`` reads it, and
    ``acts.edit(note_on(uid), {"text": …})`` writes it.
    """

    type_name: ClassVar[str] = "meeting"
    fields: ClassVar[tuple[str, ...]] = ("title", "day", "place", "agenda", "introduction", "result", "current")
    guarded: ClassVar[Mapping[str, str]] = {"current": ""}
    internal: ClassVar[Any] = ByState((), lambda meeting: () if meeting.state == PUBLISHED else ("result",))

    day: date | None = None
    place: str = ""
    agenda: tuple[str, ...] = ()
    introduction: str = ""
    result: str = ""
    current: str = ""

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self._hold()
        self.notes: Any = OOBTree()
        self.add("files", Folder("files"))

    def name_in(self, container: Any) -> str:
        """A round has one idea meeting, at an address people can guess."""
        return "meeting"

    def search_text(self) -> str:
        """What anybody who sees the meeting may read; the agenda is ids."""
        shown = ("title", "place", "introduction", "result")
        return " ".join(getattr(self, name) for name in shown if name not in self.internal)

    def search_terms(self) -> dict[str, tuple[str, ...]]:
        """What lists of meetings can be filtered by."""
        return {"round": (self.round.uid, self.round.__name__)}

    @property
    def round(self) -> Any:
        """The round whose proposals it discusses."""
        return round_of(self)

    def proposals(self) -> list[Any]:
        """The proposals on the agenda, in its order."""
        found = (self.round.proposal(uid) for uid in self.agenda)
        return [proposal for proposal in found if proposal is not None]

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
