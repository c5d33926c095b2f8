"""Reading writes nothing, with one exception that stands here: a file of personal data tells that it was taken."""

from __future__ import annotations

import getpass
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner
from ZODB.utils import get_pickle_metadata

from handed_out import BELOW, FORMS, TOLD, UNTOLD
from house import HOST, Story
from reglab_workflow import clock
from reglab_workflow.cli import main
from reglab_workflow.content.acts import Acts
from reglab_workflow.content.site.model import find
from reglab_workflow.security.actor import system
from restarting import Restarted

ROOT = Path(__file__).parents[2]
INI = ROOT / "development.ini"
NAMED = re.compile(rf'"([a-z][a-z-]*\.(?:{"|".join(FORMS)}))"')
INSIDE = frozenset({"data.json", "person.zip", "letters.pdf", "replies.pdf", "history.jsonl", "erased.jsonl"})
"""Names of files that are no addresses: inside a parcel, of a file as it is saved, or beside a backup."""

Taking = Callable[[Any], Any]


def files_handed_out(story: Story) -> set[str]:
    """The names of every view that answers with a file."""
    views = story.registry.introspector.get_category("views")
    names = {str(each["introspectable"]["name"]) for each in views}
    return {name for name in names if name.rpartition(".")[2] in FORMS and "." in name}


def test_every_file_that_is_handed_out_is_on_one_of_the_two_lists(story: Story) -> None:
    found = files_handed_out(story)
    assert found - {*TOLD, *UNTOLD} == set()
    assert {*TOLD, *UNTOLD} <= found
    assert not set(TOLD) & set(UNTOLD)


def test_no_file_is_handed_out_below_another_page_unseen(story: Story) -> None:
    read = (path.read_text("utf-8") for path in (ROOT / "src" / "reglab_workflow").rglob("*.py"))
    named = {name for text in read for name in NAMED.findall(text)}
    assert named - INSIDE - files_handed_out(story) == set(BELOW)


@pytest.fixture
def project(story: Story) -> str:
    """A project with an occasion; gives its address."""
    with story.acting() as acts:
        made = acts.create(acts.site["projects"], "project", {"title": "Små tal", "purpose": "Att räkna rätt."})
        acts.create(made["workshops"], "workshop", {"title": "Uppstart"})
        path: str = made.path
        return path


def entries(story: Story) -> list[Any]:
    """Everything in the trail."""
    with story.open() as site:
        return [entry.core for slot in site.trail.slots for entry in slot.entries]


@pytest.mark.parametrize(("where", "name"), [
    ("", "invoices.csv"), ("", "invoices.xlsx"), ("", "registrations.csv"), ("", "registrations.xlsx"),
    ("/workshops/workshop-1", "participants.csv"), ("/workshops/workshop-1", "participants.xlsx"),
])
def test_taking_a_file_writes_exactly_one_entry_and_nothing_else(story: Story, project: str, where: str,
                                                                 name: str) -> None:
    office, address = story.browser(story.OFFICE), f"{project}{where}/{name}"
    item = story.item(f"{project}{where}")
    before, last = entries(story), story.database.lastTransaction()
    office.head(address)
    assert story.database.lastTransaction() == last
    office.get(address)
    new = [core for core in entries(story) if core not in before]
    (told,) = new
    form = name.rpartition(".")[2]
    assert (told["kind"], told["what"], told["form"]) == ("exported", TOLD[name], form)
    assert (told["actor"], told["role"]) == (story.people[story.OFFICE], "office")
    stored = [record for transaction in story.database.storage.iterator() if transaction.tid > last
              for record in transaction]
    classes = {get_pickle_metadata(record.data)[1] for record in stored}
    assert classes <= {"Entry", "Slot", "Project", "Workshop", "LOBTree", "LOBucket"}, classes
    assert story.item(f"{project}{where}") == item, "its record holds its newest events, and nothing else of it changes"
    assert [get_pickle_metadata(record.data)[1] for record in stored].count("Entry") == 1


