"""Division codes, names and county outlines of Inner Mongolia as files; see README.md for sources."""
