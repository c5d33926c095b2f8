"""What a round gives out: to whom, when, and what has changed since it last went out."""

from __future__ import annotations

import itertools
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest

from booklet_round import booklet_round, titles
from house import Story
from reglab_workflow import documents
from reglab_workflow.content.site.model import find
from reglab_workflow.documents.press import EXIT_NO_LIBRARY, Press
from reglab_workflow.settings import BadSettings, read_settings
from reglab_workflow.workflow.errors import Refused

NAMES = ("booklet", "booklet.pdf", "booklet.docx", "proposals.xlsx", "proposals.csv", "deck", "deck.pptx",
         "booklet/changes")
AT_ONCE = tuple(name for name in NAMES if name != "booklet.pdf")
QUICK = "import sys; sys.stdout.write('%PDF ' + sys.stdin.read())"


def quick(story: Story, script: str = QUICK) -> Story:
    """A press that prints nothing real."""
    story.registry.reglab_press = Press(story.registry.reglab_press.folder, (sys.executable, "-c", script))
    return story


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """A site with one booklet that has been published and one that has not; only read."""
    made = quick(Story(tmp_path_factory.mktemp("year") / "var"))
    made.out, made.inside = booklet_round(made, 2027), booklet_round(made, 2028, "compiled")
    yield made
    made.close()


@pytest.fixture
def small(story: Story) -> Story:
    """A published round of two proposals, to be changed."""
    story.path = quick(story).open_round()
    with story.acting(story.MEMBER) as acts:
        round_ = find(acts.site, story.path)
        for number, title in enumerate(("Vatten", "Vind"), 1):
            made = acts.create(round_["proposals"], "proposal", {"title": title, "idea": f"Lära av {title.lower()}en."})
            acts.fire(made, "submit")
            made.set({"theme": "data", "number": number})
    with story.acting(story.OFFICE) as acts:
        round_ = find(acts.site, story.path)
        acts.create(round_, "meeting", {"title": "Idémöte"})
        acts.fire(round_, "compile")
        acts.fire(round_, "publish")
    return story


def status(story: Story, email: str, path: str, name: str) -> int:
    browser = story.browser(email) if email else story.visitor()
    return int(browser.get(f"{path}/{name}", status="*").status_int)


# -- who gets it -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_before_it_is_published_only_the_office_has_it(year, name):
    assert status(year, Story.OFFICE, year.inside, name) in (200, 202)
    for email in (Story.MEMBER, Story.OTHER, Story.PARTNER, Story.AUDITOR):
        assert status(year, email, year.inside, name) == 403
    assert status(year, "", year.inside, name) == 404


@pytest.mark.parametrize("name", NAMES)
def test_once_it_is_published_all_who_see_the_round_have_it(year, name):
    for email in (Story.OFFICE, Story.MEMBER, Story.PARTNER, Story.AUDITOR):
        assert status(year, email, year.out, name) in (200, 202)
    assert status(year, "", year.out, name) == 404


def test_the_round_links_to_all_it_gives_out_and_to_nothing_one_cannot_have(year):
    for email, path, wanted in ((Story.MEMBER, year.out, True), (Story.MEMBER, year.inside, False),
                                (Story.OFFICE, year.inside, True)):
        links = {link["href"] for link in year.browser(email).get(path).html.select("main a[href]")}
        assert ({f"{path}/{name}" for name in NAMES} <= links) is wanted
        assert any(name in link for link in links for name in NAMES) is wanted


def test_reading_writes_nothing(year):
    office = year.browser(Story.OFFICE)
    before = year.database.lastTransaction()
    for name in NAMES:
        office.get(f"{year.out}/{name}", status="*")
    assert year.database.lastTransaction() == before


def test_an_address_below_the_booklet_that_is_none_is_not_there(year):
    assert status(year, Story.OFFICE, year.out, "booklet/annat") == 404
    assert status(year, Story.OFFICE, year.out, "booklet/changes/annat") == 404


def test_the_contents_lead_to_every_proposal_and_from_there_to_its_page(year):
    page = year.browser(Story.MEMBER).get(f"{year.out}/booklet")
    assert [link.get_text() for link in page.html.select(".contents a.said")] == titles()
    targets = {each["id"] for each in page.html.select("[id]")}
    assert all(link["href"][1:] in targets for link in page.html.select(".contents a"))
    pages = [link["href"] for link in page.html.select("article a[href^='/']")]
    assert len(set(pages)) == 41
    assert year.browser(Story.MEMBER).get(pages[0]).status_int == 200
    levels = [int(each.name[1]) for each in page.html.select("main h1, main h2, main h3, main h4")]
    assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(levels))


