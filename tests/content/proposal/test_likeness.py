"""Those who work with a proposal see what is like it, and dismiss what is not."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest

from house import Story
from reglab_workflow.content.proposal.model import MOST_UNLIKE
from reglab_workflow.content.site.model import find

MINE, THEIRS = "Vätgas i våra hamnar", "Fartyg som tankar vätgas"


class Shore(Story):
    """A published round where two members have proposed the same thing, and one of them is to complete it."""

    def __init__(self, var: Any, **settings: str) -> None:
        super().__init__(var, **settings)
        self.round_path = self.open_round()
        self.theirs = self.write(THEIRS, "Vätgas i hamnen. AI räknar.", self.OTHER, number=7, theme="data")
        self.mine = self.write(MINE, "Vid kajen, med AI.", self.MEMBER, number=8, theme="data")

    def write(self, title: str, idea: str = "", who: str = Story.MEMBER, state: str = "submitted",
              **values: Any) -> str:
        """A proposal in a state, written while the round was open; gives its path."""
        self.put(self.round_path, "open")
        with self.acting(who) as acts:
            made = acts.create(find(acts.site, self.round_path)["proposals"], "proposal", {
                "title": title, "idea": idea})
            made.set(values)
            made.state = state
            path = str(made.path)
        self.put(self.round_path, "published")
        return path

    def put(self, path: str, state: str) -> None:
        """Place something in a state."""
        with self.open() as site:
            find(site, path).state = state

    def uid(self, path: str) -> str:
        """The uid of a proposal."""
        return str(self.item(path)["uid"])


@pytest.fixture
def shore(tmp_path):
    made = Shore(tmp_path / "var")
    yield made
    made.close()


def section(page: Any) -> Any:
    """The part of a page that tells of similar proposals."""
    return page.html.select_one("section[aria-labelledby=similar]")


def listed(page: Any) -> list[str]:
    """The titles in it."""
    part = section(page)
    return [link.get_text() for link in part.select("li a.said")] if part is not None else []


def dismiss(page: Any, number: int = 0) -> Any:
    """Press the button of one of the listed proposals, and go where it leads."""
    forms = [form for form in page.forms.values() if form.action.endswith("/unlike")]
    button = next((name for name in forms[number].fields if name == "again"), None)
    return forms[number].submit(button).follow()


# -- what is shown, and to whom ------------------------------------------------------------------------------


def test_the_office_sees_who_else_has_proposed_it_and_which_words_they_share(shore):
    part = section(shore.browser(shore.OFFICE).get(shore.mine))
    assert [link["href"] for link in part.select("li a")] == [shore.theirs]
    told = part.get_text(" ", strip=True)
    for words in ("Liknande förslag", THEIRS, "Nr 7", "Region Södra", "Inför 2027", "Inlämnat", "Gemensamma ord:"):
        assert words in told
    words = part.select_one("li").get_text().split("Gemensamma ord:")[1].split("\n")[0]
    assert sorted(word.strip() for word in words.split(",")) == ["AI", "hamnar", "vätgas"]
    assert "%" not in told


def test_the_sender_sees_it_while_writing_and_completing(shore):
    member = shore.browser(shore.MEMBER)
    for state in ("draft", "returned"):
        shore.put(shore.mine, state)
        assert listed(member.get(shore.mine)) == [THEIRS]


@pytest.mark.parametrize("email", [Story.OTHER, Story.PARTNER, Story.AUDITOR, Story.MEMBER])
def test_those_who_only_read_it_are_not_disturbed(shore, email):
    """Nor the sender, once it has been submitted."""
    page = shore.browser(email).get(shore.mine)
    assert MINE in page.text
    assert section(page) is None


def test_another_organisations_draft_never_shows(shore):
    shore.write("Vätgas i hamn", "Vätgas och hamnar.", shore.OTHER, "draft")
    shore.write("Vätgas, hamnar och tåg", who=shore.MEMBER, state="draft")
    shore.put(shore.mine, "returned")
    assert sorted(listed(shore.browser(shore.MEMBER).get(shore.mine))) == [THEIRS, "Vätgas, hamnar och tåg"]
    assert listed(shore.browser(shore.OFFICE).get(shore.mine)) == [THEIRS]


def test_three_are_shown_at_most(shore):
    for number in range(5):
        shore.write(f"Vätgas {number}", "Hamnar.")
    for number in range(30):
        shore.write(f"Kulturskolan {number}")
    assert len(listed(shore.browser(shore.OFFICE).get(shore.mine))) == 3


def test_a_proposal_with_no_like_has_no_such_part(shore):
    path = shore.write("Bibliotekens böcker")
    assert section(shore.browser(shore.OFFICE).get(path)) is None


def test_what_the_page_links_to_as_the_same_idea_is_not_told_twice(shore):
    earlier, merged = shore.uid(shore.theirs), shore.write(MINE, state="merged", target=shore.uid(shore.mine))
    with shore.open() as site:
        find(site, shore.mine).set({"follows": earlier, "absorbed": (find(site, merged).uid,)})
    assert section(shore.browser(shore.OFFICE).get(shore.mine)) is None


def test_the_form_shows_them_without_buttons_that_would_leave_it(shore):
    page = shore.browser(shore.OFFICE).get(f"{shore.mine}/edit")
    assert listed(page) == [THEIRS]
    assert section(page).select("button, form") == []
    assert "unlike" not in page.forms["form"].fields
    dismiss(shore.browser(shore.OFFICE).get(shore.mine))
    assert section(shore.browser(shore.OFFICE).get(f"{shore.mine}/edit")) is None


def test_a_busy_index_takes_nothing_from_the_page(shore, monkeypatch):
    """The proposal itself is of use without its neighbours."""
    office = shore.browser(shore.OFFICE)
    office.get(shore.mine)
    shore.write("Nytt")
    monkeypatch.setattr("reglab_workflow.catalog.index.PATIENCE", 0.1)
    shore.registry.reglab_index.close()
    other = sqlite3.connect(shore.registry.reglab_index.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    page = office.get(shore.mine)
    other.execute("ROLLBACK")
    other.close()
    assert MINE in page.text
    assert section(page) is None


# -- dismissing ----------------------------------------------------------------------------------------------


def test_what_is_dismissed_stays_away_for_everybody_and_has_its_event(shore):
    office = shore.browser(shore.OFFICE)
    page = dismiss(office.get(shore.mine))
    assert listed(page) == []
    assert "Inget annat förslag som du får se liknar det här" in section(page).get_text()
    assert shore.item(shore.mine)["unlike"] == (shore.uid(shore.theirs),)
    shore.put(shore.mine, "returned")
    assert listed(shore.browser(shore.MEMBER).get(shore.mine)) == []
    history = office.get(f"{shore.mine}/history").html.get_text(" ", strip=True)
    assert "Förslag som inte liknar det" in history
    assert f"Tillagt {THEIRS}" in history
    assert listed(office.get(shore.theirs)) == [MINE]  # the other one has not been asked


def test_it_can_be_undone(shore):
    shore.put(shore.mine, "draft")
    member = shore.browser(shore.MEMBER)
    page = dismiss(member.get(shore.mine)).click("Visa även de bortvalda")
    assert listed(page) == [THEIRS]
    assert "Bortvalda" in section(page).get_text()
    page = dismiss(page)
    assert listed(page) == [THEIRS]
    assert "Bortvalda" not in section(page).get_text()
    assert shore.item(shore.mine)["unlike"] == ()


def test_dismissing_twice_is_dismissing_once(shore):
    office = shore.browser(shore.OFFICE)
    page = office.get(shore.mine)
    for _time in range(2):
        dismiss(page)
    told = shore.item(shore.mine)
    assert told["unlike"] == (shore.uid(shore.theirs),)
    dismiss(page)
    assert shore.item(shore.mine)["version"] == told["version"]


def test_only_the_latest_are_remembered(shore):
    with shore.open() as site:
        find(site, shore.mine).set({"unlike": tuple(f"{number:016x}" for number in range(MOST_UNLIKE))})
    dismiss(shore.browser(shore.OFFICE).get(shore.mine))
    kept = shore.item(shore.mine)["unlike"]
    assert (len(kept), kept[0], kept[-1]) == (MOST_UNLIKE, f"{1:016x}", shore.uid(shore.theirs))


def post(shore: Shore, browser: Any, uid: str, **fields: str) -> Any:
    """Send what the button would send."""
    token = browser.get(shore.mine).html.select_one("input[name=csrf_token]")["value"]
    return browser.post(f"{shore.mine}/unlike", {"csrf_token": token, "uid": uid, **fields}, status="*")


@pytest.mark.parametrize("email", [Story.OTHER, Story.PARTNER, Story.AUDITOR, Story.MEMBER])
def test_who_may_not_edit_may_not_dismiss(shore, email):
    answer = post(shore, shore.browser(email), shore.uid(shore.theirs))
    assert answer.status_int in (403, 404)
    assert shore.item(shore.mine)["unlike"] == ()


def test_what_one_may_not_see_and_what_is_not_there_look_the_same(shore):
    """Nothing can be learnt of another's draft by dismissing it."""
    hidden = shore.uid(shore.write("Hemligt utkast", who=shore.OTHER, state="draft"))
    shore.put(shore.mine, "draft")
    member = shore.browser(shore.MEMBER)
    answers = [post(shore, member, uid) for uid in (hidden, "0" * 16, "", shore.norra, "site")]
    assert {answer.status_int for answer in answers} == {404}
    assert len({answer.html.find("main").get_text() for answer in answers}) == 1
    assert shore.item(shore.mine)["unlike"] == ()
    assert "Hemligt" not in member.get(f"{shore.mine}?unlike=all").text


def test_a_dismissed_one_that_has_become_hidden_is_not_told(shore):
    hidden = shore.write("Hemligt utkast", who=shore.OTHER, state="draft")
    with shore.open() as site:
        find(site, shore.mine).set({"unlike": (shore.uid(hidden), "0" * 16)})
    page = shore.browser(shore.OFFICE).get(f"{shore.mine}?unlike=all")
    assert listed(page) == [THEIRS]
    assert "Hemligt" not in page.text
