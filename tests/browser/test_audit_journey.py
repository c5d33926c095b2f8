"""A shut button, its reasons, the change that opens it, and the proof of both in the history, all through the pages."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from house import Story
from reglab_workflow import clock

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def confirmed_project(story: Story) -> str:
    """A project with a content leader and an organisation, which only lacks a process leader to start."""
    with story.acting() as acts:
        project = acts.create(acts.site["projects"], "project", {
            "title": "Små tal", "purpose": "Räkna rätt.", "fee": 0, "organisations": (story.norra,),
            "last_day": clock.local_day(clock.now()) + timedelta(days=3)})
        acts.appoint(acts.site["people"][story.people[story.LEADER]], "content_leader", project)
        acts.fire(project, "invite")
        acts.fire(project, "close_registration", {"fee": 0})
        path: str = project.path
        return path


def test_from_a_shut_button_to_the_proof_of_what_opened_it(story: Story, visit: Any, tmp_path: Path) -> None:
    path = confirmed_project(story)
    leader, office = visit(story.LEADER), visit(story.OFFICE)
    leader.go(path).sees("Utse en processledare.")
    leader.follow(re.compile("^Varför inte")).look_again()
    assert leader.path == f"{path}/rights"
    expect(leader.page.get_by_label("Vad frågan gäller")).to_have_value("start")
    leader.sees("Nej", "Utse en processledare.", "Uppdrag för Små tal: processledare.", "Det kan göras av kansliet")
    appoint(office, path)
    leader.go(f"{path}/rights?what=start").sees("Ja", "Din roll: innehållsledare.")
    leader.go(path).take("Starta projektet").sees("Pågår")
    auditor = visit(story.AUDITOR).go("/history")
    auditor.sees("Karin Kvist (kansliet)", "processledare", "Lena Lind (innehållsledare) startade projektet")
    auditor.follow("Den förseglade historiken").look_again()
    history = taken(auditor, "button", "Hämta historiken", tmp_path / "historik.jsonl")
    program = taken(auditor, "link", "Hämta programmet", tmp_path / "verify_history.py")
    sound = verify(program, history)
    assert (sound.returncode, sound.stderr) == (0, ""), sound
    whole = history.read_bytes()
    for kind, what in (("appointed", "process_leader"), ("transitioned", "start")):
        event, flipped = with_one_byte_flipped(whole, kind, what)
        history.write_bytes(flipped)
        broken = verify(program, history)
        assert broken.returncode == 1
        assert broken.stdout.startswith("BRUTEN: rad "), broken.stdout
        assert f"händelse {event}:" in broken.stdout or f"händelse {after(event)}: den följer inte" in broken.stdout


def test_the_auditor_finds_the_thing_and_asks_about_somebody_by_name(story: Story, visit: Any) -> None:
    path = confirmed_project(story)
    auditor = visit(story.AUDITOR).go("/rights/explain").look_again()
    auditor.fill({"Ord i rubriken, eller sidans adress": "Små tal"}).press("Sök")
    auditor.look_again()
    auditor.follow("Små tal")
    assert auditor.path == f"{path}/rights"
    auditor.page.get_by_label("Vad frågan gäller").select_option("edit")
    auditor.fill({"Av vem (del av namnet; tomt för dig själv)": "Lena"}).press("Fråga")
    auditor.sees("Vad Lena Lind får göra här", "Ja", "Lena Lind har rollen innehållsledare.")
    auditor.look_again()


def appoint(office: Any, path: str) -> None:
    """The office makes the change that the page of reasons names, by its link."""
    office.go(f"{path}/rights?what=start").look_again()
    office.follow("Uppdrag för Små tal: processledare.")
    assert office.path == f"{path}/leaders"
    office.fill({"Person": "Karin Kvist"})
    office.field("processledare").check()
    office.press("Spara")


def taken(walker: Any, role: Any, name: str, file: Path) -> Path:
    """What the page gives away, in a file."""
    with walker.page.expect_download() as given:
        walker.page.locator("main").get_by_role(role, name=name, exact=True).click()
    given.value.save_as(file)
    return file


def verify(program: Path, history: Path) -> subprocess.CompletedProcess[str]:
    """What the program says, by itself and far from the site."""
    return subprocess.run([sys.executable, "-I", str(program), str(history), "--language", "sv"], check=False,
                          capture_output=True, text=True, cwd=program.parent, env={"PATH": "/usr/bin:/bin"})


def with_one_byte_flipped(whole: bytes, kind: str, what: str) -> tuple[str, bytes]:
    """The event's name, and the history with one byte of it changed."""
    lines = whole.splitlines(keepends=True)
    for number, line in reversed(list(enumerate(lines))):
        told = json.loads(line)
        core = json.loads(told["core"]) if "event" in told else {}
        if core.get("kind") == kind and what in core.values():
            place = line.index(what.encode())
            other = bytes([line[place] ^ 1])
            return told["event"], b"".join(
                [*lines[:number], line[:place], other, line[place + 1:], *lines[number + 1:]])
    raise AssertionError(f"no event {kind} {what}")


def after(event: str) -> str:
    """The next event in the same log: where it is seen that the two do not fit any more."""
    log, _dot, number = event.partition(".")
    return f"{log}.{int(number) + 1}"
