"""Proposal: what a member wants to learn together with others, and what became of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from ...clock import local_day
from ...i18n import _
from ...people.organisation import MEMBER, organisation_by_uid
from ..folder import Children, Folder
from ..item import Coming, Item, inside
from ..round.model import proposal_by_uid, round_of, rounds_of

FORMS = ("project", "study_circle", "try_out", "network", "seminars", "unknown")
UNSAID = "unsaid"
"""Stands for the wished form of a proposal that says none."""

BODIES = ("member_group", "board", "directors")

NOT_LIVE = ("draft", "withdrawn", "merged")
OUTCOMES: Mapping[str, str] = {
    "selected": "selected", "running": "selected", "closed": "selected",
    "not_selected": "not_selected", "parked": "parked", "referred": "referred",
}
"""What has been decided about a proposal, by its state."""

COMES_NEXT = {"draft": "submitted", "returned": "submitted", "submitted": "discussed", "discussed": "selected"}
"""The state that a proposal is waited for to reach, by the one it is in."""

AWAITED = {"submitted": _("last day to submit"), "discussed": _("idea meeting"), "selected": _("the board decides")}

MOST_UNLIKE = 100
"""Dismissed proposals that are remembered; the oldest are forgotten first."""

WAITS_FOR_SENDER = ("returned", "draft")
"""States in which a proposal waits for its sender."""

TAKES_OTHERS = ("submitted", "discussed")
"""States in which another proposal can be merged into this one."""

WISHED = ("idea", "purpose", "target_group", "contacts")
"""What the idea meeting asks for; none of it is required."""

SECTIONS = (
    "preamble", "idea", "purpose", "target_group", "expected_result", "questions", "builds_on", "other_text",
)
"""What the sender writes under headings, in the order they are read."""

TEXTS = ("title", *SECTIONS, "motive", "referred_to", "reason")
CARRIED = ("title", *SECTIONS, "organisation", "co_senders", "contacts", "wished_form")
"""What goes along when a proposal is written again in a later round."""

# Each part excludes the character that ends it, so that the time grows no faster than the text.
LOCAL, LABEL = r"[^\s@<>()\[\],;:\\\"]+", r"[^\s@<>()\[\],;:\\\".]+"
ADDRESS = re.compile(rf"{LOCAL}@{LABEL}(?:\.{LABEL})*\.[^\W\d_]{{2,}}")
LONGEST_ADDRESS = 254


@dataclass(frozen=True)
class Contact:
    """Whom to ask about a proposal; any part may be missing, and an organisation alone will do."""

    name: str = ""
    role: str = ""
    organisation: str = ""
    email: str = ""

    @property
    def has_odd_email(self) -> bool:
        """Whether there is an address that no letter would reach as it is written."""
        return bool(self.email) and not is_address(self.email)


def is_address(text: str) -> bool:
    """Whether a text looks like a whole e-mail address."""
    return len(text) <= LONGEST_ADDRESS and ADDRESS.fullmatch(text) is not None


class Proposal(Children, Item):
    """A proposal speaks for its organisation; ``taken_in`` when somebody else wrote it down for the sender.

    ``co_senders`` are asked to send it too, and ``agreed`` are those that have said yes. ``asked_for`` are the fields
    that the office has asked the sender to complete. ``target`` is the proposal this one has been merged into, and
    ``absorbed`` are those merged into this one. ``unlike`` are those that somebody has found not to be similar.
    """

    type_name: ClassVar[str] = "proposal"
    fields: ClassVar[tuple[str, ...]] = (
        "title", "idea", "purpose", "target_group", "expected_result", "questions", "builds_on", "organisation",
        "co_senders", "agreed", "contacts", "wished_form", "preamble", "other_text", "theme", "number", "runner_up",
        "remark", "asked_for", "follows", "area", "motive", "decided_by",
        "decided_on", "target", "absorbed", "referred_to", "reason", "project", "taken_in",
        "unlike",
    )
    guarded: ClassVar[Mapping[str, str]] = {
        **dict.fromkeys(("theme", "number", "runner_up", "remark"), "arrange"),
        **dict.fromkeys(("agreed", "asked_for", "follows", "area", "motive", "decided_by", "decided_on", "target",
                         "absorbed", "referred_to", "reason", "project", "taken_in"), ""),
    }
    internal: ClassVar[tuple[str, ...]] = ("remark",)

    idea: str = ""
    purpose: str = ""
    target_group: str = ""
    expected_result: str = ""
    questions: str = ""
    builds_on: str = ""
    organisation: str = ""
    co_senders: tuple[str, ...] = ()
    agreed: tuple[str, ...] = ()
    contacts: tuple[Contact, ...] = ()
    wished_form: str = ""
    preamble: str = ""
    other_text: str = ""
    theme: str = ""
    number: int | None = None
    runner_up: bool = False
    remark: str = ""
    asked_for: tuple[str, ...] = ()
    follows: str = ""
    area: str = ""
    motive: str = ""
    decided_by: str = ""
    decided_on: date | None = None
    target: str = ""
    absorbed: tuple[str, ...] = ()
    referred_to: str = ""
    reason: str = ""
    project: str = ""
    taken_in: bool = False
    unlike: tuple[str, ...] = ()

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self._hold()
        self.add("files", Folder("files"))

    def owner(self, changed: Mapping[str, Any] | None = None) -> str:
        """The organisation that sends it first."""
        sender: str = (changed or {}).get("organisation", self.organisation)
        return sender

    def name_in(self, container: Any) -> str:
        """An address made of the title; one without letters to use gets a plain word."""
        name: str = container.free_name(self.title, "forslag")
        return name

    def on_added(self) -> None:
        """A member's own organisation sends what the member writes; what others write down is taken in."""
        person = self.site["people"].get(self.creator)
        home = organisation_by_uid(self.site, person.organisation) if person is not None else None
        if not self.organisation and home is not None and home.kind == MEMBER:
            self.organisation = home.uid
        self.taken_in = home is None or home.uid not in (self.organisation, *self.co_senders)
        if self.round is not None:
            self.round.note(self)

    def search_text(self) -> str:
        """What the sender and the meeting have written; no ids."""
        return " ".join((*(getattr(self, name) for name in TEXTS), self.area_title))

    def search_terms(self) -> dict[str, tuple[str, ...]]:
        """What lists of proposals can be filtered by."""
        return {
            "round": (self.round.uid, self.round.__name__), "organisation": self.all_senders(),
            "asked": self.asked(), "theme": (self.theme,) if self.theme else (),
            "area": (self.area,) if self.area else (),
            "booklet": ("in",) if self.in_booklet else (),
            "outcome": (self.outcome or "undecided",) if self.is_live else (),
            "form": (self.wished_form or UNSAID,), "sender": (self.organisation,) if self.organisation else (),
            "lacks": (*self.missing(), *(name for name in ("theme", "number") if not getattr(self, name))),
        }

    @property
    def numbered_title(self) -> str:
        """The title with the number before it, if there is one."""
        return f"{self.number}. {self.title}" if self.number else self.title

    @property
    def has_unseen_number(self) -> bool:
        """Whether it has a number that members have not seen, and that may therefore change."""
        return self.number is not None and self.number > self.round.numbered_to

    # -- who sends it ------------------------------------------------------------------------------------

    def sending(self) -> tuple[str, ...]:
        """The organisations that send the proposal itself, the first sender first: those that have agreed.

        What the office has written down names only those that had agreed before.
        """
        agreed = (uid for uid in self.co_senders if self.taken_in or uid in self.agreed)
        return tuple(dict.fromkeys(uid for uid in (self.organisation, *agreed) if uid))

    def asked(self) -> tuple[str, ...]:
        """The organisations that have been asked to send it together with the others and have not answered."""
        sending = self.sending()
        return tuple(dict.fromkeys(uid for uid in self.co_senders if uid and uid not in sending))

    def all_senders(self) -> tuple[str, ...]:
        """The sending organisations, with those of every proposal that has been merged into this one."""
        uids = list(self.sending())
        for other in self.merged_here():
            uids.extend(other.all_senders())
        return tuple(dict.fromkeys(uids))

    @property
    def receipt(self) -> str:
        """What the sender can refer to from the first day; the booklet's number comes later."""
        return f"{self.round.__name__}-{self.uid[:6].upper()}"

    # -- what is written ---------------------------------------------------------------------------------

    def missing(self) -> tuple[str, ...]:
        """The fields that the idea meeting asks for and that are empty."""
        return tuple(name for name in WISHED if not getattr(self, name))

    def odd_emails(self) -> tuple[str, ...]:
        """The contacts' addresses that are not whole."""
        return tuple(contact.email for contact in self.contacts if contact.has_odd_email)

    # -- what has become of it ---------------------------------------------------------------------------

    @property
    def is_live(self) -> bool:
        """Whether it has been sent in and goes on by itself."""
        return self.state not in NOT_LIVE

    @property
    def in_booklet(self) -> bool:
        """Whether the booklet prints it: live, and not passed on before it got a number."""
        return self.is_live and not (self.state == "referred" and self.number is None)

    @property
    def outcome(self) -> str:
        """What has been decided; that of the target for a merged proposal; empty while it is open."""
        if self.state == "merged":
            target = self.merged_into()
            return target.outcome if target is not None else ""
        return OUTCOMES.get(self.state, "")

    def planned_day(self, state: str) -> date | None:
        """The day a coming state is planned for, as far as the round says."""
        round_ = inside(self, "round")
        if round_ is None:
            return None
        meeting = round_.get("meeting")
        days = {"submitted": round_.closes, "discussed": meeting.day if meeting is not None else None,
                "selected": round_.board_meets}
        day = days.get(state)
        return day if day is not None and day >= local_day(self.since) else None

    def next_date(self, today: date) -> Coming | None:
        """The day that the round has planned for its next step; a running one shares that of its project."""
        if self.state == "running":
            project = self.site.by_uid(self.project)
            return project.next_date(today) if project is not None else None
        state = COMES_NEXT.get(self.state, "")
        day = self.planned_day(state)
        return Coming(AWAITED[state], day) if day is not None else None

    @property
    def area_title(self) -> str:
        """The title of the area it belongs to; empty while it is in none."""
        title: str = self.round.area_title(self.area) if self.area else ""
        return title

    # -- where it belongs --------------------------------------------------------------------------------

    @property
    def round(self) -> Any:
        """The round it has been sent to."""
        return round_of(self)

    def merged_into(self) -> Any | None:
        """The proposal it goes on in, if it has been merged."""
        found: Any | None = self.round.proposal(self.target) if self.target else None
        return found

    def merged_here(self) -> list[Any]:
        """The proposals that go on in this one."""
        found = (self.round.proposal(uid) for uid in self.absorbed)
        return [other for other in found if other is not None]

    def followed(self) -> Any | None:
        """The earlier proposal that this one takes up again."""
        return proposal_by_uid(self, self.follows)

    def followers(self) -> Iterator[Any]:
        """The later proposals that take this one up again, the latest first."""
        for later in rounds_of(self):
            found = later.follower(self.uid) if later.year > self.round.year else None
            if found is not None:
                yield found

    def links(self) -> Iterator[tuple[Any, Any]]:
        """What belongs to the same idea: why it does, and the item."""
        yield _("Takes up again"), self.followed()
        yield _("Goes on in"), self.merged_into()
        for other in self.merged_here():
            yield _("Merged into this one"), other
        projects = reversed(self.site["projects"].values())
        yield _("Became"), next((project for project in projects if self.uid in project.proposals), None)
        for later in self.followers():
            yield _("Taken up again as"), later


def asked_organisations(item: Any) -> tuple[str, ...]:
    """Everybody in the organisations that have been asked to send the proposal and have not answered."""
    proposal = inside(item, "proposal")
    return tuple(f"org:{uid}" for uid in proposal.asked()) if proposal is not None else ()


def stand_ins(item: Any) -> tuple[str, ...]:
    """The office, on a proposal that somebody else than the sender wrote down."""
    proposal = inside(item, "proposal")
    return ("office",) if proposal is not None and proposal.taken_in else ()
