"""An idea meeting: where members talk about the proposals of a round, and what they arrive at."""


def includeme(config):  # type: ignore[no-untyped-def]
    """The room introduces itself."""
    from .model import Meeting
    from .schema import Facts, MeetingSchema

    config.add_workflow("reglab_workflow.workflows:meeting.toml")
    config.add_content_type(Meeting, workflow="meeting", schema=MeetingSchema, facts=Facts)
    config.add_guards(".guards")
    config.add_effects(".effects")
    config.scan(".views")
    config.scan(".session")
    config.scan(".planning")
    config.scan(".decisions")
    config.scan(".notes")
    config.scan(".own_notes")