def test_a_working_copy_says_that_it_is_one(year):
    office = year.browser(Story.OFFICE)
    assert "Arbetsexemplar" in office.get(f"{year.inside}/booklet").text
    page = office.get(f"{year.out}/booklet").text
    assert "Arbetsexemplar" not in page
    assert "Utgåva 1" in page


def test_only_the_office_is_told_what_is_too_long_for_a_slide(year):
    assert "För långa för en bild: 13" in year.browser(Story.OFFICE).get(f"{year.out}/booklet").html.get_text()
    assert "För långa" not in year.browser(Story.MEMBER).get(f"{year.out}/booklet").text


def test_fixed_headings_follow_the_reader_and_texts_stay_as_they_were_written(year):
    member = year.browser(Story.MEMBER)
    member.set_cookie("lang", "en")
    page = member.get(f"{year.out}/booklet").html
    assert {"Idea", "Purpose and overall goal", "Target group", "Contact person"} <= {
        each.get_text() for each in page.select("article h4")}
    assert page.select_one("article h3")["lang"] == "sv"


# -- the press -------------------------------------------------------------------------------------------------


def test_a_pdf_that_is_not_ready_says_so_and_asks_again_by_itself(small):
    member = small.browser(Story.MEMBER)
    page = member.get(f"{small.path}/booklet.pdf", status=202)
    assert "Häftet görs" in page.text
    assert page.headers["Refresh"] == "2"
    assert page.html.select_one("main a.btn")["href"] == f"{small.path}/booklet.pdf"
    answer = waited(member, f"{small.path}/booklet.pdf")
    assert answer.content_type == "application/pdf"
    assert 'filename="forslag-infor-2027.pdf"' in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")


def waited(browser: Any, path: str) -> Any:
    for _time in range(200):
        answer = browser.get(path, status="*")
        if answer.status_int != 202:
            return answer
        time.sleep(0.05)
    raise AssertionError("the press has not come to an end")


def test_nobody_gets_the_pdf_of_somebody_who_may_read_more(small):
    with small.acting(Story.MEMBER) as acts:
        from reglab_workflow.content.proposal.model import Contact

        proposal = find(acts.site, small.path).booklet()[0]
        proposal.set({"contacts": (Contact("Maja", "", "", "maja@norra.example"),)})
    own = waited(small.browser(Story.MEMBER), f"{small.path}/booklet.pdf").body.decode()
    others = waited(small.browser(Story.OTHER), f"{small.path}/booklet.pdf").body.decode()
    assert "maja@norra.example" in own
    assert "maja@norra.example" not in others


@pytest.mark.parametrize(("script", "told"), [
    ("raise SystemExit(1)", "Det gick fel."), (f"raise SystemExit({EXIT_NO_LIBRARY})", "WeasyPrint, Pango"),
])
def test_a_pdf_that_cannot_be_made_says_why_and_offers_the_others(small, script, told):
    member = quick(small, script).browser(Story.MEMBER)
    answer = waited(member, f"{small.path}/booklet.pdf")
    assert answer.status_int == 503
    assert told in answer.html.get_text()
    links = {link["href"] for link in answer.html.select("main nav a")}
    assert links == {f"{small.path}/{name}" for name in AT_ONCE}


@pytest.mark.parametrize(("name", "module", "told"), [
    ("booklet.docx", "docx", "python-docx"), ("proposals.xlsx", "xlsxwriter", "XlsxWriter"),
    ("deck.pptx", "pptx", "python-pptx"),
])
def test_a_library_that_is_not_installed_is_named_and_the_rest_works(small, monkeypatch, name, module, told):
    real = documents.import_module

    def without(wanted: str) -> Any:
        if wanted == module:
            raise ImportError(wanted)
        return real(wanted)
    monkeypatch.setattr(documents, "import_module", without)
    member = small.browser(Story.MEMBER)
    answer = member.get(f"{small.path}/{name}", status=503)
    assert told in answer.html.get_text()
    for other in set(AT_ONCE) - {name}:
        assert member.get(f"{small.path}/{other}").status_int == 200


