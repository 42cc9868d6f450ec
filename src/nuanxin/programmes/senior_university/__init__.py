"""Senior university 老年大学: teaching points near home, courses worth leaving home for."""
