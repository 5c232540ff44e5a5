"""The bare problem of who imports what from whom, its best solution and the proof. It knows nothing of catalogues."""
