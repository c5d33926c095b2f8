"""The trail: who did what, when, in what role and why; written by listeners, sealed, never edited."""

UNCHECKED = "reglab_history_unchecked"
"""A setting that only commands give: the site is opened although its history may be broken."""


def includeme(config):  # type: ignore[no-untyped-def]
    """Look whether the history is the one that was sealed, and let the trail listen."""
    config.include(".subscribers")
    if UNCHECKED not in config.get_settings():
        config.include(".unbroken")
        config.include(".starting")
    config.scan(".views")
    config.scan(".version_views")
    config.scan(".undo_views")
    config.scan(".download_views")
    config.scan(".seal_views")
    config.include(".audit")
    config.scan(".then_views")
