"""Somebody at a real browser: clicks what a person would click, and looks hard at every page on the way."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Locator, Page, expect

WIDE, NARROW, NARROWEST = 1280, 360, 320
WIDTHS = (480, 768, 1600)
HEIGHT = 900
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE = "options => axe.run({resultTypes: ['violations'], ...options})"
EVERYTHING: dict[str, Any] = {"runOnly": {"type": "tag", "values": TAGS}}
# Colours do not hang on the width, and looking at them takes longest.
BUT_COLOURS: dict[str, Any] = {**EVERYTHING, "rules": {"color-contrast": {"enabled": False}}}
COLOURS: dict[str, Any] = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
WHOLE = """() => ({
    headings: [...document.querySelectorAll('h1')].map(one => one.textContent.trim()), title: document.title,
    language: document.documentElement.lang, parts: document.querySelectorAll('main, header.mast, footer.foot').length,
})"""
EXCESS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# What is left of a page without its words and addresses.
SHAPE = """() => document.body.outerHTML.replace(/>[^<]+</g, '><').replace(
    / (href|action|id|for|name|value|datetime|title|aria-labelledby|aria-describedby)="[^"]*"/g, ' $1')"""
SEEN = "REGLAB_PAGES_SEEN"
"""The variable of the environment that names the folder where the processes of a run tell what they have looked at."""

# The browser itself says in its console that a page came with such a status; that a page does is for the test to tell.
OWN_WORDS = re.compile(r"Failed to load resource: the server responded with a status of (\d+)")

GIVEN_UP = "net::ERR_ABORTED"
# Said only while a test has cut the browser off, and now and then a moment after it.
NO_NETWORK = "net::ERR_INTERNET_DISCONNECTED"


