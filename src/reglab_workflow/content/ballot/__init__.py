"""A ballot: the members' advice on the proposals of a round, one vote for each organisation."""


def includeme(config):  # type: ignore[no-untyped-def]
    """The room introduces itself; without the setting nobody has the permission that adding a ballot takes."""
    from ...security.permissions import Permission
    from ...security.policy import CLOSED
    from .model import Ballot, votes_of
    from .schema import BallotSchema, Facts

    used = config.registry.reglab_settings.ballots
    config.add_workflow("reglab_workflow.workflows:ballot.toml")
    config.add_content_type(Ballot, workflow="ballot", schema=BallotSchema, facts=Facts,
                            added_with=Permission.ADD_BALLOT if used else CLOSED)
    config.add_guards(".guards")
    config.add_effects(".effects")
    config.add_relations("ballot", {"votes": (votes_of, "vote")})
    config.scan(".views")
    config.scan(".results")
    if used:
        config.scan(".adding")
