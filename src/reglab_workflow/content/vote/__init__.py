"""A vote: what one organisation answers in a ballot, prepared by its people and cast by its representative."""


def includeme(config):  # type: ignore[no-untyped-def]
    """The room introduces itself."""
    from .model import Vote
    from .schema import VoteSchema

    config.add_workflow("reglab_workflow.workflows:vote.toml")
    config.add_content_type(Vote, workflow="vote", schema=VoteSchema)
    config.add_guards(".guards")
    config.add_effects(".effects")
    config.scan(".views")
    config.scan(".filling")
