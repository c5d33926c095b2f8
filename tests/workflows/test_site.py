"""What the site itself promises, written out by hand and compared with its file."""

from __future__ import annotations

MAY = {
    "view": {"anyone"},
    "add_round": {"office"},
    "add_project": {"office"},
    "add_organisation": {"office"},
    "add_person": {"office"},
    "add_page": {"office"},
    "add_review": {"office"},
    "add_report": {"office"},
    "appoint": {"office"},
    "invite_person": {"office"},
    "act_on_behalf": {"office"},
    "view_desk": {"office", "auditor"},
    "view_history": {"office", "auditor"},
    "view_site_history": {"office", "auditor"},
    "view_internal": {"office", "auditor"},
    "view_letters": {"office", "auditor"},
    "view_rights": {"office", "auditor"},
    "erase_person": {"office"},
    "view_personal_data": {"office"},
    "view_retention": {"office", "auditor"},
}


def test_who_may_what_on_the_site(lives):
    life = lives["site"]
    permissions = {*life.grants, *life.states["open"].grants}
    assert {each: set(life.roles_with(each, "open")) for each in permissions} == MAY


def test_the_site_is_open_and_stays_so(lives):
    life = lives["site"]
    assert (life.initial, list(life.states), life.states["open"].final, dict(life.transitions)) == (
        "open", ["open"], True, {})
