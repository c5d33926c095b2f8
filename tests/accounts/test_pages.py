"""The pages at the door, in a browser: what they tell, what they keep to themselves, and what a cookie is worth."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from house import HOST, PASSWORD, House
from reglab_workflow import clock
from reglab_workflow.accounts.signing_in import invite
from reglab_workflow.accounts.tokens import Purpose

pytestmark = pytest.mark.usefixtures("by_hand")
"""Links, letters and credentials are put there by the tests themselves."""

ASTA = "asta@dalarna.example"
NOBODY = "nobody@dalarna.example"
OTHER = "trasmattor och silverfisk"


@pytest.fixture
def asta(house):
    return house.person(ASTA, "Asta Granlid")


def sign_in(browser, email=ASTA, password=PASSWORD, **query):
    form = browser.get("/login", query).forms["form"]
    form["email"], form["password"] = email, password
    return form.submit("send", expect_errors=True)


def token_for(house, uid, purpose=Purpose.RESET):
    with house.open() as site:
        return site.accounts.tokens.issue(purpose, uid, clock.now())


def is_in(browser):
    """Whoever is signed in is led past the sign-in page."""
    return browser.get("/login").status_int == 303


def without_secrets(page):
    """A page without what differs each time."""
    return re.sub(r'value="[^"]*"', "", page.text)


# -- signing in and out --------------------------------------------------------------------------------------


def test_one_signs_in_and_out_by_the_form(house, asta):
    browser = house.visitor()
    assert not is_in(browser)
    assert sign_in(browser).status_int == 303
    assert is_in(browser)
    page = browser.get("/account/password")
    assert "Asta Granlid" in page.text
    way_out = next(form for form in page.forms.values() if form.action == "/logout")
    assert way_out.submit().status_int == 303
    assert not is_in(browser)


def test_one_comes_back_to_the_page_one_came_for(house, asta):
    assert sign_in(house.visitor(), came_from="/rounds?x=1").location == f"http://{HOST}/rounds?x=1"


@pytest.mark.parametrize("came_from", [
    "https://evil.example/", "//evil.example", "/\\evil.example", "/%2f/evil.example", "/login", "/logout",
    "/a\r\nSet-Cookie: x=1",
])
def test_one_is_never_led_away_or_in_circles(house, asta, came_from):
    assert sign_in(house.visitor(), came_from=came_from).location == f"http://{HOST}/"


def test_wrong_password_and_unknown_address_look_the_same(house, asta):
    wrong, unknown = (sign_in(house.visitor(), email, OTHER) for email in (ASTA, NOBODY))
    assert wrong.status_int == unknown.status_int == 422
    assert without_secrets(wrong) == without_secrets(unknown)
    assert "hör inte ihop" in wrong.text


def test_the_password_is_never_written_back(house, asta):
    assert OTHER not in sign_in(house.visitor(), ASTA, OTHER).text


@pytest.mark.parametrize("fields", [
    {"email": "", "password": ""}, {"email": "x" * 5000, "password": "y"},
    {"email": "å\x00\u202e", "password": "\x00" * 200},
    {"email": ["a", "b"], "password": "x"}, {},
])
def test_odd_forms_are_refused_and_break_nothing(house, asta, fields):
    browser = house.visitor()
    token = browser.get("/login").forms["form"]["csrf_token"].value
    answer = browser.post("/login", {**fields, "csrf_token": token}, expect_errors=True)
    assert answer.status_int in (400, 422)


def test_signing_in_takes_the_forms_own_token(house, asta):
    answer = house.visitor().post("/login", {"email": ASTA, "password": PASSWORD}, expect_errors=True)
    assert answer.status_int == 400
    assert "sid" not in answer.headers.get("Set-Cookie", "")


def test_another_site_cannot_sign_anybody_in(house, asta):
    browser = house.visitor()
    token = browser.get("/login").forms["form"]["csrf_token"].value
    answer = browser.post("/login", {"email": ASTA, "password": PASSWORD, "csrf_token": token},
                          headers={"Sec-Fetch-Site": "cross-site"}, expect_errors=True)
    assert answer.status_int == 403


def test_a_session_id_from_before_is_worth_nothing(house, asta):
    browser = house.visitor()
    browser.set_cookie("sid", "x" * 43)
    sign_in(browser)
    assert browser.cookies["sid"] != "x" * 43
    before = browser.cookies["sid"]
    token = browser.get("/account/password").forms["form"]["csrf_token"].value
    browser.post("/logout", {"csrf_token": token})
    sign_in(browser)
    assert browser.cookies["sid"] != before


def test_the_forms_token_changes_with_the_person(house, asta):
    browser = house.visitor()
    browser.get("/login")
    before = browser.cookies["csrf"]
    sign_in(browser)
    assert browser.cookies["csrf"] != before


def test_a_copied_cookie_is_worth_nothing_after_signing_out(house, asta):
    browser, thief = house.visitor(), house.visitor()
    sign_in(browser)
    thief.set_cookie("sid", browser.cookies["sid"])
    assert is_in(thief)
    token = browser.get("/account/password").forms["form"]["csrf_token"].value
    browser.post("/logout", {"csrf_token": token})
    assert not is_in(thief)
    assert not is_in(browser)


def test_signing_out_takes_a_post_with_a_token(house, asta):
    browser = house.visitor()
    sign_in(browser)
    assert browser.get("/logout", expect_errors=True).status_int == 404
    assert browser.post("/logout", expect_errors=True).status_int == 400
    assert is_in(browser)


def test_a_locked_person_is_out_at_once(house, asta):
    browser = house.visitor()
    sign_in(browser)
    with house.acting() as acts:
        acts.fire(acts.site["people"][asta], "lock", {"reason": "Har slutat"})
    assert not is_in(browser)
    assert sign_in(house.visitor()).status_int == 422


@pytest.mark.parametrize("cookie", ["", "x", "x" * 43, "x" * 4000, "gASVBAAAAAAAAABLAS4", "../../etc", "%00", "\"",
                                    "a=b; c"])
def test_a_tampered_cookie_is_no_cookie(house, asta, cookie):
    browser = house.visitor()
    answer = browser.get("/login", headers={"Cookie": f"sid={cookie}"})
    assert answer.status_int == 200
    assert "Asta" not in answer.text


def test_the_cookie_is_for_this_host_and_for_no_script(tmp_path):
    house = House(tmp_path / "var", **{"reglab.secure_cookies": "true", "reglab.base_url": f"https://{HOST}"})
    try:
        house.person(ASTA, "Asta Granlid")
        browser = house.visitor()
        browser.extra_environ["wsgi.url_scheme"] = "https"
        cookies = sign_in(browser).headers.getall("Set-Cookie")
        session = next(cookie for cookie in cookies if cookie.startswith("__Host-sid="))
        parts = {part.strip().lower() for part in session.split(";")[1:]}
        assert parts == {"path=/", "secure", "httponly", "samesite=lax"}
        assert {cookie.partition("=")[0] for cookie in cookies} == {"__Host-sid", "__Host-device", "__Host-csrf"}
    finally:
        house.close()


def test_pages_for_one_person_are_kept_by_nobody(house, asta):
    browser = house.visitor()
    sign_in(browser)
    assert browser.get("/").headers["Cache-Control"] == "no-store"
    assert browser.get("/account/password").headers["Cache-Control"] == "no-store"


def test_reading_writes_nothing(house, asta):
    browser = house.visitor()
    sign_in(browser)
    token = token_for(house, asta)
    before = house.database.lastTransaction()
    for path in ("/", "/login", "/account/password", "/account/forgotten", f"/account/reset/{token}",
                 "/account/invitation/unknown"):
        browser.get(path, expect_errors=True)
    assert house.database.lastTransaction() == before


def test_writing_notes_that_the_session_is_in_use_now_and_then(house, asta, monkeypatch):
    browser = house.visitor()
    sign_in(browser)
    later = clock.now() + timedelta(minutes=6)
    monkeypatch.setattr(clock, "now", lambda: later)
    form = browser.get("/account/password").forms["form"]
    form["current"], form["password"] = "not it at all", OTHER
    form.submit("send", status=422)
    with house.open() as site:
        assert [session.seen for session in site.accounts.sessions.of(asta, later)] == [later]


def test_after_many_failures_one_waits_and_is_told_how_long(house, asta):
    browser = house.visitor()
    answers = [sign_in(browser, ASTA, OTHER) for _number in range(6)]
    assert [answer.status_int for answer in answers] == [422] * 5 + [429]
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 15
    assert "Vänta 1 minut" in answers[-1].text
    unknown = [sign_in(house.visitor(), NOBODY, OTHER) for _number in range(6)]
    assert [answer.status_int for answer in unknown] == [422] * 5 + [429]
    assert without_secrets(unknown[-1]) == without_secrets(answers[-1])


def test_somebody_elses_failures_do_not_lock_the_person_out(house, asta):
    known = house.visitor()
    sign_in(known)
    token = known.get("/account/password").forms["form"]["csrf_token"].value
    known.post("/logout", {"csrf_token": token})
    for _number in range(6):
        sign_in(house.visitor(), ASTA, OTHER)
    assert sign_in(house.visitor()).status_int == 429
    assert sign_in(known).status_int == 303


def test_a_header_of_the_visitor_is_no_address(house, asta):
    for number in range(31):
        browser = house.visitor()
        browser.extra_environ["HTTP_X_FORWARDED_FOR"] = f"192.0.2.{number}"
        answer = sign_in(browser, f"person{number}@dalarna.example", OTHER)
    assert answer.status_int == 429


# -- forgotten passwords and invitations ---------------------------------------------------------------------


def ask(browser, email):
    form = browser.get("/account/forgotten").forms["form"]
    form["email"] = email
    return form.submit("send", expect_errors=True)


def test_asking_for_a_link_tells_nothing_about_who_has_an_account(house, asta):
    known, unknown = ask(house.visitor(), ASTA), ask(house.visitor(), NOBODY)
    assert known.status_int == unknown.status_int == 200
    assert without_secrets(known) == without_secrets(unknown)
    with house.open() as site:
        assert [receiver.address for _letter, receiver in site.outbox.waiting()] == [ASTA]


def test_asking_again_and_again_is_told_to_wait_whoever_it_is(house, asta):
    for email in (ASTA, NOBODY):
        answers = [ask(house.visitor(), email) for _number in range(4)]
        assert [answer.status_int for answer in answers] == [200, 200, 200, 429]
    with house.open() as site:
        assert site.outbox.count_waiting() == 3


def test_a_link_shows_a_form_and_is_used_by_the_form_only(house, asta):
    token, browser = token_for(house, asta), house.visitor()
    for _number in range(3):
        browser.get(f"/account/reset/{token}")
    form = browser.get(f"/account/reset/{token}").forms["form"]
    assert token not in form.action
    form["password"] = OTHER
    assert "Lösenordet är valt" in form.submit("send").text
    assert form.submit("send", expect_errors=True).status_int == 404
    assert sign_in(house.visitor(), ASTA, PASSWORD).status_int == 422
    assert sign_in(house.visitor(), ASTA, OTHER).status_int == 303


def test_a_weak_password_is_refused_at_its_field_and_the_link_stays_good(house, asta):
    form = house.visitor().get(f"/account/reset/{token_for(house, asta)}").forms["form"]
    form["password"] = "Granlid2026!"
    answer = form.submit("send", status=422)
    assert "lätt att gissa" in answer.text
    assert 'aria-invalid="true"' in answer.text
    again = answer.forms["form"]
    again["password"] = OTHER
    assert again.submit("send").status_int == 200


@pytest.mark.parametrize("address", [
    "/account/reset/unknown", "/account/reset/" + "x" * 43, "/account/reset", "/account/invitation/" + "x" * 43,
    "/account/reset/%00", "/account/reset/a/b", "/account", "/account/nothing", "/account/reset/..",
])
def test_a_link_that_is_none_is_not_found(house, asta, address):
    assert house.visitor().get(address, expect_errors=True).status_int == 404


def test_a_link_for_one_thing_opens_nothing_else(house, asta):
    token = token_for(house, asta, Purpose.RESET)
    assert house.visitor().get(f"/account/invitation/{token}", expect_errors=True).status_int == 404


def test_a_link_that_is_too_old_is_not_good(house, asta, monkeypatch):
    token, later = token_for(house, asta), clock.now() + timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    page = house.visitor().get(f"/account/reset/{token}", expect_errors=True)
    assert page.status_int == 404
    assert "gäller inte längre" in page.text


def test_the_secret_of_a_link_goes_nowhere_else(house, asta):
    page = house.visitor().get(f"/account/reset/{token_for(house, asta)}")
    assert page.headers["Referrer-Policy"].split(", ") == ["no-referrer", "strict-origin"]
    assert page.headers["Cache-Control"] == "no-store"


def test_an_invited_person_chooses_a_password_and_signs_in(house):
    with house.acting() as acts:
        nils = acts.create(acts.site["people"], "person", {"title": "Nils Nyman", "email": "nils@dalarna.example"})
        invite(acts, nils)
        uid = nils.uid
    with house.open() as site:
        letter, receiver = next(iter(site.outbox.waiting()))
        assert (letter.kind, receiver.address) == ("invitation", "nils@dalarna.example")
    page = house.visitor().get(f"/account/invitation/{token_for(house, uid, Purpose.INVITATION)}")
    assert "Nils Nyman" in page.text
    form = page.forms["form"]
    form["password"] = OTHER
    form.submit("send", status=200)
    assert sign_in(house.visitor(), "nils@dalarna.example", OTHER).status_int == 303


def test_a_password_change_signs_out_everywhere_but_here(house, asta):
    here, there = house.visitor(), house.visitor()
    sign_in(here)
    sign_in(there)
    form = here.get("/account/password").forms["form"]
    form["current"], form["password"] = PASSWORD, OTHER
    assert form.submit("send").status_int == 303
    assert is_in(here)
    assert not is_in(there)


def test_a_stranger_signs_in_before_changing_a_password(house):
    answer = house.visitor().get("/account/password")
    assert answer.location == f"http://{HOST}/login?came_from=%2Faccount%2Fpassword"


def test_every_page_at_the_door_has_its_look(house, asta):
    for path in ("/login", "/account/forgotten", f"/account/reset/{token_for(house, asta)}"):
        page = house.visitor().get(path)
        assert page.html.h1.text == page.html.title.text.partition(" – ")[0].strip()
        for field in page.html.select("input:not([type=hidden])"):
            assert page.html.find("label", attrs={"for": field["id"]})
            assert field["autocomplete"] in ("username", "current-password", "new-password")
