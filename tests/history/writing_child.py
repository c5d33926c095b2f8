"""A process whose threads write on a site: ``python writing_child.py SETTINGS.json``; tells how fast they did."""

from __future__ import annotations

import json
import random
import sys
import threading
import time
from typing import Any

from transaction.interfaces import TransientError

from house import House
from reglab_workflow.content.acts import Acts
from reglab_workflow.content.site.model import find
from reglab_workflow.history.sealing import sealer_of
from reglab_workflow.history.subscribers import Recorder
from reglab_workflow.people.appointments import Ground
from reglab_workflow.security.actor import Actor
from reglab_workflow.storage.connection import own_transaction

LONGEST_PAUSE = 0.02
TRIES = 50


def edited(house: House, path: str, number: int) -> None:
    """One edit of one page, tried again after a random pause as requests are."""
    held = {name: Ground(name, "account") for name in ("anyone", "signed_in", "office")}
    actor = Actor("operator", "Kommandorad", principals=held, channel="test")
    for attempt in range(TRIES):
        try:
            with own_transaction(house.database) as site:
                Acts(house.rulebook, site, actor).edit(find(site, path), {"body": f"{path} {number} {'x' * 200}"})
            return
        except TransientError:
            time.sleep(random.uniform(0, LONGEST_PAUSE * 2 ** min(attempt, 5)))
    raise AssertionError(f"{path} {number} was never written")


class Hand:
    """Somebody who edits one page, again and again; ``told`` counts the edits."""

    def __init__(self, house: House, path: str, who: str) -> None:
        self.house, self.path, self.told = house, path, 0

    def write(self) -> None:
        """One edit."""
        self.told += 1
        edited(self.house, self.path, self.told)


class Person(Hand):
    """Somebody who does so in a browser: the form is open, and is sent as it is sent by people."""

    def __init__(self, house: House, path: str, who: str) -> None:
        super().__init__(house, path, who)
        self.form = house.browser(who).get(f"{path}/edit").forms["form"]

    def write(self) -> None:
        """One edit; a refusal is shown by the page that answers."""
        self.told += 1
        self.form["body"] = f"{self.path} {self.told} {'x' * 200}"
        answer = self.form.submit("save")
        assert answer.status_int == 303, answer.text
        self.form["seen"] = str(int(self.form["seen"].value) + 1)


HANDS = {"acts": Hand, "pages": Person}


def written(hands: list[Hand], times: int, trail: bool = True) -> float:
    """How many edits a second all threads make together, one a page; without ``trail`` nothing is recorded."""
    call, faults = Recorder.__call__, []
    ready = threading.Barrier(len(hands) + 1)

    def write(hand: Hand) -> None:
        ready.wait()
        try:
            for _number in range(times):
                hand.write()
        except BaseException as error:
            faults.append(error)
    threads = [threading.Thread(target=write, args=(hand,)) for hand in hands]
    if not trail:
        Recorder.__call__ = lambda self, event: None  # type: ignore[method-assign]
    try:
        for thread in threads:
            thread.start()
        ready.wait()
        start = time.perf_counter()
        for thread in threads:
            thread.join()
        taken = time.perf_counter() - start
    finally:
        Recorder.__call__ = call  # type: ignore[method-assign]
    assert faults == [], faults
    return len(hands) * times / taken


class Sealing:
    """A thread that seals again and again beside the writers; what stops it is raised when it is ended."""

    def __init__(self, house: House, pause: float) -> None:
        self.sealer, self.pause = sealer_of(house.registry), pause
        self.stop, self.faults = threading.Event(), []
        self.thread = threading.Thread(target=self.seal)
        self.thread.start()

    def seal(self) -> None:
        """Until it is ended."""
        while not self.stop.wait(self.pause):
            try:
                self.sealer.seal()
            except TransientError:
                pass
            except BaseException as error:
                self.faults.append(error)
                return

    def end(self) -> None:
        """Stop, and raise what went wrong."""
        self.stop.set()
        self.thread.join()
        for fault in self.faults:
            raise fault


def main(told: dict[str, Any]) -> None:
    """Open the site, say so, write when told to, and say how fast it went."""
    from pathlib import Path

    house = House(Path(told["var"]), **told["settings"])
    hands = [HANDS[told["through"]](house, path, told["who"]) for path in told["paths"]]
    written(hands, 2)
    for trail in told["rounds"]:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdin.readline()
        beside = Sealing(house, told["pause"]) if trail and told["seals"] else None
        rate = written(hands, told["times"], trail)
        if beside is not None:
            beside.end()
        sys.stdout.write(f"{rate}\n")
        sys.stdout.flush()
    house.registry.reglab_index.close()
    house.database.close()


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        main(json.load(file))
