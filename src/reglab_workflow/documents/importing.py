"""Stores a parsed booklet in a round through Acts; what is there already is compared, never overwritten."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from translationstring import TranslationString

from ..content.acts import Acts
from ..content.folder import slug
from ..content.proposal.model import Contact
from ..content.round.model import Theme
from ..i18n import _
from ..people.organisation import MEMBER, Organisation, organisation_called
from ..workflow.errors import Refused
from .booklet_text import Booklet, ProposalText, plain
from .import_report import ImportReport, Notice, translatable

__all__ = ["ImportReport", "import_booklet"]

Finder = Callable[[str], Organisation | None]

DIFFERS = {
    "preamble": _("No. ${number}: the introduction differs from the stored one, which was kept."),
    "idea": _("No. ${number}: the idea differs from the stored one, which was kept."),
    "purpose": _("No. ${number}: the purpose differs from the stored one, which was kept."),
    "target_group": _("No. ${number}: the target group differs from the stored one, which was kept."),
    "contacts": _("No. ${number}: the contacts differ from the stored ones, which were kept."),
    "other_text": _("No. ${number}: the other text differs from the stored one, which was kept."),
    "organisation": _("No. ${number}: the organisation differs from the stored one, which was kept."),
}
TEXTS = ("preamble", "idea", "purpose", "target_group", "other_text")


def import_booklet(
    acts: Acts, round_: Any, booklet: Booklet, organisations: Finder | None = None, dry_run: bool = False
) -> ImportReport:
    """Bring a booklet's themes and proposals into a round; ``dry_run`` only tells what would happen.

    Raises NotPermitted unless the actor may fill the round.
    """
    finder = organisations or partial(organisation_called, acts.site)
    return _Import(acts, round_, booklet, finder, dry_run).run()


@dataclass
class _Import:
    """One import while it goes on."""

    acts: Acts
    round: Any
    booklet: Booklet
    find: Finder
    dry_run: bool
    notices: list[Notice] = field(default_factory=list)
    added: dict[str, str] = field(default_factory=dict)

    def run(self) -> ImportReport:
        """Themes first, then the proposals in the booklet's order."""
        self.notices.extend(Notice(each.line, translatable(each)) for each in self.booklet.warnings)
        themes = self._themes()
        stored = self._stored()
        created = 0
        for text in self.booklet.themes:
            theme = themes[_key(text.title)].id if text.title else ""
            for proposal in text.proposals:
                if proposal in stored:
                    self._compare(proposal, stored[proposal])
                    continue
                created += 1
                self._create(proposal, theme)
        total = len(list(self.booklet.proposals()))
        notices = tuple(sorted(self.notices, key=lambda each: each.line))
        return ImportReport(total, len(themes), created, total - created, notices)

    def tell(self, line: int, text: Any) -> None:
        """Report something with its line."""
        self.notices.append(Notice(line, text))

    # -- themes ------------------------------------------------------------------------------------------

    def _themes(self) -> dict[str, Theme]:
        """The booklet's themes by title; the round gets them in this order, before those it had besides.

        A round that has them all keeps the order that the office has given them.
        """
        had = {_key(theme.title): theme for theme in self.round.themes}
        ids = {theme.id for theme in self.round.themes}
        found: dict[str, Theme] = {}
        for text in self.booklet.themes:
            key = _key(text.title)
            if key and key not in found:
                found[key] = had.get(key) or Theme(_free_id(text.title, ids), text.title)
                ids.add(found[key].id)
        if not set(found) <= set(had) and not self.dry_run:
            besides = {key: theme for key, theme in had.items() if key not in found}
            self.acts.edit(self.round, {"themes": (*found.values(), *besides.values())})
        return found

    # -- what is there already ---------------------------------------------------------------------------

    def _stored(self) -> dict[ProposalText, Any]:
        """The stored proposal of each one in the booklet: that of its number and title, else of its title."""
        left = list(self.round.proposals())
        found: dict[ProposalText, Any] = {}
        for same in (_same_number_and_title, _same_title):
            for proposal in self.booklet.proposals():
                fitting = (item for item in left if proposal not in found and same(proposal, item))
                item = next(fitting, None)
                if item is not None:
                    left.remove(item)
                    found[proposal] = item
        return found

    def _compare(self, proposal: ProposalText, item: Any) -> None:
        """Report what the booklet says otherwise than the stored proposal."""
        if proposal.number != item.number:
            numbers = {"number": proposal.number or "–", "stored": item.number or "–"}
            self.tell(proposal.lines[0], _(
                "“${title}” has number ${number} in the booklet and ${stored} here; nothing was changed.",
                mapping={"title": proposal.title, **numbers}))
        lines = {heading.part: heading.line for heading in proposal.headings}
        for name in _differing(proposal, item, self.find):
            text = TranslationString(DIFFERS[name], mapping={"number": _number(proposal)})
            self.tell(lines.get(name, proposal.lines[0]), text)

    # -- new ones ----------------------------------------------------------------------------------------

    def _create(self, proposal: ProposalText, theme: str) -> None:
        """Store a proposal for its sender, hand it in, and give it its place in the booklet."""
        organisation = self._organisation(proposal)
        number = self._free_number(proposal)
        if self.dry_run:
            return
        item = self.acts.create(self.round["proposals"], "proposal", {
            "title": proposal.title,
            **_texts(proposal),
            "contacts": _contacts(proposal),
            "organisation": organisation,
            "co_senders": tuple(self._co_senders(proposal, organisation)),
        })
        try:
            self.acts.fire(item, "submit")
        except Refused as refusal:
            self.tell(proposal.lines[0], _(
                "No. ${number} is stored as a draft, because it could not be submitted.",
                mapping={"number": _number(proposal)}))
            for reason in refusal.reasons:
                self.tell(proposal.lines[0], reason.text)
            return
        self.acts.edit(item, {"number": number, "theme": theme})

    def _organisation(self, proposal: ProposalText) -> str:
        """The uid of the sender; one that nobody has heard of is taken for a new member."""
        name = proposal.organisation
        known = self.find(name) if name else None
        if known is not None or not name:
            return known.uid if known else ""
        if _key(name) not in self.added:
            said = {"name": name}
            self.added[_key(name)] = ""
            if self.dry_run:
                self.tell(proposal.organisation_line, _(
                    "“${name}” is not among the organisations and would be added as a member.", mapping=said))
            else:
                self.tell(proposal.organisation_line, _(
                    "“${name}” was not among the organisations and has been added as a member.",
                    mapping=said))
                values = {"title": name, "kind": MEMBER}
                created = self.acts.create(self.acts.site["organisations"], "organisation", values)
                self.added[_key(name)] = created.uid
        return self.added[_key(name)]

    def _co_senders(self, proposal: ProposalText, sender: str) -> Iterator[str]:
        """The other members among the contacts' organisations; others stay as text in the contact."""
        names = (contact.organisation for contact in proposal.contacts if contact.organisation)
        for name in dict.fromkeys(names):
            known = self.find(name)
            if known is not None and known.kind == MEMBER and known.uid != sender:
                yield known.uid

    def _free_number(self, proposal: ProposalText) -> int | None:
        """The booklet's number, unless another proposal has it."""
        taken = {item.number for item in self.round.proposals()}
        if proposal.number is not None and proposal.number in taken:
            self.tell(proposal.lines[0], _(
                "Another proposal has number ${number} already; “${title}” got no number.",
                mapping={"number": proposal.number, "title": proposal.title}))
            return None
        return proposal.number


