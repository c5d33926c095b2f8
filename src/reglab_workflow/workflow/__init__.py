"""The engine: lives read from files, and transitions fired by their rules.

Nothing here knows a web page or a database: the standard library and ``transitions`` only.
"""
