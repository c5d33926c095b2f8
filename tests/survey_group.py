"""A learning project whose participants are asked what they think: surveys, links and answers for tests."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from learning_group import LearningGroup
from links import form_with, sent_to, text_of
from reglab_workflow.content.project.model import ExpectedResult
from reglab_workflow.content.site.model import find
from reglab_workflow.content.survey.model import FOLLOW_UP, MANY, ONE, SCALE, TEXT, Question, folder_of

ASKED = ("Ada Ek", "Bo Alm", "Cia Lind", "Dan Ask", "Eva Gran", "Fia Hägg", "Gun Rönn")
RESULT = "Fler kan läsa kartan."
QUESTIONS = (
    Question("Hur nöjd är du?", SCALE, True, "Inte alls", "Mycket"),
    Question("Hur långt har ni kommit?", SCALE, about=RESULT),
    Question("Bäst?", ONE, choices="Samtalen\nMaten"),
    Question("Vad gav mest?", MANY, choices="Tal\nSamtal\nResa"),
    Question("Vad kan bli bättre?", TEXT),
)
LINK = re.compile(r"(?<=127\.0\.0\.1)/answer/[A-Za-z0-9_-]+")


def address(name: str) -> str:
    """The address that ``learning_group.person`` gives to a name."""
    plain = "".join(letter for letter in name.casefold() if letter.isascii() and letter.isalpha())
    return f"{plain}@example.org"


class SurveyGroup(LearningGroup):
    """Seven people of two organisations take part."""

    def __init__(self, var: Path, **settings: str) -> None:
        super().__init__(var, **settings)
        with self.acting() as acts:
            acts.edit(find(acts.site, self.project), {"expected_results": (ExpectedResult(RESULT),)})
        self.registrations = (
            self.confirmed(self.norra, *ASKED[:5], planned=5),
            self.confirmed(self.sodra, *ASKED[5:], planned=2, contact_email="siv@sodra.example", contact_name="Siv Å"))

    def survey(self, is_open: bool = True, **values: Any) -> str:
        """A survey, open unless told otherwise; gives its path."""
        with self.acting() as acts:
            told = {"title": "Utvärdering", "questions": QUESTIONS, "closes": self.today + timedelta(days=7), **values}
            made = acts.create(folder_of(find(acts.site, self.project)), "survey", told)
            path: str = made.path
            if is_open:
                acts.fire(made, "open")
        return path

    def follow_up(self, **values: Any) -> str:
        """An open follow-up with one question that has to be answered; gives its path."""
        questions = (Question("Vad har ni använt?", TEXT, True), Question("Hur mycket?", SCALE))
        return self.survey(kind=FOLLOW_UP, title="Uppföljning", questions=questions, **values)

    def fire(self, path: str, step: str, now: datetime | None = None, **facts: Any) -> Any:
        """The office takes a step with what stands at a path."""
        with self.acting(now=now) as acts:
            return acts.fire(find(acts.site, path), step, facts)

    def lead(self, email: str, role: str = "content_leader") -> None:
        """Somebody leads the project."""
        with self.acting() as acts:
            acts.appoint(acts.site["people"][self.people[email]], role, find(acts.site, self.project))

    def stops(self, path: str, step: str) -> list[str]:
        """The codes of what stops the office from taking a step."""
        with self.acting() as acts:
            return [each.code for each in acts.stops(find(acts.site, path), step)]

    def links(self, to: str) -> list[str]:
        """The links that have been sent to an address, oldest first."""
        found = (LINK.search(text_of(each)) for each in sent_to(self, to))
        return [each[0] for each in found if each]

    def answer(self, name: str, browser: Any = None, **values: str) -> Any:
        """Somebody answers with the link of the letter; gives the page that comes."""
        page = (browser or self.visitor()).get(self.links(address(name))[-1])
        form = form_with(page, "send")
        for key, value in {"q1": "4", **values}.items():
            form[key if key in form.fields else f"answer-{key}"] = value
        return form.submit("send", status="*")

    def answered_by(self, *names: str) -> None:
        """Each of them answers."""
        for name in names:
            assert self.answer(name).status_int == 200

    def close_project(self, **facts: Any) -> None:
        """End the project as the office does."""
        with self.acting() as acts:
            project = find(acts.site, self.project)
            acts.edit(project, {"expected_results": (ExpectedResult(RESULT, "reached"),)})
            for leader, role in ((self.LEADER, "content_leader"), (self.OTHER, "process_leader")):
                acts.appoint(acts.site["people"][self.people[leader]], role, project)
            acts.fire(find(acts.site, self.workshop), "cancel", {"reason": "Inställd."})
            acts.fire(project, "close_registration", {"fee": 20_000})
            acts.fire(project, "start")
            acts.fire(project, "finish")
            acts.fire(project, "close", facts)
