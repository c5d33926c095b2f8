"""Keeping things: the database, a transaction for each request, and how an old database comes up to date."""


def includeme(config):  # type: ignore[no-untyped-def]
    """Open the database and bind transactions to requests."""
    config.include(".transactions")
    config.include(".connection")
