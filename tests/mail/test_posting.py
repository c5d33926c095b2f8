"""What has been committed is sent, at least once and in order; what was rolled back is never sent."""

from __future__ import annotations

from datetime import timedelta

import pytest

from reglab_workflow.accounts.tokens import Purpose
from reglab_workflow.mail.letter import Ticket
from reglab_workflow.mail.message import TICKET, Unsendable
from reglab_workflow.mail.posting import CLAIM, LONGEST_PAUSE, MOST_AN_HOUR, MOST_ATTEMPTS, Posting
from reglab_workflow.mail.senders import Closed, Later, MemorySender, Never

from .conftest import FROM, NOW, letter

ASTA = "asta@dalarna.example"


class Moody(MemorySender):
    """Refuses the first few messages in the ways it was told."""

    def __init__(self, *moods: Exception | None) -> None:
        super().__init__()
        self.moods = list(moods)
        self.tries: list[str] = []
        self.closed = 0

    def send(self, message, receiver):
        self.tries.append(receiver)
        mood = self.moods.pop(0) if self.moods else None
        if mood is not None:
            raise mood
        super().send(message, receiver)

    def close(self):
        self.closed += 1


class Killed(BaseException):
    """Stands for a process that ends in the middle of it all."""


def subjects(sender):
    return [message["Subject"] for message in sender.messages]


def receiver_of(base, uid, number=0):
    return base.read(lambda site: dict(vars(_loaded(site.outbox.letter(uid).receivers[number]))))


def _loaded(receiver):
    receiver._p_activate()
    return receiver


def moody_posting(posting, *moods):
    posting.sender = Moody(*moods)
    return posting.sender


def test_what_waits_is_sent_once(base, posting, sender):
    base.put(letter(subject="Kvitto 1"), letter(subject="Kvitto 2", created=NOW + timedelta(seconds=1)))
    assert posting.round().sent == 2
    assert posting.round().sent == 0
    assert subjects(sender) == ["Kvitto 1", "Kvitto 2"]


def test_a_rolled_back_transaction_sends_nothing(base, posting, sender):
    base.work(lambda site: site.outbox.put(letter()), commit=False)
    assert posting.round().sent == 0
    assert sender.messages == []


def test_each_receiver_gets_a_message_alone(base, posting, sender):
    base.put(letter("a@dalarna.example", "b@dalarna.example"))
    posting.round()
    assert sender.receivers == ["a@dalarna.example", "b@dalarna.example"]
    assert [len(message["To"].addresses) for message in sender.messages] == [1, 1]


def test_what_was_sent_is_noted_and_told(base, posting, told):
    uid, = base.put(letter())
    posting.round()
    noted = receiver_of(base, uid)
    assert (noted["status"], noted["sent_at"]) == ("sent", NOW)
    assert [(event.letter.uid, event.status) for event in told] == [(uid, "sent")]


def test_a_letter_taken_by_one_is_left_alone_by_another(base, posting, clock):
    base.put(letter())
    other = MemorySender()

    class Slow(MemorySender):
        def send(self, message, receiver):
            assert Posting(base.db, other, FROM, now=clock).round().later == 1
            super().send(message, receiver)

    posting.sender = Slow()
    assert posting.round().sent == 1
    assert other.messages == []


def test_killed_before_sending_it_is_sent_when_the_claim_has_run_out(base, posting, clock):
    base.put(letter())
    moody_posting(posting, Killed())
    with pytest.raises(Killed):
        posting.round()
    second = moody_posting(posting)
    assert posting.round().later == 1
    clock.later(seconds=CLAIM.total_seconds())
    assert posting.round().sent == 1
    assert len(second.messages) == 1


def test_killed_after_sending_it_is_sent_again_under_the_same_number(base, posting, clock, monkeypatch):
    base.put(letter())
    first = moody_posting(posting)

    def die(*_args):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(posting, "_sent", die)
        with pytest.raises(Killed):
            posting.round()
    clock.later(seconds=CLAIM.total_seconds())
    second = moody_posting(posting)
    posting.round()
    assert first.messages[0]["Message-ID"] == second.messages[0]["Message-ID"]
    assert first.messages[0].as_bytes().split(b"boundary")[0] == second.messages[0].as_bytes().split(b"boundary")[0]


