"""Who may do what: permissions, roles, the one function that answers, and why it answers so."""


def includeme(config):  # type: ignore[no-untyped-def]
    """Ask our own policy about everything, and close what forgets to say who may see it."""
    config.include(".policy")
    config.scan(".views")
    config.scan(".overview_views")
    config.scan(".site_views")
