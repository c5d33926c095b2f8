"""The site itself and its plain folders."""


def includeme(config):  # type: ignore[no-untyped-def]
    """The room introduces itself."""
    from .model import Site

    config.add_workflow("reglab_workflow.workflows:site.toml")
    config.add_content_type(Site, workflow="site")
    config.scan(".views")
    config.scan(".calendar_views")
    config.scan(".calendar_address_views")
