"""Journal: a tree that grows at its end only, in leaves so small that an addition writes little beside itself."""

from __future__ import annotations

from BTrees.LOBTree import LOBTree


class Journal(LOBTree):
    """What was added, by number.

    A leaf is written anew with each addition to it, with a reference for each thing in it: those of the library hold
    sixty, and writing them took a third of what an event cost.
    """

    max_leaf_size = 16
    max_internal_size = 64
