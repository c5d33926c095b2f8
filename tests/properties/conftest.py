"""The site of the generated tests: made once, with something of most kinds half way through its life."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from channels import TwoChannels
from reglab_workflow import clock
from reglab_workflow.content.round.model import Theme


def furnish(site: TwoChannels) -> None:
    """Two rounds with proposals and meetings, two projects with leaders and occasions, and a page."""
    today = clock.local_day(clock.now())
    with site.acting() as acts:
        root, people = acts.site, acts.site["people"]
        for year in (2026, 2027):
            round_ = acts.create(root["rounds"], "round", {
                "title": f"Inför {year}", "year": year, "closes": today + timedelta(days=7),
                "themes": (Theme("data", "Data"), Theme("mark", "Mark"))})
            acts.fire(round_, "open")
            for number, sender in ((1, site.norra), (2, site.sodra), (3, site.norra)):
                made = acts.create(round_["proposals"], "proposal", {
                    "title": f"Förslag {number}", "organisation": sender, "theme": "data", "number": number})
                if year == 2026 or number < 3:
                    acts.fire(made, "submit")
            meeting = acts.create(round_, "meeting", {"title": "Idémöte", "day": today, "result": "Två områden."})
        acts.fire(root["rounds"]["2026"], "compile")
        acts.fire(root["rounds"]["2026"], "publish")
        meeting = root["rounds"]["2026"]["meeting"]
        acts.fire(meeting, "call")
        acts.fire(meeting, "begin")
        acts.fire(root["rounds"]["2026"], "hold")
        selected = root["rounds"]["2026"]["proposals"].values()[0]
        acts.fire(selected, "select", {"area": "Data", "decided_by": "board", "decided_on": today})
        for title in ("Små tal", "Stora tal"):
            project = acts.create(root["projects"], "project", {
                "title": title, "purpose": "Att räkna rätt.", "last_day": today + timedelta(days=5),
                "proposals": (selected.uid,), "organisations": (site.ostra,)})
            acts.appoint(people[site.people[site.LEADER]], "content_leader", project)
            acts.appoint(people[site.people[site.OFFICE]], "process_leader", project)
            acts.create(project["workshops"], "workshop", {
                "title": "Uppstart", "starts": today, "mode": "digital", "documentation": "Så gick det till."})
        for step, facts in (("invite", {}), ("close_registration", {"fee": 30000})):
            acts.fire(project, step, facts)
        acts.create(root["pages"], "page", {"title": "Om oss", "body": "Vi lär."})


@pytest.fixture(scope="module")
def two_channels(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TwoChannels]:
    """The site, with everybody signed in."""
    made = TwoChannels(tmp_path_factory.mktemp("channels") / "var")
    made.person("mats@norra.example", "Mats Mo", made.norra)
    furnish(made)
    made.sign_everybody_in()
    with pytest.MonkeyPatch.context() as patch:
        # Every few minutes a session notes that it is used, also when what was sent is refused.
        patch.setattr("reglab_workflow.accounts.sessions.TOUCH_AFTER", timedelta(days=1))
        yield made
    made.close()
