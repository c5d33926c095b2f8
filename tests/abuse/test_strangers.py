"""What is not one's own: another's draft, project, file or appointment looks as if it were not there."""

from __future__ import annotations

import re

import pytest

from siege import Siege, assert_page, words

BELOW = ("", "/edit", "/history", "/rights", "/do/submit", "/do/withdraw", "/files", "/files/add-file", "/files/x")


def assert_absent(siege: Siege, email: str, method: str, path: str) -> None:
    """The path answers this person exactly as one that has never been."""
    absent_path = siege.draft.replace("ett-utkast", "har-aldrig-funnits")
    pairs = [("title", "Mitt"), ("seen", "0"), ("csrf_token", siege.token(email))]
    body = "&".join(f"{name}={value}" for name, value in pairs).encode() if method == "POST" else b""
    hidden, absent = (siege.send(email, method, each, body) for each in (path, absent_path))
    assert_page(hidden, 404)
    assert words(hidden) == words(absent)
    assert {name for name, _value in hidden.headerlist} == {name for name, _value in absent.headerlist}


@pytest.mark.parametrize("who", ["OTHER", "LEADER", "PARTNER", "OFFICE", ""])
@pytest.mark.parametrize("method", ["GET", "POST", "HEAD", "PUT"])
def test_another_s_draft_is_not_there(untouched, who, method):
    email = getattr(untouched, who) if who else ""
    if method == "HEAD":
        assert untouched.send(email, "HEAD", untouched.draft).status_int == 404
        return
    paths = [f"{untouched.draft}{rest}" for rest in BELOW]
    file = untouched.draft_file
    for path in (*paths, file, f"{file}/edit", f"{file}/remove"):
        assert_absent(untouched, email, method, path)


@pytest.mark.parametrize("who", ["OTHER", "OFFICE", ""])
def test_another_s_draft_is_in_no_list(untouched, who):
    email = getattr(untouched, who) if who else ""
    for path in ("/", "/my", "/rounds", untouched.round, "/search?text=utkast", "/projects", "/organisations",
                 untouched.organisation_path, "/history", "/letters", f"{untouched.round}/history"):
        answer = untouched.browsers[email].get(path, expect_errors=True)
        assert "Ett utkast" not in answer.text


def test_a_draft_that_was_deleted_stays_its_writer_s_secret(fresh):
    with fresh.acting(fresh.MEMBER) as acts:
        acts.edit(acts.site.by_uid(fresh.draft_uid), {"idea": "En hemlig idé."})
        acts.remove(acts.site.by_uid(fresh.draft_uid))
    told = fresh.send(fresh.OFFICE, "GET", "/history")
    assert "Ett utkast" not in told.text
    assert "En hemlig idé." not in told.text
    assert "plan.txt" not in told.text
    assert "Ett inlämnat förslag" in told.text
    assert "Ett utkast" in fresh.send(fresh.AUDITOR, "GET", "/history").text


def test_a_form_filled_in_from_another_s_draft_stays_empty(untouched):
    answer = untouched.send(untouched.OFFICE, "GET", "/projects/add-project", query=f"proposal={untouched.draft_uid}")
    assert_page(answer, 200)
    assert "Ett utkast" not in answer.text


def test_another_s_draft_cannot_be_named_where_it_would_show(untouched):
    for path, name in (("/projects/add-project", "proposals"), (f"{untouched.meeting}/plan", "agenda")):
        pairs = [("title", "Mitt"), ("seen", str(untouched.item(untouched.meeting)["version"])),
                 ("__start__", f"{name}:sequence"), ("checkbox", untouched.draft_uid), ("__end__", f"{name}:sequence")]
        assert_page(untouched.post(untouched.OFFICE, path, pairs), (400, 422))


@pytest.mark.parametrize("who", ["MEMBER", "OTHER", "LEADER", "PARTNER", ""])
def test_people_are_there_for_themselves_and_the_office_only(untouched, who):
    email = getattr(untouched, who) if who else ""
    for path in (untouched.person_path(untouched.OFFICE), untouched.person_path(untouched.AUDITOR)):
        for rest in ("", "/edit", "/history", "/rights", "/do/lock"):
            assert_absent(untouched, email, "GET", path + rest)
        for rest in ("/edit", "/do/lock", "/invite", "/end-appointment"):
            assert_absent(untouched, email, "POST", path + rest)


def test_no_letter_that_is_read_here_opens_anybody_s_account(siege):
    siege.post("", "/account/forgotten", [("email", siege.OFFICE)])
    with siege.open() as site:
        letters = [letter.uid for letter in site.outbox.newest(20)]
    assert letters
    for uid in letters:
        shown = siege.send(siege.AUDITOR, "GET", f"/letters/{uid}")
        assert_page(shown, 200)
        for link in re.findall(r"/account/(?:reset|invitation)/([\w-]+)", shown.text):
            assert_page(siege.send("", "GET", f"/account/reset/{link}"), 404)
        for email in (siege.OTHER, siege.LEADER, ""):
            assert_page(siege.send(email, "GET", f"/letters/{uid}"), 404)


