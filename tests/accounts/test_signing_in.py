"""Signing in lets the right person in, tells nobody else anything, and leaves a trace."""

from __future__ import annotations

from datetime import timedelta

import pytest

from reglab_workflow.accounts.accounts import AddressTaken, account_name
from reglab_workflow.accounts.passwords import Passwords
from reglab_workflow.accounts.sessions import ABSOLUTE, ABSOLUTE_FOR_OFFICE
from reglab_workflow.accounts.tokens import Purpose
from reglab_workflow.workflow.errors import Refused

from .conftest import GOOD, NOW, OTHER, SOURCE

EMAIL = "asta@dalarna.example"


def person_in(visit, session):
    found = visit.accounts.sessions.find(session, visit.now)
    return found.person if found else ""


def test_the_right_password_opens_a_session(visit, asta):
    outcome = visit.sign_in(EMAIL)
    assert outcome
    assert person_in(visit, outcome.session) == asta.uid
    assert visit.kinds() == ["SignedIn"]


@pytest.mark.parametrize("spelling", ["ASTA@DALARNA.EXAMPLE", "  asta@dalarna.example ", "ａsta@dalarna.example"])
def test_how_the_address_is_spelled_does_not_matter(visit, asta, spelling):
    assert visit.sign_in(spelling).person == asta.uid


def test_two_people_cannot_share_an_address(visit, asta):
    with pytest.raises(AddressTaken):
        visit.accounts.know("somebody else", "Asta@Dalarna.example")


def test_wrong_password_and_unknown_address_have_one_outcome(visit, asta):
    wrong, unknown = visit.sign_in(EMAIL, OTHER), visit.sign_in("nobody@dalarna.example", OTHER)
    assert wrong == unknown
    assert not wrong


def test_an_unknown_address_costs_the_same_work(visit, asta, monkeypatch):
    compared = []
    verify = Passwords.verify
    monkeypatch.setattr(Passwords, "verify", lambda self, kept, password: compared.append(kept) or verify(
        self, kept, password))
    visit.sign_in(EMAIL, OTHER)
    visit.sign_in("nobody@dalarna.example", OTHER)
    assert len(compared) == 2


def test_a_failure_is_told_with_the_account_only(visit, asta):
    visit.sign_in(EMAIL, OTHER)
    event = visit.told[0]
    assert (type(event).__name__, event.account, event.item) == ("SignInFailed", asta.uid, None)
    assert OTHER not in repr(event)


def test_a_locked_person_stays_outside_even_with_the_right_password(visit, asta):
    asta.state = "locked"
    assert not visit.sign_in(EMAIL)
    assert visit.told[0].why == "locked"


def test_a_person_without_a_password_stays_outside(visit):
    visit.person("Nils Ny", "nils@dalarna.example")
    assert not visit.sign_in("nils@dalarna.example", "")


def test_the_fifth_mistake_makes_one_wait(visit, asta):
    for _number in range(5):
        assert visit.sign_in(EMAIL, OTHER).wait == 0
    assert visit.sign_in(EMAIL, OTHER).wait == 15
    assert visit.sign_in(EMAIL, GOOD).wait == 15


def test_an_unknown_account_makes_one_wait_just_as_long(visit, asta):
    waits = []
    for address in (EMAIL, "nobody@dalarna.example"):
        waits.append([visit.sign_in(address, OTHER, source=address).wait for _number in range(7)])
    assert waits[0] == waits[1]


def test_waiting_adds_nothing_to_the_count_or_the_trail(visit, asta):
    for _number in range(50):
        visit.sign_in(EMAIL, OTHER)
    assert visit.kinds() == ["SignInFailed"] * 5
    assert visit.sign_in(EMAIL, OTHER).wait == 15


def test_after_the_wait_the_right_password_works_and_clears_the_count(visit, asta):
    for _number in range(5):
        visit.sign_in(EMAIL, OTHER)
    visit.later(seconds=15)
    assert visit.sign_in(EMAIL)
    for _number in range(4):
        visit.sign_in(EMAIL, OTHER)
    assert visit.sign_in(EMAIL)


