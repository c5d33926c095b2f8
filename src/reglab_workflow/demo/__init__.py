"""The demo site: a believable year with invented people, organisations and texts."""
