"""What may be written without an entry of the trail, and why: the whole list. Everything else needs an event.

A name is a class, whose objects and the trees they hold may change alone, or ``Class.attribute``, for one tree of it.
"""

from __future__ import annotations

ALONE: dict[str, str] = {
    "Accounts": "takes the first sheet, note or visit in; who signs in with what is told by the events of the account",
    "Accounts.visits": "a table of when each person was here last; coming and leaving are events of their own",
    "Checkpoint": "seals what has happened so far; an event of it would be something new to seal, without end",
    "Devices": "forgets a browser after a year; remembering one goes with signing in",
    "LastRun": "when the rules of retention were last carried out; what they took has events of its own",
    "OwnNote": "what somebody writes for himself or herself alone, and what the office must not read",
    "OwnNotes": "takes those notes in, the first one of somebody with them",
    "Pot": "the answers of an anonymous survey: an event would tell who and when",
    "Receiver": "an attempt to send that is to be made again; it ends in letter_sent",
    "Seals.checkpoints": "takes those checkpoints in; a new key that signs them is an event",
    "Session": "when a session was last used; its beginning and its end are events",
    "Sessions": "forgets sessions whose time is over",
    "Sheet": "unsaved text, which is the writer's own until it is saved",
    "Sheets": "takes the unsaved texts in, and forgets them after sixty days",
    "Throttle": "counts attempts and forgets them after hours; a failed sign-in is an event besides",
    "Tokens": "forgets links whose time is over",
    "Visits": "when somebody was here last",
}

MADE_ALONE = frozenset({"Checkpoint", "LastRun", "OwnNote", "OwnNotes", "Sheet", "Sheets", "Visits"})
"""Those of the list that may also come into being alone; the others may only be changed or forgotten."""
