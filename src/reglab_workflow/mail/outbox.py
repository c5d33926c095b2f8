"""Outbox: letters in the database, put there in the transaction of what they tell about.

Sixteen shelves keep those who write at the same moment apart.
"""

from __future__ import annotations

import heapq
import zlib
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from BTrees.OOBTree import OOBTree, OOTreeSet
from persistent import Persistent

from .letter import Letter, Receiver, Status

SHELVES = 16

Place = tuple[datetime, str, int]
"""Where a receiver's letter stands in the row: when it was written, the letter, which receiver."""


class Shelf(Persistent):
    """A part of the letters, with its rows of waiting and failed ones."""

    def __init__(self) -> None:
        self.letters: Any = OOBTree()
        self.order: Any = OOTreeSet()
        self.waiting: Any = OOTreeSet()
        self.failed: Any = OOTreeSet()
        self.about: Any = OOTreeSet()


class Outbox(Persistent):
    """Every letter the site has written, sent or not."""

    def __init__(self) -> None:
        self.shelves = tuple(Shelf() for _number in range(SHELVES))

    def put(self, letter: Letter) -> Letter:
        """Take a letter; it is sent once the transaction that wrote it has been committed."""
        shelf = self._shelf(letter.uid)
        shelf.letters[letter.uid] = letter
        shelf.order.insert(_newest_first(letter))
        for receiver in letter.receivers:
            shelf.waiting.insert(_place(letter, receiver))
        if letter.about_uid:
            self._shelf(letter.about_uid).about.insert((letter.about_uid, letter.created, letter.uid))
        return letter

    def letter(self, uid: str) -> Letter | None:
        """The letter of that uid, or None."""
        found: Letter | None = self._shelf(uid).letters.get(uid)
        return found

    def letters_about(self, item_uid: str) -> list[Letter]:
        """The letters about an item, oldest first."""
        keys = self._shelf(item_uid).about.keys((item_uid,), (item_uid + "\x00",))
        found = (self.letter(uid) for _item, _created, uid in keys)
        return [letter for letter in found if letter is not None]

    def newest(self, limit: int) -> list[Letter]:
        """The letters written last, newest first."""
        keys = islice(heapq.merge(*(shelf.order for shelf in self.shelves)), limit)
        return [letter for _number, uid in keys if (letter := self.letter(uid)) is not None]

    def waiting(self) -> Iterator[tuple[Letter, Receiver]]:
        """What is still to be sent, in the order it was written."""
        return self._row(lambda shelf: shelf.waiting)

    def failed(self) -> list[tuple[Letter, Receiver]]:
        """What could not be sent and waits for a person to look."""
        return list(self._row(lambda shelf: shelf.failed))

    def count_waiting(self) -> int:
        """How many receivers still wait."""
        return sum(len(shelf.waiting) for shelf in self.shelves)

    def count_failed(self) -> int:
        """How many receivers could not be reached."""
        return sum(len(shelf.failed) for shelf in self.shelves)

    def sent(self, letter: Letter, receiver: Receiver, now: datetime) -> None:
        """Note that a letter has been handed over."""
        receiver.status, receiver.sent_at = Status.SENT.value, now
        receiver.last_error, receiver.claimed_until = "", None
        self._move(letter, receiver)

    def fail(self, letter: Letter, receiver: Receiver, error: str) -> None:
        """Put a letter aside that will not arrive however often it is sent."""
        receiver.status, receiver.last_error, receiver.claimed_until = Status.FAILED.value, error, None
        self._move(letter, receiver)

    def again(self, letter: Letter, receiver: Receiver, address: str = "") -> None:
        """Send a failed letter once more, perhaps to another address."""
        receiver.status, receiver.attempts, receiver.due = Status.WAITING.value, 0, None
        receiver.claimed_until = None
        receiver.address = address.strip() or receiver.address
        self._move(letter, receiver)

    def forget_person(self, person: str) -> int:
        """Take a person's name and address off every letter; tells how many letters it was."""
        found = [
            (letter, receiver) for shelf in self.shelves for letter in shelf.letters.values()
            for receiver in letter.receivers if receiver.person == person
        ]
        for letter, receiver in found:
            self.forget_receiver(letter, receiver)
        return len(found)

    def forget_receiver(self, letter: Letter, receiver: Receiver) -> None:
        """Take a receiver's name and address off a letter; one that waits is not sent any more."""
        receiver.name = receiver.address = receiver.person = receiver.last_error = ""
        if receiver.status == Status.WAITING:
            receiver.status = Status.FAILED.value
        for row in (self._shelf(letter.uid).waiting, self._shelf(letter.uid).failed):
            if _place(letter, receiver) in row:
                row.remove(_place(letter, receiver))

    def _move(self, letter: Letter, receiver: Receiver) -> None:
        """Stand in the row that the status says, and in no other."""
        shelf, place = self._shelf(letter.uid), _place(letter, receiver)
        for row, status in ((shelf.waiting, Status.WAITING), (shelf.failed, Status.FAILED)):
            if receiver.status == status:
                row.insert(place)
            elif place in row:
                row.remove(place)

    def _row(self, of: Callable[[Shelf], Any]) -> Iterator[tuple[Letter, Receiver]]:
        places: Iterator[Place] = heapq.merge(*(of(shelf) for shelf in self.shelves))
        for _created, uid, number in places:
            letter = self.letter(uid)
            if letter is not None:
                yield letter, letter.receivers[number]

    def _shelf(self, uid: str) -> Shelf:
        return self.shelves[zlib.crc32(uid.encode()) % SHELVES]


def _place(letter: Letter, receiver: Receiver) -> Place:
    return (letter.created, letter.uid, receiver.number)


def _newest_first(letter: Letter) -> tuple[int, str]:
    """A key by which later letters come earlier."""
    return (-int(letter.created.timestamp() * 1_000_000), letter.uid)