def test_a_refusal_for_good_is_put_aside_and_told(base, posting, told):
    uid, = base.put(letter())
    moody_posting(posting, Never("550 no such person"))
    assert posting.round().failed == 1
    noted = receiver_of(base, uid)
    assert (noted["status"], noted["last_error"]) == ("failed", "550 no such person")
    assert [event.status for event in told] == ["failed"]
    assert base.read(lambda site: site.outbox.count_failed()) == 1
    assert posting.round().sent == 0


def test_an_address_that_cannot_be_written_is_put_aside(base, posting, sender):
    base.put(letter("asta granlid@dalarna"), letter("bo@dalarna.example"))
    count = posting.round()
    assert (count.sent, count.failed) == (1, 1)
    assert sender.receivers == ["bo@dalarna.example"]


def test_a_busy_mailbox_is_tried_again_later_and_later(base, posting, clock):
    uid, = base.put(letter())
    sender = moody_posting(posting, *(Later("451 try later") for _number in range(4)))
    pauses = []
    for _number in range(4):
        assert posting.round().later == 1
        due = receiver_of(base, uid)["due"]
        pauses.append((due - clock.now).total_seconds() / 60)
        assert posting.round().later == 1
        clock.now = due
    assert posting.round().sent == 1
    assert pauses == [2, 4, 8, 16]
    assert len(sender.tries) == 5


def test_a_mailbox_that_stays_busy_is_given_up_in_the_end(base, posting, clock):
    uid, = base.put(letter())
    moody_posting(posting, *(Later("451 try later") for _number in range(MOST_ATTEMPTS)))
    for _number in range(MOST_ATTEMPTS):
        posting.round()
        clock.later(seconds=LONGEST_PAUSE.total_seconds())
    assert receiver_of(base, uid)["status"] == "failed"
    assert clock.now - NOW > timedelta(days=2)


def test_one_receivers_letters_come_in_order_even_when_one_must_wait(base, posting, clock):
    base.put(*(letter(subject=f"Brev {number}", created=NOW + timedelta(seconds=number)) for number in range(3)))
    base.put(letter("bo@dalarna.example", subject="Till Bo", created=NOW + timedelta(seconds=9)))
    sender = moody_posting(posting, Later("451 try later"))
    posting.round()
    assert subjects(sender) == ["Till Bo"]
    clock.later(minutes=2)
    posting.round()
    assert subjects(sender) == ["Till Bo", "Brev 0", "Brev 1", "Brev 2"]


def test_a_closed_server_ends_the_round_and_costs_no_attempt(base, posting):
    first, _second = base.put(letter(), letter("bo@dalarna.example", created=NOW + timedelta(seconds=1)))
    sender = moody_posting(posting, Closed("connection refused"))
    assert posting.round().closed == "connection refused"
    assert (sender.tries, sender.closed) == ([ASTA], 1)
    assert receiver_of(base, first).get("attempts", 0) == 0
    assert posting.round().sent == 2


def test_a_round_can_be_stopped_between_two_letters(base, posting, sender):
    base.put(letter(), letter(created=NOW + timedelta(seconds=1)))
    posting.round(lambda: len(sender.messages) == 1)
    assert len(sender.messages) == 1


def test_nobodys_mailbox_is_filled_by_a_mistake(base, posting, sender, clock):
    base.put(*(letter(created=NOW + timedelta(seconds=number)) for number in range(MOST_AN_HOUR + 5)))
    assert posting.round().sent == MOST_AN_HOUR
    assert posting.round().sent == 0
    clock.later(hours=1, seconds=1)
    assert posting.round().sent == 5


def test_a_link_is_made_when_the_letter_is_sent_and_kept_nowhere(base, posting, sender):
    uid, = base.put(letter(subject=f"/account/reset/{TICKET}", kind="forgotten", ticket=Ticket("reset", "p1")))
    posting.round()
    secret = sender.messages[0].get_body(("plain",)).get_content().strip().removeprefix("/account/reset/")
    assert base.read(lambda site: site.accounts.tokens.holder(secret, Purpose.RESET, NOW)) == "p1"
    assert TICKET in base.read(lambda site: site.outbox.letter(uid).text)


def test_a_link_that_was_sent_twice_works_whichever_one_opens(base, posting, clock):
    base.put(letter(subject=TICKET, kind="forgotten", ticket=Ticket("reset", "p1")))
    moody_posting(posting, Later("451"))
    posting.round()
    clock.later(minutes=2)
    posting.round()
    assert base.read(lambda site: len(site.accounts.tokens.records)) == 2


def test_an_impossible_sender_stops_the_start(base):
    with pytest.raises(Unsendable):
        Posting(base.db, MemorySender(), "Reglab")