# -- leaders -----------------------------------------------------------------------------------------------------


def test_a_leader_of_one_project_is_a_stranger_in_another(untouched):
    for place in (untouched.other_project, untouched.other_workshop):
        for rest in ("", "/edit", "/history", "/files/add-file"):
            assert_absent(untouched, untouched.LEADER, "GET", place + rest)
        for rest in ("/edit", "/do/cancel", "/do/announce", "/do/invite", "/files/add-file", "/workshops/add",
                     "/leaders", "/end-appointment"):
            assert_absent(untouched, untouched.LEADER, "POST", place + rest)


def test_a_leader_leads_but_does_not_appoint(untouched):
    for rest in ("/leaders", "/end-appointment", "/do/cancel", "/do/close"):
        answer = untouched.post(untouched.LEADER, untouched.project + rest, [
            ("person", untouched.people[untouched.LEADER]), ("role", "content_leader"), ("seen", "0"),
            ("appointment", untouched.appointment)])
        assert_page(answer, (403, 409))


def test_a_member_does_none_of_what_the_office_does(untouched):
    member = untouched.MEMBER
    paths = [
        "/appoint",
        f"{untouched.organisation_path}/appoint",
        f"{untouched.organisation_path}/edit",
        "/rounds/add-round",
        "/projects/add-project",
        "/organisations/add-organisation",
        "/people/add-person",
        "/pages/add-page",
        f"{untouched.round}/edit",
        f"{untouched.round}/number",
        f"{untouched.round}/add-meeting",
        f"{untouched.meeting}/edit",
        f"{untouched.meeting}/note/{untouched.sent_uid}",
        f"{untouched.sent}/edit",
        f"{untouched.page}/edit",
        f"{untouched.round}/do/close",
        f"{untouched.round}/files/add-file",
        f"{untouched.meeting}/do/begin",
        f"{untouched.organisation_path}/do/end",
        "/letters",
        "/history",
    ]
    for path in paths:
        for answer in (untouched.post(member, path, [("title", "Mitt"), ("seen", "0")]),
                       untouched.send(member, "GET", path)):
            assert_page(answer, (403, 404, 409))


# -- appointments ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/appoint", "{organisation_path}/appoint", "{project}/leaders"])
@pytest.mark.parametrize("wrong", [
    {"person": "nobody"}, {"person": ""}, {"person": "__class__"}, {"role": "king"}, {"role": "system"},
    {"role": "self"}, {"role": "sender"}, {"role": ""}, {"end": "2001-01-01"}, {"end": "x"}, {"end": "0000-00-00"},
])
def test_an_appointment_of_nobody_or_to_nothing_is_refused(untouched, path, wrong):
    address = path.format(**vars(untouched))
    given = {"person": untouched.people[untouched.OTHER], "role": "", "end": "", **wrong}
    first_role = {"/appoint": "office", "{project}/leaders": "content_leader"}.get(path, "representative")
    role = given["role"] if "role" in wrong else first_role
    pairs = [("person", given["person"]), ("__start__", "role:rename"), ("r", role), ("__end__", "role:rename"),
             ("__start__", "end:mapping"), ("date", given["end"]), ("__end__", "end:mapping"), ("seen", "0")]
    answer = untouched.post(untouched.OFFICE, address, pairs)
    assert_page(answer, 422)


@pytest.mark.parametrize("role", ["office", "auditor", "board", "content_leader"])
def test_no_organisation_gives_roles_on_the_site(untouched, role):
    pairs = [("person", untouched.people[untouched.OTHER]), ("role", role), ("seen", "0")]
    assert_page(untouched.post(untouched.OFFICE, f"{untouched.organisation_path}/appoint", pairs), (400, 422))


def test_an_appointment_is_ended_only_where_it_belongs(untouched):
    with untouched.open() as site:
        office = site.appointments.of_person(untouched.people[untouched.OFFICE])[0].uid
    for path, uid in (
        (untouched.person_path(untouched.MEMBER), office), (untouched.person_path(untouched.MEMBER), "nope"),
        (untouched.person_path(untouched.OFFICE), ""), (untouched.other_project, untouched.appointment),
        (untouched.project, office), (untouched.project, "x" * 5000), (untouched.project, "\x00"),
    ):
        answer = untouched.post(untouched.OFFICE, f"{path}/end-appointment", [("appointment", uid)])
        assert_page(answer, 404)


# -- the meeting -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("uid", ["", "nope", "x/y", "__class__", "\x00", "x" * 500])
def test_there_is_no_note_on_what_is_not_on_the_agenda(untouched, uid):
    for wanted in (uid, untouched.draft_uid):
        path = f"{untouched.meeting}/note/{wanted}"
        assert_page(untouched.send(untouched.OFFICE, "GET", path), 404)
        assert_page(untouched.post(untouched.OFFICE, path, [("text", "Hej"), ("seen", "0")]), 404)
