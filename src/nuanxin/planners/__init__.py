"""Planners: pure functions on arrays that answer with a status, a value and a bound."""