def test_a_known_device_is_not_locked_out_by_strangers(visit, asta):
    device = visit.sign_in(EMAIL).device
    for _number in range(50):
        visit.sign_in(EMAIL, OTHER, source="203.0.113.9")
        visit.later(seconds=20)
    assert visit.sign_in(EMAIL, GOOD, source="203.0.113.9").wait > 0
    assert visit.sign_in(EMAIL, GOOD, device=device)


def test_signing_in_on_a_known_device_does_not_help_the_stranger(visit, asta):
    device = visit.sign_in(EMAIL).device
    for _number in range(5):
        visit.sign_in(EMAIL, OTHER)
    assert visit.sign_in(EMAIL, GOOD, device=device)
    assert visit.sign_in(EMAIL, OTHER).wait > 0


def test_guessing_on_a_known_device_is_slowed_down_too(visit, asta):
    device = visit.sign_in(EMAIL).device
    for _number in range(5):
        visit.sign_in(EMAIL, OTHER, device=device)
    assert visit.sign_in(EMAIL, GOOD, device=device).wait == 15


def test_a_device_is_known_to_its_person_only(visit, asta):
    visit.person("Bo Mosse", "bo@dalarna.example", GOOD)
    device = visit.sign_in("bo@dalarna.example").device
    for _number in range(5):
        visit.sign_in(EMAIL, OTHER, device=device)
    assert visit.sign_in(EMAIL, GOOD, device=device).wait == 15


def test_one_source_trying_many_accounts_is_slowed_down(visit, asta):
    for number in range(30):
        visit.sign_in(f"person{number}@dalarna.example", OTHER)
    assert visit.sign_in(EMAIL, GOOD).wait == 15
    assert visit.sign_in(EMAIL, GOOD, source="198.51.100.1")


def test_each_sign_in_has_a_session_of_its_own(visit, asta):
    first, second = visit.sign_in(EMAIL), visit.sign_in(EMAIL)
    assert first.session != second.session


def test_the_office_is_asked_again_sooner(visit, asta):
    member = visit.sign_in(EMAIL).session
    visit.appoint(asta, "office")
    office = visit.sign_in(EMAIL).session
    lasts = [visit.accounts.sessions.find(secret, NOW).ends - NOW for secret in (member, office)]
    assert lasts == [ABSOLUTE, ABSOLUTE_FOR_OFFICE]


def test_signing_out_ends_the_session_on_the_server(visit, asta):
    session = visit.sign_in(EMAIL).session
    visit.door.sign_out(session)
    assert person_in(visit, session) == ""
    assert visit.kinds() == ["SignedIn", "SignedOut"]


def test_signing_out_twice_is_no_fault(visit, asta):
    session = visit.sign_in(EMAIL).session
    visit.door.sign_out(session)
    visit.door.sign_out(session)
    visit.door.sign_out("")
    assert visit.kinds() == ["SignedIn", "SignedOut"]


def test_another_password_ends_every_session_link_and_known_device(visit, asta):
    outcome = visit.sign_in(EMAIL)
    token = visit.accounts.tokens.issue(Purpose.RESET, asta.uid, visit.now)
    visit.door.set_password(asta, OTHER)
    assert person_in(visit, outcome.session) == ""
    assert visit.door.holder(Purpose.RESET, token) is None
    assert not visit.accounts.devices.known(outcome.device, asta.uid)
    assert not visit.sign_in(EMAIL, GOOD)
    assert visit.sign_in(EMAIL, OTHER)


def test_a_weak_password_changes_nothing(visit, asta):
    session = visit.sign_in(EMAIL).session
    with pytest.raises(Refused) as refusal:
        visit.door.set_password(asta, "Granlid2026!")
    assert [reason.code for reason in refusal.value.reasons] == ["password_common"]
    assert person_in(visit, session) == asta.uid
    assert visit.sign_in(EMAIL, GOOD)


