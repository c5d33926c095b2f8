"""How one gets in: accounts, sessions, passwords, invitations. Nothing here is content."""


def includeme(config):  # type: ignore[no-untyped-def]
    """The room introduces itself."""
    from pyramid.events import ContextFound

    from .cookies import touch, was, who
    from .page import AccountPage
    from .passwords import Passwords

    settings = config.registry.reglab_settings
    config.registry.reglab_passwords = Passwords(fast=settings.fast_passwords, demo=settings.demo)
    config.registry.reglab_who = who
    config.registry.reglab_was = was
    config.include(".subscribers")
    config.add_subscriber(touch, ContextFound)
    config.add_view_predicate("account_page", AccountPage)
    config.scan(".views")
    config.scan(".link_views")
