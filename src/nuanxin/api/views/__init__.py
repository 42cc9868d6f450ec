"""Pages about the API for people: tokens, documentation, problems."""
