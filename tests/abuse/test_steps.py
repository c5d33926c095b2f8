"""Steps that do not exist, come too late, come twice, or come from somebody who may not take them."""

from __future__ import annotations

import pytest

from reglab_workflow.content.site.model import find
from siege import assert_page, words

UNKNOWN = ("nope", "to_selected", "__init__", "trigger", "", "submit/x", "SUBMIT", "may_submit", "is_draft",
           "submit%00", "__class__", "initial", "add_transition", "machine")


@pytest.mark.parametrize("name", UNKNOWN)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_there_is_no_such_step(untouched, method, name):
    path = f"{untouched.draft}/do/{name}"
    if method == "GET":
        answer = untouched.send(untouched.MEMBER, "GET", path)
    else:
        answer = untouched.post(untouched.MEMBER, path, [("seen", "0")])
    assert_page(answer, 404)
    assert untouched.item(untouched.draft)["state"] == "draft"


@pytest.mark.parametrize("item", ["round", "meeting", "project", "page", "organisation_path"])
def test_no_item_jumps_to_a_state_by_its_name(untouched, item):
    path = getattr(untouched, item)
    for name in ("to_published", "to_closed", "published", "closed"):
        assert_page(untouched.post(untouched.OFFICE, f"{path}/do/{name}", [("seen", "1")]), 404)


def test_a_step_from_the_wrong_state_is_refused_with_the_reason(untouched):
    answer = untouched.post(untouched.MEMBER, f"{untouched.draft}/do/withdraw", [("seen", "0")])
    assert_page(answer, 409)
    assert "när läget är ”Utkast”" in words(answer)


def test_a_wrong_state_is_told_before_any_fact_is_asked_for(untouched):
    answer = untouched.post(untouched.OFFICE, f"{untouched.sent}/do/park", [("seen", "1")])
    assert_page(answer, 409)
    assert "Inlämnat" in words(answer)


def test_a_step_of_others_is_refused_before_any_fact_is_asked_for(untouched):
    answer = untouched.post(untouched.MEMBER, f"{untouched.sent}/do/return", [("seen", "1")])
    assert_page(answer, 403)
    assert "Kansliet" in words(answer) or "kansliet" in words(answer)


@pytest.mark.parametrize("seen", ["", "x", "-1", "٣", "9" * 5000, "1.0", "0x1"])
def test_a_step_tells_which_version_was_seen(untouched, seen):
    assert_page(untouched.post(untouched.MEMBER, f"{untouched.draft}/do/submit", [("seen", seen)]), 400)


def test_a_double_click_does_it_once(siege):
    path = siege.write("Dubbelklick")
    first = siege.post(siege.MEMBER, f"{path}/do/submit", [("seen", "0")])
    assert first.status_int == 303
    before = siege.written
    second = siege.post(siege.MEMBER, f"{path}/do/submit", [("seen", "0")])
    assert_page(second, 409)
    assert "redan gjort" in words(second)
    assert siege.written == before
    with siege.open() as site:
        told = [entry.core.get("transition") for entry in find(site, path).events]
        assert told.count("submit") == 1


def test_a_double_click_on_saving_and_submitting_does_it_once(siege):
    path = siege.write("Dubbelklick på spara")
    pairs = [*siege.opened(siege.MEMBER, f"{path}/edit"), ("submit", "submit")]
    assert siege.post(siege.MEMBER, f"{path}/edit", pairs).status_int == 303
    before = siege.written
    second = siege.post(siege.MEMBER, f"{path}/edit", pairs)
    assert_page(second, (403, 409))
    assert siege.written == before


