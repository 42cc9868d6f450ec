"""Pure helpers named after things: words, units, rounding, days. No Django, no database."""
