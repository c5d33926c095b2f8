"""For administrators: ``reglab COMMAND``."""
