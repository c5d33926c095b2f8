"""Before a changed file is used, page and command say what it would mean; nothing is changed by asking."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from house import Story
from reglab_workflow.cli import main
from reglab_workflow.content.site.model import find
from restarting import Restarted, changed, text_of

INI = Path(__file__).parents[3] / "development.ini"
CLOSED_TO_MEMBERS = ('view = ["office", "reader", "asked"]', 'view = ["office", "asked", "partner"]')


def handed_in(story: Story, count: int = 3) -> list[str]:
    """Proposals that have been handed in; gives their addresses."""
    round_path, paths = story.open_round(), []
    for number in range(count):
        with story.acting(story.MEMBER) as acts:
            made = acts.create(find(acts.site, round_path)["proposals"], "proposal", {"title": f"Förslag {number}"})
            acts.fire(made, "submit")
            paths.append(made.path)
    return paths


def asked(story: Any, text: str, who: str = Story.OFFICE, name: str = "proposal", status: int = 200) -> Any:
    """The page's answer to a text."""
    page = story.browser(who).get(f"/workflows/{name}/impact")
    form = next(each for each in page.forms.values() if each.action.endswith("/impact"))
    form["text"] = text
    return form.submit(status=status)


def words(page: Any) -> str:
    """What a page says, in one line."""
    return " ".join(page.html.find("main").get_text(" ").split())


def test_who_gains_and_who_loses_is_told_by_name_and_number(story: Story) -> None:
    handed_in(story)
    told = words(asked(story, changed("proposal", CLOSED_TO_MEMBERS)))
    assert "Filen kan tas i bruk, men någon förlorar något" not in told  # nobody reads before the round is published
    assert "Inlämnat (3 saker)" in told
    assert "Får rätten: partner" in told
    assert "1 person får den: Petra Palm" in told
    closed = words(asked(story, changed("proposal", ('view = ["sender", "auditor"]', 'view = ["sender"]'))))
    assert "Filen kan tas i bruk, men någon förlorar något" in closed
    assert "1 person förlorar den: Ivar Insyn" in closed


def test_a_state_that_vanishes_lists_what_stands_in_it_and_what_to_write(story: Story) -> None:
    with story.acting() as acts:
        page = acts.create(acts.site["pages"], "page", {"title": "Om nätverket", "body": "Text."})
        acts.fire(page, "publish")
    gone = changed("page", ("[states.published]", "[states.shown]"), ('to = "published"', 'to = "shown"'),
                   ('from = ["published"]', 'from = ["shown"]'))
    answer = asked(story, gone, name="page")
    told = words(answer)
    assert "Webbplatsen skulle inte starta" in told and 'aliases = ["published"]' in told and "[moved]" in told
    assert answer.html.find("a", string="Om nätverket")["href"] == page.path
    kept = words(asked(story, f'{gone}\n[moved]\npublished = "draft"\n', name="page"))
    assert "Webbplatsen skulle inte starta" not in kept
    assert "flyttas till ”Utkast”" in kept


def test_every_mistake_is_told_with_its_line(story: Story) -> None:
    wrong = changed("page", ('by = ["office"]', 'by = ["ofice"]'))
    told = words(asked(story, wrong, name="page"))
    line = wrong.splitlines().index('by = ["ofice"]') + 1
    assert f"rad {line}" in told and "transitions.publish.by[0]" in told and "did you mean 'office'?" in told
    assert "Filen kan inte användas" in words(asked(story, "[[["))


def test_what_is_the_same_is_said_to_be(story: Story) -> None:
    told = words(asked(story, text_of("proposal")))
    assert "Inget skulle bli annorlunda" in told
    assert "Filen, rad för rad" not in told


@pytest.mark.parametrize("text", ["", "#" * 400_000])
def test_nothing_and_far_too_much_are_refused(story: Story, text: str) -> None:
    asked(story, text, status=422)


def test_a_file_can_be_sent_instead(story: Story) -> None:
    browser = story.browser(story.AUDITOR)
    page = browser.get("/workflows/proposal/impact")
    form = next(each for each in page.forms.values() if each.action.endswith("/impact"))
    form["upload"] = ("proposal.toml", changed("proposal", ("Lämna in förslaget", "Skicka in förslaget")).encode())
    told = form.submit().html
    assert "Skicka" in [each.get_text().removeprefix("tillagt: ") for each in told.find_all("ins")]


