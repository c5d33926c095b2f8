"""Participations: a person signs up for one occasion; places, queue, substitutes and who came."""


def includeme(config):  # type: ignore[no-untyped-def]
    """The room introduces itself."""
    from .model import Participation
    from .schema import Facts, ParticipationSchema

    config.add_workflow("reglab_workflow.workflows:participation.toml")
    config.add_content_type(Participation, workflow="participation", schema=ParticipationSchema, facts=Facts)
    config.add_guards(".guards")
    config.add_effects(".effects")
    config.scan(".views")
    config.scan(".own_page_views")
