"""Bars beside figures: each a small picture of one number, for the eye alone; the number stands next to it."""

from __future__ import annotations

LENGTH, THICKNESS = 200, 10


def bar(value: float, most: float) -> str:
    """A bar as long as the value is large, the largest of its table filling the whole length."""
    share = min(max(value, 0) / most, 1) if most > 0 else 0
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="bar" aria-hidden="true" viewBox="0 0 {LENGTH} {THICKNESS}"'
        f' preserveAspectRatio="none"><rect class="ground" width="{LENGTH}" height="{THICKNESS}"/>'
        f'<rect width="{share * LENGTH:.1f}" height="{THICKNESS}"/></svg>'
    )
