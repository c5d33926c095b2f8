"""The office's way to a decision: choose, decide for all or row by row, read the letters, follow them out."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup

from decided_round import discussed, prepared
from house import Story
from reglab_workflow.content.proposal.model import Contact
from reglab_workflow.content.site.model import find


def form_of(page: Any, form_id: str) -> Any:
    return page.forms[form_id]


def sets_of(story: Story, path: str) -> list[list[str]]:
    """The proposals of each set of a round, by address."""
    with story.looking() as site:
        return [[proposal.path for _row, proposal in each.proposals()]
                for each in find(site, path)["decisions"].values()]


# -- choosing ----------------------------------------------------------------------------------------------------


def test_choosing_nothing_never_means_all(story):
    path, _paths = discussed(story, 3)
    office = story.browser(story.OFFICE)
    answer = form_of(office.get(f"{path}/decide"), "picks").submit("choose", value="picked", status=422)
    assert "Inget valt betyder aldrig alla" in answer.text
    assert sets_of(story, path) == []


def test_ticked_rows_become_a_set_and_the_same_form_sent_twice_makes_one(story):
    path, paths = discussed(story, 4)
    office = story.browser(story.OFFICE)
    form = form_of(office.get(f"{path}/decide"), "picks")
    boxes = form.fields["pick"]
    boxes[1].checked = boxes[3].checked = True
    first, second = form.submit("choose", value="picked"), form.submit("choose", value="picked")
    assert first.location == second.location and first.location.endswith("/decisions/1/edit")
    assert sets_of(story, path) == [[paths[1], paths[3]]]


def test_all_in_the_list_are_those_that_the_filter_finds(story):
    path, paths = discussed(story, 4)
    with story.acting(story.OFFICE) as acts:
        acts.fire(find(acts.site, paths[2]), "park", {"reason": "Vi väntar."})
    office = story.browser(story.OFFICE)
    form_of(office.get(f"{path}/decide?state=discussed"), "picks").submit("choose", value="all")
    assert sets_of(story, path) == [[paths[0], paths[1], paths[3]]]


def test_more_can_be_put_into_a_set_that_is_being_prepared(story):
    path, paths = discussed(story, 3)
    prepared(story, path, paths[:1])
    office = story.browser(story.OFFICE)
    form = form_of(office.get(f"{path}/decide"), "picks")
    form["into"] = "1"
    answer = form.submit("choose", value="all")
    assert answer.location.endswith("/decisions/1")
    assert sets_of(story, path) == [paths]


def test_rows_are_chosen_on_the_desk_too(story):
    path, paths = discussed(story, 2)
    office = story.browser(story.OFFICE)
    form = form_of(office.get("/my?duty=decide"), "picks")
    form.fields["pick"][0].checked = True
    assert form.submit("choose", value="picked").status_int == 303
    assert sets_of(story, path) == [paths[:1]]


@pytest.mark.parametrize("who", ["MEMBER", "PARTNER", "AUDITOR"])
def test_nobody_else_is_shown_boxes_or_let_in(story, who):
    path, paths = discussed(story, 1)
    browser = story.browser(getattr(story, who))
    assert 'name="pick"' not in browser.get(path).text
    answer = browser.get(f"{path}/decide", status=200 if who == "AUDITOR" else 403)
    assert 'name="pick"' not in answer.text
    uid = story.item(paths[0])["uid"]
    browser.post(f"{path}/decide", {"pick": uid, "choose": "picked"}, status=[400, 403])
    assert sets_of(story, path) == []


# -- deciding ----------------------------------------------------------------------------------------------------


def test_what_holds_for_all_is_written_once_and_one_row_has_its_own(story):
    path, paths = discussed(story, 3)
    made = prepared(story, path, paths, decided_by="", decided_on=None)
    office = story.browser(story.OFFICE)
    form = form_of(office.get(f"{made}/edit"), "form")
    form["f-step"], form["why"], form["f-decided_by"] = "not_select", "Andra frågor samlade fler.", "board"
    assert form.submit("save").status_int == 303
    rows = form_of(office.get(f"{made}/rows"), "rows")
    uid = story.item(paths[1])["uid"]
    rows[f"step-{uid}"], rows[f"why-{uid}"], rows[f"referred_to-{uid}"] = "refer", "Passar där.", "Årskonferensen"
    rows[f"out-{story.item(paths[2])['uid']}"] = True
    assert rows.submit().status_int == 303
    assert form_of(office.get(f"{made}/do/publish"), "publish").submit().status_int == 303
    assert story.item(paths[0])["state"] == "not_selected"
    assert story.item(paths[0])["reason"] == "Andra frågor samlade fler."
    assert (story.item(paths[1])["state"], story.item(paths[1])["referred_to"]) == ("referred", "Årskonferensen")
    assert story.item(paths[2])["state"] == "discussed"


def test_two_who_write_on_two_rows_both_succeed_and_on_the_same_row_both_are_shown(story):
    path, paths = discussed(story, 2)
    made = prepared(story, path, paths, step="park")
    one, other = story.browser(story.OFFICE), story.browser(story.OFFICE)
    first, second = (form_of(each.get(f"{made}/rows"), "rows") for each in (one, other))
    uids = [story.item(each)["uid"] for each in paths]
    first[f"why-{uids[0]}"] = "Först skrivet."
    second[f"why-{uids[0]}"], second[f"why-{uids[1]}"] = "Sedan skrivet.", "Annan rad."
    assert first.submit().status_int == 303
    answer = second.submit(status=409)
    assert [row.why for row in story.item(made)["rows"]] == ["Först skrivet.", "Annan rad."]
    assert "Sedan skrivet." in answer.text and "Först skrivet." in answer.text
    again = form_of(answer, "rows")
    assert again[f"why-{uids[0]}"].value == "Sedan skrivet."
    assert again.submit().status_int == 303
    assert story.item(made)["rows"][0].why == "Sedan skrivet."


# -- letters -----------------------------------------------------------------------------------------------------


def test_the_letter_that_is_shown_is_the_letter_that_is_sent(story):
    path, paths = discussed(story, 2)
    made = prepared(story, path, paths, step="park", why="Vi väntar på en utredning.")
    office = story.browser(story.OFFICE)
    overview = office.get(f"{made}/letters")
    assert "maja@norra.example" in overview.text
    shown = overview.click("Förslag om fråga 1")
    office_before = story.item(paths[0])
    with story.looking() as site:
        assert site.outbox.letters_about(office_before["uid"])[-1].kind == "receipt"
    form_of(office.get(f"{made}/do/publish"), "publish").submit()
    with story.looking() as site:
        letter = site.outbox.letters_about(office_before["uid"])[-1]
        assert letter.kind == "decided"
        told = shown.html.select_one(".letter-text").get_text(" ", strip=True)
        sent = BeautifulSoup(letter.html, "html.parser").main.get_text(" ", strip=True)
        assert told.endswith(sent) and letter.subject in told


def test_whom_no_letter_reaches_is_named_first(story):
    path, paths = discussed(story, 2)
    with story.acting(story.OFFICE) as acts:
        values = {"title": "Utan någon att nå", "organisation": story.ostra, "contacts": (Contact(email="trasig@"),)}
        round_ = find(acts.site, path)
        round_.state = "published"
        alone = acts.create(round_["proposals"], "proposal", values)
        acts.fire(alone, "submit")
        acts.edit(alone, {"theme": "data", "number": 9})
        acts.fire(alone, "discuss")
        round_.state = "discussed"
        lonely = alone.path
    made = prepared(story, path, [*paths, lonely], step="park", why="Sedan.")
    page = story.browser(story.OFFICE).get(f"{made}/letters")
    rows = page.html.select("ul.index li")
    assert "Utan någon att nå" in rows[0].get_text() and "Ingen som ett brev kan nå" in rows[0].get_text()


@pytest.mark.usefixtures("by_hand")
def test_how_far_the_letters_have_come_is_told_for_each_receiver(story):
    path, paths = discussed(story, 2)
    made = prepared(story, path, paths, step="park", why="Sedan.")
    with story.acting(story.OFFICE) as acts:
        acts.fire(find(acts.site, made), "publish")
    office = story.browser(story.OFFICE)
    assert "0 av 2 brev är skickade" in office.get(made).text
    with story.open() as site:
        letter = site.outbox.letters_about(find(site, paths[0]).uid)[-1]
        site.outbox.sent(letter, letter.receivers[0], letter.created)
    assert "1 av 2 brev är skickade" in office.get(f"{made}/progress").text
    rows = office.get(made).html.select(".list tbody tr")
    assert ["skickat" in row.get_text() for row in rows] == [True, False]


def test_the_senders_of_a_merged_proposal_are_told_of_its_outcome(story):
    path, paths = discussed(story, 1)
    with story.acting(story.OFFICE) as acts:
        values = {"title": "Sammanslaget", "organisation": story.sodra,
                  "contacts": (Contact("Sara", email="sara@sodra.example"),)}
        round_ = find(acts.site, path)
        round_.state = "published"
        merged = acts.create(round_["proposals"], "proposal", values)
        acts.fire(merged, "submit")
        acts.fire(merged, "merge", {"target": find(acts.site, paths[0]).uid, "reason": "Samma fråga."})
        round_.state = "discussed"
        acts.appoint(acts.site["people"][story.people[story.OTHER]], "representative",
                     next(each for each in acts.site["organisations"].values() if each.uid == story.sodra))
    made = prepared(story, path, paths, step="park", why="Sedan.")
    page = story.browser(story.OFFICE).get(f"{made}/letters")
    assert story.OTHER in page.text and story.MEMBER in page.text


# -- what no page of ours sends ----------------------------------------------------------------------------------


@pytest.mark.parametrize("odd", [
    {"pick": "0123456789abcdef", "choose": "picked"}, {"pick": "../..", "choose": "picked"},
    {"pick": "PROPOSAL", "into": "99", "choose": "picked"}, {"pick": "PROPOSAL", "into": "../1", "choose": "picked"},
])
def test_odd_choices_are_refused_and_make_nothing(story, odd):
    path, paths = discussed(story, 1)
    office = story.browser(story.OFFICE)
    token = form_of(office.get(f"{path}/decide"), "picks")["csrf_token"].value
    uid = story.item(paths[0])["uid"]
    told = {name: value.replace("PROPOSAL", uid) for name, value in odd.items()}
    office.post(f"{path}/decide", {**told, "csrf_token": token}, status=400)
    assert sets_of(story, path) == []


@pytest.mark.parametrize(("name", "value"), [
    ("step", "submit"), ("step", "start"), ("area", "x" * 200), ("why", "x" * 5000), ("referred_to", "x" * 400)])
def test_odd_rows_are_refused_and_change_nothing(story, name, value):
    path, paths = discussed(story, 1)
    made = prepared(story, path, paths, step="park", why="Sedan.")
    office = story.browser(story.OFFICE)
    form = form_of(office.get(f"{made}/rows"), "rows")
    field = f"{name}-{story.item(paths[0])['uid']}"
    pairs = [(key, value if key == field else each) for key, each in form.submit_fields()]
    office.post(f"{made}/rows", pairs, status=400)
    assert [row.is_own for row in story.item(made)["rows"]] == [False]


def test_hostile_text_in_a_reason_is_shown_as_text(story):
    path, paths = discussed(story, 1)
    hostile = '<script>alert(1)</script> [länk](javascript:alert(1)) ${facts} \u202e'
    made = prepared(story, path, paths, step="park", why=hostile)
    office = story.browser(story.OFFICE)
    for page in ("", "/rows", "/letters", f"/letters?row={story.item(paths[0])['uid']}", "/do/publish"):
        answer = office.get(made + page)
        assert not answer.html.find_all("script", string="alert(1)")
        assert not [link for link in answer.html.find_all("a") if link.get("href", "").startswith("javascript")]
    form_of(office.get(f"{made}/do/publish"), "publish").submit()
    assert not story.browser(story.MEMBER).get(paths[0]).html.find_all("script", string="alert(1)")


def test_another_rounds_proposal_or_an_unknown_letter_is_not_there(story):
    path, paths = discussed(story, 1)
    made = prepared(story, path, paths, step="park", why="Sedan.")
    office = story.browser(story.OFFICE)
    for row in ("0123456789abcdef", "x", "../.."):
        office.get(f"{made}/letters?row={row}", status=404)
