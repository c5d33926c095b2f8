"""Finding things: a side index fed by the trail, that lists only what the asker may view."""


def includeme(config):  # type: ignore[no-untyped-def]
    """Give every request its finder."""
    from .finder import Finder
    from .index import Index

    index = Index(config.registry.reglab_settings.index)
    config.registry.reglab_index = index

    def finder(request):  # type: ignore[no-untyped-def]
        registry = request.registry
        return Finder(index, registry.reglab_database, request.rulebook, request.site, request.actor)
    config.add_request_method(finder, "finder", reify=True)
