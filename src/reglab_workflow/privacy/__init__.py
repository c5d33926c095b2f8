"""Personal data: what is held about people, how they get it, how long it is kept, and how it goes."""


def includeme(config):  # type: ignore[no-untyped-def]
    """The room introduces itself."""
    from .retention import FILE, read_rules

    config.registry.reglab_retention = read_rules(FILE.read_text(encoding="utf-8"))
    for views in (".data_views", ".erase_views", ".organisation_views", ".retention_views"):
        config.scan(views)
