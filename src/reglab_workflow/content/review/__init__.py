"""The access review: once a year the office confirms or ends every appointment, and signs the report off."""


def includeme(config):  # type: ignore[no-untyped-def]
    """The room introduces itself."""
    from .model import Review
    from .schema import Facts, ReviewSchema

    config.add_workflow("reglab_workflow.workflows:review.toml")
    config.add_content_type(Review, workflow="review", schema=ReviewSchema, facts=Facts)
    config.add_guards(".guards")
    config.add_effects(".effects")
    config.scan(".views")
    config.scan(".report_views")
