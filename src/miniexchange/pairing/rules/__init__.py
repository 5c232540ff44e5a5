"""Who takes part, which pairs may be proposed at all, and what exchanges of the past mean for new ones."""
