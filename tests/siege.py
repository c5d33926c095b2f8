"""A site under siege: people, items in many states, and a way to send what no browser would send."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bs4 import BeautifulSoup
from webob import Request, Response
from webtest import TestApp

from house import HOST, Story
from reglab_workflow import clock
from reglab_workflow.content.attachment.model import received
from reglab_workflow.content.site.model import find
from reglab_workflow.web.protection import HEADERS

SPRITE, MAIN = re.compile(r'<svg class="sprite".*?</svg>', re.DOTALL), re.compile(r"<main.*</main>", re.DOTALL)
HEADING = re.compile(r"<h1[^>]*>\s*\S")
FORM = "application/x-www-form-urlencoded"
OUR_FAULT = "Något gick fel hos oss"

Pairs = Iterable[tuple[str, str]]


class Siege(Story):
    """The story's people with a draft, a proposal that is sent in, a meeting, two projects, a page and a file."""

    def __init__(self, var: Path, **settings: str) -> None:
        super().__init__(var, **settings)
        self.round = self.open_round()
        self.draft, self.draft_file = self.write("Ett utkast"), ""
        self.sent = self.write("Ett inlämnat förslag")
        self._send_in()
        self._plan()
        everybody = (self.OFFICE, self.AUDITOR, self.MEMBER, self.OTHER, self.LEADER, self.PARTNER)
        self.browsers = {email: self.browser(email) for email in everybody}
        self.browsers[""] = self.visitor()
        self.browsers[""].get("/login")

    def write(self, title: str, send_in: bool = False) -> str:
        """Another draft of the member's, or a proposal that has been sent in; gives its path."""
        with self.acting(self.MEMBER) as acts:
            proposal = acts.create(acts.site["rounds"]["2027"]["proposals"], "proposal", {"title": title})
            if send_in:
                acts.fire(proposal, "submit")
            return proposal.path

    def change(self, path: str, **values: Any) -> None:
        """Somebody else changes an item meanwhile."""
        with self.acting() as acts:
            acts.edit(find(acts.site, path), values)

    def _send_in(self) -> None:
        with self.acting(self.MEMBER) as acts:
            proposals = acts.site["rounds"]["2027"]["proposals"]
            draft, sent = proposals.values()
            acts.fire(sent, "submit")
            file = received(acts.site._p_jar, "plan.txt", b"Hemlig plan.")
            self.draft_file = acts.create(draft["files"], "attachment", file).path
            self.draft_uid, self.sent_uid = draft.uid, sent.uid

    def _plan(self) -> None:
        with self.acting() as acts:
            site, today = acts.site, clock.local_day(clock.now())
            meeting = acts.create(site["rounds"]["2027"], "meeting", {
                "title": "Idémöte", "day": today, "agenda": (self.sent_uid,)})
            acts.fire(meeting, "call")
            project, other = (acts.create(site["projects"], "project", {"title": title})
                              for title in ("Vårt projekt", "Andras projekt"))
            leader = site["people"][self.people[self.LEADER]]
            self.appointment = acts.appoint(leader, "content_leader", project).uid
            workshop, elsewhere = (acts.create(place["workshops"], "workshop", {"title": "Uppstart"})
                                   for place in (project, other))
            page = acts.create(site["pages"], "page", {"title": "Om nätverket", "body": "Text."})
            acts.fire(page, "publish")
            organisation = next(each for each in site["organisations"].values() if each.uid == self.norra)
            self.meeting, self.page, self.organisation_path = meeting.path, page.path, organisation.path
            self.project, self.other_project = project.path, other.path
            self.workshop, self.other_workshop = workshop.path, elsewhere.path

    def person_path(self, email: str) -> str:
        """The address of a person."""
        return f"/people/{self.people[email]}"

    @property
    def written(self) -> Any:
        """The last thing that the database has kept."""
        return self.database.storage.lastTransaction()

    def token(self, email: str) -> str:
        """The form token of a person's browser."""
        return self.browsers[email].cookies["csrf"]

    def send(self, email: str, method: str, path: str | bytes, body: bytes = b"", query: str = "",
             content_type: str = FORM, **environ: str) -> Response:
        """An answer to a request put together by hand; the path and the body may be any bytes."""
        raw = path if isinstance(path, bytes) else path.encode()
        request = Request.blank("/", base_url=f"http://{HOST}")
        request.method, request.body = method, body
        cookies = "; ".join(f"{name}={value}" for name, value in self.browsers[email].cookies.items())
        request.environ.update({
            "PATH_INFO": raw.decode("latin-1"), "QUERY_STRING": query, "CONTENT_TYPE": content_type,
            "HTTP_COOKIE": cookies, **environ})
        return request.get_response(self.wsgi)

    def post(self, email: str, path: str, pairs: Pairs, **environ: str) -> Response:
        """An answer to a form with the person's own token."""
        body = urlencode([("csrf_token", self.token(email)), *pairs]).encode()
        return self.send(email, "POST", path, body, **environ)

    def opened(self, email: str, path: str, form: str = "form") -> list[tuple[str, str]]:
        """What a browser would send of a form as it is shown, without token and buttons."""
        fields = self.browsers[email].get(path).forms[form].submit_fields()
        return [(name, value) for name, value in fields if name != "csrf_token" and isinstance(value, str)]


def filled(pairs: Pairs, **values: str) -> list[tuple[str, str]]:
    """A form with some fields filled in."""
    return [(name, values.get(name, value)) for name, value in pairs]


def soup_of(answer: Any) -> BeautifulSoup:
    """The page that an answer carries, without the many lines of its icons."""
    return BeautifulSoup(SPRITE.sub("", answer.text), "html.parser")


def words(answer: Any) -> str:
    """What a page says, in one line."""
    main = MAIN.search(answer.text)
    assert main is not None, answer.text
    return " ".join(BeautifulSoup(main[0], "html.parser").get_text(" ").split())


def assert_page(answer: Any, status: int | tuple[int, ...]) -> None:
    """The answer is a whole Swedish page with that status and all protecting headers, and no fault of ours."""
    wanted = status if isinstance(status, tuple) else (status,)
    assert answer.status_int in wanted, (answer.status, words(answer) if answer.text else "")
    if answer.body:
        assert '<html lang="sv">' in answer.text
        assert HEADING.search(answer.text)
        assert OUR_FAULT not in answer.text
    assert_protected(answer)


def assert_protected(answer: Any) -> None:
    """Every protecting header is there."""
    missing = [name for name in HEADERS if name not in answer.headers]
    assert not missing
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


def multipart(*parts: tuple[str, bytes, str | None], boundary: str = "gräns") -> tuple[bytes, str]:
    """A body of named parts, those with a file name as files; and its content type."""
    mark = boundary.encode("ascii", "ignore")
    lines = []
    for name, content, filename in parts:
        told = f'; filename="{filename}"' if filename is not None else ""
        head = f'--{mark.decode()}\r\nContent-Disposition: form-data; name="{name}"{told}\r\n\r\n'
        lines.append(head.encode() + content + b"\r\n")
    return b"".join(lines) + b"--" + mark + b"--\r\n", f"multipart/form-data; boundary={mark.decode()}"


__all__ = ["FORM", "HOST", "OUR_FAULT", "Siege", "TestApp", "assert_page", "assert_protected", "filled", "multipart",
           "soup_of", "words"]
