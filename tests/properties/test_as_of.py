"""As of any day: whatever has happened, each earlier moment is told as it was seen then."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from house import Story
from past_story import History, seen
from reglab_workflow import clock
from reglab_workflow.history.past_rules import rulebook_at
from reglab_workflow.history.shadow import site_at

HISTORIES = 400 if os.environ.get("REGLAB_STORM") else 20
STEPS = 35


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """A site on which one history after another is acted out."""
    made = Story(tmp_path_factory.mktemp("lived") / "var")
    yield made
    made.close()


clocks = {"now": clock.now() + timedelta(days=1)}
"""How far the site's time has come: one history begins where the one before it ended."""


@settings(max_examples=HISTORIES, derandomize=True, database=None)
@given(seed=st.integers(0, 2**32))
def test_every_moment_is_told_as_it_was_seen_then(lived: Story, seed: int) -> None:
    originals = {name: engine.workflow.source for name, engine in lived.rulebook.engines.items()}
    history = History(lived, Random(seed), clocks["now"])
    history.live(STEPS)
    try:
        assert len(history.moments) == STEPS // 7
        with lived.looking() as site:
            for moment in history.moments:
                rules = rulebook_at(lived.rulebook, site, moment.at)
                then = site_at(rules, site, moment.at)
                assert seen(rules, then, moment.at, history.round, lived) == moment.seen
    finally:
        history.now += timedelta(hours=1)
        for name, text in originals.items():
            if lived.rulebook.engines[name].workflow.source != text:
                history.rules(name, text)
        clocks["now"] = history.now + timedelta(days=1)
