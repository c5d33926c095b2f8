"""Letters: written in the transaction of what they tell, posted afterwards, at least once."""


def includeme(config):  # type: ignore[no-untyped-def]
    """Write letters, and know the way out for them."""
    from .senders import make_sender

    config.registry.reglab_sender = make_sender(config.registry.reglab_settings)
    config.include(".subscribers")
    config.scan(".views")
