"""The day of an occasion: people with places, people who wait, and somebody at the door who ticks off."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from webtest import TestApp
from webtest.response import TestResponse

from learning_group import LearningGroup
from posting import Hand
from reglab_workflow.content.site.model import find

DOOR = "dora@kansli.example"


class Door(LearningGroup):
    """Ada, Bo and Cia of Norra and Nils of Södra; Lena leads the content, Dora is at the office too."""

    def __init__(self, var: Path, **settings: str) -> None:
        super().__init__(var, **settings)
        self.person(DOOR, "Dora Dal", role="office")
        self.registered = self.confirmed(self.norra, "Ada Ek", "Bo Alm", "Cia Ur")
        self.confirmed(self.sodra, "Nils Yr", contact_name="Sara Sol", contact_email="sara@sodra.example")
        with self.acting() as acts:
            acts.appoint(acts.site["people"][self.people[self.LEADER]], "content_leader", find(acts.site, self.project))

    def the_day(self, *coming: str, **values: Any) -> str:
        """These have signed up, and the occasion is today; gives its path."""
        self.opened(**values)
        for name in coming:
            self.do(name, "sign_up")
        with self.acting() as acts:
            acts.fire(find(acts.site, self.workshop), "move", {"starts": self.today, "reason": "Det blev i dag."})
        return self.workshop

    def seen(self, name: str) -> int:
        """The version of a person's answer."""
        with self.looking() as site:
            return next(each.version for each in find(site, self.workshop)["participations"].values()
                        if each.title == name)

    def send(self, browser: TestApp, name: str, mark: str, seen: int | None = None,
             script: bool = False) -> TestResponse:
        """Send a mark as the page does, with a version that was seen before unless it is to be the present one."""
        fields = {"csrf_token": browser.cookies["csrf"], "person": self.key(name), "mark": mark,
                  "seen": str(self.seen(name) if seen is None else seen)}
        headers = {"X-Mark": "1"} if script else {}
        answer: TestResponse = browser.post(f"{self.workshop}/attendance", fields, headers=headers, expect_errors=True)
        return answer

    def rest(self, browser: TestApp) -> TestResponse:
        """Press the button for those who did not come."""
        return Hand(browser).post(f"{self.workshop}/attendance", rest="1")

    def page(self, browser: TestApp, name: str = "attendance", **query: str) -> TestResponse:
        """A page of the occasion."""
        answer: TestResponse = browser.get(f"{self.workshop}/{name}", query, expect_errors=True)
        return answer

    def told(self, name: str) -> list[str]:
        """The steps that a person's answer has taken, oldest first."""
        with self.looking() as site:
            answer = next(each for each in find(site, self.workshop)["participations"].values() if each.title == name)
            return [each.core["transition"] for each in answer.events if each.core["kind"] == "transitioned"]
