"""The sender may be killed at any moment: every committed letter still arrives, and in order."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from ZODB.DB import DB
from ZODB.FileStorage import FileStorage

import reglab_workflow.mail

from .conftest import NOW, Base, letter

CHILD = Path(__file__).with_name("posting_child.py")
PEOPLE = ("asta@dalarna.example", "bo@skane.example", "cissi@vastra.example")
LETTERS = 80
KILLS = 8


def child(path, server):
    home = Path(reglab_workflow.mail.__file__).parents[2]
    return subprocess.Popen(
        [sys.executable, str(CHILD), str(path), str(server.port)], stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(home), os.environ.get("PYTHONPATH", "")))})


def committed(path):
    """Letters in turn to three people; every fifth transaction is rolled back."""
    base = Base(DB(FileStorage(str(path))))
    kept = []
    for number in range(LETTERS):
        one = letter(PEOPLE[number % 3], subject=f"Brev {number}", created=NOW + timedelta(seconds=number))
        base.work(lambda site, one=one: site.outbox.put(one) and None, commit=number % 5 != 4)
        if number % 5 != 4:
            kept.append(one.message_id(one.receivers[0]))
    base.db.close()
    return kept


@pytest.mark.slow
def test_killing_the_sender_again_and_again_loses_no_letter(tmp_path, server, mailbox):
    path, chance = tmp_path / "Data.fs", random.Random(7)
    kept = committed(path)
    mailbox.pause = 0.015
    for _number in range(KILLS):
        running = child(path, server)
        assert running.stdout.readline() == b"posting\n"
        time.sleep(chance.uniform(0, 0.25))
        running.kill()
        running.wait()
    assert child(path, server).wait(60) == 0
    arrived = Counter(mailbox.ids())
    assert set(arrived) == set(kept)
    assert sum(arrived.values()) - len(kept) <= KILLS
    for person in PEOPLE:
        theirs = [message["Message-ID"] for message, receiver in zip(mailbox.messages, mailbox.receivers, strict=True)
                  if receiver == person]
        assert list(dict.fromkeys(theirs)) == [one for one in kept if one in set(theirs)]
