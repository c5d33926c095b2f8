"""A site on which ballots are used: a published round with four proposals, and an organisation with two people."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from house import Story
from reglab_workflow import clock
from reglab_workflow.content.site.model import find

BALLOT = "/rounds/2027/ballot"
NORRA = f"{BALLOT}/votes/region-norra"
SODRA = f"{BALLOT}/votes/region-sodra"
TITLES = ("Små tal", "Skogens data", "Mötesplatser", "Gemensam karta")


class Voting(Story):
    """The story's people with ballots switched on; Anna works with Maja, Sara represents the other member."""

    ANNA, SARA = "anna@norra.example", "sara@sodra.example"

    def __init__(self, var: Path, **settings: str) -> None:
        super().__init__(var, **{"reglab.ballots": "true", **settings})
        self.person(self.ANNA, "Anna Alm", self.norra)
        self.person(self.SARA, "Sara Sten", self.sodra, "representative")
        path = self.open_round()
        self.uids: list[str] = []
        for number, title in enumerate(TITLES, 1):
            with self.acting(self.MEMBER if number < 4 else self.OTHER) as acts:
                made = acts.create(find(acts.site, path)["proposals"], "proposal", {"title": title})
                acts.fire(made, "submit")
                self.uids.append(made.uid)
        with self.acting(self.OFFICE) as acts:
            round_ = find(acts.site, path)
            for number, uid in enumerate(self.uids, 1):
                acts.edit(round_.proposal(uid), {"theme": "data" if number < 3 else "mark", "number": number})
            round_.state = "published"

    def ballot(self, **values: Any) -> str:
        """A ballot that is open for a week; gives its path."""
        today = clock.local_day(clock.now())
        told = {"title": "Vilka är viktigast?", "closes": today + timedelta(days=7)} | values
        with self.acting(self.OFFICE) as acts:
            made = acts.create(find(acts.site, "/rounds/2027"), "ballot", told)
            acts.fire(made, "open")
            return str(made.path)

    def fire(self, path: str, step: str, who: str = "", **facts: Any) -> None:
        """Take a step, as the office unless told otherwise."""
        with self.acting(who or self.OFFICE) as acts:
            acts.fire(find(acts.site, path), step, facts)

    def fill(self, browser: Any, path: str, *numbers: Any, status: int = 303) -> Any:
        """Save numbers on the proposals, in the order of the booklet."""
        form = browser.get(f"{path}/edit").forms["form"]
        for uid, number in zip(self.uids, numbers, strict=False):
            form[f"p{uid}"] = str(number)
        return form.submit("save", status=status)

    def vote(self, who: str, path: str, *numbers: Any) -> None:
        """Save numbers and cast the vote, as a representative does it by the pages."""
        browser = self.browser(who)
        page = self.fill(browser, path, *numbers).follow()
        form = next(each for each in page.forms.values() if each.action.endswith(("/do/cast", "/do/recast")))
        form.submit(status=303)
