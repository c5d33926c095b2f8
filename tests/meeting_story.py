"""An idea meeting that is in session on a whole site, and what the office does at it."""

from __future__ import annotations

from typing import Any

from house import Story
from reglab_workflow import clock
from reglab_workflow.content.site.model import find

MEETING = "/rounds/2027/meeting"


def session_of(story: Story, titles: tuple[str, ...] = ("Första", "Andra", "Tredje"), last: str = "begin") -> list[str]:
    """The uids of some proposals on the agenda of a meeting; the last one is another organisation's.

    The meeting has taken the steps until ``last``: ``call`` or ``begin``; with none it is planned.
    """
    path = story.open_round()
    made = []
    for place, title in enumerate(titles, 1):
        with story.acting(story.OTHER if place == len(titles) else story.MEMBER) as acts:
            each = acts.create(find(acts.site, path)["proposals"], "proposal", {"title": title})
            acts.fire(each, "submit")
            made.append(each.uid)
    with story.acting(story.OFFICE) as acts:
        round_ = find(acts.site, path)
        for number, uid in enumerate(made, 1):
            acts.edit(round_.proposal(uid), {"theme": "data", "number": number})
        round_.state = "published"
        meeting = acts.create(round_, "meeting", {"title": "Idémöte", "day": clock.local_day(clock.now())})
        for step in ("call", "begin")[:("", "call", "begin").index(last)]:
            acts.fire(meeting, step)
    return made


def fire(story: Story, step: str, **facts: Any) -> None:
    """The office takes a step of the meeting."""
    with story.acting(story.OFFICE) as acts:
        acts.fire(find(acts.site, MEETING), step, facts)
