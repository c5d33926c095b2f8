"""Documents: what comes in as files, and what goes out as them."""
