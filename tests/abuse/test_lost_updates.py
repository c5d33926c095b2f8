"""Two who write at once, and one who sends the same thing twice: no text is lost, and nothing is made twice."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from reglab_workflow.content.site.model import find
from siege import Siege, assert_page, filled, soup_of, words


def names_in(siege: Siege, folder: str) -> list[str]:
    """What a folder holds."""
    with siege.open() as site:
        return list(find(site, folder).keys())


def seen_in(answer) -> str:
    """The version that a page's form tells when it is sent in."""
    return soup_of(answer).find("form", id="form").find("input", attrs={"name": "seen"})["value"]


def test_the_second_to_save_sees_both_texts_and_loses_none(siege):
    draft = siege.write("Två som skriver")
    path = f"{draft}/edit"
    mine = filled(siege.opened(siege.MEMBER, path), idea="Min idé, skriven länge.")
    theirs = filled(siege.opened(siege.MEMBER, path), idea="Kollegans idé.")
    assert siege.post(siege.MEMBER, path, theirs).status_int == 303
    before = siege.written
    answer = siege.post(siege.MEMBER, path, mine)
    assert_page(answer, 409)
    assert siege.written == before
    assert "Kollegans idé." in words(answer)
    assert "Min idé, skriven länge." in words(answer)
    form = soup_of(answer).find("form", id="form")
    assert form.find("textarea", attrs={"name": "idea"}).get_text().strip() == "Min idé, skriven länge."
    assert siege.item(draft)["idea"] == "Kollegans idé."
    # Whoever has compared the two and saves again means it.
    again = [(name, seen_in(answer) if name == "seen" else value) for name, value in mine]
    assert siege.post(siege.MEMBER, path, again).status_int == 303
    assert siege.item(draft)["idea"] == "Min idé, skriven länge."


@pytest.mark.parametrize("detour", [{"title": ""}, {"sequence_action": "add:contacts"}])
def test_a_form_that_is_shown_again_does_not_pass_over_what_others_saved_meanwhile(siege, detour):
    draft = siege.write("En omväg")
    path = f"{draft}/edit"
    opened = siege.opened(siege.MEMBER, path)
    mine = filled(opened, idea="Min idé.")
    siege.post(siege.MEMBER, path, filled(opened, idea="Kollegans idé."))
    shown = siege.post(siege.MEMBER, path, [*filled(mine, **detour), *(
        pair for pair in detour.items() if pair[0] == "sequence_action")])
    assert shown.status_int in (200, 422)
    assert seen_in(shown) == dict(opened)["seen"]
    answer = siege.post(siege.MEMBER, path, [(name, value) for name, value in mine if name != "seen"]
                        + [("seen", seen_in(shown))])
    assert_page(answer, 409)
    assert siege.item(draft)["idea"] == "Kollegans idé."


def test_the_second_to_write_a_note_sees_both(siege):
    path = f"{siege.meeting}/note/{siege.sent_uid}"
    mine, theirs = (filled(siege.opened(siege.OFFICE, path), text=text) for text in ("Min anteckning.", "Kollegans."))
    assert siege.post(siege.OFFICE, path, theirs).status_int == 303
    answer = siege.post(siege.OFFICE, path, mine)
    assert_page(answer, 409)
    assert "Kollegans." in words(answer)
    assert "Min anteckning." in words(answer)


def test_a_note_without_the_version_seen_leaves_no_empty_note_behind(untouched):
    path = f"{untouched.meeting}/note/{untouched.sent_uid}"
    assert_page(untouched.post(untouched.OFFICE, path, [("text", "Hej")]), 400)


def test_a_form_that_is_sent_again_after_the_back_button_has_been_saved(siege):
    draft = siege.write("Tillbaka")
    path = f"{draft}/edit"
    pairs = filled(siege.opened(siege.MEMBER, path), idea="En gång.")
    assert siege.post(siege.MEMBER, path, pairs).status_int == 303
    before = siege.written
    assert siege.post(siege.MEMBER, path, pairs).status_int == 303
    assert siege.written == before


