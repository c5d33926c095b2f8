"""Surveys: anonymous evaluations, and follow-ups of what a closed project has led to."""


def includeme(config):  # type: ignore[no-untyped-def]
    """The room introduces itself."""
    from ...security.permissions import Permission
    from .model import Survey
    from .overview_views import InSurveys
    from .schema import Facts, SurveySchema
    from .tickets import Seal

    config.registry.reglab_seal = Seal(config.registry.reglab_settings.survey_key)
    config.add_workflow("reglab_workflow.workflows:survey.toml")
    config.add_content_type(
        Survey, workflow="survey", schema=SurveySchema, facts=Facts, added_with=Permission.ADD_SURVEY)
    config.add_guards(".guards")
    config.add_effects(".effects")
    config.add_view_predicate("surveys_folder", InSurveys)
    config.scan(".views")
    config.scan(".answer_views")
    config.scan(".reply_views")
    config.scan(".result_views")
    config.scan(".overview_views")