def _key(title: str) -> str:
    return plain(title).casefold()


def _number(proposal: ProposalText) -> Any:
    return proposal.title if proposal.number is None else proposal.number


def _free_id(title: str, taken: set[str]) -> str:
    """A readable id for a theme that no other theme has."""
    base = slug(title) or "tema"
    name, count = base, 1
    while name in taken:
        count += 1
        name = f"{base}-{count}"
    return name


def _same_title(proposal: ProposalText, item: Any) -> bool:
    return _key(item.title) == _key(proposal.title)


def _same_number_and_title(proposal: ProposalText, item: Any) -> bool:
    return item.number == proposal.number and _same_title(proposal, item)


def _texts(proposal: ProposalText) -> dict[str, str]:
    return {name: proposal.other if name == "other_text" else getattr(proposal, name) for name in TEXTS}


def _contacts(proposal: ProposalText) -> tuple[Contact, ...]:
    return tuple(Contact(each.name, each.role, each.organisation, each.email) for each in proposal.contacts)


def _differing(proposal: ProposalText, item: Any, find: Finder) -> Iterator[str]:
    """The fields in which the booklet and the stored proposal differ, spaces aside."""
    for name, text in _texts(proposal).items():
        if plain(text) != plain(getattr(item, name)):
            yield name
    if _contacts(proposal) != item.contacts:
        yield "contacts"
    sender = find(proposal.organisation) if proposal.organisation else None
    if sender is not None and sender.uid != item.organisation:
        yield "organisation"
