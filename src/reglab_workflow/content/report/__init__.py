"""Reports of the audit: answers that have been kept as they were."""


def includeme(config):  # type: ignore[no-untyped-def]
    """The room introduces itself."""
    from .model import Report
    from .schema import Facts

    config.add_workflow("reglab_workflow.workflows:report.toml")
    config.add_content_type(Report, workflow="report", facts=Facts)
    config.scan(".views")
