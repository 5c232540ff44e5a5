"""Who takes part, which pairs may be proposed at all, and which are locked."""
