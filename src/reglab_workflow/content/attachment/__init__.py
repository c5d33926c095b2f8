"""Files that belong to something: whoever may see that may see them."""


def includeme(config):  # type: ignore[no-untyped-def]
    """The room introduces itself."""
    from .model import Attachment
    from .schema import AttachmentSchema, Facts

    config.add_workflow("reglab_workflow.workflows:attachment.toml")
    config.add_content_type(Attachment, workflow="attachment", schema=AttachmentSchema, facts=Facts)
    config.include(".views")
    config.scan(".views")
