"""The history as people read it: of one item, and of the whole site."""

from __future__ import annotations

from house import Story
from reglab_workflow.history.nightly import Checker
from reglab_workflow.history.sealing import sealer_of


def words(page: object) -> str:
    """What the page says, in one line."""
    return " ".join(page.html.find("main").get_text(" ").split())  # type: ignore[attr-defined]


def handed_in(story: Story) -> str:
    """A proposal that a member has handed in; gives its path."""
    form = story.browser(story.MEMBER).get(f"{story.open_round()}/proposals/add").forms["form"]
    form["title"] = "Vem gör jobbet?"
    return form.submit("submit").follow().request.path


def test_the_office_and_the_auditor_read_everything_that_has_happened(story: Story) -> None:
    handed_in(story)
    for reader in (story.OFFICE, story.AUDITOR):
        told = words(story.browser(reader).get("/history"))
        assert "Maja Myr" in told
        assert "lämnade in förslaget" in told
        assert "Vem gör jobbet?" in told
    story.browser(story.MEMBER).get("/history", status=403)
    story.visitor().get("/history", status=403)


def test_the_whole_history_can_be_leafed_through_without_a_gap(story: Story) -> None:
    path = handed_in(story)
    with story.acting() as acts:
        from reglab_workflow.content.site.model import find

        proposal = find(acts.site, path)
        for number in range(120):
            acts.edit(proposal, {"title": f"Rubrik {number}"})
        total = len(acts.site.trail)
    office = story.browser(story.OFFICE)
    page, seen = office.get("/history"), 0
    while True:
        seen += len(page.html.select("ol.log > li"))
        older = page.html.find("a", string="Visa äldre")
        if older is None:
            break
        page = office.get(older["href"])
    assert seen == total + 1  # the office has signed in since


def test_a_changed_text_shows_what_was_and_what_is(story: Story) -> None:
    path = handed_in(story)
    with story.acting() as acts:
        from reglab_workflow.content.site.model import find

        acts.edit(find(acts.site, path), {"title": "Vem betalar jobbet?"})
    page = story.browser(story.OFFICE).get(f"{path}/history?show=text")
    assert page.html.find("del").get_text().endswith("gör")
    assert page.html.find("ins").get_text().endswith("betalar")


def test_what_only_the_office_reads_is_counted_and_not_shown(story: Story) -> None:
    path = handed_in(story)
    with story.acting() as acts:
        from reglab_workflow.content.site.model import find

        acts.edit(find(acts.site, path), {"remark": "Finns redan ett nätverk."})
    assert "Finns redan" in story.browser(story.OFFICE).get(f"{path}/history").text
    told = words(story.browser(story.MEMBER).get(f"{path}/history"))
    assert "Finns redan" not in told
    assert "1 händelse" in told


def test_the_role_that_is_told_is_the_one_held_then(story: Story) -> None:
    path = handed_in(story)
    told = words(story.browser(story.OFFICE).get(f"{path}/history"))
    assert "Maja Myr (medlemsansvarig) lämnade in förslaget" in told


def test_from_the_history_one_comes_to_what_proves_and_explains_it(story: Story) -> None:
    office = story.browser(story.OFFICE)
    page = office.get("/history")
    links = {each["href"] for each in page.html.find("header", class_="title").find_all("a")}
    assert {"/history/seals", "/trash", "/audit", "/rights"} <= links
    assert "Webbplatsen har inte jämförts med sin historik än" in words(page)
    Checker(story.database, story.rulebook).round(lambda: False)
    compared = office.get("/history").click("Jämförd med historiken")
    assert "jämförde webbplatsen med historiken, skillnader: 0" in words(compared)
    assert office.get("/organisations/region-norra/history").click("Hämta historiken med bevis").status_int == 200
    member = story.browser(story.MEMBER).get("/organisations/region-norra/history")
    assert "Hämta historiken med bevis" not in words(member)


def test_an_event_under_a_seal_leads_to_its_page(story: Story) -> None:
    sealer_of(story.registry).seal()
    page = story.browser(story.AUDITOR).get("/history/seals/1")
    found = [each["href"] for each in page.html.select("section[aria-labelledby=events] td a")]
    assert found and all(each.startswith("/history/e/") for each in found)
    story.browser(story.AUDITOR).get(found[-1], status=200)


def test_what_a_person_can_do_leads_to_the_site_as_that_person_sees_it(story: Story) -> None:
    uid = story.people[story.MEMBER]
    page = story.browser(story.AUDITOR).get(f"/people/{uid}/can")
    form = next(each for each in page.forms.values() if each.action.endswith("/view-as"))
    assert f"/as/{uid}/" in form.submit().location
    own = story.browser(story.MEMBER).get(f"/people/{uid}/can")
    assert not [each for each in own.forms.values() if each.action.endswith("/view-as")]


def test_every_event_of_a_site_that_has_just_begun_has_a_page(story: Story) -> None:
    Checker(story.database, story.rulebook).round(lambda: False)
    with story.looking() as site:
        first = {entry.core["kind"]: entry.id for slot in site.trail.slots for entry in slot.entries}
    auditor = story.browser(story.AUDITOR)
    assert {"rules_changed", "settings_changed", "history_checked", "founded"} <= set(first)
    for entry in first.values():
        auditor.get(f"/history/e/{entry}", status=200)
    page = auditor.get(f"/history/e/{first['rules_changed']}").click("Filens texter och vad som ändrades")
    assert page.status_int == 200
