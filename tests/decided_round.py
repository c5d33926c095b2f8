"""A round whose idea meeting has been held: its proposals are discussed and wait for their outcomes."""

from __future__ import annotations

from typing import Any

from house import Story
from reglab_workflow import clock
from reglab_workflow.content.round.model import Area
from reglab_workflow.content.site.model import find

AREAS = (Area("vatten", "Vatten och kust", "Det brådskar."), Area("fjall", "Fjällen"))


def discussed(story: Story, number: int, sender: str = "") -> tuple[str, list[str]]:
    """The path of the round, and those of so many proposals, all discussed."""
    path, paths = story.open_round(), []
    with story.acting(sender or story.MEMBER) as acts:
        for count in range(1, number + 1):
            values = {"title": f"Förslag om fråga {count}", "idea": f"Hur gör andra i fråga {count}?"}
            made = acts.create(find(acts.site, path)["proposals"], "proposal", values)
            acts.fire(made, "submit")
            paths.append(made.path)
    with story.acting(story.OFFICE) as acts:
        hold(acts, path, paths)
    return path, paths


def hold(acts: Any, path: str, paths: list[str]) -> None:
    """The office takes the round through booklet and idea meeting."""
    round_ = find(acts.site, path)
    for number, each in enumerate(paths, 1):
        acts.edit(find(acts.site, each), {"theme": "data", "number": number})
    acts.edit(round_, {"areas": AREAS})
    meeting = acts.create(round_, "meeting", {
        "title": "Idémöte", "day": clock.local_day(clock.now()), "place": "Örebro"}, "meeting")
    for step in ("close", "compile", "publish"):
        acts.fire(round_, step)
    for step in ("call", "begin"):
        acts.fire(meeting, step)
    acts.fire(round_, "hold")


def prepared(story: Story, path: str, paths: list[str], **values: Any) -> str:
    """A decision set of these proposals; gives its path."""
    from reglab_workflow.content.decision_set.model import Row

    told = {"title": "Beslutslista 2027-1", "decided_by": "member_group", "decided_on": clock.local_day(clock.now()),
            **values}
    rows = told.pop("rows", {})
    with story.acting(story.OFFICE) as acts:
        uids = {each: find(acts.site, each).uid for each in paths}
        told["rows"] = tuple(Row(uids[each], **rows.get(each, {})) for each in paths)
        folder = find(acts.site, path)["decisions"]
        return acts.create(folder, "decision_set", told).path