# -- issues ----------------------------------------------------------------------------------------------------


def changes(story: Story, email: str = Story.OFFICE) -> Any:
    return story.browser(email).get(f"{story.path}/booklet/changes").html


def test_publishing_keeps_the_booklet_as_it_went_out(small):
    with small.open() as site:
        round_ = find(site, small.path)
        assert round_.issued == 1
        assert list(round_.issues) == [1]
        assert b"Vatten" in round_.last_issue.content
    assert "Inget har ändrats" in changes(small).get_text()


def test_what_has_changed_is_told_word_by_word(small):
    with small.acting(Story.OFFICE) as acts:
        first, second = find(acts.site, small.path).booklet()
        acts.edit(first, {"title": "Vatten och is", "idea": "Lära av isen."})
        acts.edit(second, {"theme": "mark"})
    page = changes(small, Story.PARTNER)
    told = [row.get_text(" ", strip=True) for row in page.select(".told-apart > li")]
    assert told[0].startswith("Ändrat 1. Vatten och is")
    assert told[1].startswith("Flyttat 2. Vind")
    assert [each.get_text() for each in page.select("dd ins")] == ["tillagt:  och is", "tillagt: isen"]
    assert [each.get_text() for each in page.select("dd del")] == ["borttaget: vattenen"]


def test_what_has_been_taken_back_is_told_only_to_those_who_may_still_read_it(small):
    with small.acting(Story.MEMBER) as acts:
        acts.fire(find(acts.site, small.path).booklet()[0], "withdraw", {"reason": "Behövs inte"})
    assert "Borttaget" in changes(small).get_text()
    assert "Vatten" not in changes(small, Story.OTHER).get_text()
    assert "Vatten" not in small.browser(Story.OTHER).get(f"{small.path}/booklet").html.get_text()


def test_a_new_issue_takes_a_change_and_is_an_event(small):
    with small.acting(Story.OFFICE) as acts, pytest.raises(Refused) as refusal:
        acts.fire(find(acts.site, small.path), "issue")
    assert [reason.code for reason in refusal.value.reasons] == ["nothing_to_issue"]
    with small.acting(Story.OFFICE) as acts:
        acts.edit(find(acts.site, small.path).booklet()[0], {"title": "Is"})
    office = small.browser(Story.OFFICE)
    page = office.get(f"{small.path}/booklet/changes")
    form = next(form for form in page.forms.values() if form.action.endswith("/do/issue"))
    assert form.submit().follow().status_int == 200
    with small.open() as site:
        round_ = find(site, small.path)
        assert (round_.issued, list(round_.issues), round_.state) == (2, [1, 2], "published")
        assert b"Vatten" in round_.issues[1].content
        assert round_.last_issue.content != round_.issues[1].content
    assert "gav ut en ny utgåva av häftet" in office.get(f"{small.path}/history").text
    assert "Inget har ändrats" in changes(small).get_text()


@pytest.mark.parametrize("email", [Story.MEMBER, Story.PARTNER, Story.AUDITOR])
def test_nobody_but_the_office_issues_the_booklet(small, email):
    with small.acting(Story.OFFICE) as acts:
        acts.edit(find(acts.site, small.path).booklet()[0], {"title": "Is"})
    assert "Ge ut en ny utgåva" not in changes(small, email).get_text()
    assert small.browser(email).get(f"{small.path}/do/issue", status="*").status_int == 403


def test_a_round_of_before_there_were_issues_says_that_there_is_none(small):
    with small.open() as site:
        round_ = find(site, small.path)
        del round_.issues, round_.issued
    assert "inte getts ut än" in changes(small).get_text()
    with small.acting(Story.OFFICE) as acts:
        acts.fire(find(acts.site, small.path), "issue")
    assert "Inget har ändrats" in changes(small).get_text()


def test_what_is_missing_is_left_out_when_the_site_wants_that(tmp_path):
    story = quick(Story(tmp_path / "var", **{"reglab.booklet_empty": "leave_out"}))
    path = booklet_round(story)
    assert "Uppgift saknas" not in story.browser(Story.OFFICE).get(f"{path}/booklet").text
    story.close()


def test_a_wish_that_the_booklet_does_not_know_stops_the_start():
    with pytest.raises(BadSettings, match=r"reglab\.booklet_empty: 'hide' is none of say, leave_out"):
        read_settings({"reglab.booklet_empty": "hide"})
