"""The links that letters carry: posted by the real postman, followed by somebody without an account."""

from __future__ import annotations

import re
from email.message import EmailMessage
from typing import Any

from house import House
from reglab_workflow.mail.postman import posting_of

TAKE_PART, APPROVE, INVITATION = "/take-part/", "/approve/", "/account/invitation/"


def post(house: House) -> None:
    """Send every letter that waits."""
    count = posting_of(house.registry).round()
    assert count.failed == 0


def sent_to(house: House, address: str) -> list[EmailMessage]:
    """What has been sent to an address, oldest first."""
    post(house)
    sender = house.registry.reglab_sender
    return [message for message, receiver in zip(sender.messages, sender.receivers, strict=True) if receiver == address]


def text_of(message: EmailMessage) -> str:
    """The text of a message on one line."""
    body = message.get_body(("plain",))
    assert body is not None
    return " ".join(body.get_content().split())


def links_to(house: House, address: str, page: str = TAKE_PART) -> list[str]:
    """The paths of the links that have been sent to an address, oldest first."""
    link = re.compile(rf"(?<=127\.0\.0\.1){page}[A-Za-z0-9_-]{{43}}")
    found = (link.search(text_of(each)) for each in sent_to(house, address))
    return [match[0] for match in found if match]


def link_to(house: House, address: str, page: str = TAKE_PART) -> str:
    """The latest of them."""
    return links_to(house, address, page)[-1]


def words(page: Any) -> str:
    """What a page says, on one line."""
    return " ".join(page.html.find("main").get_text(" ", strip=True).split())


def form_with(page: Any, button: str, value: str = "") -> Any:
    """The form of a page that has a button."""
    for form in page.forms.values():
        if any(not value or each._value == value for each in form.fields.get(button, ())):
            return form
    raise AssertionError(f"no button {button} {value}: {words(page)}")


def press(page: Any, do: str) -> Any:
    """Press a button of an own page and come back to the page."""
    answer = form_with(page, "do", do).submit("do", value=do, status="*")
    return answer.follow() if answer.status_int == 303 else answer


def can(page: Any) -> set[str]:
    """What the buttons of an own page do."""
    return {each["value"] for each in page.html.find_all("button", attrs={"name": "do"})}
