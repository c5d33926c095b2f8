"""Who is who: organisations, people, and the appointments that say who is what, where, from when to when."""


def includeme(config):  # type: ignore[no-untyped-def]
    """The room introduces itself."""
    from .organisation import Organisation
    from .person import Person
    from .schema import OrganisationFacts, OrganisationSchema, PersonFacts, PersonSchema

    config.add_workflow("reglab_workflow.workflows:organisation.toml")
    config.add_workflow("reglab_workflow.workflows:person.toml")
    config.add_content_type(
        Organisation, workflow="organisation", schema=OrganisationSchema, facts=OrganisationFacts)
    config.add_content_type(Person, workflow="person", schema=PersonSchema, facts=PersonFacts)
    config.add_guards(".guards")
    config.add_effects(".effects")
    config.scan(".views")
