"""What a host application can say, and what it is told when it says it wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pyramid.config import Configurator
from pyramid.exceptions import ConfigurationConflictError, ConfigurationExecutionError

from hosts.library import Book, main
from house import Story
from reglab_workflow.content.proposal.model import Proposal

ROOT = Path(__file__).parents[2]


class Library(Story):
    """The story's people in a host's application."""

    def application(self, settings: dict[str, Any]) -> Any:
        """The host's own WSGI application."""
        return main({}, **settings)


@pytest.fixture
def library(tmp_path: Path) -> Any:
    """A site of the host application."""
    made = Library(tmp_path / "var")
    yield made
    made.close()


def test_a_host_adds_a_type_of_its_own_and_its_items_can_be_driven(library: Library) -> None:
    """The host's book has a page, a button for those who may, and a history."""
    with library.acting() as acts:
        path = acts.create(acts.site["pages"], "book", {"title": "Nils Holgersson", "author": "Lagerlöf"}).path
    member = library.browser(library.MEMBER)
    page = member.get(path)
    assert "Låna boken" in page.text and "På hyllan" in page.text
    form = next(form for form in page.forms.values() if form.action.endswith("/do/lend"))
    page = form.submit().follow()
    assert "Utlånad" in page.text
    assert library.item(path)["state"] == "lent"
    assert "lånade boken" in member.get(f"{path}/history").text
    assert "redan" in form.submit(status=409).text
    assert "/do/" not in library.visitor().get(path).text


def test_the_host_is_ten_lines() -> None:
    """What a host must say is short enough to be remembered."""
    source = (Path(__file__).parent / "library" / "__init__.py").read_text(encoding="utf-8")
    said = source[source.index("class Book"):]
    lines = [line for line in said.splitlines() if line.strip() and '"""' not in line]
    assert len(lines) <= 10, lines


def test_a_workflow_of_the_same_name_replaces_ours(story: Story, tmp_path: Path) -> None:
    """A state with its right and its button is one change in one file."""
    ours = (ROOT / "workflows" / "proposal.toml").read_text(encoding="utf-8")
    changed = ours + '''
[states.on_hold]
title = {sv = "Avvaktar", en = "On hold"}
grants = {view = ["office", "partner"]}

[transitions.hold_back]
title = {sv = "Avvakta med förslaget", en = "Hold the proposal back"}
from = ["submitted"]
to = "on_hold"
by = ["office"]

[transitions.let_go]
title = {sv = "Släpp fram förslaget", en = "Let the proposal go on"}
from = ["on_hold"]
to = "submitted"
by = ["office"]
'''
    file = tmp_path / "proposal.toml"
    file.write_text(changed, encoding="utf-8")
    other = Replacing(tmp_path / "other", file)
    round_path = other.open_round()
    with other.acting(other.MEMBER) as acts:
        from reglab_workflow.content.site.model import find

        proposal = acts.create(find(acts.site, round_path)["proposals"], "proposal", {"title": "Nytt"})
        acts.fire(proposal, "submit")
        path = proposal.path
    other.browser(other.PARTNER).get(path, status=404)
    page = other.browser(other.OFFICE).get(path)
    assert "Avvakta med förslaget" in page.text
    form = next(form for form in page.forms.values() if form.action.endswith("/do/hold_back"))
    assert "Avvaktar" in form.submit().follow().text
    assert "Avvaktar" in other.browser(other.PARTNER).get(path).text
    assert "/do/let_go" not in other.browser(other.MEMBER).get(path).text
    other.close()


class Replacing(Story):
    """The site with one workflow file changed, and not a line of Python."""

    def __init__(self, var: Path, file: Path) -> None:
        self.file = file
        super().__init__(var)

    def configurator(self, settings: dict[str, Any]) -> Configurator:
        """Our application, with the changed file put over ours."""
        config = super().configurator(settings)
        config.add_workflow(str(self.file))
        return config


def test_two_who_claim_the_same_workflow_are_told(tmp_path: Path) -> None:
    """Two parts of a host that add the same life conflict loudly, with both places named."""
    config = Configurator(settings={"reglab.var": str(tmp_path)})
    config.include("reglab_workflow")
    config.include(lambda inner: inner.add_workflow("hosts.library:book.toml"), route_prefix="a")
    config.include(_another, route_prefix="b")
    with pytest.raises(ConfigurationConflictError) as told:
        config.commit()
    assert "book" in str(told.value)


def _another(config: Any) -> None:
    config.add_workflow("hosts.library:book.toml")


def test_a_type_without_its_workflow_stops_the_start(tmp_path: Path) -> None:
    """The mistake is named when the site starts, not when somebody opens a page."""
    config = Configurator(settings={"reglab.var": str(tmp_path)})
    config.include("reglab_workflow")
    config.add_content_type(Book, workflow="nowhere")
    with pytest.raises(ConfigurationExecutionError, match="nowhere"):
        config.commit()


def test_our_own_types_stay_ours(library: Library) -> None:
    """A host that adds a type changes nothing for proposals."""
    assert library.rulebook.types["proposal"].factory is Proposal