def test_changing_the_password_takes_the_present_one(visit, asta):
    with pytest.raises(Refused) as refusal:
        visit.door.change_password(asta, "not it at all", OTHER)
    assert refusal.value.reasons[0].field == "current"
    visit.door.change_password(asta, GOOD, OTHER)
    assert visit.sign_in(EMAIL, OTHER)
    assert visit.kinds().count("PasswordChanged") == 1


def test_a_password_kept_in_an_old_way_is_kept_anew(visit, asta):
    slower = Passwords()
    visit.accounts.keep_password(asta.uid, slower.hash(GOOD), NOW)
    assert visit.sign_in(EMAIL)
    assert not visit.passwords.outdated(visit.accounts.kept_password(asta.uid))
    assert visit.sign_in(EMAIL)


def test_erasing_a_person_leaves_nothing_to_sign_in_with(visit, asta):
    session = visit.sign_in(EMAIL).session
    visit.accounts.erase(asta.uid)
    assert person_in(visit, session) == ""
    assert visit.accounts.person_with(EMAIL) == ""
    assert not visit.sign_in(EMAIL)
    assert asta.uid not in visit.accounts.credentials


def test_two_spellings_of_one_address_are_one_account():
    assert account_name(" Å@X.example ") == account_name("å@x.example")
    assert account_name("") == ""


def test_sweeping_forgets_what_is_over(visit, asta):
    visit.sign_in(EMAIL)
    visit.sign_in(EMAIL, OTHER)
    visit.later(days=400)
    assert visit.accounts.sweep(visit.now) == 4
    assert visit.accounts.sweep(visit.now) == 0


# -- links ---------------------------------------------------------------------------------------------------


def test_a_link_lets_its_person_choose_a_password_once(visit):
    nils = visit.person("Nils Nyman", "nils@dalarna.example")
    token = visit.accounts.tokens.issue(Purpose.INVITATION, nils.uid, visit.now)
    assert visit.door.accept(Purpose.INVITATION, token, GOOD) is nils
    assert visit.door.accept(Purpose.INVITATION, token, OTHER) is None
    assert visit.sign_in("nils@dalarna.example", GOOD)


def test_a_weak_password_does_not_use_the_link_up(visit, asta):
    token = visit.accounts.tokens.issue(Purpose.RESET, asta.uid, visit.now)
    with pytest.raises(Refused):
        visit.door.accept(Purpose.RESET, token, "password1234")
    assert visit.door.accept(Purpose.RESET, token, OTHER) is asta


def test_a_link_for_a_locked_person_is_good_for_nothing(visit, asta):
    token = visit.accounts.tokens.issue(Purpose.RESET, asta.uid, visit.now)
    asta.state = "locked"
    assert visit.door.holder(Purpose.RESET, token) is None
    assert visit.door.accept(Purpose.RESET, token, OTHER) is None


def test_asking_for_a_new_password_tells_whose_it_is_only_inside(visit, asta):
    assert visit.door.forgotten(EMAIL, SOURCE) == visit.door.forgotten("nobody@dalarna.example", SOURCE) == 0
    assert [(type(event).__name__, event.item) for event in visit.told] == [
        ("PasswordForgotten", asta), ("PasswordForgotten", None)]


def test_somebody_who_was_never_invited_gets_no_letter(visit):
    visit.person("Nils Nyman", "nils@dalarna.example")
    visit.door.forgotten("nils@dalarna.example", SOURCE)
    assert visit.told[0].item is None


def test_nobodys_mailbox_is_filled(visit, asta):
    waits = [visit.door.forgotten(EMAIL, f"192.0.2.{number}") for number in range(20)]
    assert visit.kinds() == ["PasswordForgotten"] * 3
    assert all(waits[3:])
    waits = [visit.door.forgotten("nobody@dalarna.example", f"192.0.2.{number}") for number in range(4)]
    assert waits == [0, 0, 0, timedelta(minutes=10).total_seconds()]
