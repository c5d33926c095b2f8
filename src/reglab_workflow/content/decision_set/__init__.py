"""A decision set: outcomes for many proposals, published with their letters in one moment."""


def includeme(config):  # type: ignore[no-untyped-def]
    """The room introduces itself."""
    from ...security.permissions import Permission
    from .model import DecisionSet
    from .schema import DecisionSetSchema, Facts

    config.add_workflow("reglab_workflow.workflows:decision_set.toml")
    config.add_content_type(
        DecisionSet, workflow="decision_set", schema=DecisionSetSchema, facts=Facts, added_with=Permission.EDIT)
    config.add_guards(".guards")
    config.add_effects(".effects")
    config.scan(".choosing")
    config.scan(".views")
    config.scan(".rows")
    config.scan(".letters")
