"""What is refused leaves no trace, however far it had come."""

from __future__ import annotations

import pytest

from posting import hand
from reglab_workflow.content import events
from reglab_workflow.workflow.errors import NotPermitted, Objection, Reason, Refused, Stale, WrongState


@pytest.mark.parametrize(("objection", "status"), [
    (NotPermitted, 403), (Refused, 422), (WrongState, 409), (Stale, 409), (Objection, 422)])
def test_an_objection_in_the_midst_of_a_step_undoes_it(written, objection, status):
    """Something that follows from the step is refused when the item has already moved and told so."""
    path = written.proposal(written.open_round())
    office = hand(written, written.OFFICE)
    item, entries, last = written.item(path), written.entries(), written.mark()

    def object_to(event: events.Transitioned) -> None:
        raise objection([Reason("no", "not like this")])

    written.registry.registerHandler(object_to, (events.Transitioned,))
    answer = office.fire(path, "return", item["version"], reason="Skriv mer.")
    assert answer.status_int == status
    assert written.item(path) == item
    assert written.entries() == entries
    assert written.mark() == last


def test_a_fault_of_ours_undoes_the_step(written):
    """A page that says so, a number for the log, and nothing stored."""
    path = written.proposal(written.open_round())
    office = hand(written, written.OFFICE)
    item, last = written.item(path), written.mark()

    def break_down(event: events.Transitioned) -> None:
        raise ZeroDivisionError

    written.registry.registerHandler(break_down, (events.Transitioned,))
    answer = office.fire(path, "return", item["version"], reason="Skriv mer.")
    assert answer.status_int == 500
    assert written.item(path) == item
    assert written.mark() == last


def test_failed_attempts_to_sign_in_are_kept_though_the_answer_says_no(written):
    """They are counted, so that nobody can try for ever."""
    before = written.entries()
    form = written.visitor().get("/login").forms["form"]
    form["email"], form["password"] = written.OFFICE, "fel"
    answer = form.submit("send", expect_errors=True)
    assert answer.status_int >= 400
    assert written.entries() == before + 1
