"""The trail: who did what, when, in what role and why; written by listeners, never edited."""


def includeme(config):  # type: ignore[no-untyped-def]
    """Let the trail listen."""
    config.include(".subscribers")
    config.scan(".views")
