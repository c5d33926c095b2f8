"""The files that pages hand out: those of personal data leave an entry each, and the others say why they do not."""

from __future__ import annotations

FORMS = ("csv", "xlsx", "docx", "pptx", "pdf", "ics", "json", "zip", "jsonl")

TOLD = {
    "invoices.csv": "invoices", "invoices.xlsx": "invoices",
    "history.csv": "history", "history.json": "history",
    "participants.csv": "participants", "participants.xlsx": "participants",
    "registrations.csv": "registrations", "registrations.xlsx": "registrations",
    "report.csv": "report", "report.pdf": "report",
    "results.csv": "results", "results.xlsx": "results",
    "personal-data.zip": "person",
}
"""Pages that hand out personal data in a file, and what the trail calls it; the report of a review is a ``review``."""

BELOW = {"answer.csv": "answer", "answer.pdf": "answer", "changes.csv": "rights"}
"""Files that stand below the name of another page, and what the trail calls them."""

UNTOLD = {
    "booklet.docx": "what the booklet's page shows to the same reader, without anybody's address",
    "booklet.pdf": "the same, on paper", "proposals.csv": "the same, as rows", "proposals.xlsx": "the same, as rows",
    "deck.pptx": "the same, as slides", "result.csv": "how organisations ranked proposals; no people",
    "invitation.docx": "the invitation, which is sent to everybody", "invitation.pdf": "the same, on paper",
    "minutes.docx": "a public paper of the meeting", "minutes.pdf": "the same, on paper",
    "calendar.ics": "the occasions that the reader may see",
}
"""Pages that hand out a file which is no personal data of others, and why."""
