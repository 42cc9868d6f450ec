"""Parties 主体: organisations, people, teams and households, each a surrogate id."""
