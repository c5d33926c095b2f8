"""Versions: any two compared in words, and an earlier one put back with a reason, as far as one may."""

from __future__ import annotations

from typing import Any

import pytest

from house import Story
from links import words
from reglab_workflow.content.proposal.model import Contact
from reglab_workflow.content.site.model import find
from reglab_workflow.content.trash import with_contents
from reglab_workflow.demo.building import build_demo
from reglab_workflow.history.typed import Untyped
from reglab_workflow.history.versions import Forgotten, fields_at, former, versions
from reglab_workflow.plain import plain

ADA, BO = Contact("Ada Ek", email="ada@norra.example"), Contact("Bo Alm", email="bo@norra.example")


def rewritten(story: Story) -> str:
    """A proposal in four versions, with contacts that come, change and go; gives its path."""
    round_path = story.open_round()
    with story.acting(story.MEMBER) as acts:
        proposal = acts.create(find(acts.site, round_path)["proposals"], "proposal", {
            "title": "Vem gör jobbet?", "idea": "Vi vill veta vem som gör jobbet.", "contacts": (ADA,)})
        path: str = proposal.path
        acts.edit(proposal, {"title": "Vem betalar jobbet?", "contacts": (ADA, BO)})
        acts.edit(proposal, {"idea": "Vi vill veta vem som betalar."})
        acts.edit(proposal, {"contacts": (BO,), "purpose": "Att förstå."})
    return path


def test_every_version_can_be_rebuilt_as_it_was_for_everything_in_a_believable_year(house: Any) -> None:
    from reglab_workflow import clock
    from reglab_workflow.accounts.passwords import Passwords

    compared = 0
    with house.open() as site:
        build_demo(house.rulebook, site, clock.now(), lambda *said: None, Passwords(fast=True, demo=True))
        for item in with_contents(site):
            for name, value in item.values_of().items():
                assert former(item, name, plain(value)) == value, (item.path, name)
            for version in versions(item):
                held = fields_at(item, version.number)
                for name, value in version.details.get("after", {}).items():
                    assert held[name] == value, (item.path, version.number, name)
                    compared += 1
    assert compared > 500


def test_what_cannot_be_told_is_not_guessed(story: Story) -> None:
    path = rewritten(story)
    with story.open() as site:
        proposal = find(site, path)
        with pytest.raises(Untyped):
            former(proposal, "contacts", "Ada Ek")
        newest = proposal.events[-1]
        newest.details_bytes = newest.salt = None
    with story.open() as site, pytest.raises(Forgotten):
        fields_at(find(site, path), 1)
    page = story.browser(story.MEMBER).get(f"{path}/versions?from=0&to=1")
    assert "går inte att jämföra" in words(page)
    assert "har raderats" in words(page) or "är raderade" in words(page)


def test_two_versions_are_compared_word_by_word_and_lists_entry_by_entry(story: Story) -> None:
    path = rewritten(story)
    page = story.browser(story.MEMBER).get(f"{path}/versions?from=0&to=3&show=one")
    title = page.html.find("section", attrs={"aria-labelledby": "f-title"})
    assert [each.get_text().split(": ")[-1] for each in (title.find("del"), title.find("ins"))] == [
        ["borttaget", "gör"][-1], "betalar"] or "gör" in title.find("del").get_text()
    contacts = page.html.find("section", attrs={"aria-labelledby": "f-contacts"})
    assert {tuple(each["class"]): " ".join(each.get_text(" ").split()) for each in contacts.select(".entries > li")} \
        == {("removed",): "Borttaget Ada Ek, ada@norra.example",
            ("added",): "Tillagt Bo Alm, bo@norra.example"}
    told = words(page)
    assert "Contact(" not in told
    assert "{" not in told


def test_the_three_ways_to_show_a_change(story: Story) -> None:
    path = rewritten(story)
    member = story.browser(story.MEMBER)
    side = member.get(f"{path}/versions?from=0&to=1").html.find("section", attrs={"aria-labelledby": "f-title"})
    assert "gör" in side.select_one(".was").get_text()
    assert "betalar" not in side.select_one(".was").get_text()
    assert "betalar" in side.select_one(".is").get_text()
    new = member.get(f"{path}/versions?from=0&to=1&show=new").html.find("section", attrs={"aria-labelledby": "f-title"})
    assert "gör" not in new.get_text()


def test_one_leafs_from_change_to_change_and_what_is_the_same_is_folded(story: Story) -> None:
    path = rewritten(story)
    member = story.browser(story.MEMBER)
    page = member.get(f"{path}/versions")
    seen = []
    while True:
        seen.append(page.html.select_one(".heads").get_text(" ").split()[1::1][0])
        assert "oförändra" in page.html.select_one(".compare details summary").get_text()
        before = page.html.find("a", string="Föregående ändring")
        if before is None:
            break
        page = member.get(before["href"])
    assert seen == ["3", "2", "1"]
    assert page.html.find("a", string="Nästa ändring")
    for wrong in ("?from=0&to=77", "?to=9"):
        member.get(f"{path}/versions{wrong}", status=404)


