"""What the tests of personal data use: a learning project in which people are named in every way there is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import stores
from learning_group import LearningGroup
from reglab_workflow.content.proposal.model import Contact
from reglab_workflow.content.registration.model import Participant
from reglab_workflow.content.site.model import find
from reglab_workflow.content.workshop.programme import Speaker

NAME, ADDRESS = "Maja Myr", LearningGroup.MEMBER


class Named(LearningGroup):
    """Maja Myr has an account, writes, is written to, is mentioned, comes as a participant and is a contact."""

    def __init__(self, var: Path, **settings: str) -> None:
        super().__init__(var, **settings)
        round_path = self.open_round()
        with self.acting(self.MEMBER) as acts:
            proposal = acts.create(find(acts.site, round_path)["proposals"], "proposal", {
                "title": "Vem gör jobbet?", "idea": "Maja Myr har en idé om kompetens.", "organisation": self.norra,
                "contacts": (
                    Contact(NAME, "Strateg", "", ADDRESS),
                    Contact("Nils Ny", "Chef", "", "nils@norra.example"))})
            acts.fire(proposal, "submit")
            self.proposal = proposal.path
            acts.site.accounts.keep_sheet(acts.actor.person, "/x", [("title", "Maja Myr skriver")], acts.now)
        with self.acting(self.OFFICE) as acts:
            acts.fire(find(acts.site, self.proposal), "return", {"reason": "Fråga Maja Myr om målgruppen."})
            acts.site.accounts.keep_sheet(acts.actor.person, "/y", [("why", "Ring Maja Myr")], acts.now)
        self.own = self.registration(self.norra, contact_name=NAME, contact_email=ADDRESS,
                                     contact_phone="010-765 43 21", invoice_reference="Maja Myr")
        with self.acting() as acts:
            registration = find(acts.site, self.own)
            acts.edit(registration, {"contact_phone": "010-765 43 00"})
            acts.edit(registration, {"contact_phone": "010-765 43 21"})
            acts.fire(registration, "record_approval", {"approved_by": "Moa Chef", "approved_on": self.today})
            acts.fire(registration, "confirm")
        with self.acting() as acts:
            acts.fire(find(acts.site, self.own), "name", {"people": (
                Participant("a" * 16, NAME, ADDRESS), Participant("c" * 16, "Bo Berg", "bo@norra.example"))})
        with self.acting() as acts:
            workshop = find(acts.site, self.workshop)
            acts.edit(workshop, {"speakers": (Speaker("Maja Myr", "Strateg"), Speaker("Pia Pil", "Forskare"))})
        self.opened()

    def raw(self) -> dict[str, bytes]:
        """Every file of the site's folder."""
        return {str(path): path.read_bytes() for path in Path(self.registry.reglab_settings.var).rglob("*")
                if path.is_file()}


@pytest.fixture
def named(tmp_path: Path) -> Iterator[Named]:
    """A site where Maja Myr is named everywhere, in files."""
    made = Named(tmp_path / "var", **{"reglab.mail": "file"})
    yield made
    made.close()


@pytest.fixture(params=stores.KINDS)
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Named, Any]]:
    """The same on every kind of storage."""
    with stores.store(request.param, tmp_path) as settings:
        made = Named(tmp_path / "var", **{"reglab.mail": "file", **settings})
        yield made, request.param
        made.close()
