"""The auditor may open every page of the audit and change nothing, by whatever form or address it is tried."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta, timezone
from typing import Any

import pytest
from webtest import TestApp

from crawling import TOKEN, Form, Walk
from house import HOST, House
from reglab_workflow.accounts.passwords import DEMO_PASSWORD, Passwords
from reglab_workflow.demo.building import build_demo
from reglab_workflow.demo.reading import END
from reglab_workflow.history.sealing import sealer_of

pytestmark = pytest.mark.slow

NOW = END.astimezone(timezone.utc) + timedelta(hours=3)
AUDITOR, OFFICE = "granskare@reglab.example", "kansli@reglab.example"
OTHERS = (OFFICE, "medlem@skane.example", "ledare@vasterbotten.example")
STARTS = ("/", "/my", "/rounds", "/projects", "/organisations", "/people", "/pages", "/workflows", "/search?text=a",
          "/letters", "/history", "/calendar")
LOOKED_AT = {AUDITOR: 1000, OFFICE: 300}
"""So many pages at most; of the others only the forms matter, and every address is tried besides."""

OWN = re.compile(r"^/(login|logout|account|language|columns|my)\b")
"""An auditor signs in and out, and chooses an own password, language and columns like everybody."""

EXAMPLE = "a-link-of-your-own"
"""What stands for a secret where a letter is shown as an example."""

READING: frozenset[str] = frozenset({"exported", "signed_in", "signed_out", "viewed_as"})
"""What may be noted of somebody who only reads."""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The demo year, with something in every state and everybody's work under way."""
    house = House(tmp_path_factory.mktemp("audited"), **{"reglab.demo": "true"})
    with house.open() as site:
        build_demo(house.rulebook, site, NOW, lambda line: None, Passwords(fast=True, demo=True))
    sealer_of(house.registry).seal()
    yield house
    house.close()


@pytest.fixture(scope="module")
def walks(told: House) -> dict[str, Walk]:
    """What each person finds."""
    return {email: Walk(told, signed_in(told, email), STARTS, LOOKED_AT.get(email, 120))
            for email in (AUDITOR, *OTHERS)}


def signed_in(house: House, email: str) -> TestApp:
    browser = house.visitor()
    form = browser.get("/login").forms["form"]
    form["email"], form["password"] = email, DEMO_PASSWORD
    assert form.submit("send").status_int == 303
    return browser


def standing(house: House) -> dict[str, Any]:
    """Everything there is, and the appointments: what an auditor must leave as it was."""
    with house.looking() as site:
        items = {uid: (item.path, item.state, item.version, item.values_of())
                 for uid in site.addresses if (item := site.by_uid(uid)) is not None}
        given = {each.uid: (each.person, each.role, each.scope, each.end, each.ended_at)
                 for each in site.appointments.all()}
        return {"items": items, "appointments": given, "letters": len(site.outbox.newest(100_000))}


def kinds_since(house: House, counts: tuple[int, ...]) -> set[str]:
    with house.looking() as site:
        return {entry.core["kind"] for entry in site.trail.since(counts)}


def counts(house: House) -> tuple[int, ...]:
    with house.looking() as site:
        return tuple(site.trail.counts())


def test_every_page_that_leads_on_can_be_read(walks: dict[str, Walk]) -> None:
    found = walks[AUDITOR].statuses
    assert len(found) > 150
    assert {address: status for address, status in found.items() if status not in (200, 301, 302, 303, 404)} == {}
    dead = [address for address, status in found.items() if status == 404 and not address.endswith(EXAMPLE)]
    assert dead == [], "a link that the auditor is shown leads nowhere"


def test_everybody_elses_forms_change_nothing_for_the_auditor(told: House, walks: dict[str, Walk]) -> None:
    """Each form that anybody meets is sent by the auditor as it stands, and filled in."""
    forms = {shape: form for walk in walks.values() for shape, form in walk.forms.items()}
    assert len(forms) > 60
    browser = signed_in(told, AUDITOR)
    before = standing(told)
    for form in forms.values():
        if not OWN.search(form.action):
            send(told, browser, form)
    assert standing(told) == before


def test_no_address_of_any_view_changes_anything_for_the_auditor(told: House) -> None:
    """Every view that takes a form, at every kind of thing it can stand at, also where no page leads."""
    browser = signed_in(told, AUDITOR)
    before, tried = standing(told), 0
    for path in sorted(set(addresses(told))):
        if not OWN.search(path):
            send(told, browser, Form(path, (("send", "send"), ("title", "Ändrat"), ("reason", "Prov"))))
            tried += 1
    assert tried > 300
    assert standing(told) == before


def send(house: House, browser: TestApp, form: Form) -> None:
    """Send a form with the auditor's own token: it is refused, or only notes that somebody has read."""
    before = counts(house)
    token = browser.cookies.get("csrf", "")
    fields = [(TOKEN, token), *((name, value or "1") for name, value in form.fields)]
    answer = browser.post(form.action, fields, status="*", extra_environ={"HTTP_HOST": HOST})
    assert answer.status_int < 500, (form.action, answer.status)
    assert kinds_since(house, before) <= READING, (form.action, answer.status)


def addresses(house: House) -> Iterator[str]:
    """For each kind of thing in each of its states: the address of each view that takes a form, and of each step."""
    names: dict[type, set[str]] = {}
    for view in house.registry.introspector.get_category("views"):
        told = view["introspectable"]
        if "POST" in (told["request_methods"] or ()) and isinstance(told["context"], type):
            names.setdefault(told["context"], set()).add(str(told["name"]))
    with house.looking() as site:
        seen = set()
        for item in (site, *filter(None, (site.by_uid(uid) for uid in site.addresses))):
            for place in (item, item.__parent__):
                kind = (type(place), getattr(place, "state", None) or getattr(place, "__name__", ""))
                if place is None or kind in seen:
                    continue
                seen.add(kind)
                base = place.path.rstrip("/")
                for context, views in names.items():
                    if isinstance(place, context):
                        yield from (f"{base}/{name}".rstrip("/") or "/" for name in views if name != "do")
                if getattr(place, "type_name", "") in house.rulebook.types:
                    workflow = house.rulebook.engine(place).workflow
                    yield from (f"{base}/do/{name}" for name in workflow.transitions)
