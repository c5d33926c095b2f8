"""Another process of the same site: ``python other_process.py VAR DATABASE INDEX``, then one wish a line.

``write ROUND TITLE`` submits a proposal, ``list`` tells the titles that the office finds, each answered in a line.
"""

from __future__ import annotations

import sys
from pathlib import Path

from house import House
from reglab_workflow.catalog.finder import Finder, Query
from reglab_workflow.content.site.model import find


def say(*words: object) -> None:
    """Answer in one line."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    var, database, index = sys.argv[1:4]
    house = House(Path(var), **{"reglab.database": database, "reglab.index": index})
    say("ready")
    for line in sys.stdin:
        wish, *words = line.split()
        if wish == "write":
            with house.acting() as acts:
                values = {"title": words[1], "organisation": next(iter(acts.site["organisations"].values())).uid}
                acts.fire(acts.create(find(acts.site, f"{words[0]}/proposals"), "proposal", values), "submit")
            say("written")
        if wish == "list":
            with house.acting() as acts:
                finder = Finder(house.registry.reglab_index, house.database, house.rulebook, acts.site, acts.actor)
                found = finder.find(Query(terms={"type": ("proposal",)}, limit=1000))
                say(*sorted(item.title for item in found.items), found.total)
    house.close()
