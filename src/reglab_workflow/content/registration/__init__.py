"""Registrations: an organisation takes part in a learning project, with its contact, its people and its terms."""


def includeme(config):  # type: ignore[no-untyped-def]
    """The room introduces itself."""
    from ..participation.model import coming_of
    from .dashboard_views import InRegistrations
    from .model import Registration
    from .schema import Facts, RegistrationSchema

    config.add_workflow("reglab_workflow.workflows:registration.toml")
    config.add_content_type(Registration, workflow="registration", schema=RegistrationSchema, facts=Facts)
    config.add_guards(".guards")
    config.add_effects(".effects")
    config.add_relations("registration", {"participations": (coming_of, "participation")})
    config.add_view_predicate("registrations_folder", InRegistrations)
    for module in ("views", "writing_views", "grid_views", "dashboard_views", "approving_views"):
        config.scan(f".{module}")
