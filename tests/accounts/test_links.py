"""Links for those without an account: they cannot be guessed, open one thing, end in time, and show nobody else."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from learning_group import LearningGroup
from links import APPROVE, INVITATION, TAKE_PART, can, form_with, link_to, post, press, words
from reglab_workflow import clock
from reglab_workflow.accounts.bearers import AFTERWARDS
from reglab_workflow.accounts.secret import new_secret
from reglab_workflow.accounts.tokens import Purpose
from reglab_workflow.content.site.model import find
from reglab_workflow.mail import composing
from reglab_workflow.people.organisation import organisation_by_uid

pytestmark = pytest.mark.usefixtures("by_hand")
"""Links, letters and credentials are put there by the tests themselves."""

ADA, BO, MOA, NILS = "adaek@example.org", "boalm@example.org", "moa@norra.example", "nilsyr@example.org"
RESET = "/account/reset/"
PAGES = {Purpose.PARTICIPANT: TAKE_PART, Purpose.APPROVAL: APPROVE, Purpose.INVITATION: INVITATION,
         Purpose.RESET: RESET}


@pytest.fixture
def group(tmp_path: Path) -> Any:
    """Norra with Ada and Bo, Södra with Nils, and an occasion that all of them are invited to."""
    group = LearningGroup(tmp_path)
    group.confirmed(group.norra, "Ada Ek", "Bo Alm")
    group.confirmed(group.sodra, "Nils Yr", contact_name="Sara Sol", contact_email="sara@sodra.example")
    group.opened(asks_needs=True)
    yield group
    group.close()


def secrets_of(group: LearningGroup) -> dict[Purpose, str]:
    """A good secret for each purpose there is."""
    path = group.registration(group.ostra)
    with group.acting() as acts:
        acts.fire(find(acts.site, path), "ask_approval")
    found = {Purpose.PARTICIPANT: link_to(group, ADA), Purpose.APPROVAL: link_to(group, MOA, APPROVE)}
    made = {purpose: link.rpartition("/")[2] for purpose, link in found.items()}
    with group.open() as site:
        tokens, maja = site.accounts.tokens, group.people[group.MEMBER]
        for purpose in (Purpose.INVITATION, Purpose.RESET):
            made[purpose] = tokens.issue(purpose, maja, clock.now())
    return made


def later(monkeypatch: pytest.MonkeyPatch, **time: float) -> None:
    then = clock.now() + timedelta(**time)
    monkeypatch.setattr(clock, "now", lambda: then)


# -- guessing ------------------------------------------------------------------------------------------------


def test_every_letter_carries_a_secret_of_its_own(group: LearningGroup) -> None:
    post(group)
    found = [link_to(group, address) for address in (ADA, BO, NILS)]
    assert len({*found}) == 3
    assert all(len(each.rpartition("/")[2]) == 43 for each in found)


def test_the_secret_is_kept_nowhere(group: LearningGroup, tmp_path: Path) -> None:
    link = link_to(group, ADA)
    secret = link.rpartition("/")[2].encode()
    press(group.visitor().get(link), "yes")
    group.registry.reglab_index.close()
    held = [path for path in tmp_path.rglob("*") if path.is_file() and secret in path.read_bytes()]
    assert held == []


@pytest.mark.parametrize("page", [TAKE_PART, APPROVE])
@pytest.mark.parametrize("wrong", ["x", "x" * 43, "x" * 5000, "a%0d%0aSet-Cookie:x=1"])
def test_what_is_no_secret_opens_nothing(group: LearningGroup, page: str, wrong: str) -> None:
    assert "gäller inte längre" in words(group.visitor().get(page + wrong, status=404))


@pytest.mark.parametrize("page", ["/take-part", "/approve"])
def test_without_a_secret_there_is_nothing(group: LearningGroup, page: str) -> None:
    group.visitor().get(page, status=404)


def test_unknown_ended_and_expired_links_look_alike(group: LearningGroup, monkeypatch: pytest.MonkeyPatch) -> None:
    ada, bo = link_to(group, ADA), link_to(group, BO)
    unknown = group.visitor().get(TAKE_PART + new_secret(), status=404)
    registration = f"{group.project}/registrations/region-norra"
    with group.acting() as acts:
        item = find(acts.site, registration)
        acts.fire(item, "name", {"people": tuple(each for each in item.people if each.name != "Bo Alm")})
    ended = group.visitor().get(bo, status=404)
    later(monkeypatch, days=401)
    expired = group.visitor().get(ada, status=404)
    assert words(unknown) == words(ended) == words(expired)
    assert "kontaktperson" in words(unknown)


def test_guessing_is_slowed_down_and_soon_forgotten(group: LearningGroup, monkeypatch: pytest.MonkeyPatch) -> None:
    good = link_to(group, ADA)
    guesser = group.visitor()
    codes = [guesser.get(TAKE_PART + new_secret(), status="*").status_int for _number in range(31)]
    assert codes == [404] * 30 + [429]
    slowed = guesser.get(good, status=429)
    assert int(slowed.headers["Retry-After"]) > 0
    later(monkeypatch, hours=2)
    guesser.get(good, status=200)


def test_good_links_are_not_counted(group: LearningGroup) -> None:
    good = link_to(group, ADA)
    assert {group.visitor().get(good, status="*").status_int for _number in range(40)} == {200}


def test_guesses_in_what_is_sent_count_too(group: LearningGroup) -> None:
    browser = group.visitor()
    token = form_with(browser.get(link_to(group, ADA)), "do")["csrf_token"].value
    codes = [browser.post("/take-part", {"csrf_token": token, "token": new_secret()}, status="*").status_int
             for _number in range(31)]
    assert codes == [404] * 30 + [429]


# -- one purpose ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("purpose", PAGES)
def test_a_link_is_good_at_its_own_address_and_at_no_other(group: LearningGroup, purpose: Purpose) -> None:
    secret = secrets_of(group)[purpose]
    codes = {page: group.visitor().get(address + secret, status="*").status_int for page, address in PAGES.items()}
    assert codes == {page: 200 if page is purpose else 404 for page in PAGES}
    group.visitor().get(f"/calendar/{secret}.ics", status=404)


def test_every_purpose_has_a_page_that_letters_lead_to() -> None:
    assert set(composing.PAGES) == {purpose.value for purpose in Purpose}
    assert {PAGES[purpose] for purpose in PAGES} <= set(composing.PAGES.values())


# -- how long ------------------------------------------------------------------------------------------------


def test_a_participants_link_is_good_until_some_time_after_the_last_occasion(
        group: LearningGroup, monkeypatch: pytest.MonkeyPatch) -> None:
    link = link_to(group, ADA)
    with monkeypatch.context() as patch:
        later(patch, days=30 + AFTERWARDS.days - 1)
        group.visitor().get(link, status=200)
    later(monkeypatch, days=30 + AFTERWARDS.days)
    group.visitor().get(link, status=404)


def test_as_long_as_a_day_is_not_decided_it_is_good_for_400_days(
        group: LearningGroup, monkeypatch: pytest.MonkeyPatch) -> None:
    with group.acting() as acts:
        project = find(acts.site, group.project)
        acts.create(project["workshops"], "workshop", {"title": "Senare", "mode": "digital"})
    link = link_to(group, ADA)
    with monkeypatch.context() as patch:
        later(patch, days=399)
        group.visitor().get(link, status=200)
    later(monkeypatch, days=400)
    group.visitor().get(link, status=404)


def test_it_ends_sixty_days_after_the_project(group: LearningGroup, monkeypatch: pytest.MonkeyPatch) -> None:
    with group.acting() as acts:
        project = find(acts.site, group.project)
        acts.create(project["workshops"], "workshop", {"title": "Senare", "mode": "digital"})
    link = link_to(group, ADA)
    with group.acting() as acts:
        acts.fire(find(acts.site, group.project), "cancel", {"reason": "För få.", "moved_to": "Ett seminarium."})
    assert "inställt" in words(group.visitor().get(link, status=200))
    later(monkeypatch, days=60)
    group.visitor().get(link, status=404)


def test_a_managers_link_is_good_for_fourteen_days(group: LearningGroup, monkeypatch: pytest.MonkeyPatch) -> None:
    link = APPROVE + secrets_of(group)[Purpose.APPROVAL]
    with monkeypatch.context() as patch:
        later(patch, days=13)
        group.visitor().get(link, status=200)
    later(monkeypatch, days=14)
    group.visitor().get(link, status=404)


def test_use_does_not_wear_out_a_participants_link(group: LearningGroup) -> None:
    link = link_to(group, ADA)
    for step in ("yes", "cancel", "yes"):
        press(group.visitor().get(link, status=200), step)
    assert group.answers()["Ada Ek"] == "registered"


def test_a_new_link_ends_those_before(group: LearningGroup) -> None:
    old = link_to(group, ADA)
    with group.acting(group.MEMBER) as acts:
        acts.fire(group.as_person(acts, "Ada Ek"), "send_link")
    group.visitor().get(old, status=404)
    assert "Ada Ek" in words(group.visitor().get(link_to(group, ADA), status=200))
    group.visitor().get(link_to(group, BO), status=200)


def test_another_address_gets_another_link_and_the_old_one_ends(group: LearningGroup) -> None:
    old = link_to(group, ADA)
    rename(group, "Ada Ek", "ada@norra.example")
    group.visitor().get(old, status=404)
    group.visitor().get(link_to(group, "ada@norra.example"), status=200)


def test_a_letter_that_was_not_sent_before_the_address_was_changed_opens_nothing(group: LearningGroup) -> None:
    rename(group, "Ada Ek", "ada@norra.example")
    group.visitor().get(link_to(group, ADA), status=404)


def rename(group: LearningGroup, name: str, address: str) -> None:
    from dataclasses import replace

    with group.acting() as acts:
        item = find(acts.site, f"{group.project}/registrations/region-norra")
        people = tuple(replace(each, email=address) if each.name == name else each for each in item.people)
        acts.fire(item, "name", {"people": people})


# -- nothing else is shown or done ---------------------------------------------------------------------------


def test_a_participant_sees_nobody_else(group: LearningGroup) -> None:
    for name in ("Bo Alm", "Nils Yr"):
        group.do(name, "sign_up")
    with group.looking() as site:
        mine = group.key("Ada Ek")
        answers = find(site, group.workshop)["participations"].values()
        others = {text for each in answers if each.person != mine
                  for text in (each.title, each.email, each.person, each.uid)}
        others |= {each.title for each in site["people"].values()} | {each.email for each in site["people"].values()}
        others |= {"Moa Chef", MOA, "Kim Kontakt", "Sara Sol", organisation_by_uid(site, group.sodra).title,
                   "Region Södra"}
    page = press(group.visitor().get(link_to(group, ADA)), "yes")
    for seen in (page.text, group.visitor().get(link_to(group, ADA) + "/calendar.ics").text):
        assert [each for each in others if each and each in seen] == []
    assert "Ada Ek" in page.text


def test_another_persons_answer_cannot_be_reached(group: LearningGroup) -> None:
    page = group.visitor().get(link_to(group, ADA))
    form = form_with(page, "do", "yes")
    sent = {"csrf_token": form["csrf_token"].value, "token": form["token"].value, "occasion": "workshop-1", "do": "yes",
            "person": group.key("Bo Alm"), "key": group.key("Bo Alm"), "participation": group.key("Bo Alm")}
    page.test_app.post("/take-part", sent, status=303)
    assert group.answers() == {"Ada Ek": "registered", "Bo Alm": "invited", "Nils Yr": "invited"}


@pytest.mark.parametrize("occasion", ["", "finns-inte", "../workshops/workshop-1", "__class__", "participations"])
def test_an_occasion_that_is_not_ones_own_is_no_occasion(group: LearningGroup, occasion: str) -> None:
    page = group.visitor().get(link_to(group, ADA))
    form = form_with(page, "do", "yes")
    sent = {"csrf_token": form["csrf_token"].value, "token": form["token"].value, "occasion": occasion, "do": "yes"}
    page.test_app.post("/take-part", sent, status=400)
    assert set(group.answers().values()) == {"invited"}


@pytest.mark.parametrize("step", ["", "admit", "tick", "lapse", "sign_up", "send_link"])
def test_only_what_the_page_offers_can_be_done(group: LearningGroup, step: str) -> None:
    page = group.visitor().get(link_to(group, ADA))
    form = form_with(page, "do", "yes")
    sent = {"csrf_token": form["csrf_token"].value, "token": form["token"].value, "occasion": "workshop-1", "do": step}
    page.test_app.post("/take-part", sent, status=400)
    assert set(group.answers().values()) == {"invited"}


def test_a_write_needs_the_token_of_the_form(group: LearningGroup) -> None:
    secret = link_to(group, ADA).rpartition("/")[2]
    browser = group.visitor()
    browser.post("/take-part", {"token": secret, "occasion": "workshop-1", "do": "yes"}, status=400)
    assert group.answers()["Ada Ek"] == "invited"


def test_the_link_opens_none_of_the_sites_other_pages(group: LearningGroup) -> None:
    browser = group.visitor()
    browser.get(link_to(group, ADA))
    answer = f"{group.workshop}/participations/{group.key('Ada Ek')}"
    for path in (answer, f"{answer}/edit", f"{answer}/do/sign_up", f"{group.project}/registrations/region-norra"):
        browser.get(path, status=404)


def test_a_signed_in_person_acts_on_the_page_as_whoever_the_link_is_for(group: LearningGroup) -> None:
    press(group.browser(group.OTHER).get(link_to(group, ADA)), "yes")
    with group.looking() as site:
        answer = find(site, group.workshop)["participations"][group.key("Ada Ek")]
        entry = next(each for each in answer.events if each.core.get("transition") == "sign_up")
    assert (entry.core["actor"], entry.core["channel"], entry.core["role"]) == (
        group.key("Ada Ek"), "link", "participant")


# -- where the secret goes -----------------------------------------------------------------------------------


def test_the_secret_goes_to_no_other_site_and_into_no_cache(group: LearningGroup) -> None:
    made = secrets_of(group)
    ada = TAKE_PART + made[Purpose.PARTICIPANT]
    for path, status in ((ada, 200), (ada + "/calendar.ics", 200), (APPROVE + made[Purpose.APPROVAL], 200),
                         (TAKE_PART + new_secret(), 404)):
        page = group.visitor().get(path, status=status)
        assert page.headers["Referrer-Policy"].split(", ") == ["no-referrer", "strict-origin"]
        assert page.headers["Cache-Control"] == "no-store"


def test_forms_are_sent_to_an_address_without_the_secret(group: LearningGroup) -> None:
    made = secrets_of(group)
    for path, sent_to in ((TAKE_PART + made[Purpose.PARTICIPANT], "/take-part"),
                          (APPROVE + made[Purpose.APPROVAL], "/approve")):
        page = group.visitor().get(path)
        assert {form.action for form in page.forms.values()} == {sent_to}


def test_the_trail_and_the_kept_letters_hold_no_secret(group: LearningGroup) -> None:
    secret = link_to(group, ADA).rpartition("/")[2]
    press(group.visitor().get(TAKE_PART + secret), "yes")
    with group.looking() as site:
        kept = "".join(letter.html + letter.text for letter in site.outbox.newest(1000))
        everything = site.trail.since((0,) * len(site.trail.slots))
        told = "".join(repr(entry.core) + repr(entry.details) for entry in everything)
    assert secret not in kept + told


def test_what_the_page_shows_is_what_can_be_done(group: LearningGroup) -> None:
    assert can(group.visitor().get(link_to(group, ADA))) == {"yes", "decline"}
