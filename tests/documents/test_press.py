"""The press makes each PDF once, one at a time, in a process of its own, and says why when there is none."""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path

import pytest

from reglab_workflow.documents.press import (
    BROKEN,
    EXIT_NO_LIBRARY,
    FAILURE_KEPT,
    KEPT,
    NO_LIBRARY,
    NO_TIME,
    STATIC,
    Press,
    is_ours,
)

PATIENCE = 20.0
PRINTS = """
import pathlib, sys, time
log = pathlib.Path(sys.argv[1])
with log.open("a") as file: file.write("begin ")
time.sleep(float(sys.argv[2]))
with log.open("a") as file: file.write("end ")
sys.stdout.write("%PDF " + sys.stdin.read())
"""


def press(folder: Path, seconds: float = 0.2, longest: float = PATIENCE) -> Press:
    return Press(folder, (sys.executable, "-c", PRINTS, str(folder.parent / "log"), str(seconds)), longest)


def answer(made: Press, page: str) -> str:
    """What is printed, or why nothing is, once the press has come to an end with it."""
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit:
        printed = made.asked(page)
        if printed.ready is not None:
            return printed.ready.read_text()
        if printed.failed:
            return printed.failed
        time.sleep(0.02)
    raise AssertionError("the press has not come to an end")


def log(folder: Path) -> str:
    return (folder.parent / "log").read_text().strip()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "press"


def test_whoever_asks_first_waits_and_then_gets_the_file(folder):
    made = press(folder)
    assert made.asked("sida").ready is None
    assert answer(made, "sida") == "%PDF sida"
    assert log(folder) == "begin end"


def test_two_requests_at_once_make_one_job(folder):
    made = press(folder)
    asking = [threading.Thread(target=answer, args=(made, "sida")) for _time in range(4)]
    for each in asking:
        each.start()
    for each in asking:
        each.join()
    assert log(folder) == "begin end"


def test_two_processes_with_one_folder_print_one_after_the_other(folder):
    one, other = press(folder), press(folder)
    one.asked("ett")
    other.asked("två")
    assert (answer(other, "två"), answer(one, "ett")) == ("%PDF två", "%PDF ett")
    assert log(folder) == "begin end begin end"


def test_a_changed_page_is_another_pdf(folder):
    made = press(folder, 0)
    assert answer(made, "Rubrik ett") != answer(made, "Rubrik två")
    assert made.name_of("Rubrik ett") != made.name_of("Rubrik två")


def test_what_is_ready_is_not_made_again(folder):
    answer(press(folder, 0), "sida")
    again = Press(folder, ("finns-inte",))
    assert answer(again, "sida") == "%PDF sida"


@pytest.mark.parametrize(("script", "why"), [
    ("raise SystemExit('fel')", BROKEN), ("print('ingen pdf')", BROKEN),
    (f"raise SystemExit({EXIT_NO_LIBRARY})", NO_LIBRARY),
])
def test_a_job_that_fails_says_why(folder, script, why):
    assert answer(Press(folder, (sys.executable, "-c", script)), "sida") == why


def test_a_job_that_takes_too_long_is_given_up(folder):
    assert answer(press(folder, seconds=30, longest=0.5), "sida") == NO_TIME


def test_what_has_failed_is_tried_again_after_a_while(folder):
    assert answer(Press(folder, (sys.executable, "-c", "raise SystemExit(3)")), "sida") == NO_LIBRARY
    made = press(folder, 0)
    assert made.asked("sida").failed == NO_LIBRARY
    (failure,) = folder.glob("*.failed")
    os.utime(failure, (time.time() - FAILURE_KEPT - 1,) * 2)
    assert answer(made, "sida") == "%PDF sida"
    assert list(folder.glob("*.failed")) == []


def test_a_job_that_a_dead_process_left_is_done_by_the_next(folder):
    folder.mkdir(parents=True)
    made = press(folder, 0)
    (folder / f"{made.name_of('sida')}.html").write_text("sida")
    assert answer(made, "sida") == "%PDF sida"
    assert list(folder.glob("*.html")) == []


def test_what_nobody_asks_for_is_swept(folder):
    made = press(folder, 0)
    answer(made, "gammal")
    (old,) = folder.glob("*.pdf")
    os.utime(old, (time.time() - KEPT - 1,) * 2)
    answer(made, "ny")
    limit = time.monotonic() + PATIENCE
    while old.exists() and time.monotonic() < limit:
        time.sleep(0.02)
    assert not old.exists()


@pytest.mark.parametrize(("url", "ours"), [
    ((STATIC / "booklet.css").as_uri(), True), ((STATIC / "fonts" / "x.woff2").as_uri(), True),
    ("file:///etc/passwd", False), (STATIC.as_uri() + "/../settings.py", False),
    (STATIC.as_uri() + "/%2e%2e/settings.py", False), ("http://127.0.0.1/", False), ("data:text/css,a", False),
    ("file://elsewhere.example/" + str(STATIC), False), (STATIC.as_uri() + "-other/x", False),
])
def test_the_press_reads_nothing_but_our_own_files(url, ours):
    assert is_ours(url) is ours
