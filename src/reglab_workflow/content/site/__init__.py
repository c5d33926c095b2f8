"""The site itself and its plain folders."""


def includeme(config):  # type: ignore[no-untyped-def]
    """The room introduces itself."""
    from ...directives import rulebook_of
    from ..trash import SETTING
    from .model import Site
    from .rule_views import LifePage

    rulebook_of(config.registry).declared[SETTING] = config.registry.reglab_settings.trash_days
    config.add_workflow("reglab_workflow.workflows:site.toml")
    config.add_content_type(Site, workflow="site")
    config.add_view_predicate("life_page", LifePage)
    config.scan(".views")
    config.scan(".rule_views")
    config.scan(".trash_views")
    config.scan(".calendar_views")
    config.scan(".calendar_address_views")
