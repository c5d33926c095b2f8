"""What all pages share: rendering, forms, errors, headers, and the one view that fires transitions."""


def includeme(config):  # type: ignore[no-untyped-def]
    """Set up what every page needs."""
    config.include(".rendering")
    config.include(".protection")
    config.include(".intake")
    config.include(".mirror")
    config.include(".words")
    config.include(".done")
    config.include(".errors")
    config.scan(".lifecycle")
    config.scan(".shared")
    config.scan(".anyitem")
