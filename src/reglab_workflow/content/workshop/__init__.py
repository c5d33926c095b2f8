"""Occasions of a project: workshops, seminars and meetings."""


def includeme(config):  # type: ignore[no-untyped-def]
    """The room introduces itself."""
    from .model import Workshop
    from .schema import Facts, WorkshopSchema

    config.add_workflow("reglab_workflow.workflows:workshop.toml")
    config.add_content_type(Workshop, workflow="workshop", schema=WorkshopSchema, facts=Facts)
    config.add_guards(".guards")
    config.add_effects(".effects")
    config.scan(".views")
