"""Pages of a participation."""
