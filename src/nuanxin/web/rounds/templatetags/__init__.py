"""Template tags of the rounds."""
