"""Passwords are kept so that nobody can read them, and the ones that everybody chooses are refused."""

from __future__ import annotations

import time

import pytest
from argon2 import PasswordHasher

from reglab_workflow.accounts.passwords import DEMO_PASSWORD, MOST, Passwords, common, essence


@pytest.fixture(scope="module")
def passwords():
    return Passwords(fast=True)


def code(reason):
    return reason.code if reason else ""


def test_the_right_password_is_known_again(passwords):
    assert passwords.verify(passwords.hash("tre små kajor på rad"), "tre små kajor på rad")


def test_a_wrong_password_is_not(passwords):
    assert not passwords.verify(passwords.hash("tre små kajor på rad"), "tre små kajor på rader")


def test_the_password_cannot_be_read_from_what_is_kept(passwords):
    kept = passwords.hash("tre små kajor på rad")
    assert "kajor" not in kept
    assert kept.startswith("$argon2id$")
    assert kept != passwords.hash("tre små kajor på rad")


def test_nobody_without_a_password_is_let_in(passwords):
    assert not passwords.verify("", "")
    assert not passwords.verify("", "tre små kajor på rad")


def test_an_unknown_person_takes_as_long_as_a_known_one():
    passwords = Passwords()
    kept = passwords.hash("tre små kajor på rad")

    def seconds(hashed: str) -> float:
        begun = time.perf_counter()
        passwords.verify(hashed, "wrong")
        return time.perf_counter() - begun

    known, unknown = min(seconds(kept) for _try in range(4)), min(seconds("") for _try in range(4))
    assert unknown > known / 3
    assert known > unknown / 3


def test_an_accent_typed_in_two_ways_is_one_password(passwords):
    assert passwords.verify(passwords.hash("gra\u030as\u00f6 i motvind"), "gr\u00e5so\u0308 i motvind")


@pytest.mark.parametrize("odd", ["\x00" * 20, "\ud800" * 20, "😀" * 20, " " * 20])
def test_no_text_is_too_odd_to_be_compared(passwords, odd):
    assert passwords.verify(passwords.hash(odd), odd)


def test_other_parameters_make_a_password_be_kept_anew(passwords):
    slower = PasswordHasher(time_cost=2, memory_cost=8, parallelism=1)
    assert passwords.outdated(slower.hash("tre små kajor på rad"))
    assert not passwords.outdated(passwords.hash("tre små kajor på rad"))


@pytest.mark.parametrize("password", [
    "correct horse battery staple", "blåbärspaj12", "x7!kq9#mZ2pL", "orange-monkey-guitar-summer",
    "en korg med lingon", "   tolv blanksteg   ",
])
def test_long_and_uncommon_is_good_enough(passwords, password):
    assert passwords.weakness(password) is None


@pytest.mark.parametrize("password", ["", "kort", "elva tecken"])
def test_fewer_than_twelve_characters_are_too_few(passwords, password):
    assert code(passwords.weakness(password)) == "password_short"


def test_there_is_an_end_to_long(passwords):
    assert passwords.weakness("ab cd ef gh " * 10) is None
    assert code(passwords.weakness("x" * (MOST + 1))) == "password_long"


@pytest.mark.parametrize("password", [
    "password1234", "Password2024!", "P@ssw0rd2024!!", "Sommar2024!!!", "lösenord1234", "qwertyuiop123",
    "123456789012", "abababababab", "aaaaaaaaaaaaaaaa", "correcthorsebatterystaple", "Stockholm2025",
    "kanelbulle-kanelbulle", "reglabreglab12", "qazwsxedcrfv", "abcdefghijkl", "åäöåäöåäöåäö",
])
def test_what_guessers_try_first_is_refused(passwords, password):
    assert code(passwords.weakness(password)) == "password_common"


@pytest.mark.parametrize("password", ["AstaGranlid2026", "granlid-granlid", "asta.granlid@dalarna", "dalarnadalarna1"])
def test_the_persons_own_name_and_address_do_not_count(passwords, password):
    assert code(passwords.weakness(password, ("Asta Granlid", "asta@dalarna.example"))) == "password_common"


def test_the_demo_password_is_for_demo_sites_only(passwords):
    assert passwords.weakness(DEMO_PASSWORD) is not None
    assert Passwords(fast=True, demo=True).weakness(DEMO_PASSWORD) is None


def test_judging_a_password_takes_no_time_to_speak_of():
    begun = time.thread_time()
    for text in ("ab1" * 85, "a" * MOST, "password" * 32, "0123456789" * 25, "\x00" * MOST):
        essence(text, ("a" * 1000,))
    assert time.thread_time() - begun < 0.5


def test_the_list_of_common_ones_is_written_as_it_is_compared():
    assert {word for word in common() if word != word.casefold() or word != word.strip() or not word} == set()
    assert len(common()) > 500