ADDING = {
    "proposal": ("{round}/proposals/add", "MEMBER", "{round}/proposals", {"title": "Tvåan"}),
    "project": ("/projects/add-project", "OFFICE", "/projects", {"title": "Tvåan", "purpose": "Att räkna."}),
    "workshop": ("{project}/workshops/add", "LEADER", "{project}/workshops", {}),
    "organisation": ("/organisations/add-organisation", "OFFICE", "/organisations", {"title": "Tvåan"}),
    "page": ("/pages/add-page", "OFFICE", "/pages", {"title": "Tvåan", "body": "Text."}),
    "round": ("/rounds/add-round", "OFFICE", "/rounds", {"title": "Inför 2031", "year": "2031"}),
}


@pytest.mark.parametrize(("path", "who", "folder", "values"), ADDING.values(), ids=ADDING)
def test_a_form_that_is_sent_twice_adds_one(siege, path, who, folder, values):
    email, path, folder = getattr(siege, who), path.format(**vars(siege)), folder.format(**vars(siege))
    pairs = filled(siege.opened(email, path), **values)
    before = names_in(siege, folder)
    first, second = siege.post(email, path, pairs), siege.post(email, path, pairs)
    assert first.status_int == second.status_int == 303
    added = names_in(siege, folder)
    assert len(added) == len(before) + 1
    assert second.location.partition("?")[0] == first.location.partition("?")[0]
    # The same words in a form opened anew are another one, and so are other words in the same form.
    assert siege.post(email, path, filled(siege.opened(email, path), **values)).status_int == 303
    assert len(names_in(siege, folder)) == len(before) + 2


def test_other_words_in_a_form_that_was_sent_before_are_never_thrown_away(siege):
    path = f"{siege.round}/proposals/add"
    pairs = siege.opened(siege.MEMBER, path)
    one, other = (siege.post(siege.MEMBER, path, filled(pairs, title=title)) for title in ("Den ena", "Den andra"))
    titles = [siege.item(answer.location.partition("?")[0].removeprefix("http://127.0.0.1"))["title"]
              for answer in (one, other)]
    assert titles == ["Den ena", "Den andra"]


def test_a_draft_that_is_submitted_from_the_form_that_made_it_is_submitted(siege):
    path = f"{siege.round}/proposals/add"
    pairs = filled(siege.opened(siege.MEMBER, path), title="Först sparat, sedan inlämnat")
    saved = siege.post(siege.MEMBER, path, [*pairs, ("save", "save")])
    where = saved.location.partition("?")[0].removeprefix("http://127.0.0.1")
    for _time in range(2):
        answer = siege.post(siege.MEMBER, path, [*pairs, ("submit", "submit")])
        assert answer.status_int == 303
        assert answer.location.partition("?")[0].endswith(where)
        assert siege.item(where)["state"] == "submitted"
        assert siege.item(where)["version"] == 1


def test_nothing_is_kept_of_a_proposal_that_could_not_be_submitted(fresh):
    with fresh.acting() as acts:
        acts.fire(acts.site["rounds"]["2027"], "close")
    before, names = fresh.written, names_in(fresh, f"{fresh.round}/proposals")
    path = f"{fresh.draft}/edit"
    pairs = filled(fresh.opened(fresh.MEMBER, path), idea="För sent.")
    answer = fresh.post(fresh.MEMBER, path, [*pairs, ("submit", "submit")])
    assert_page(answer, 422)
    assert "För sent." in answer.text
    assert fresh.written == before
    assert names_in(fresh, f"{fresh.round}/proposals") == names


def test_a_form_from_another_item_saves_nothing_here(untouched):
    body = urlencode([("csrf_token", untouched.token(untouched.MEMBER)), ("title", "Flyttad"), ("seen", "7")]).encode()
    assert_page(untouched.send(untouched.MEMBER, "POST", f"{untouched.draft}/edit", body), 409)
