"""A site for tests that look at what is stored: transactions are weighed and lost races counted."""

from __future__ import annotations

from pathlib import Path

from pyramid_retry import IBeforeRetry

from house import Story


class Written(Story):
    """A site whose transactions can be weighed and whose lost races are counted."""

    def __init__(self, var: Path, **settings: str) -> None:
        super().__init__(var, **settings)
        self.retries: list[str] = []
        self.registry.registerHandler(lambda event: self.retries.append(repr(event.exception)), (IBeforeRetry,))

    def mark(self) -> bytes:
        """The last transaction so far."""
        last: bytes = self.database.storage.lastTransaction()
        return last

    def weights(self, after: bytes) -> list[int]:
        """The bytes that each later transaction stored."""
        return [
            sum(len(record.data or b"") for record in transaction)
            for transaction in self.database.storage.iterator() if transaction.tid > after
        ]

    def entries(self) -> int:
        """How many entries the trail has."""
        with self.open() as site:
            return len(site.trail)

    def letters(self) -> int:
        """How many letters there are."""
        with self.open() as site:
            return len(site.outbox.newest(10_000))

    def proposal(self, round_path: str, title: str = "Små tal", submitted: bool = True) -> str:
        """A proposal of the member's in the round; gives its path."""
        with self.acting(self.MEMBER) as acts:
            made = acts.create(acts.site["rounds"][round_path.rpartition("/")[2]]["proposals"], "proposal", {
                "title": title, "idea": "Fler beslut vilar på gemensamma lägesbilder."})
            if submitted:
                acts.fire(made, "submit")
            path: str = made.path
            return path
