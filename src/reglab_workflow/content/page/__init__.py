"""Plain pages: about the network, help, accessibility."""


def includeme(config):  # type: ignore[no-untyped-def]
    """The room introduces itself."""
    from .model import Page
    from .schema import Facts, PageSchema

    config.add_workflow("reglab_workflow.workflows:page.toml")
    config.add_content_type(Page, workflow="page", schema=PageSchema, facts=Facts)
    config.add_guards(".guards")
    config.scan(".views")
