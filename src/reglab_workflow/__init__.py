"""Reglab's work, from a member's proposal to a closed learning project: content, lives and rights.

A host application says ``config.include("reglab_workflow")``; alone, ``reglab_workflow.app:main`` is the site.
"""


def includeme(config):  # type: ignore[no-untyped-def]
    """The table of contents."""
    config.include(".settings")
    config.include(".directives")
    config.include(".storage")
    config.include(".history")
    config.include(".catalog")
    config.include(".security")
    config.include(".web")
    config.include(".content")
    config.include(".people")
    config.include(".accounts")
    config.include(".mail")
    config.include(".privacy")