def pressed(address: str, ending: str, **told: str) -> Taking:
    """Taking a file with a button: the form of a page that leads to where ``ending`` says."""
    def take(browser: Any) -> Any:
        page = browser.get(address)
        form = next(each for each in page.forms.values()
                    if each.method.upper() == "POST" and each.action.partition("?")[0].endswith(ending))
        for name, value in told.items():
            form[name] = value
        return form.submit()
    return take


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """A site from which one thing after another is taken."""
    story = Story(tmp_path_factory.mktemp("archive"))
    yield story
    story.close()


@pytest.fixture
def report(story: Story) -> str:
    """An answer that is kept; gives its address."""
    page = story.browser(story.OFFICE).get("/audit/rights-changed?since=&until=&ask=1")
    form = next(each for each in page.forms.values() if "made" in each.fields)
    return str(form.submit().location)


@pytest.mark.parametrize(("what", "form", "take"), [
    ("history", "csv", pressed("/history", "/history.csv")),
    ("history", "json", pressed("/history", "/history.json")),
    ("history", "csv", pressed("/organisations/region-norra/history", "/history.csv")),
    ("history", "jsonl", pressed("/history/seals", "/export")),
    ("history", "jsonl", pressed("/organisations/region-norra/history/export", "/history/export")),
    ("organisation", "zip", pressed("/organisations/region-norra/export?make=1", "/export")),
    ("answer", "csv", lambda browser: browser.get("/audit/rights-changed/answer.csv?since=&until=&ask=1")),
    ("rights", "csv", lambda browser: browser.get("/rights/changes.csv")),
])
def test_what_the_office_takes_of_history_rights_and_people_is_told_once(
        archive: Story, what: str, form: str, take: Taking) -> None:
    story, office = archive, archive.browser(archive.OFFICE)
    before = entries(story)
    taken = take(office)
    assert taken.status_int == 200
    assert "attachment" in taken.headers["Content-Disposition"]
    (told,) = [core for core in entries(story) if core not in before and core["kind"] != "seal_key_taken"]
    assert (told["kind"], told["what"], told["form"]) == ("exported", what, form)
    page = story.browser(story.AUDITOR).get("/audit/personal-data?since=&until=&ask=1&only=taken")
    line = page.html.select_one("section[aria-labelledby=answer] tbody tr")
    assert f"som fil ({form.upper()})" in line.get_text(" ")
    assert f"hämtade {what} " not in line.get_text(" "), "it is told in words"


def test_everything_about_a_person_is_told_once(story: Story) -> None:
    office, uid = story.browser(story.OFFICE), story.people[story.MEMBER]
    before = entries(story)
    pressed(f"/people/{uid}/data", "/data")(office)
    office.post("/personal-data.zip", {"csrf_token": office.cookies["csrf"], "name": "", "address": story.MEMBER})
    new = [core for core in entries(story) if core not in before]
    assert [(core["kind"], core["what"], core["form"], core["item"]) for core in new] == [
        ("exported", "person", "zip", uid)] * 2


