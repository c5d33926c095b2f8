"""A round: one year's call for proposals, from its opening to the adopted plan."""


def includeme(config):  # type: ignore[no-untyped-def]
    """The room introduces itself."""
    from .model import Round, proposals_of
    from .schema import Facts, RoundSchema

    config.add_workflow("reglab_workflow.workflows:round.toml")
    config.add_content_type(Round, workflow="round", schema=RoundSchema, facts=Facts)
    config.add_guards(".guards")
    config.add_effects(".effects")
    config.add_relations("round", {"proposals": (proposals_of, "proposal")})
    config.include("reglab_workflow.documents")
    config.scan(".views")
    config.scan(".compiling")
    config.scan(".result")
    config.scan(".publications")
    config.scan(".changes")
    config.scan(".figures")
    config.scan(".minutes")
