"""History speaks of choices, themes and organisations by their names, never by what is stored."""

from __future__ import annotations

from types import SimpleNamespace

from house import Story
from reglab_workflow.content.proposal.model import Contact
from reglab_workflow.content.round.model import proposal_by_uid
from reglab_workflow.content.site.model import find
from reglab_workflow.web.values import field_node


def history(story: Story, email: str, path: str) -> str:
    page = story.browser(email).get(f"{path}/history")
    return " ".join(page.html.find("main").get_text(" ").split())


def edited(story: Story, values: dict[str, object]) -> str:
    """A proposal that the office wrote down for Region Norra and then edited; gives its path."""
    round_path = story.open_round()
    with story.acting(story.OFFICE) as acts:
        container = find(acts.site, round_path)["proposals"]
        made = acts.create(container, "proposal", {"title": "Små tal", "organisation": story.norra})
        acts.edit(made, values)
        assert proposal_by_uid(acts.site["rounds"], made.uid) is made
        path: str = made.path
        return path


def test_a_choice_is_told_by_its_title(story: Story) -> None:
    told = history(story, story.OFFICE, edited(story, {"wished_form": "study_circle"}))
    assert "Studiecirkel" in told
    assert "study_circle" not in told


def test_an_organisation_is_told_by_its_name(story: Story) -> None:
    told = history(story, story.OFFICE, edited(story, {"co_senders": (story.sodra,)}))
    assert "Region Södra" in told
    assert story.sodra not in told


def test_a_theme_is_told_by_its_title(story: Story) -> None:
    path = edited(story, {})
    with story.acting(story.OFFICE) as acts:
        proposal = find(acts.site, path)
        acts.fire(proposal, "submit")
        acts.edit(proposal, {"theme": "mark"})
    told = history(story, story.OFFICE, path)
    assert "tillagt: Hållbara livsmiljöer" in told


def test_a_person_is_told_in_the_order_of_the_form(story: Story) -> None:
    contacts = (Contact(name="Maja Myr", role="Strateg", email="maja@norra.example"),)
    told = history(story, story.OFFICE, edited(story, {"contacts": contacts}))
    assert "Maja Myr, Strateg, maja@norra.example" in told


def test_every_field_has_a_name_that_people_know(story: Story) -> None:
    """History, comparisons and personal data name fields by their titles; a bare field name is English to everybody."""
    nameless = {f"{name}.{field}" for name, each in story.rulebook.types.items() for field in each.factory.fields
                if field_node(story, SimpleNamespace(type_name=name), field) is None}
    assert nameless == {"site.title"}
