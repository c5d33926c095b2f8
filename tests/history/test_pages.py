"""The history as people read it: of one item, and of the whole site."""

from __future__ import annotations

from house import Story


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
