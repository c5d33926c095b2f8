"""The booklet's own words: its fixed headings in the reader's language; what people wrote stays as it is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..i18n import _
from ..web import dates
from .edition import REST, SECTIONS, Chapter, Contact, Edition, Entry

HEADINGS: Mapping[str, Any] = {
    "title": _("Title"), "sender": _("Organisation"), "preamble": _("Introduction"), "idea": _("Idea"),
    "purpose": _("Purpose and overall goal"), "target_group": _("Target group"), "other_text": _("Other text"),
    "expected_result": _("Expected result"), "questions": _("Questions to explore"), "builds_on": _("Builds on"),
    "runner_up": _("Runner-up"),
    "contacts": _("Contact person"), "lines": _("Contact person"), "form": _("Wished form"),
}
LEAVE_OUT = "leave_out"


@dataclass(frozen=True)
class Section:
    """One part of a proposal under its fixed heading; without text and contacts when nothing was told."""

    name: str
    heading: str
    text: str = ""
    contacts: tuple[Contact, ...] = ()

    @property
    def is_missing(self) -> bool:
        """Whether there is nothing to print below the heading."""
        return not self.text and not self.contacts


@dataclass(frozen=True)
class Wording:
    """What documents say besides what people wrote; ``spoken`` is the language that people write in here."""

    say: Callable[[Any], str]
    language: str = "sv"
    spoken: str = "sv"
    forms: Mapping[str, Any] = field(default_factory=dict)
    states: Mapping[str, Any] = field(default_factory=dict)
    empty: str = "say"
    issue: str = ""

    @property
    def locale(self) -> str:
        """The language of what people wrote, as office programs name it."""
        return {"sv": "sv-SE", "en": "en-GB"}.get(self.spoken, self.spoken)

    @property
    def missing(self) -> str:
        """What stands where nothing was told."""
        return self.say(_("Not stated"))

    @property
    def contents(self) -> str:
        """The heading of the table of contents."""
        return self.say(_("Contents"))

    def heading(self, name: str) -> str:
        """The fixed heading of a part."""
        return self.say(HEADINGS[name])

    def theme(self, chapter: Chapter) -> str:
        """What a chapter is called."""
        return chapter.title or self.say(_("Without a theme"))

    def title(self, entry: Entry) -> str:
        """What a proposal is called; one may be without a title."""
        return entry.title or self.say(_("Proposal without a title"))

    def numbered(self, entry: Entry) -> str:
        """Number and title on one line."""
        return f"{entry.number}. {self.title(entry)}" if entry.number else self.title(entry)

    def sender(self, entry: Entry) -> str:
        """Who sends it, and that it is a smaller idea beside the main ones when it is."""
        return " · ".join(part for part in (self.heading("runner_up") if entry.runner_up else "", entry.sender) if part)

    def form(self, entry: Entry) -> str:
        """The wished form in words; empty when none was chosen."""
        return self.say(self.forms.get(entry.form, entry.form)) if entry.form else ""

    def state(self, entry: Entry) -> str:
        """The state in words."""
        return self.say(self.states.get(entry.state, entry.state))

    def sections(self, entry: Entry) -> list[Section]:
        """The parts of a proposal in the booklet's order; empty ones as the site wants them."""
        found = [Section(name, self.heading(name), getattr(entry, name)) for name in SECTIONS]
        found += [Section(name, self.heading(name), getattr(entry, name)) for name in REST if getattr(entry, name)]
        if entry.form:
            found.append(Section("form", self.heading("form"), self.form(entry)))
        found.append(Section("contacts", self.heading("contacts"), contacts=entry.contacts))
        return [each for each in found if not each.is_missing or self.empty != LEAVE_OUT]

    def cover(self, edition: Edition) -> list[str]:
        """What the cover says below the title."""
        return [line for line in (self.size(edition), self.meeting(edition), self.status(edition)) if line]

    def size(self, edition: Edition) -> str:
        """How much there is in it."""
        entries = edition.entries
        senders = {sender for entry in entries for sender in entry.senders}
        return self.say(_("Proposals: ${proposals}. Themes: ${themes}. Organisations: ${organisations}.", mapping={
            "proposals": len(entries), "themes": sum(1 for each in edition.chapters if each.title),
            "organisations": len(senders)}))

    def meeting(self, edition: Edition) -> str:
        """When and where the idea meeting is, as far as that is decided."""
        told = ", ".join(part for part in (dates.date(edition.day, self.language) if edition.day else "",
                                           edition.place) if part)
        return self.say(_("Idea meeting: ${told}", mapping={"told": told})) if told else ""

    def status(self, edition: Edition) -> str:
        """Whether this is a working copy, and which issue it is otherwise."""
        return self.issue if edition.published else self.say(_("Working copy"))
