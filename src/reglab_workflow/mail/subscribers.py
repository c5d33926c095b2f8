"""Which event writes which letter; it lies in the outbox in the same transaction, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..accounts.tokens import Purpose
from ..content import events
from ..i18n import _
from . import fee_letters, homework, participations, receivers, registrations, seal_letters, survey_letters
from .composing import Composer, Occasion
from .letter import Ticket
from .notices import listen
from .reminding import told, waiting_in
from .submitted import everything_in, senders_of

Facts = dict[str, Any]

BODIES = {"member_group": _("the member group"), "board": _("the board"), "directors": _("the directors")}


class Writer:
    """Listens, and writes."""

    def __init__(self, registry: Any) -> None:
        self.registry = registry
        self.composer = Composer(registry)
        self.proposal_letters: Mapping[str, tuple[str, Callable[..., Facts], Callable[..., receivers.ByLanguage]]] = {
            "submit": ("receipt", self.receipt, receivers.submitter),
            "return": ("returned", self.returned, receivers.senders),
            "select": ("decided", self.decided, receivers.senders),
            "park": ("decided", self.decided, receivers.senders),
            "not_select": ("decided", self.decided, receivers.senders),
            "refer": ("decided", self.decided, receivers.senders),
            "reopen": ("reopened", self.reopened, receivers.senders),
        }

    def reminded(self, event: events.Transitioned) -> None:
        """A letter to each organisation that something waits for before the last day of a round."""
        if (event.item.type_name, event.transition) != ("round", "remind"):
            return
        round_ = event.item
        for each in waiting_in(round_, event.now):
            self.write("reminder", event, each.receivers(event.now), closes=round_.closes,
                       sender=each.organisation.title, drafts=told(each.drafts), returned=told(each.returned),
                       write=self.composer.address(f"{round_.path}/proposals/add"))

    def transitioned(self, event: events.Transitioned) -> None:
        """The letters that follow a proposal's way."""
        if event.item.type_name != "proposal" or event.transition not in self.proposal_letters:
            return
        kind, facts, whom = self.proposal_letters[event.transition]
        self.write(kind, event, whom(event), **facts(event))

    def project_opened(self, event: events.Transitioned) -> None:
        """The invitation to a learning project, to all who may register their organisation."""
        if (event.item.type_name, event.transition) != ("project", "invite"):
            return
        whom = receivers.by_language(receivers.invitees(event.item.site, event.now))
        self.write("invited", event, whom, invitation=self.composer.address(f"{event.item.path}/invitation"))

    def written(self, event: events.Added | events.Edited) -> None:
        """Organisations that have just been asked to send a proposal too."""
        if event.item.type_name != "proposal":
            return
        before, after = (getattr(event, "before", {}), getattr(event, "after", None) or getattr(event, "values", {}))
        fresh = set(after.get("co_senders", ())) - set(before.get("co_senders", ()))
        asked = [uid for uid in event.item.asked() if uid in fresh]
        people = receivers.by_language(receivers.representatives(event.item, event.now, asked))
        self.write("asked", event, people, who=event.actor.name, sender=senders_of(event.item, first=True))

    def invited(self, event: events.Invited) -> None:
        """A link to choose the first password."""
        ticket = Ticket(Purpose.INVITATION.value, event.item.uid)
        self.write("invitation", event, receivers.person_alone(event.item), ticket, inviter=event.actor.name)

    def forgotten(self, event: events.PasswordForgotten) -> None:
        """A link to choose another password. For an unknown address the letter is written and thrown away."""
        if event.item is None:
            self.composer.compose("forgotten", (), _occasion(event, Ticket(Purpose.RESET.value, "")), "")
            return
        ticket = Ticket(Purpose.RESET.value, event.item.uid)
        self.write("forgotten", event, receivers.person_alone(event.item), ticket)

    def write(self, kind: str, event: events.Event, whom: receivers.ByLanguage, ticket: Ticket | None = None,
              **facts: Any) -> None:
        """One letter for each language, into the outbox."""
        for language, found in whom.items():
            letter = self.composer.compose(kind, found, _occasion(event, ticket), language, **facts)
            event.item.site.outbox.put(letter)
            self.registry.notify(events.LetterQueued(event.item, event.actor, event.now, letter=letter))

    def receipt(self, event: events.Transitioned) -> Facts:
        """Everything that was submitted, by whom and when."""
        return {
            "at": event.now, "who": event.actor.name, "senders": senders_of(event.item), "entry": _entry(event),
            "told": everything_in(event.item),
        }

    def returned(self, event: events.Transitioned) -> Facts:
        """What needs completing, and until when."""
        round_ = event.item.round
        open_until = round_.closes if round_ is not None and round_.state == "open" else None
        return {"who": event.actor.name, "reason": event.facts.get("reason") or "", "closes": open_until}

    def decided(self, event: events.Transitioned) -> Facts:
        """The outcome with its reason, and who decided."""
        proposal, engine = event.item, self.registry.rulebook.engine(event.item)
        return {
            "outcome": event.target, "state": engine.workflow.states[event.target].title,
            "reason": event.facts.get("reason") or "", "motive": event.facts.get("motive") or "",
            "area": proposal.area_title if event.facts.get("area") else "", "referred_to": proposal.referred_to,
            "by": BODIES.get(event.facts.get("decided_by") or "", ""), "on": event.facts.get("decided_on"),
        }

    def reopened(self, event: events.Transitioned) -> Facts:
        """That the outcome no longer holds, why, and where the proposal is again."""
        engine = self.registry.rulebook.engine(event.item)
        return {"reason": event.facts.get("reason") or "", "was": engine.workflow.states[event.source].title,
                "state": engine.workflow.states[event.target].title}


def _occasion(event: events.Event, ticket: Ticket | None) -> Occasion:
    return Occasion(event.item, event.now, _entry(event), ticket)


def _entry(event: events.Event) -> str:
    """The number of the trail's entry; empty when nobody keeps a trail."""
    entry = event.note.get("entry")
    return entry.id if entry is not None else ""


def includeme(config: Any) -> None:
    """Listen."""
    writer = Writer(config.registry)
    config.add_subscriber(writer.transitioned, events.Transitioned)
    config.add_subscriber(writer.reminded, events.Transitioned)
    config.add_subscriber(writer.project_opened, events.Transitioned)
    config.add_subscriber(writer.written, events.Added)
    config.add_subscriber(writer.written, events.Edited)
    config.add_subscriber(writer.invited, events.Invited)
    config.add_subscriber(writer.forgotten, events.PasswordForgotten)
    listen(config, writer)
    fee_letters.listen(config, writer)
    registrations.listen(config, writer)
    participations.listen(config, writer)
    homework.listen(config, writer)
    survey_letters.listen(config, writer)
    seal_letters.listen(config, writer)
