"""Homework: what an organisation hands in for an occasion, and who has done so."""


def includeme(config):  # type: ignore[no-untyped-def]
    """The room introduces itself."""
    from .model import Submission
    from .overview_views import InSubmissions
    from .schema import SubmissionSchema

    config.add_workflow("reglab_workflow.workflows:submission.toml")
    config.add_content_type(Submission, workflow="submission", schema=SubmissionSchema)
    config.add_guards(".guards")
    config.add_effects(".effects")
    config.add_view_predicate("submissions_folder", InSubmissions)
    for module in ("views", "writing_views", "overview_views"):
        config.scan(f".{module}")