def test_a_step_that_was_shown_before_somebody_else_changed_the_item_is_refused(siege):
    path = siege.write("Ändrat under tiden", send_in=True)
    pairs = [*siege.opened(siege.OFFICE, f"{path}/do/return"), ("reason", "Skriv mer om syftet.")]
    siege.change(path, idea="Ändrad av en kollega.")
    before = siege.written
    answer = siege.post(siege.OFFICE, f"{path}/do/return", pairs)
    assert_page(answer, 409)
    assert "Någon" in words(answer)
    assert "Skriv mer om syftet." in answer.text
    assert siege.written == before
    # Whoever has read that and sends it again means it.
    again = [("reason", "Skriv mer om syftet."), ("seen", str(siege.item(path)["version"]))]
    assert f'name="seen" value="{again[1][1]}"' in answer.text
    assert siege.post(siege.OFFICE, f"{path}/do/return", again).status_int == 303


def test_a_step_that_lacks_a_fact_is_told_first_that_somebody_has_changed_the_item(siege):
    path = siege.write("Ändrat och utan skäl", send_in=True)
    seen = dict(siege.opened(siege.OFFICE, f"{path}/do/return"))["seen"]
    siege.change(path, idea="Ändrad av en kollega.")
    answer = siege.post(siege.OFFICE, f"{path}/do/return", [("reason", " "), ("seen", seen)])
    assert_page(answer, 409)
    assert "Någon ändrade det här" in answer.text
    # Whoever has been told may go on from there.
    again = siege.post(siege.OFFICE, f"{path}/do/return", [("reason", " "), ("seen", str(int(seen) + 1))])
    assert_page(again, 422)
    assert f'name="seen" value="{int(seen) + 1}"' in again.text


def test_a_role_that_ended_while_the_page_was_open_opens_nothing(fresh):
    pairs = fresh.opened(fresh.LEADER, f"{fresh.project}/edit")
    with fresh.acting() as acts:
        acts.end_appointment(acts.site.appointments.get(fresh.appointment))
    before = fresh.written
    for path, form in ((f"{fresh.project}/edit", pairs), (f"{fresh.project}/do/invite", [("seen", "0")]),
                       (f"{fresh.project}/workshops/add", [("kind", "workshop")])):
        hidden, absent = fresh.post(fresh.LEADER, path, form), fresh.post(fresh.LEADER, "/projects/finns-inte", form)
        assert_page(hidden, 404)
        assert words(hidden) == words(absent)
    assert fresh.written == before


def test_a_role_that_ended_on_an_open_project_is_refused_with_the_reason(fresh):
    with fresh.acting() as acts:
        project = acts.site["projects"].values()[0]
        project.state = "running"
        acts.end_appointment(acts.site.appointments.get(fresh.appointment))
    assert_page(fresh.post(fresh.LEADER, f"{fresh.project}/do/finish", [("seen", "0")]), 403)
    assert_page(fresh.post(fresh.LEADER, f"{fresh.project}/edit", [("title", "Mitt"), ("seen", "0")]), 403)
    assert fresh.item(fresh.project)["title"] == "Vårt projekt"


def test_a_locked_person_is_out_at_once(fresh):
    member, pairs = fresh.browsers[fresh.MEMBER], fresh.opened(fresh.MEMBER, f"{fresh.draft}/edit")
    assert member.get(fresh.draft).status_int == 200
    path = fresh.person_path(fresh.MEMBER)
    lock = [*fresh.opened(fresh.OFFICE, f"{path}/do/lock"), ("reason", "Har slutat.")]
    assert fresh.post(fresh.OFFICE, f"{path}/do/lock", lock).status_int == 303
    assert_page(fresh.send(fresh.MEMBER, "GET", fresh.draft), 404)
    assert_page(fresh.post(fresh.MEMBER, f"{fresh.draft}/edit", pairs), 404)
    assert "/login" in fresh.send(fresh.MEMBER, "GET", "/my").location
    refused = fresh.post(fresh.MEMBER, "/login", [("email", fresh.MEMBER), ("password", "lingon under granarna 7")])
    assert_page(refused, 422)


def test_nobody_locks_their_own_account(untouched):
    path = untouched.person_path(untouched.OFFICE)
    answer = untouched.post(untouched.OFFICE, f"{path}/do/lock", [("seen", "0"), ("reason", "Jag vill inte mer.")])
    assert_page(answer, (403, 422))
