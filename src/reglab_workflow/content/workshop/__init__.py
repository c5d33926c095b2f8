"""Occasions of a project: workshops, seminars and meetings."""


def includeme(config):  # type: ignore[no-untyped-def]
    """The room introduces itself."""
    from ..participation.model import participations_of
    from .model import Workshop
    from .schema import Facts, WorkshopSchema

    config.add_workflow("reglab_workflow.workflows:workshop.toml")
    config.add_content_type(Workshop, workflow="workshop", schema=WorkshopSchema, facts=Facts)
    config.add_guards(".guards")
    config.add_effects(".effects")
    config.add_relations("workshop", {"participations": (participations_of, "participation")})
    config.scan(".attendance_views")
    config.scan(".list_views")
    config.scan(".programme_views")
    config.scan(".views")
