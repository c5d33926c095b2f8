"""The search field of the desk: words find, a number leads straight to its proposal."""

from __future__ import annotations

from house import Story
from reglab_workflow.content.site.model import find


def test_a_number_leads_straight_to_its_proposal_for_those_who_may_see_it(story: Story) -> None:
    round_path = story.open_round()
    with story.acting(story.MEMBER) as acts:
        proposal = acts.create(find(acts.site, round_path)["proposals"], "proposal", {"title": "Vem gör jobbet?"})
        acts.fire(proposal, "submit")
        path = proposal.path
    with story.acting(story.OFFICE) as acts:
        acts.edit(find(acts.site, path), {"number": 17, "theme": "data"})
    office = story.browser(story.OFFICE)
    assert office.get("/search?text=17").follow().request.path == path
    assert office.get("/search?text=18").status_int == 200
    assert story.browser(story.OTHER).get("/search?text=17").status_int == 200
    assert "Vem gör jobbet?" in office.get("/search?text=jobbet").text
    assert "Vem gör jobbet?" not in story.browser(story.OTHER).get("/search?text=jobbet").text