def test_asking_changes_nothing_and_only_office_and_auditor_may(story: Story) -> None:
    handed_in(story, 1)
    for who in (story.OFFICE, story.AUDITOR):
        browser = story.browser(who)
        before = story.database.lastTransaction()
        form = next(each for each in browser.get("/workflows/proposal/impact").forms.values()
                    if each.action.endswith("/impact"))
        form["text"] = changed("proposal", CLOSED_TO_MEMBERS)
        form.submit()
        assert story.database.lastTransaction() == before
    for who in (story.MEMBER, story.PARTNER):
        for name in ("impact", "versions"):
            story.browser(who).get(f"/workflows/proposal/{name}", status=403)
    for name in ("impact", "versions"):
        story.visitor().get(f"/workflows/proposal/{name}", status="4*")
        story.browser(story.OFFICE).get(f"/workflows/nowhere/{name}", status=404)
        story.browser(story.OFFICE).get(f"/workflows/proposal/{name}/more", status=404)


def test_drafts_are_counted_and_not_named_to_the_office(story: Story) -> None:
    round_path = story.open_round()
    with story.acting(story.MEMBER) as acts:
        acts.create(find(acts.site, round_path)["proposals"], "proposal", {"title": "Hemligt utkast"})
    text = text_of("proposal")
    renamed = text.replace("[states.draft", "[states.begun").replace('"draft"', '"begun"')
    answer = asked(story, renamed)
    assert "Webbplatsen skulle inte starta" in words(answer)
    assert "och 1 till" in words(answer) and "Hemligt utkast" not in answer.text
    assert "Hemligt utkast" in asked(story, renamed, who=story.AUDITOR).text


def test_the_page_of_a_life_tells_its_texts_over_time(tmp_path: Path) -> None:
    first = Story(tmp_path / "var")
    people = first.people
    first.close()
    site = Restarted(tmp_path / "var", people, page=changed("page", ("Publicera sidan", "Visa sidan för alla")))
    office = site.browser(Story.OFFICE)
    assert "I kraft sedan" in words(site.visitor().get("/workflows/page"))
    page = office.get("/workflows/page").click("Reglerna över tid")
    newest, oldest = page.html.find("main").find_all("section")
    assert "i kraft nu" in newest.get_text() and "1 ställe är ändrat" in newest.get_text()
    assert "Visa" in newest.find("ins").get_text() and "[transitions.publish]" in newest.find("dt").get_text()
    assert "Den första text som webbplatsen känner till" in oldest.get_text()
    site.close()


# -- the command ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with settings and a site with one page that is published."""
    folder = tmp_path_factory.mktemp("impact")
    site = Restarted(folder / "var")
    with site.acting() as acts:
        acts.fire(acts.create(acts.site["pages"], "page", {"title": "Om oss", "body": "Text."}), "publish")
    site.close()
    (folder / "site.ini").write_text(INI.read_text("utf-8").replace("%(here)s", str(folder)), "utf-8")
    return folder


@pytest.mark.parametrize(("text", "code", "told"), [
    (text_of("page"), 0, "nothing would be different"),
    (changed("page", ("Publicera sidan", "Visa sidan")), 0, "“Publicera sidan” becomes “Visa sidan”"),
    (changed("page", ('grants = {view = ["anyone"]}', "")), 1, "see it, in published (1 items): -anyone"),
    (changed("page", ("[states.published]", "[states.shown]"), ('to = "published"', 'to = "shown"'),
             ('from = ["published"]', 'from = ["shown"]')), 1, "1 in the state published, which vanishes"),
    (changed("page", ('guards = ["page_has_text"]', 'guards = ["page_has_txt"]')), 1, "page_has_text"),
])
def test_the_command_tells_the_same(place: Path, monkeypatch, text: str, code: int, told: str) -> None:
    monkeypatch.delenv("VAR", raising=False)
    file = place / "page.toml"
    file.write_text(text, encoding="utf-8")
    run = ["-c", str(place / "site.ini"), "workflow", "impact", str(file)]
    plain = CliRunner().invoke(main, run)
    assert (plain.exit_code, told in plain.output) == (code, True), plain.output
    data = json.loads(CliRunner().invoke(main, [*run, "--json"]).output)["page"]
    assert data["harmless"] is (code == 0)
    other = place / "tale.toml"
    other.write_text(text, encoding="utf-8")
    assert "Nothing here lives by" in CliRunner().invoke(main, [*run[:4], str(other)]).output