class Walker:
    """One person with one browser window. Every page that is gone to is looked at before anything else is done."""

    def __init__(self, browser: Browser, url: str, *, script: bool = True) -> None:
        self.url, self.script = url, script
        self.context = browser.new_context(
            locale="sv-SE", timezone_id="Europe/Stockholm", viewport={"width": WIDE, "height": HEIGHT},
            color_scheme="light", java_script_enabled=script, reduced_motion="reduce")
        self.context.set_default_timeout(30_000)
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.statuses: list[int] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("requestfailed", self._miss)
        self.page.on("response", self._receive)

    def _hear(self, message: Any) -> None:
        own = OWN_WORDS.match(message.text) or NO_NETWORK in message.text
        if message.type in ("error", "warning") and not own:
            self.complaints.append(message.text)

    def _miss(self, request: Any) -> None:
        # What the browser itself gave up because one went on to another page is nobody's fault.
        if request.failure not in (GIVEN_UP, NO_NETWORK):
            self.complaints.append(f"{request.url}: {request.failure}")

    def _receive(self, response: Any) -> None:
        if response.request.is_navigation_request():
            self.statuses.append(response.status)
        elif response.status >= 400:
            self.complaints.append(f"{response.url}: {response.status}")

    # -- going about -----------------------------------------------------------------------------------------

    def go(self, path: str, status: int = 200) -> Walker:
        """Type an address."""
        with self._arriving(status):
            self.page.goto(self.url + path)
        return self

    def sign_in(self, email: str, password: str) -> Walker:
        """From the start page, by the form."""
        self.go("/").follow("Logga in", within="header")
        self.fill({"E-post": email, "Lösenord": password})
        return self.press("Logga in")

    def follow(self, name: str | re.Pattern[str], *, within: str = "main", status: int = 200) -> Walker:
        """Click a link."""
        link = self.page.locator(within).get_by_role("link", name=name, exact=isinstance(name, str))
        with self._arriving(status):
            link.first.click()
        return self

    def press(self, name: str | re.Pattern[str], *, within: str = "main", status: int = 200) -> Walker:
        """Click a button that sends a form."""
        button = self.page.locator(within).get_by_role("button", name=name, exact=isinstance(name, str))
        with self._arriving(status):
            button.first.click()
        return self

    def take(self, step: str, facts: dict[str, str] | None = None, *, choose: str = "") -> Walker:
        """Take a step in an item's life: a button at once, or a page that asks and confirms."""
        main = self.page.locator("main")
        if main.get_by_role("link", name=step, exact=True).count():
            self.follow(step)
            self.fill(facts or {})
            if choose:
                main.get_by_label(choose, exact=True).check()
        return self.press(step)

    def fill(self, values: dict[str, str]) -> Walker:
        """Write into fields, each by its label; what has alternatives is chosen by the word that is shown."""
        for label, value in values.items():
            field = self.field(label)
            if field.evaluate("control => control.localName") == "select":
                field.select_option(label=value)
            else:
                field.fill(value)
        return self

    def field(self, label: str) -> Locator:
        """A field by its label; what must be filled in says so after it."""
        return self.page.locator("main").get_by_label(
            re.compile(rf"^\s*{re.escape(label)}(\s*måste fyllas i)?\s*$")).first

    # -- looking ---------------------------------------------------------------------------------------------

    @property
    def path(self) -> str:
        """Where one is."""
        return self.page.url.removeprefix(self.url).partition("?")[0].partition("#")[0]

    def sees(self, *words: str) -> Walker:
        """The page says this."""
        for text in words:
            expect(self.page.locator("main")).to_contain_text(text)
        return self

    def misses(self, *words: str) -> Walker:
        """The page does not say this."""
        for text in words:
            expect(self.page.locator("main")).not_to_contain_text(text)
        return self

    @contextmanager
    def _arriving(self, status: int) -> Iterator[None]:
        self.statuses.clear()
        with self.page.expect_navigation(wait_until="load"):
            yield
        assert self.statuses[-1:] == [status], f"{self.page.url}: {self.statuses}, {self.page.title()}"
        self.look()

    def look(self) -> None:
        """The page is whole, fits every width, and shuts nobody out."""
        self._is_whole()
        assert self.complaints == [], f"{self.page.url}: {self.complaints}"
        if not self._is_new():
            return
        self.page.set_viewport_size({"width": NARROWEST, "height": HEIGHT})
        assert self.page.evaluate(EXCESS) <= 0, f"{self.page.url} scrolls sideways"
        if self.script:
            self.page.evaluate(AXE_SCRIPT)
            for width, rules in ((NARROW, BUT_COLOURS), (WIDE, EVERYTHING)):
                self.page.set_viewport_size({"width": width, "height": HEIGHT})
                assert faults_found(self.page, rules) == [], f"{self.page.url} at {width} px"
        self.page.set_viewport_size({"width": WIDE, "height": HEIGHT})
        assert self.complaints == [], f"{self.page.url}: {self.complaints}"

    def _is_whole(self) -> None:
        found = self.page.evaluate(WHOLE)
        assert len(found["headings"]) == 1 and found["headings"][0], f"{self.page.url}: {found}"
        assert re.fullmatch(r"\S.* – Reglab", found["title"]), f"{self.page.url}: {found}"
        assert (found["language"], found["parts"]) == ("sv", 3), f"{self.page.url}: {found}"

    def look_again(self, *, dark: bool = True) -> Walker:
        """At every width, and in the dark."""
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": HEIGHT})
            assert self.page.evaluate(EXCESS) <= 0, f"{self.page.url} scrolls sideways at {width} px"
        self.page.set_viewport_size({"width": WIDE, "height": HEIGHT})
        if not dark:
            return self
        self.page.emulate_media(color_scheme="dark")
        self.page.evaluate(AXE_SCRIPT)
        assert faults_found(self.page, COLOURS) == [], f"{self.page.url} in the dark"
        self.page.emulate_media(color_scheme="light")
        return self

    def _is_new(self) -> bool:
        """Whether no page like this one but for its words has been looked at yet, with axe where there is script."""
        shape = hashlib.sha256(self.page.evaluate(SHAPE).encode()).hexdigest()
        seen = Path(os.environ[SEEN])
        if (seen / shape).exists():
            return False
        try:
            (seen / (shape if self.script else f"{shape} without script")).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True

    def leave(self) -> None:
        """Close the window."""
        self.context.close()


def faults_found(page: Page, rules: dict[str, Any] = EVERYTHING) -> list[str]:
    """What axe finds wrong on the page as it is now, in lines that one can act on."""
    found = page.evaluate(AXE, rules)["violations"]
    return [f"{one['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
            for one in found for node in one["nodes"]]
