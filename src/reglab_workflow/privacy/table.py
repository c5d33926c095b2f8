"""What is personal, field by field: the one place that says which fields name somebody and which may mention one.

A type that is not told here, a host's, is taken to hold nothing but texts that may mention people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

ERASED = "[raderat]"
"""Stands where a name or an address was. It is content, as what it replaces was, and the same in every language."""


@dataclass(frozen=True)
class Naming:
    """Fields of an item, or parts of a record, that name one person together; ``more`` goes with the name.

    What else stands beside them stays: the role somebody had, the organisation, the day.
    """

    group: str
    name: str
    address: str = ""
    more: tuple[str, ...] = ()
    key: str = ""

    @property
    def parts(self) -> tuple[str, ...]:
        """Every field that goes."""
        return tuple(part for part in (self.name, self.address, *self.more) if part)


@dataclass(frozen=True)
class Personal:
    """The fields of a type: those that name people, those that may mention them, and those that never do."""

    people: tuple[Naming, ...] = ()
    records: Mapping[str, Naming] = field(default_factory=dict)
    texts: tuple[str, ...] = ()
    never: tuple[str, ...] = ()

    def told(self) -> frozenset[str]:
        """Every field that something is said about."""
        parts = (part for naming in self.people for part in naming.parts)
        return frozenset((*parts, *self.records, *self.texts, *self.never))


TABLE: Mapping[str, Personal] = {
    "person": Personal(
        people=(Naming("account", "title", "email", ("role_title",)),), never=("organisation", "language")),
    "organisation": Personal(never=("title", "short", "kind", "aliases", "domains")),
    "registration": Personal(
        people=(
            Naming("contact", "contact_name", "contact_email", ("contact_phone",)),
            Naming("manager", "manager_name", "manager_email"), Naming("approved_by", "approved_by")),
        records={"people": Naming("people", "name", "email", key="key")},
        texts=("contact_role", "manager_role", "legal_name", "invoice_reference", "invoice_address", "case", "reason"),
        never=("title", "organisation", "organisation_number", "co_organisations", "approval")),
    "participation": Personal(
        people=(Naming("participant", "title", "email", ("diet", "access")),), texts=("reason",),
        never=("person", "registration", "organisation", "came_for")),
    "proposal": Personal(
        records={"contacts": Naming("contacts", "name", "email")},
        texts=("title", "idea", "purpose", "target_group", "expected_result", "questions", "builds_on", "preamble",
               "other_text", "remark", "motive", "referred_to", "reason"),
        never=("organisation", "co_senders", "agreed", "wished_form", "theme", "runner_up", "asked_for", "follows",
               "area", "decided_by", "target", "absorbed", "project", "taken_in", "unlike")),
    "project": Personal(
        records={"contacts": Naming("contacts", "name", "email")},
        texts=("title", "subtitle", "lead", "background", "purpose", "target_group", "expected_results", "fee_note",
               "continuation", "questions", "how", "vat_note", "fee_excludes", "moved_to", "terms", "fee_decisions"),
        never=("format", "proposals", "organisations", "continues_in", "fee_spans", "figures", "leading", "invited")),
    "workshop": Personal(
        records={"speakers": Naming("speakers", "name")},
        texts=("title", "times", "place", "content", "documentation", "went_to", "points", "links", "homework"),
        never=("kind", "mode", "queue_rule", "span", "went_on")),
    "meeting": Personal(
        texts=("title", "place", "introduction", "points", "decisions", "result"),
        never=("agenda", "starts", "ends", "current")),
    "note": Personal(texts=("text",)),
    "decision_set": Personal(
        texts=("title", "why", "referred_to", "rows", "results", "reason"),
        never=("step", "area", "decided_by")),
    "round": Personal(texts=("title", "instruction", "themes", "areas")),
    "survey": Personal(
        texts=("title", "introduction", "questions", "summary", "replies"),
        never=("kind", "occasion", "asked", "organisations")),
    "ballot": Personal(texts=("title", "introduction"), never=("method", "proposals", "tally")),
    "vote": Personal(never=("title", "organisation", "marks", "cast_marks")),
    "page": Personal(texts=("title", "body")),
    "submission": Personal(texts=("text",), never=("title", "organisation")),
    "attachment": Personal(texts=("title", "filename", "alt"), never=("media_type", "language", "kind")),
    "report": Personal(
        texts=("title", "facts", "query", "rows", "looked_at", "limits", "empty"),
        never=("question", "columns", "control", "language")),
    "review": Personal(
        records={"report": Naming("reviewed", "name")}, texts=("title", "reason"),
        never=("asked", "signed_by", "control")),
    "site": Personal(texts=("title",)),
}

UNKNOWN = Personal()


def without_words(type_name: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values of fields of an item of a type without anything that somebody wrote; a title is marked as erased."""
    never = personal(type_name).never
    return {name: value if name in never or not isinstance(value, str | tuple | list) or not value
            else ERASED if name == "title" else type(value)() for name, value in values.items()}


def personal(type_name: str) -> Personal:
    """What is personal in items of a type."""
    return TABLE.get(type_name, UNKNOWN)
