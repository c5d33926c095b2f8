"""How many examples a generated test tries: few and always the same, or with REGLAB_STORM=1 many and new ones."""

from __future__ import annotations

import os
from typing import Any

from hypothesis import HealthCheck, Phase, settings

QUICK = (Phase.explicit, Phase.generate)
"""Nobody waits for the smallest example while others wait for the result."""

STORM = os.environ.get("REGLAB_STORM", "") == "1"


def examples(few: int, storm: int, **more: Any) -> settings:
    """The settings of one generated test; the site it uses may be shared by all its examples."""
    return settings(
        max_examples=storm if STORM else few, derandomize=not STORM, deadline=None, print_blob=True,
        phases=QUICK, report_multiple_bugs=False,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large,
                               HealthCheck.filter_too_much],
        **more)
