"""What the site holds: one room per noun."""

ROOMS = (
    "site", "round", "proposal", "meeting", "decision_set", "ballot", "vote", "project", "workshop", "registration",
    "participation", "submission", "survey", "page", "review",
    "attachment",
    "report",
)


def includeme(config):  # type: ignore[no-untyped-def]
    """Let every room introduce itself."""
    config.add_effects("reglab_workflow.content.effects")
    for room in ROOMS:
        config.include(f".{room}")
