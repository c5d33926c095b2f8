"""Merkle: one hash for many events, and the short proof that one of them is among them (RFC 6962)."""

from __future__ import annotations

from collections.abc import Sequence

from .verify_history import Tower, leaf, node


def root(digests: Sequence[str]) -> str:
    """The hash of a tree over these hashes, in this order."""
    tower = Tower()
    for digest in digests:
        tower.add(leaf(digest))
    return tower.root()


class Tree:
    """All layers of a tree, kept to prove that single leaves are in it."""

    def __init__(self, digests: Sequence[str]) -> None:
        self.layers = [[leaf(digest) for digest in digests]]
        while len(self.layers[-1]) > 1:
            below = self.layers[-1]
            pairs = [node(below[place], below[place + 1]) for place in range(0, len(below) - 1, 2)]
            self.layers.append(pairs + below[2 * len(pairs):])  # a last one without a partner moves up as it is

    def proof(self, index: int) -> list[str]:
        """What a leaf is joined with on its way to the root."""
        steps = []
        for layer in self.layers[:-1]:
            partner = index ^ 1
            if partner < len(layer):
                steps.append(layer[partner].hex())
            index >>= 1
        return steps