def test_a_kept_report_is_told_when_its_file_is_there_and_not_while_it_is_made(
        story: Story, report: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    office = story.browser(story.OFFICE)
    before = entries(story)
    made: dict[str, Any] = {"ready": None, "failed": ""}
    monkeypatch.setattr(story.registry, "reglab_press", SimpleNamespace(asked=lambda page: SimpleNamespace(**made)))
    assert office.get(f"{report}/report.pdf").status_int == 202
    assert entries(story) == before
    made["ready"] = tmp_path / "report.pdf"
    made["ready"].write_bytes(b"%PDF-1.7")
    assert office.get(f"{report}/report.pdf").body == b"%PDF-1.7"
    office.get(f"{report}/report.csv")
    new = [core for core in entries(story) if core not in before]
    assert {(core["kind"], core["what"], core["form"]) for core in new} == {
        ("exported", "report", "pdf"), ("exported", "report", "csv")}
    assert len(new) == 2


@pytest.mark.parametrize("way", ["at", "as"])
def test_no_file_that_must_be_told_is_taken_on_another_day_or_as_somebody_else(
        story: Story, project: str, report: str, way: str) -> None:
    office = story.browser(story.OFFICE)
    if way == "as":
        prefix = pressed(f"/people/{story.people[story.AUDITOR]}", "/view-as")(office).location.rstrip("/")
    else:
        prefix = f"/at/{clock.local_day(clock.now()).isoformat()}"
    prefix = prefix.removeprefix(f"http://{HOST}")
    before = entries(story)
    shown = report.removeprefix(f"http://{HOST}")
    for address in ("/rights/changes.csv", f"{shown}/report.csv",
                    *((f"{project}/registrations.csv",) if way == "at" else ())):
        refused = office.get(prefix + address, status=403)
        assert "Därför visas det inte i en vy av en annan dag eller som en annan person" in said(refused)
    asked = office.get(prefix + "/audit/rights-changed/answer.csv?since=&until=&ask=1", status=303)
    assert f"/{way}/" not in asked.location, "a question is asked on the site itself"
    for address in ("/history.csv", "/history/seals/export", "/organisations/region-norra/export"):
        refused = office.post(prefix + address, {"csrf_token": office.cookies["csrf"]}, status=405)
        assert "Ingenting kan ändras här" in said(refused)
    assert entries(story) == before


def test_the_history_of_the_site_tells_no_more_of_an_item_than_its_own(story: Story, project: str) -> None:
    """What an auditor may not see of a registration is in no page and no file; that something is left out is told."""
    with story.acting() as acts:
        folder = find(acts.site, project)["registrations"]
        made = Acts(acts.rulebook, acts.site, system("test")).create(folder, "registration", {
            "title": "Region Norra", "organisation": story.norra, "manager_email": "moa@norra.example"})
        Acts(acts.rulebook, acts.site, system("test")).edit(made, {"manager_email": "moa.chef@norra.example"})
        path, uid = made.path, made.uid
    for reader, knows in ((story.OFFICE, True), (story.AUDITOR, False)):
        browser = story.browser(reader)
        told = [browser.get(f"{path}/history"), browser.get("/history"), pressed("/history", "/history.json")(browser)]
        assert ["moa" in page.text for page in told] == [knows] * 3, reader
    told_of = said(browser.get("/audit/on-behalf?since=&until=&ask=1"))
    assert "1 händelse visas inte för dig, eftersom den gäller sådant som bara kansliet läser." in told_of
    with story.acting() as acts:
        made = acts.site.by_uid(uid)
        acts.remove(made)
        Acts(acts.rulebook, acts.site, system("test")).purge(made)
    assert "moa" not in pressed("/history", "/history.json")(browser).text


def said(page: Any) -> str:
    return " ".join(page.html.find("main").get_text(" ").split())


def test_a_refused_file_is_not_taken(story: Story, project: str) -> None:
    before = len(entries(story))
    story.browser(story.AUDITOR)
    signed_in = len(entries(story)) - before
    story.visitor().get(f"{project}/invoices.csv", status="4*")
    assert len(entries(story)) == before + signed_in


def test_the_history_says_what_was_taken_and_by_whom(story: Story, project: str) -> None:
    story.browser(story.OFFICE).get(f"{project}/registrations.csv")
    page = story.browser(story.AUDITOR).get(f"{project}/history")
    told = " ".join(page.html.find("main").get_text(" ").split())
    assert "Karin Kvist (kansliet) hämtade anmälningslistan som fil (CSV)" in told


def test_a_list_that_a_command_prints_is_told_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VAR", raising=False)
    (tmp_path / "site.ini").write_text(INI.read_text("utf-8").replace("%(here)s", str(tmp_path)), "utf-8")
    answer = CliRunner().invoke(main, ["-c", str(tmp_path / "site.ini"), "user", "list", "--json"])
    assert answer.exit_code == 0, answer.output
    site = Restarted(tmp_path / "var")
    ((taken, _details),) = site.told("exported")
    assert (taken["what"], taken["form"], taken["actor"], taken["channel"]) == ("people", "json", "operator", "command")
    ((core, details),) = site.told("command_run")
    assert (core["command"], details["account"]) == ("user list", getpass.getuser())
    assert getpass.getuser() not in core.values()
    site.close()