def test_what_only_the_office_reads_makes_no_version_for_others(story: Story) -> None:
    path = rewritten(story)
    with story.acting(story.MEMBER) as acts:
        acts.fire(find(acts.site, path), "submit")
    with story.acting(story.OFFICE) as acts:
        acts.edit(find(acts.site, path), {"remark": "Liknar ett äldre."})
    assert "Liknar ett äldre" in words(story.browser(story.OFFICE).get(f"{path}/versions"))
    told = words(story.browser(story.MEMBER).get(f"{path}/versions"))
    assert "Liknar" not in told
    assert "Anmärkning" not in told


def test_a_version_is_put_back_with_a_reason_and_becomes_a_new_one(story: Story) -> None:
    path = rewritten(story)
    member = story.browser(story.MEMBER)
    page = member.get(f"{path}/restore?version=0")
    assert "betalar" in words(page)
    refused = page.forms["form"].submit("save", status=422)
    assert "Skriv varför" in words(refused)
    form = page.forms["form"]
    form["reason"] = "Den första var bättre."
    form.submit("save", status=303)
    with story.open() as site:
        proposal = find(site, path)
        assert (proposal.title, proposal.contacts, proposal.purpose, proposal.version) == (
            "Vem gör jobbet?", (ADA,), "", 4)
        event = proposal.events[-1]
        assert (event.core["restored_from"], event.details["why"]) == (0, "Den första var bättre.")
    told = words(member.get(f"{path}/history"))
    assert "Den första var bättre." in told
    assert "Version 1 lades tillbaka." in told


def test_one_field_alone_is_put_back(story: Story) -> None:
    path = rewritten(story)
    form = story.browser(story.MEMBER).get(f"{path}/restore?version=0&field=contacts").forms["form"]
    form["reason"] = "Ada är kvar."
    form.submit("save", status=303)
    held = story.item(path)
    assert (held["contacts"], held["title"], held["purpose"]) == ((ADA,), "Vem betalar jobbet?", "Att förstå.")


def test_a_field_is_put_back_from_the_comparison_itself(story: Story) -> None:
    path = rewritten(story)
    member = story.browser(story.MEMBER)
    page = member.get(f"{path}/versions?from=0&to=3")
    way = page.html.find("section", attrs={"aria-labelledby": "f-title"}).find("a", href=True)
    assert way["href"].endswith("/restore?version=0&field=title")
    assert "Lägg tillbaka ”Rubrik” från version 1" in words(member.get(way["href"]))
    assert "field=" not in story.browser(story.AUDITOR).get(f"{path}/versions?from=0&to=3").text


def test_what_the_form_would_not_take_today_is_not_put_back_and_told_by_its_field(story: Story) -> None:
    """An empty title, and a choice that the form does not offer; the other fields can be put back one by one."""
    round_path = story.open_round()
    with story.acting(story.MEMBER) as acts:
        proposal = acts.create(find(acts.site, round_path)["proposals"], "proposal", {
            "title": "", "idea": "Vi vill veta.", "wished_form": "conference"})
        path: str = proposal.path
        acts.edit(proposal, {"title": "Vem gör jobbet?", "idea": "Vi vill veta mer.", "wished_form": "network"})
    member = story.browser(story.MEMBER)
    for field, fault in (("", "Rubrik: Det här måste fyllas i."), ("&field=title", "Rubrik: Det här måste fyllas i."),
                         ("&field=wished_form", "Önskad form: Välj något av alternativen som visas.")):
        page = member.get(f"{path}/restore?version=0{field}")
        assert fault in page.html.select_one("main .word.heed li").get_text()
        assert "form" not in page.forms, "there is nothing to send"
    form = member.get(f"{path}/restore?version=0&field=idea").forms["form"]
    form["reason"] = "Den var bättre."
    form.action = f"{path}/restore?version=0"
    assert "Rubrik: " in words(form.submit("save", status=422))
    assert story.item(path)["title"] == "Vem gör jobbet?"
    form.action = f"{path}/restore?version=0&field=idea"
    form.submit("save", status=303)
    assert story.item(path)["idea"] == "Vi vill veta."


def test_nothing_is_put_back_over_what_somebody_has_written_meanwhile(story: Story) -> None:
    path = rewritten(story)
    form = story.browser(story.MEMBER).get(f"{path}/restore?version=0").forms["form"]
    with story.acting(story.MEMBER) as acts:
        acts.edit(find(acts.site, path), {"title": "Nytt"})
    form["reason"] = "Den första var bättre."
    form.submit("save", status=409)
    assert story.item(path)["title"] == "Nytt"


def test_only_those_who_may_edit_now_may_put_back(story: Story) -> None:
    path = rewritten(story)
    with story.acting(story.MEMBER) as acts:
        acts.fire(find(acts.site, path), "submit")
    story.browser(story.AUDITOR).get(f"{path}/restore?version=0", status=403)
    story.visitor().get(f"{path}/restore?version=0", status=404)
    story.visitor().get(f"{path}/versions", status=404)
    auditor = story.browser(story.AUDITOR).get(f"{path}/versions")
    assert auditor.html.find("a", href=lambda href: href and "/restore" in href) is None
