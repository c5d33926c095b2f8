"""The seals on pages: the control number, its look-up, each checkpoint, and the history carried away and proven."""

from __future__ import annotations

from pathlib import Path

import pytest

from house import Story
from reglab_workflow.content.site.model import find
from reglab_workflow.history.checkpoints import control_number
from sealed import PROGRAM, program, report, sealer


def handed_in(story: Story) -> str:
    round_path = story.open_round()
    with story.acting(story.MEMBER) as acts:
        proposal = acts.create(find(acts.site, round_path)["proposals"], "proposal", {"title": "Vem gör jobbet?"})
        acts.fire(proposal, "submit")
        path: str = proposal.path
    return path


def text_of(page) -> str:
    return " ".join(page.html.find("main").get_text(" ").split())


def test_before_the_first_seal_the_page_says_so(story: Story) -> None:
    page = story.browser(story.AUDITOR).get("/history/seals")
    assert "Här finns inga kontrollpunkter" in text_of(page)
    assert not Path(story.registry.reglab_settings.seal_key).exists()


def test_the_auditor_sees_the_newest_control_number_and_every_checkpoint(story: Story) -> None:
    sealer(story).seal()
    handed_in(story)
    sealer(story).seal()
    with story.looking() as site:
        control, key = control_number(site), next(iter(site.seals.keys))
    page = story.browser(story.AUDITOR).get("/history/seals")
    assert control in text_of(page)
    assert key in text_of(page).replace(" ", "")
    rows = page.html.find("table").find("tbody").find_all("tr")
    assert [row.find("td").get_text() for row in rows] == ["2", "1"]
    one = page.click(href=r"/history/seals/2$", index=0)
    assert control in text_of(one)
    with story.looking() as site:
        count = site.seals.newest.core["count"]
    assert len(one.html.find("table").find("tbody").find_all("tr")) == count


@pytest.mark.parametrize(("typed", "answer"), [
    ("{control}", "Det är kontrollnumret för kontrollpunkt 1"),
    ("1-0000-0000-0000-0000", "har ett annat kontrollnummer"),
    ("99-0000-0000-0000-0000", "Så många kontrollpunkter finns inte"),
    ("hej", "Det här är inget kontrollnummer"),
])
def test_a_control_number_is_looked_up(story: Story, typed: str, answer: str) -> None:
    sealer(story).seal()
    with story.looking() as site:
        typed = typed.format(control=control_number(site).lower().replace("-", " "))
    form = story.browser(story.OFFICE).get("/history/seals").forms
    lookup = next(each for each in form.values() if "number" in each.fields)
    lookup["number"] = typed
    assert answer in text_of(lookup.submit())


def test_the_auditor_takes_the_history_away_and_proves_it_with_one_file(story: Story, tmp_path: Path) -> None:
    handed_in(story)
    browser = story.browser(story.AUDITOR)
    page = browser.get("/history/seals")
    taken = next(each for each in page.forms.values() if each.action.endswith("/export")).submit()
    file = tmp_path / "historik.jsonl"
    file.write_bytes(taken.body)
    assert "attachment" in taken.headers["Content-Disposition"]
    told = report(taken.body.splitlines(keepends=True))
    assert told.unsealed == 0
    assert browser.get(f"/history/seals/{PROGRAM.name}").body == PROGRAM.read_bytes()
    with story.looking() as site:
        control, key = control_number(site), next(iter(site.seals.keys))
        kinds = [entry.core["kind"] for slot in site.trail.slots for entry in slot.entries]
    assert kinds.count("exported") == 1
    answer = program(file, "--key", key, "--control", control)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert f"Events: {told.events} " in answer.stdout
    file.write_bytes(taken.body.replace(
        b'\\"transition\\":\\"submit\\"', b'\\"transition\\":\\"return\\"'))
    broken = program(file, "--language", "sv")
    assert broken.returncode == 1
    assert broken.stdout.startswith("BRUTEN: rad ")


def test_the_history_of_one_item_is_taken_away_with_proofs(story: Story, tmp_path: Path) -> None:
    path = handed_in(story)
    sealer(story).seal()
    page = story.browser(story.OFFICE).get(f"{path}/history/export")
    taken = next(each for each in page.forms.values() if each.action.endswith("/history/export")).submit()
    told = report(taken.body.splitlines(keepends=True))
    with story.looking() as site:
        assert told.events == told.sealed == len(find(site, path).events)
    assert told.part


def test_whoever_may_not_see_the_history_of_the_site_finds_no_seals(story: Story) -> None:
    path = handed_in(story)
    member = story.browser(story.MEMBER)
    sealer(story).seal()
    for address in ("/history/seals", "/history/seals/1", f"/history/seals/{PROGRAM.name}", f"{path}/history/export"):
        for browser in (member, story.visitor()):
            answer = browser.get(address, expect_errors=True)
            assert answer.status_int in (303, 403, 404), address
            assert "Kontrollnummer" not in answer.text
    for address in ("/history/seals/2", "/history/seals/0"):
        story.browser(story.AUDITOR).get(address, status=404)


def test_where_the_key_is_gone_the_pages_say_so_and_hand_nothing_out(story: Story) -> None:
    path = handed_in(story)
    sealer(story).seal()
    Path(story.registry.reglab_settings.seal_key).unlink()
    browser = story.browser(story.OFFICE)
    for address in ("/history/seals", f"{path}/history/export"):
        page = browser.get(address)
        assert "Historiken förseglas inte" in text_of(page)
        form = next(each for each in page.forms.values() if each.action.endswith("/export"))
        assert form.submit().status_int == 303
