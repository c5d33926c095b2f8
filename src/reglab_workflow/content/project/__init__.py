"""Learning projects: from invitation to reported results."""


def includeme(config):  # type: ignore[no-untyped-def]
    """The room introduces itself."""
    from ..registration.model import registrations_of
    from .model import Project, occasions, proposals_behind
    from .schema import Facts, ProjectSchema

    config.include(".directives")
    config.add_workflow("reglab_workflow.workflows:project.toml")
    config.add_content_type(Project, workflow="project", schema=ProjectSchema, facts=Facts)
    config.add_guards(".guards")
    config.add_effects(".effects")
    config.add_relations("project", {
        "proposals": (proposals_behind, "proposal"), "workshops": (occasions, "workshop"),
        "registrations": (registrations_of, "registration")})
    config.scan(".views")
    config.scan(".invitation")
    config.scan(".fee_views")
    config.scan(".terms_views")
    config.scan(".invoice_views")
