"""Tags of the finders."""
