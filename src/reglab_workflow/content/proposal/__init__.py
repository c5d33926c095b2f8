"""A proposal: a member's idea, from the first draft to what became of it."""


def includeme(config):  # type: ignore[no-untyped-def]
    """The room introduces itself."""
    from ...i18n import _
    from .model import Proposal, asked_organisations, stand_ins
    from .schema import Facts, ProposalSchema

    config.add_workflow("reglab_workflow.workflows:proposal.toml")
    config.add_role("stand_in", stand_ins, _("the office for proposals that it wrote down on a sender's behalf"),
                    implies=("office",), one=_("the office"))
    config.add_role("asked", asked_organisations, _("organisations that have been asked to send it too"),
                    one=_("asked to send it too"))
    config.add_content_type(Proposal, workflow="proposal", schema=ProposalSchema, facts=Facts)
    config.add_guards(".guards")
    config.add_effects(".effects")
    config.scan(".likeness")
    config.scan(".lifeline")
    config.scan(".receipt")
    config.scan(".views")
